"""The forms by which a partner changes its own entry: raw strings, and what they say or every fault."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import msgspec

from lvws_core.consent.contact import Window
from lvws_core.errors import Invalid
from lvws_core.forms import Choice, Faults, FieldError, Many, many
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words
from lvws_core.vocabulary import (
    Borough,
    ByAndFor,
    CapacityState,
    ConflictKind,
    CrimeCategory,
    GenderRule,
    Labelled,
    Language,
    NeedCategory,
    PauseReason,
)
from partners.directory.model import Pause, Remit, Terms, overlapping
from partners.directory.pages import WEEKDAYS, windows_by_hours

MOST_PLACES, OLDEST = 500, 120
LONGEST_PAUSE_DAYS = 366  # what is longer is no pause: the remit ends
SLOTS = ("", "_2", "_3")  # how the names of a weekday's fields end: so many times a day there is room for


class UndoForm(msgspec.Struct, kw_only=True):
    """Which planned remit is dropped."""

    remit: str = ""


class RightForm(msgspec.Struct, kw_only=True):
    """What was on the page that says "still right", and where it stood."""

    said_at: str = ""
    back: str = ""


class CapacityForm(msgspec.Struct, kw_only=True):
    """What room there is."""

    state: str = ""
    places: str = ""


class PauseForm(msgspec.Struct, kw_only=True):
    """Why and until when no referrals are taken."""

    reason: str = ""
    ends_on_day: str = ""
    ends_on_month: str = ""
    ends_on_year: str = ""


class ClosedForm(msgspec.Struct, kw_only=True):
    """A day on which the service stays shut."""

    closed_day: str = ""
    closed_month: str = ""
    closed_year: str = ""


class OpenedForm(msgspec.Struct, kw_only=True):
    """A day on which the service is open after all, as an ISO date."""

    on: str = ""


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """A form with fields that are named by lists: what was typed, each field as often as it came."""

    values: Mapping[str, tuple[str, ...]] = {}

    def one(self, name: str) -> str:
        """Give the first value of a field, "" when there is none."""
        return next(iter(self.values.get(name, ())), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Give all values of a field."""
        return self.values.get(name, ())

    def day(self, name: str) -> tuple[str, str, str]:
        """Give the three parts of a day."""
        return self.one(f"{name}_day"), self.one(f"{name}_month"), self.one(f"{name}_year")


def fields_of(data: Mapping[str, Many]) -> Fields:
    """Read a form as the browser sent it."""
    return Fields(values={name: many(value) for name, value in data.items()})


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What room a service says it has."""

    state: CapacityState
    places: int | None


def parse_capacity(form: CapacityForm) -> Said | tuple[FieldError, ...]:
    """Read what room there is; nobody says that it is not known."""
    faults = Faults()
    state = faults.choice("state", form.state, CapacityState, text="Select whether you take referrals")
    if state is CapacityState.UNKNOWN:
        faults.add("state", "unknown_choice", "Select whether you take referrals")
    places = None
    if form.places.strip():
        places = faults.number("places", form.places, label="The number of places", lowest=0, highest=MOST_PLACES)
    return Said(state=state, places=places) if state is not None and not faults.found else faults.found


def parse_pause(form: PauseForm, today: date) -> Pause | tuple[FieldError, ...]:
    """Read a pause that begins today."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, PauseReason, text="Select why")
    parts = form.ends_on_day, form.ends_on_month, form.ends_on_year
    ends_on = faults.day("ends_on", parts, label="The last day of the pause")
    if ends_on is not None and not 0 <= (ends_on - today).days <= LONGEST_PAUSE_DAYS:
        faults.add("ends_on", "out_of_range", "The last day must be today or later, and within a year")
    if reason is None or ends_on is None or faults.found:
        return faults.found
    return Pause(starts_on=today, ends_on=ends_on, reason=reason)


def parse_closed(form: ClosedForm, today: date) -> date | tuple[FieldError, ...]:
    """Read a day on which the service stays shut."""
    faults = Faults()
    day = faults.day("closed", (form.closed_day, form.closed_month, form.closed_year), label="The closed day")
    if day is not None and not 0 <= (day - today).days <= 2 * LONGEST_PAUSE_DAYS:
        faults.add("closed", "out_of_range", "The closed day must be today or later, and within two years")
    return faults.found if day is None or faults.found else day


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a week, and whether they hold on bank holidays."""

    windows: tuple[Window, ...]
    open_on_holidays: bool


def parse_hours(form: Fields) -> Hours | tuple[FieldError, ...]:
    """Read the hours of each weekday; a day without any is a day on which the service is closed."""
    faults = Faults()
    hours = {day: _windows(faults, form, day) for day in range(7)}
    if faults.found:
        return faults.found
    return Hours(windows=windows_by_hours(hours), open_on_holidays=form.one("holidays") == "yes")


def _windows(faults: Faults, form: Fields, day: int) -> tuple[Window, ...]:
    read = ((_window(faults, form, f"{day}{slot}", day), slot) for slot in SLOTS)
    found = sorted(((window, slot) for window, slot in read if window is not None), key=lambda each: each[0].opens)
    for (before, _), (after, slot) in pairwise(found):
        if after.opens < before.closes:
            clash = f"one begins at {after.opens:%H:%M}, before {before.closes:%H:%M}"
            faults.add(f"opens_{day}{slot}", "overlaps", f"{WEEKDAYS[day]} has hours that overlap: {clash}")
    return tuple(window for window, _ in found)


def _window(faults: Faults, form: Fields, slot: str, day: int) -> Window | None:
    opens, closes = form.one(f"opens_{slot}").strip(), form.one(f"closes_{slot}").strip()
    if not opens and not closes:
        return None
    say = f"Enter a time for {WEEKDAYS[day]} such as 10:00"
    first, last = faults.hour(f"opens_{slot}", opens, text=say), faults.hour(f"closes_{slot}", closes, text=say)
    if first is None or last is None:
        return None
    try:
        return Window(days=frozenset({day}), opens=first, closes=last)
    except Invalid:
        faults.add(f"closes_{slot}", "not_after_opens", f"{WEEKDAYS[day]} must close after it opens")
        return None


class NewRemit(msgspec.Struct, frozen=True, kw_only=True):
    """What a service takes from a day on."""

    begins_on: date
    terms: Terms


def parse_remit(
    form: Fields, now_in_force: Terms, history: tuple[Remit, ...], today: date
) -> NewRemit | tuple[FieldError, ...]:
    """Read a new remit; it keeps the name and the exclusions of the one in force."""
    faults = Faults()
    begins_on = _begins_on(faults, form, history, today)
    low, high = _age(faults, form, "age_min", "lowest age"), _age(faults, form, "age_max", "highest age")
    if low is not None and high is not None and high < low:
        faults.add("age_max", "before_minimum", "The highest age must not be below the lowest")
    gender = faults.choice("gender_rule", form.one("gender_rule"), GenderRule, text="Select whom it is for")
    chosen: dict[str, Any] = {name: _chosen(faults, form, name, choices) for name, choices in CHOICES.items()}
    if begins_on is None or gender is None or faults.found:
        return faults.found
    terms = msgspec.structs.replace(now_in_force, age_min=low, age_max=high, gender_rule=gender, **chosen)
    return NewRemit(begins_on=begins_on, terms=terms)


CHOICES: Mapping[str, type[Labelled]] = {
    "need_categories": NeedCategory,
    "boroughs": Borough,
    "risk_levels": Band,
    "crimes": CrimeCategory,
    "by_and_for": ByAndFor,
    "languages": Language,
    "conflict_checks": ConflictKind,
}
"""The fields of a remit that are chosen from lists; none chosen sets no limit."""


def _begins_on(faults: Faults, form: Fields, history: tuple[Remit, ...], today: date) -> date | None:
    begins_on = faults.day("begins_on", form.day("begins_on"), label="The first day")
    if begins_on is None:
        return None
    if begins_on < today:
        faults.add("begins_on", "in_the_past", "The first day must be today or later: the past stays as it was")
    elif (taken := overlapping(history, begins_on)) is not None:
        faults.add(
            "begins_on", "overlaps", f"A remit begins on {day_in_words(taken.valid_from)} already. Choose a later day"
        )
    return begins_on


def _age(faults: Faults, form: Fields, field: str, label: str) -> int | None:
    text = form.one(field)
    return faults.number(field, text, label=f"The {label}", lowest=0, highest=OLDEST) if text.strip() else None


def _chosen(faults: Faults, form: Fields, field: str, choices: type[Choice]) -> frozenset[Choice]:
    read = (faults.choice(field, key, choices, text="Select from the list") for key in form.every(field))
    return frozenset(each for each in read if each is not None)


def hours_fields(windows: tuple[Window, ...], *, open_on_holidays: bool) -> Fields:
    """Give the form that says what is recorded, the windows of each day in their order."""
    values = {"holidays": ("yes",)} if open_on_holidays else {}
    for day in range(7):
        found = sorted((w for w in windows if day in w.days), key=lambda w: w.opens)
        for slot, window in zip(SLOTS, found, strict=False):
            opens, closes = f"opens_{day}{slot}", f"closes_{day}{slot}"
            values |= {opens: (f"{window.opens:%H:%M}",), closes: (f"{window.closes:%H:%M}",)}
    return Fields(values=values)


def remit_fields(terms: Terms) -> Fields:
    """Give the form that says what is taken now, its first day left open."""
    values = {name: tuple(sorted(getattr(terms, name))) for name in CHOICES}
    ages = {name: (str(age),) for name in ("age_min", "age_max") if (age := getattr(terms, name)) is not None}
    return Fields(values={**values, **ages, "gender_rule": (terms.gender_rule.value,)})
