"""The pages on which a partner changes its own entry."""

from collections.abc import Collection
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.times import day_in_words
from lvws_core.vocabulary import CapacityState, GenderRule, Labelled, PauseReason
from partners.directory.entry.forms import CHOICES, SLOTS, CapacityForm, ClosedForm, Fields, PauseForm
from partners.directory.model import ListedService
from partners.directory.pages import WEEKDAYS, Option, day_items, full_name

_HINTS = {
    CapacityState.OPEN: "New referrals can start at once",
    CapacityState.LIMITED: "Few places; leads look elsewhere first",
    CapacityState.WAITLIST: "New people wait; high risk is not offered to you",
    CapacityState.CLOSED: "Nobody can send you a new referral",
}
_LEGENDS = {
    "need_categories": "Needs that you help with",
    "by_and_for": "Run by and for",
    "risk_levels": "Risk levels",
    "conflict_checks": "To be checked before anybody asks you",
    "boroughs": "Boroughs",
    "crimes": "Crimes",
    "languages": "Languages in which you work",
}


class CapacityPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the capacity."""

    template: ClassVar[str] = "directory/capacity.html"

    title: str
    base: str
    name: str
    states: tuple[Option, ...]
    places: str
    errors: tuple[FieldError, ...] = ()


class PausePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a pause."""

    template: ClassVar[str] = "directory/pause.html"

    title: str
    base: str
    name: str
    reasons: tuple[Option, ...]
    ends_on: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


class SlotFields(msgspec.Struct, frozen=True, kw_only=True):
    """One time of a weekday with what was typed; `name` is how its fields end."""

    name: str
    label: str
    opens: str
    closes: str


class DayFields(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a weekday: as many times as the form has room for."""

    name: str
    slots: tuple[SlotFields, ...]


class ClosedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A closed day, for people and for the form that opens it again."""

    words: str
    iso: str


class HoursPage(msgspec.Struct, frozen=True, kw_only=True):
    """The forms of opening hours and of closed days."""

    template: ClassVar[str] = "directory/hours.html"

    title: str
    base: str
    name: str
    days: tuple[DayFields, ...]
    holidays: bool
    closed: tuple[ClosedLine, ...]
    closed_on: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A list of tick boxes; a long one is folded away until it is used."""

    name: str
    legend: str
    items: tuple[Option, ...]
    folded: bool


class RemitFields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a remit with what was typed."""

    begins_on: tuple[Option, ...]
    age_min: str
    age_max: str
    genders: tuple[Option, ...]
    groups: tuple[Group, ...]


class RemitPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new remit."""

    template: ClassVar[str] = "directory/remit.html"

    title: str
    base: str
    name: str
    remit: RemitFields
    errors: tuple[FieldError, ...] = ()


def capacity_page(
    listed: ListedService, form: CapacityForm | None = None, errors: tuple[FieldError, ...] = ()
) -> CapacityPage:
    """Give the form with what was typed, or with what was last said."""
    said = listed.service.capacity
    typed = form or CapacityForm(state=said.state.value, places="" if said.places is None else str(said.places))
    states = (
        {"value": s.value, "text": s.label, "hint": {"text": hint}, "checked": s.value == typed.state}
        for s, hint in _HINTS.items()
    )
    base, name = _about(listed)
    return CapacityPage(
        title="Capacity", base=base, name=name, states=tuple(states), places=typed.places, errors=errors
    )


def pause_page(listed: ListedService, form: PauseForm | None = None, errors: tuple[FieldError, ...] = ()) -> PausePage:
    """Give the form of a pause with what was typed."""
    typed = form or PauseForm()
    base, name = _about(listed)
    return PausePage(
        title="Pause",
        base=base,
        name=name,
        reasons=_options(PauseReason, (typed.reason,)),
        ends_on=day_items("ends_on", (typed.ends_on_day, typed.ends_on_month, typed.ends_on_year)),
        errors=errors,
    )


def hours_page(
    listed: ListedService,
    typed: Fields,
    *,
    closed: ClosedForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> HoursPage:
    """Give both forms; `closed` is a closed day that was typed and had a fault."""
    base, name = _about(listed)
    day = closed or ClosedForm()
    return HoursPage(
        title="Opening hours",
        base=base,
        name=name,
        days=tuple(_day(typed, n) for n in range(7)),
        holidays=typed.one("holidays") == "yes",
        closed=_closed(listed.opening.closed),
        closed_on=day_items("closed", (day.closed_day, day.closed_month, day.closed_year)),
        errors=errors,
    )


def remit_page(listed: ListedService, typed: Fields, errors: tuple[FieldError, ...] = ()) -> RemitPage:
    """Give the form of a new remit."""
    base, name = _about(listed)
    return RemitPage(
        title="New remit",
        base=base,
        name=name,
        remit=remit_parts(typed),
        errors=errors,
    )


def remit_parts(typed: Fields) -> RemitFields:
    """Give the fields of a remit with what was typed."""
    return RemitFields(
        begins_on=day_items("begins_on", typed.day("begins_on")),
        age_min=typed.one("age_min"),
        age_max=typed.one("age_max"),
        genders=_options(GenderRule, typed.every("gender_rule")),
        groups=tuple(_group(typed, field) for field in _LEGENDS),
    )


def _about(listed: ListedService) -> tuple[str, str]:
    return f"/directory/{listed.key}", full_name(listed)


def _options(choices: type[Labelled], chosen: Collection[str]) -> tuple[Option, ...]:
    return tuple({"value": c.value, "text": c.label, "checked": c.value in chosen} for c in choices)


def _day(typed: Fields, number: int) -> DayFields:
    day = WEEKDAYS[number]
    slots = tuple(_slot(typed, f"{number}{end}", f"{day}, time {n}") for n, end in enumerate(SLOTS, start=1))
    return DayFields(name=day, slots=slots)


def _slot(typed: Fields, name: str, label: str) -> SlotFields:
    return SlotFields(name=name, label=label, opens=typed.one(f"opens_{name}"), closes=typed.one(f"closes_{name}"))


def _closed(days: frozenset[date]) -> tuple[ClosedLine, ...]:
    return tuple(ClosedLine(words=day_in_words(day), iso=day.isoformat()) for day in sorted(days))


def _group(typed: Fields, field: str) -> Group:
    chosen, choices = typed.every(field), CHOICES[field]
    folded = len(choices) > 12 and not chosen
    return Group(name=field, legend=_LEGENDS[field], items=_options(choices, chosen), folded=folded)
