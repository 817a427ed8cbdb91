"""The form of a referral: anything may be left for later, but nothing may be kept that cannot be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.policy import Policy
from lvws_core.risk.marac import Circumstances, decide_marac
from lvws_core.vocabulary import Borough
from portal.people.forms import read_version
from portal.people.marac.content.model import Agreement, Content, Necessity, Relationship, Told

SHORT, LONG = 300, 4000
"""Characters of a line and of a longer text."""

_ADULT = 18
_OLDEST = 120

TEXTS: Mapping[str, tuple[str, int]] = {
    "harmer": ("Name of the person causing harm", SHORT),
    "harmer_about": ("More about them, and about others who cause harm", LONG),
    "harmer_unknown": ("Why they are not known", SHORT),
    "children": ("The children", LONG),
    "judgement": ("Your own serious concern", LONG),
    "unaware_why": ("Why the person is not aware", SHORT),
    "necessity": ("Why sharing is necessary", LONG),
    "told_how": ("How and when they were told, or why not", SHORT),
    "afraid_of": ("Who are they afraid of?", SHORT),
    "safe_to_talk": ("Who is it safe to talk to?", SHORT),
    "unsafe_to_talk": ("Who is it not safe to talk to?", SHORT),
    "wants": ("What do they want to happen?", LONG),
    "history": ("Other MARAC referrals", LONG),
    "practical": ("Practical matters", LONG),
    "narrative": ("What has happened, and why the risk is high", LONG),
    "in_place": ("What has been done already", LONG),
}
"""Each text of the form: its label and the most characters."""

DAYS: Mapping[str, str] = {
    "incident_on": "Day of the latest abuse",
    "last_referral_on": "Day of an earlier MARAC referral elsewhere",
    "last_heard_on": "Day on which it was heard",
}
"""Each day of the form and its label."""

_NUMBERS: Mapping[str, tuple[str, int]] = {
    "age": ("Age of the person", _OLDEST),
    "harmer_age": ("Age of the person causing harm", _OLDEST),
    "police_incidents": ("Police incidents", 999),
}
_CHOICES: Mapping[str, tuple[type[Any], str]] = {
    "borough": (Borough, "Choose a borough from the list"),
    "relationship": (Relationship, "Choose one of the answers shown"),
    "agreement": (Agreement, "Choose one of the answers shown"),
    "ground": (Necessity, "Choose one of the grounds shown"),
    "told": (Told, "Choose one of the answers shown"),
}
_YES_NO = ("has_children", "aware", "has_notice", "same_harmer")


class ReferralForm(msgspec.Struct, frozen=True, kw_only=True):
    """A referral as it was typed, by the name of each field; a day has three."""

    typed: Mapping[str, str] = {}
    version: str = "1"

    def parse(self, today: date, policy: Policy) -> tuple[Content | None, tuple[FieldError, ...]]:
        """Give what is written so far, or every fault; what is left empty is no fault here (MAR-10)."""
        faults = Faults()
        found: dict[str, Any] = {}
        for name, (label, longest) in TEXTS.items():
            found[name] = faults.text(name, self.one(name), label=label, longest=longest, required=False)
        for name, (label, highest) in _NUMBERS.items():
            if self.one(name).strip():
                found[name] = faults.number(name, self.one(name), label=label, lowest=0, highest=highest)
        for name, (choices, text) in _CHOICES.items():
            if self.one(name):
                found[name] = faults.choice(name, self.one(name), choices, text=text)
        for name in _YES_NO:
            if self.one(name):
                found[name] = self._yes_no(faults, name)
        for name, label in DAYS.items():
            found[name] = self._day(faults, name, label, today)
        _refuse_short(faults, found["judgement"], policy)
        return (None, faults.found) if faults.found else (Content(**found), ())

    @property
    def expected_version(self) -> int:
        """The version that the page showed.

        Raises:
            Invalid: It is no version, so the form did not come from our page.
        """
        return read_version(self.version)

    def one(self, name: str) -> str:
        """Give what was typed in a field, "" for nothing."""
        return self.typed.get(name, "")

    def _yes_no(self, faults: Faults, name: str) -> bool:
        if self.one(name) not in {"yes", "no"}:
            faults.add(name, "unknown_choice", "Choose yes or no")
        return self.one(name) == "yes"

    def _day(self, faults: Faults, name: str, label: str, today: date) -> date | None:
        parts = (self.one(f"{name}_day"), self.one(f"{name}_month"), self.one(f"{name}_year"))
        if not any(part.strip() for part in parts):
            return None
        day = faults.day(name, parts, label=label)
        if day is not None and day > today:
            faults.add(name, "in_the_future", f"{label} must be today or before")
        return day


def _refuse_short(faults: Faults, judgement: str | None, policy: Policy) -> None:
    if not judgement:
        return
    try:
        decide_marac(Circumstances(victim_age=_ADULT, judgement=judgement), policy)
    except Invalid as error:
        text = f"Write your concern in at least {policy.judgement_characters} characters, or leave it empty"
        faults.add("judgement", error.code, text)


def referral_form(raw: Mapping[str, Any]) -> ReferralForm:
    """Give the form from the fields as they came; a field that came twice counts once."""
    one = {name: value if isinstance(value, str) else next(iter(value), "") for name, value in raw.items()}
    return ReferralForm(typed=one, version=one.get("version", "1"))


def form_of(content: Content, version: int) -> ReferralForm:
    """Give the form as it has to be typed to say what is written."""
    typed: dict[str, str] = {}
    for name in Content.__struct_fields__:
        value = getattr(content, name)
        if isinstance(value, date):
            parts = (value.day, value.month, value.year)
            typed |= {f"{name}_{part}": str(n) for part, n in zip(("day", "month", "year"), parts, strict=True)}
        elif isinstance(value, bool):
            typed[name] = "yes" if value else "no"
        elif value is not None:
            typed[name] = str(value)
    return ReferralForm(typed=typed, version=str(version))
