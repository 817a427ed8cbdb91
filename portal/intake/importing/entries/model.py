"""A line of the file becomes a registration, or every fault at once, each with its column and how to mend it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from lvws_core.ids import UserId
from lvws_core.vocabulary import (
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    Language,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.intake.entry.model import is_outside_london
from portal.intake.importing.columns.model import COLUMNS
from portal.intake.importing.fields.model import WORDS
from portal.intake.importing.model import Entry, Fault, Line
from portal.intake.importing.safety.model import ContactFields
from portal.intake.model import Particulars, Registration, check_registration
from portal.intake.terms.model import Involvement, NoAge, TakeUp
from portal.people.forms import read_phone
from portal.people.model import Identity

_TAKEN_UP: Mapping[bool, TakeUp] = {True: TakeUp.TAKEN_UP, False: TakeUp.NOT_TAKEN_UP}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}", re.ASCII)
_COLUMN_OF: Mapping[str, str] = {"call": "safe_call"}
"""The column of a field of the registration, where it is called otherwise."""

_OLDEST = 120


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


class _Reading(ContactFields):
    """Reads one line, and collects its faults in the order of the columns."""

    def __init__(self, values: Mapping[str, str], workers: Mapping[str, UserId], today: date) -> None:
        super().__init__(values)
        self.workers, self.today = workers, today

    def registration(self) -> Registration | None:
        case_ref = self.text("case_ref", longest=60, required=True)
        received = self.day("received_on", required=True)
        source = self.choice("source", ReferralSource, required=True)
        told: dict[str, Any] = {
            "reported_on": self.day("reported_on"),
            "trial_on": self.day("trial_on"),
            "force": self.choice("force", PoliceForce),
            "agency": self.text("agency"),
            "crime_category": self.choice("crime_category", CrimeCategory),
            "involvement": self.choice("involvement", Involvement) or Involvement.VICTIM,
            "source_da_level": self.choice("da_level", DomesticAbuseLevel),
            "source_epr": self.yes_no("epr"),
            **self._age(),
            "take_up": self._take_up(),
            "taken_up_on": self.day("taken_up_on"),
            "support_type": self.choice("support_type", SupportType),
            "allocated_to": self._worker(),
            "closed_on": self.day("closed_on"),
            "closure_reason": self.choice("closure_reason", ClosureReason),
        }
        identity, contact = self._identity(), self.contact()
        if not (case_ref and received and source and identity):
            return None
        abuse = True if told["source_da_level"] is not None else None
        particulars = Particulars(source_reference=case_ref, domestic_abuse=abuse)
        return Registration(
            **told, identity=identity, source=source, received_on=received, contact=contact, particulars=particulars
        )

    def _identity(self) -> Identity | None:
        name = self.text("name", required=True)
        born = self.day("birth_date")
        if born is not None and (born > self.today or born.year < self.today.year - _OLDEST):
            self.faults.add(
                "birth_date", "out_of_range", "Check the date of birth: the year in four digits, in the past"
            )
        phone = read_phone(self.faults, "phone", self.values.get("phone", ""))
        address = self.text("address", longest=400)
        postcode, borough = self._place()
        told: dict[str, Any] = {
            "language": self.choice("language", Language),
            "interpreter": self.yes_no("interpreter") is True,
            "access_needs": self.text("access_needs", longest=1000),
            "pronouns": self.text("pronouns", longest=40),
        }
        if not name:
            return None
        where = ", ".join(each for each in (address, postcode) if each)
        return Identity(name=name, birth_date=born, phone=phone or "", address=where, borough=borough, **told)

    def _age(self) -> dict[str, object]:
        typed, reason = self.values.get("age", ""), self.choice("no_age", NoAge)
        age = self.faults.number("age", typed, label="Age", lowest=0, highest=_OLDEST) if typed else None
        silent = not typed and "birth_date" not in self.values
        return {"age": age, "no_age": reason or (NoAge.NOT_TOLD if silent else None)}

    def _take_up(self) -> TakeUp | None:
        typed = self.values.get("taken_up", "")
        if not typed or (said := WORDS.get(typed.lower())) is None:
            return self.choice("taken_up", TakeUp)
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
        if found is None or not is_outside_london(postcode):
            return (f"{postcode[:-3]} {postcode[-3:]}" if found else ""), borough
        if borough.gss is not None:
            text = "The postcode is outside London and the borough is not: mend one, or write outside_london as borough"
            self.faults.add("postcode", "outside_london", text)
        return f"{postcode[:-3]} {postcode[-3:]}", Borough.OUTSIDE_LONDON

    def _borough(self) -> Borough:
        typed = self.values.get("borough_gss", "")
        known = _boroughs().get(typed.upper())
        return known or self.choice("borough_gss", Borough) or Borough.UNKNOWN


@cache
def _boroughs() -> Mapping[str, Borough]:
    return {each.gss: each for each in Borough if each.gss is not None}
