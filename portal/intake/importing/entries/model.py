"""A line of the file becomes a registration, or every fault at once, each with its column and how to mend it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from lvws_core.consent.contact import Channel, ContactPlan, Safety
from lvws_core.forms import Faults
from lvws_core.ids import UserId
from lvws_core.phones import phone_digits
from lvws_core.vocabulary import (
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    Labelled,
    Language,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.intake.importing.columns.model import COLUMNS, LABELS
from portal.intake.importing.model import Entry, Fault, Line
from portal.intake.model import Particulars, Registration, check_registration
from portal.intake.terms.model import Involvement, NoAge, TakeUp
from portal.people.contact_plan.model import SafeContact
from portal.people.forms import read_phone
from portal.people.model import Identity

Choice = TypeVar("Choice", bound=Labelled)

_SIGNS: Final = ("=", "+", "-", "@")
_WORDS: Mapping[str, bool] = {"yes": True, "y": True, "true": True, "1": True} | {
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
_TAKEN_UP: Mapping[bool, TakeUp] = {True: TakeUp.TAKEN_UP, False: TakeUp.NOT_TAKEN_UP}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?[0-9][A-Z]{2}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONDON: Final = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
_EDGE: Final = frozenset({"BR", "CR", "DA", "EN", "HA", "IG", "KT", "RM", "SM", "TN", "TW", "UB", "WD"})
_COLUMN_OF: Mapping[str, str] = {"call": "safe_call"}
"""The column of a field of the registration, where it is called otherwise."""

_OLDEST = 120
_SAFE: Mapping[str, tuple[str, ...]] = {"safe_email": ("email",), "safe_call": ("phone",), "safe_text": ("phone",)}
_ASKED = ("safe_call", "safe_text", "voicemail", "safe_post", "safe_email", "no_contact", "code_word", "contact_note")


def read_entry(line: Line, workers: Mapping[str, UserId], today: date) -> Entry | tuple[Fault, ...]:
    """Read a line; `workers` are the colleagues by the e-mail address of their account, `today` the London day.

    Source: design 5.1; domain 5.1, 8.1.
    """
    reading = _Reading(line.values, workers, today)
    registration = reading.registration()
    found = reading.faults.found
    if registration is not None and not found:
        found = check_registration(registration, today)
    if found or registration is None:
        return tuple(
            Fault(row=line.row, column=_COLUMN_OF.get(each.field, each.field), code=each.code, text=each.text)
            for each in found
        )
    return Entry(
        row=line.row,
        case_ref=registration.particulars.source_reference,
        digest=digest_of(line),
        registration=registration,
    )


def digest_of(line: Line) -> str:
    """Give a digest of everything a line tells, whatever the order of the columns or the encoding of the file."""
    told = "\x1f".join(f"{each.key}={line.values[each.key]}" for each in COLUMNS if each.key in line.values)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class _Reading:
    """Reads one line, and collects its faults in the order of the columns."""

    def __init__(self, values: Mapping[str, str], workers: Mapping[str, UserId], today: date) -> None:
        self.values, self.workers, self.today, self.faults = values, workers, today, Faults()

    def registration(self) -> Registration | None:
        case_ref = self._text("case_ref", longest=60, required=True)
        received = self._day("received_on", required=True)
        source = self._choice("source", ReferralSource, required=True)
        told = {
            "reported_on": self._day("reported_on"),
            "force": self._choice("force", PoliceForce),
            "agency": self._text("agency"),
            "crime_category": self._choice("crime_category", CrimeCategory),
            "involvement": self._choice("involvement", Involvement) or Involvement.VICTIM,
            "source_da_level": self._choice("da_level", DomesticAbuseLevel),
            "source_epr": self._yes_no("epr"),
            **self._age(),
            "take_up": self._take_up(),
            "taken_up_on": self._day("taken_up_on"),
            "support_type": self._choice("support_type", SupportType),
            "allocated_to": self._worker(),
            "closed_on": self._day("closed_on"),
            "closure_reason": self._choice("closure_reason", ClosureReason),
        }
        identity, contact = self._identity(), self._contact()
        if not (case_ref and received and source and identity):
            return None
        abuse = True if told["source_da_level"] is not None else None
        particulars = Particulars(source_reference=case_ref, domestic_abuse=abuse)
        return Registration(
            **told, identity=identity, source=source, received_on=received, contact=contact, particulars=particulars
        )

    def _identity(self) -> Identity | None:
        name = self._text("name", required=True)
        born = self._day("birth_date")
        if born is not None and (born > self.today or born.year < self.today.year - _OLDEST):
            self.faults.add(
                "birth_date", "out_of_range", "Check the date of birth: the year in four digits, in the past"
            )
        phone = read_phone(self.faults, "phone", self.values.get("phone", ""))
        address = self._text("address", longest=400)
        postcode, borough = self._place()
        told = {
            "language": self._choice("language", Language),
            "interpreter": self._yes_no("interpreter") is True,
            "access_needs": self._text("access_needs", longest=1000),
            "pronouns": self._text("pronouns", longest=40),
        }
        if not name:
            return None
        where = ", ".join(each for each in (address, postcode) if each)
        return Identity(name=name, birth_date=born, phone=phone or "", address=where, borough=borough, **told)

    def _age(self) -> dict[str, object]:
        typed, reason = self.values.get("age", ""), self._choice("no_age", NoAge)
        age = self.faults.number("age", typed, label="Age", lowest=0, highest=_OLDEST) if typed else None
        silent = not typed and "birth_date" not in self.values
        return {"age": age, "no_age": reason or (NoAge.NOT_TOLD if silent else None)}

    def _take_up(self) -> TakeUp | None:
        typed = self.values.get("taken_up", "")
        if not typed or (said := _WORDS.get(typed.lower())) is None:
            return self._choice("taken_up", TakeUp)
        return _TAKEN_UP[said]

    def _worker(self) -> UserId | None:
        typed = self.values.get("allocated_to", "")
        found = self.workers.get(typed.lower())
        if typed and found is None:
            text = "No open account that takes cases has this e-mail address: mend it, or leave it empty"
            self.faults.add("allocated_to", "unknown_worker", text)
        return found

    def _place(self) -> tuple[str, Borough]:
        borough, postcode = self._borough(), "".join(self.values.get("postcode", "").upper().split())
        found = _POSTCODE.fullmatch(postcode)
        if postcode and found is None:
            self.faults.add("postcode", "not_a_postcode", "Enter a whole British postcode, such as E8 1EA, or nothing")
        if found is None or found[1] in _LONDON | _EDGE:
            return (f"{postcode[:-3]} {postcode[-3:]}" if found else ""), borough
        if borough.gss is not None:
            text = "The postcode is outside London and the borough is not: mend one, or write outside_london as borough"
            self.faults.add("postcode", "outside_london", text)
        return f"{postcode[:-3]} {postcode[-3:]}", Borough.OUTSIDE_LONDON

    def _borough(self) -> Borough:
        typed = self.values.get("borough_gss", "")
        known = _boroughs().get(typed.upper())
        return known or self._choice("borough_gss", Borough) or Borough.UNKNOWN

    def _contact(self) -> SafeContact | None:
        said = {name: self._safety(name) for name in (*_SAFE, "voicemail", "safe_post")}
        declined = self._yes_no("no_contact") is True
        word, note = self._text("code_word", longest=60), self._text("contact_note", longest=400)
        email, phone = self._email(), self.values.get("phone", "")
        for name, (way,) in _SAFE.items():
            if said[name] is Safety.YES and way not in self.values:
                self.faults.add(way, "required", f"{LABELS[name]} is yes: fill {way}, or write no")
        if self.faults.found or not any(each in self.values for each in _ASKED):
            return None
        call = Channel.LANDLINE if _is_landline(phone) else Channel.MOBILE_CALL
        channels = {
            call: said["safe_call"],
            Channel.SMS: said["safe_text"],
            Channel.EMAIL: said["safe_email"],
            Channel.POST: said["safe_post"],
        }
        ways = {call: phone, Channel.SMS: phone} if phone else {}
        plan = ContactPlan(
            channels=channels,
            sensitive=True,  # a file is nobody's word: what it does not say is not safe (TOP-10)
            voicemail_ok=said["voicemail"],
            text_ok=said["safe_text"],
            post_ok=said["safe_post"] if said["safe_post"] is not Safety.UNKNOWN else Safety.NO,
            no_contact_requested=declined,
            has_code_word=bool(word),
        )
        ways |= {Channel.EMAIL: email} if email else {}
        return SafeContact(plan=plan, ways=ways, code_word=word, note=note)

    def _email(self) -> str:
        typed = self._text("email")
        if typed and _EMAIL.fullmatch(typed) is None:
            self.faults.add("email", "not_an_email", "Enter an e-mail address, such as name@example.org, or nothing")
        return typed

    def _safety(self, column: str) -> Safety:
        said = self._yes_no(column, or_unknown=True)
        return Safety.UNKNOWN if said is None else Safety.YES if said else Safety.NO

    def _yes_no(self, column: str, *, or_unknown: bool = False) -> bool | None:
        typed = self.values.get(column, "").lower()
        said = _WORDS.get(typed)
        if typed and said is None and not (or_unknown and typed in {"unknown", "not known"}):
            self.faults.add(column, "unknown_choice", f"{LABELS[column]}: write yes or no, or nothing")
        return said

    def _text(self, column: str, *, longest: int = 200, required: bool = False) -> str:
        typed = self.values.get(column, "")
        if typed.startswith("'") and typed[1:].startswith(_SIGNS):
            typed = typed[1:]  # as spreadsheets keep such a sign for text
        elif typed.startswith(_SIGNS):
            text = (
                f"{LABELS[column]} begins with =, +, - or @ as a formula does: take the sign away, or write ' before it"
            )
            self.faults.add(column, "formula", text)
            return ""
        return self.faults.text(column, typed, label=LABELS[column], longest=longest, required=required) or ""

    def _day(self, column: str, *, required: bool = False) -> date | None:
        typed = self.values.get(column, "")
        if not typed:
            if required:
                self.faults.add(column, "required", f"Enter the {LABELS[column].lower()}, as 2026-11-22 or 22/11/2026")
            return None
        if found := _ISO.fullmatch(typed):
            parts = (found[3], found[2], found[1])
        else:
            found = _BRITISH.fullmatch(typed)
            parts = (found[1], found[2], found[3]) if found else ("0", "0", "0")
        try:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            text = f"{LABELS[column]} must be a real date, written as 2026-11-22 or 22/11/2026"
            self.faults.add(column, "not_a_date", text)
            return None

    def _choice(self, column: str, choices: type[Choice], *, required: bool = False) -> Choice | None:
        typed = self.values.get(column, "")
        found = _words_of(choices).get(_plain(typed))
        if (typed and found is None) or (required and not typed):
            code = "unknown_choice" if typed else "required"
            self.faults.add(column, code, f"{LABELS[column]}: write one of the keys that the docs list for {column}")
        return found  # type: ignore[return-value]  # the words are those of these choices


@cache
def _words_of(choices: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {_plain(word): each for each in choices for word in (getattr(each, "label", ""), each.value) if word}


@cache
def _boroughs() -> Mapping[str, Borough]:
    return {each.gss: each for each in Borough if each.gss is not None}


def _plain(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())


def _is_landline(phone: str) -> bool:
    digits = phone_digits(phone)
    return digits.startswith("0") and not digits.startswith("07")
