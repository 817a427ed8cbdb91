"""The form of the guided entry: one screen of typed fields, read into a registration."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

import msgspec

from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.risk.dash import Band
from lvws_core.risk.priority import SeriousCrime
from lvws_core.vocabulary import (
    Borough,
    CrimeCategory,
    DomesticAbuseLevel,
    Language,
    NeedCategory,
    PoliceForce,
    ReferralSource,
)
from portal.intake.entry.model import call_channel, facts_in, needs_in, place_of
from portal.intake.model import Particulars, Registration, check_registration
from portal.intake.terms.model import Involvement, NoAge, Trait
from portal.people.contact_plan.hours.model import hours_in
from portal.people.contact_plan.model import SafeContact
from portal.people.forms import read_phone
from portal.people.model import Identity

Chosen = TypeVar("Chosen", bound=StrEnum)

_SEXUAL = {CrimeCategory.RAPE, CrimeCategory.OTHER_SEXUAL_OFFENCES}
_YES_NO = {"yes": True, "no": False}


class EntryForm(msgspec.Struct, kw_only=True):
    """What was typed, as it was sent. `birth_date` holds a day or an age; `facts` and `needs` hold codes.

    `known` is the choice among those who look alike, `against` the references that were shown with it, and
    `same` the choice about cases that have the source's number already; `contact` names the contact at a site
    from which they came.
    """

    source: str = ""
    involvement: str = ""
    received_on: str = ""
    name: str = ""
    birth_date: str = ""
    no_age: str = ""
    phone: str = ""
    borough: str = ""
    address: str = ""
    language: str = ""
    interpreter: str = ""
    crime_category: str = ""
    abuse: str = ""
    risk: str = ""
    facts: str = ""
    needs: str = ""
    call: str = ""
    texts: str = ""
    voicemail: str = ""
    hours: str = ""
    if_other_answers: str = ""
    code_word: str = ""
    reported_on: str = ""
    trial_on: str = ""
    force: str = ""
    agency: str = ""
    source_reference: str = ""
    source_da_level: str = ""
    source_epr: str = ""
    version: str = ""
    known: str = ""
    against: str = ""
    same: str = ""
    declined: str = ""
    contact: str = ""

    def parse(self, today: date) -> tuple[Registration | None, tuple[FieldError, ...]]:
        """Give the registration, or every fault at once, each at its field."""
        reading = _Reading(self, today)
        registration = reading.registration()
        if registration is None:
            return None, reading.faults.found
        faults = check_registration(registration, today)
        return (None, faults) if faults else (registration, ())


class _Reading:
    """Reads one form, and collects its faults in the order of the fields."""

    def __init__(self, form: EntryForm, today: date) -> None:
        self.form, self.today, self.faults = form, today, Faults()

    def registration(self) -> Registration | None:
        """Give what was typed, None where any of it cannot be read; what is missing is not asked here."""
        form, faults = self.form, self.faults
        source = faults.choice("source", form.source, ReferralSource, text="Choose who sent this")
        involvement = faults.choice("involvement", form.involvement, Involvement, text="Choose victim, witness or both")
        received = self._day("received_on", form.received_on, label="Received on", required=True)
        name = faults.text("name", form.name, label="Name used")
        born, age = self._born()
        no_age = self._optional("no_age", form.no_age, NoAge, text="Choose why the age is not known")
        phone = read_phone(faults, "phone", form.phone)
        address = faults.text("address", form.address, label="Address", longest=400, required=False)
        borough = self._borough(address or "")
        language = self._optional("language", form.language, Language, text="Choose a language from the list")
        crime = self._optional("crime_category", form.crime_category, CrimeCategory, text="Choose the crime")
        risk = self._optional("risk", form.risk, Band, text="Choose the level of risk")
        traits, crimes = self._facts()
        needs = self._needs()
        contact = self._contact(phone or "", is_sexual=crime in _SEXUAL or SeriousCrime.SEXUAL_OFFENCE in crimes)
        reported = self._day("reported_on", form.reported_on, label="Reported on", required=False)
        trial = self._day("trial_on", form.trial_on, label="Day of the trial", required=False)
        force = self._optional("force", form.force, PoliceForce, text="Choose the police force from the list")
        agency = faults.text("agency", form.agency, label="Agency", required=False)
        number = faults.text("source_reference", form.source_reference, label="Reference", longest=60, required=False)
        level = self._optional("source_da_level", form.source_da_level, DomesticAbuseLevel, text="Choose the level")
        if faults.found or source is None or involvement is None or received is None or name is None or borough is None:
            return None
        return Registration(
            identity=Identity(
                name=name,
                birth_date=born,
                phone=phone or "",
                address=address or "",
                borough=borough,
                language=language,
                interpreter=form.interpreter == "yes",
            ),
            source=source,
            received_on=received,
            contact=contact,
            involvement=involvement,
            particulars=Particulars(
                source_reference=number or "",
                domestic_abuse=_YES_NO.get(form.abuse),
                traits=traits,
                serious_crimes=crimes,
            ),
            age=age,
            no_age=no_age,
            reported_on=reported,
            trial_on=trial,
            force=force,
            agency=agency or "",
            crime_category=crime,
            risk=risk,
            source_da_level=level,
            source_epr=_YES_NO.get(form.source_epr),
            needs=needs,
        )

    def _day(self, field: str, typed: str, *, label: str, required: bool) -> date | None:
        if not typed.strip() and not required:
            return None
        return self.faults.day(field, _parts(typed), label=label)

    def _born(self) -> tuple[date | None, int | None]:
        typed = self.form.birth_date.strip()
        if not typed:
            return None, None
        if typed.isascii() and typed.isdigit() and len(typed) <= 3:
            return None, self.faults.number("birth_date", typed, label="Age", lowest=0, highest=120)
        born = self.faults.day("birth_date", _parts(typed), label="Date of birth")
        if born is not None and (born > self.today or born.year < self.today.year - 120):
            self.faults.add("birth_date", "out_of_range", "The date of birth must be in the past, the year in full")
        return born, None

    def _borough(self, address: str) -> Borough | None:
        typed = self.form.borough
        chosen = self._optional("borough", typed, Borough, text="Choose a borough, or “Not known”")
        try:
            return place_of(chosen, address) if chosen is not None or not typed else None
        except Invalid as error:
            text = {
                "borough": "Choose a borough, or “Not known”",
                "address": "The postcode is outside London and the borough is not: mend one, or choose Outside London",
            }
            self.faults.add(error.field, error.code, text[error.field])
            return None

    def _optional(self, field: str, typed: str, choices: type[Chosen], *, text: str) -> Chosen | None:
        return self.faults.choice(field, typed, choices, text=text) if typed else None

    def _facts(self) -> tuple[frozenset[Trait], frozenset[SeriousCrime]]:
        try:
            return facts_in(self.form.facts)
        except Invalid as error:
            self.faults.add("facts", error.code, "Type only letters that stand below, such as RF")
            return frozenset(), frozenset()

    def _needs(self) -> frozenset[NeedCategory]:
        try:
            return needs_in(self.form.needs)
        except Invalid as error:
            self.faults.add("needs", error.code, "Type only numbers from 1 to 8, such as 26")
            return frozenset()

    def _contact(self, phone: str, *, is_sexual: bool) -> SafeContact | None:
        form, faults = self.form, self.faults
        call, texts, voicemail = (self._safety(name) for name in ("call", "texts", "voicemail"))
        windows = self._hours()
        said = faults.text("if_other_answers", form.if_other_answers, label="What to say", required=False)
        word = faults.text("code_word", form.code_word, label="Agreed word", longest=60, required=False)
        asked = (form.call, form.texts, form.voicemail, form.hours, form.if_other_answers, form.code_word)
        if not any(each.strip() for each in asked):
            return None
        channel = call_channel(phone)
        plan = ContactPlan(
            channels={channel: call, Channel.SMS: texts},
            sensitive=form.abuse != "no" or is_sexual,
            windows=windows,
            voicemail_ok=voicemail,
            text_ok=texts,
            say_if_other_answers=said or "",
            has_code_word=bool(word),
        )
        ways = {channel: phone, Channel.SMS: phone} if phone else {}
        return SafeContact(plan=plan, ways=ways, code_word=word or "")

    def _safety(self, field: str) -> Safety:
        typed = getattr(self.form, field)
        if not typed:  # silence is not known, never a no and never a yes
            return Safety.UNKNOWN
        return self.faults.choice(field, typed, Safety, text="Choose yes, no or not known") or Safety.UNKNOWN

    def _hours(self) -> tuple[Window, ...]:
        if not self.form.hours.strip():
            return ()
        try:
            return (hours_in(self.form.hours),)
        except Invalid:
            self.faults.add("hours", "not_hours", "Enter the hours as in “Mon-Fri 10-14”, the end after the beginning")
            return ()


def _parts(typed: str) -> tuple[str, str, str]:
    """Give day, month and year of a day that was typed in one field, whatever stands between them."""
    parts = "".join(character if character.isdigit() else " " for character in typed).split()
    is_whole = len(parts) == 1 and len(parts[0]) == 8
    day, month, year = (parts[0][:2], parts[0][2:4], parts[0][4:]) if is_whole else (*parts, "", "", "")[:3]
    return (day, month, year) if len(parts) in {1, 3} else ("?", "?", "?")
