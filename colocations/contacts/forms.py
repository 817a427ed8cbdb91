"""The form of a contact: the same strings whether a page sends them or an envelope did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from colocations.contacts.choices.model import (
    ABOUT_SOMEBODY,
    OUTCOMES,
    PURPOSES,
    About,
    ContactKind,
    Feedback,
    Manner,
    Outcome,
    Purpose,
    Safe,
    StaffRole,
    TrainingLevel,
)
from colocations.contacts.model import LONGEST, NOTE_LENGTH, SHORTEST, Logged, Words, against_time
from colocations.contacts.reading.forms import Chosen, Reader
from colocations.sites.forms import Typed, day_of, text_of
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.times import local

Errors = tuple[FieldError, ...]
REFER: Final = "refer"
"""What the button says that saves and goes on to refer."""

_OTHER: Final = "other"
_REFERRED: Final = {
    ContactKind.CLIENT: Outcome.AGREED_REFERRAL,
    ContactKind.CONSULTATION: Outcome.LED_TO_REFERRAL,
}
_FURTHEST_CALL: Final = timedelta(days=90)


def parse_contact(typed: Typed, now: datetime) -> Logged | Errors:
    """Read a contact from the strings of its form; `now` is aware, and is when it was without a day and a time.

    Every fault is reported at once, each at its field. What needs the database (the site, the placement, the
    department, the reference) is not asked here: `service.against` does.

    Fields: `kind`, `site` (reference), `department`, `manner`, `minutes` (digits, or "other" with
    `minutes_other`), `purpose_<kind>` or `purpose`, `outcome_<kind>` or `outcome`, `on_day`/`on_month`/`on_year`
    and `time` (London, empty for now), `about`, `person` (reference), `safe`, `note`, `professional`,
    `staff_role`, `staff_spoken_to`, `audience_<role>`, `level`, `feedback`, `call_back_day`/`_month`/`_year` and
    `call_back_time`, `disclosed_day`/…, `inpatient` ("yes"/"no"), `discharge_day`/…, `apart` ("yes").
    """
    return _Reading(typed, now).logged()


class _Reading(Reader):
    """Reads one form, and collects its faults in the order of the fields."""

    def logged(self) -> Logged | Errors:
        """Give what was typed, or every fault."""
        typed, faults = self.typed, self.faults
        kind = faults.choice("kind", typed.value("kind"), ContactKind, text="Choose what it was")
        site = self.reference("site", typed.value("site"), "Choose the site from the list")
        if kind is None:
            return faults.found
        department = text_of(faults, typed, "department", "Ward or department", longest=100)
        manner = self.optional("manner", Manner, "Choose how from the list", of=kind is ContactKind.CLIENT)
        minutes = self._minutes()
        purpose, outcome = self._purpose(kind), self._outcome(kind)
        at = self.moment("on", "time", "Day of the contact")
        for fault in against_time(at, self.now) if at is not None else ():
            faults.add(fault.field, fault.code, fault.text)
        about, person = self._about(kind)
        extra = self._of_kind(kind)
        words = self._words(kind)
        call_back_at = self._call_back(kind)
        if faults.found or site is None or minutes is None or purpose is None or outcome is None or at is None:
            return faults.found
        return Logged(
            site=site,
            kind=kind,
            at=at,
            minutes=minutes,
            purpose=purpose,
            outcome=outcome,
            department=department,
            manner=manner,
            about=about,
            person=person,
            call_back_at=call_back_at,
            words=words,
            is_now=not self.says("on", "time"),
            **extra,
        )

    def _minutes(self) -> int | None:
        chosen = self.typed.value("minutes").strip(" ")
        typed = self.typed.value("minutes_other").strip(" ")
        digits = typed if chosen == _OTHER or (typed and not chosen) else chosen
        if not digits:
            text = "Enter how many minutes it took" if chosen == _OTHER else "Choose how long it took"
            self.faults.add("minutes", "required", text)
            return None
        known = digits.isascii() and digits.isdigit() and len(digits) < 6
        if not known or not SHORTEST <= int(digits) <= LONGEST:
            text = f"The length must be {SHORTEST} to {LONGEST} minutes. Log what took longer as several contacts"
            self.faults.add("minutes", "out_of_range", text)
            return None
        return int(digits)

    def _purpose(self, kind: ContactKind) -> Purpose | None:
        return self._of_list("purpose", kind, Purpose, PURPOSES[kind], "Choose what it was for")

    def _outcome(self, kind: ContactKind) -> Outcome | None:
        allowed = OUTCOMES[kind]
        said = self._either("outcome", kind)
        if kind not in ABOUT_SOMEBODY and not said:
            return allowed[0]
        if not said and self.typed.value("then") == REFER:
            return _REFERRED[kind]
        return self._of_list("outcome", kind, Outcome, allowed, "Choose what came of it")

    def _of_list(
        self, name: str, kind: ContactKind, choices: type[Chosen], allowed: tuple[Chosen, ...], text: str
    ) -> Chosen | None:
        found = self.faults.choice(name, self._either(name, kind), choices, text=text)
        if found is not None and found not in allowed:
            self.faults.add(name, "not_of_this_kind", text)
            return None
        return found

    def _either(self, name: str, kind: ContactKind) -> str:
        """Give a field that each kind has of its own, so that one page can hold them all."""
        return self.typed.value(f"{name}_{kind.value}") or self.typed.value(name)

    def _about(self, kind: ContactKind) -> tuple[About | None, Reference | None]:
        if kind not in ABOUT_SOMEBODY:
            return None, None
        chosen = self._either("about", kind)
        person = self.typed.value("person").strip(" ")
        if not chosen:
            fallback = About.NEW_PERSON if kind is ContactKind.CLIENT else About.PROFESSIONAL_ONLY
            chosen = (About.REFERENCE if person and kind is ContactKind.CLIENT else fallback).value
        about = self.faults.choice("about", chosen, About, text="Choose whom it was about")
        if about is About.PROFESSIONAL_ONLY and kind is ContactKind.CLIENT:
            text = "A client contact is about somebody: choose a reference, or a new person"
            self.faults.add("about", "not_of_this_kind", text)
        if about is not About.REFERENCE:
            if person and kind is ContactKind.CLIENT:
                text = "Leave the reference empty for a new person, or choose “Somebody with a reference”"
                self.faults.add("person", "not_both", text)
            return about, None
        if not person:
            self.faults.add("person", "required", "Enter the reference, or choose “A new person”")
            return about, None
        return about, self.reference("person", person, "Enter a reference such as 7QK2-M9, or choose “A new person”")

    def _of_kind(self, kind: ContactKind) -> dict[str, Any]:
        read = {
            ContactKind.CLIENT: self._of_client,
            ContactKind.CONSULTATION: self._of_consultation,
            ContactKind.WARD_ROUND: self._of_round,
            ContactKind.TRAINING: self._of_training,
        }.get(kind)
        return read() if read is not None else {}

    def _of_client(self) -> dict[str, Any]:
        typed, faults = self.typed, self.faults
        disclosed = day_of(faults, typed, "disclosed", "Day they told somebody", required=False)
        if disclosed is not None and disclosed > local(self.now).date():
            faults.add("disclosed", "in_future", "The day they told somebody cannot be in the future")
        return {
            "safe": self.optional("safe", Safe, "Choose whether it is safe"),
            "staff_role": self.optional("staff_role", StaffRole, "Choose who sent them from the list"),
            "disclosed_on": disclosed,
            "is_inpatient": {"yes": True, "no": False}.get(typed.value("inpatient")),
            "discharge_on": day_of(faults, typed, "discharge", "Day they leave hospital", required=False),
            "is_apart": typed.value("apart") == "yes",
        }

    def _of_consultation(self) -> dict[str, Any]:
        role = self.optional("staff_role", StaffRole, "Choose who asked from the list", name="staff_role_consultation")
        return {"staff_role": role, "is_apart": self.typed.value("apart") == "yes"}

    def _of_round(self) -> dict[str, Any]:
        return {"staff_spoken_to": self.count("staff_spoken_to", "Number of staff spoken to")}

    def _of_training(self) -> dict[str, Any]:
        return {
            "audience": self._audience(),
            "level": self.optional("level", TrainingLevel, "Choose the level from the list"),
            "feedback": self.optional("feedback", Feedback, "Choose the feedback from the list"),
        }

    def _audience(self) -> Mapping[StaffRole, int]:
        counts = {role: self.count(f"audience_{role.value}", role.label) for role in StaffRole}
        return {role: count for role, count in counts.items() if count}

    def _words(self, kind: ContactKind) -> Words:
        note = text_of(self.faults, self.typed, "note", "Note", longest=NOTE_LENGTH)
        name = ""
        if kind is ContactKind.CONSULTATION:
            name = text_of(self.faults, self.typed, "professional", "Name of the professional", longest=80)
        return Words(note=note, professional=name)

    def _call_back(self, kind: ContactKind) -> datetime | None:
        """Read when somebody is to be called back; without a time the service says when."""
        if kind is not ContactKind.CLIENT or not self.says("call_back", "call_back_time"):
            return None
        moment = self.moment("call_back", "call_back_time", "Day to call back")
        if moment is not None and not self.now - _FURTHEST_CALL <= moment <= self.now + _FURTHEST_CALL:
            self.faults.add("call_back", "out_of_range", "The call back must be within three months")
            return None
        return moment
