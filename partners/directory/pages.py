"""The words of the directory: what a service takes, what room it has, when it opens, how its agreement stands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from lvws_core.consent import Agreement
from lvws_core.consent.contact import Window
from lvws_core.policy import Policy
from lvws_core.referrals import Capacity
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words, in_words, london_day
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
)
from partners.directory.model import ListedService, Opening, Terms

Option = Mapping[str, Any]
"""An item of a form's control, as the macros read it."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of the week, Monday first."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of facts; `text` may be typed by a person."""

    label: str
    text: str


class RoomLine(msgspec.Struct, frozen=True, kw_only=True):
    """The own capacity with its age, and where it is said again.

    `last_said` is what was said where that is stale; `said_at` is empty before anything was said.
    """

    name: str
    room: str
    last_said: str
    said_at: str
    right_action: str
    change_href: str


def full_name(listed: ListedService) -> str:
    """Give the organisation and the service."""
    return f"{listed.organisation_name}, {listed.service.name}"


def age_words(days: int) -> str:
    """Say how long ago something was said."""
    return "today" if days <= 0 else f"{days} day{'s' if days > 1 else ''} ago"


def room_words(capacity: Capacity, today: date, policy: Policy) -> str:
    """Say what room a service has, with the age of the word; what is stale is not known.

    Source: ROUTE-11.
    """
    if capacity.said_at is None:
        return "Capacity not known"
    age = age_words((today - london_day(capacity.said_at)).days)
    if capacity.state_on(today, policy) is CapacityState.UNKNOWN:
        return f"Capacity not known (last said {age})"
    return f"{said_words(capacity)}, said {age}"


def said_words(capacity: Capacity) -> str:
    """Say what was said about the room, whenever that was: "Limited, 2 places"."""
    places = "" if capacity.places is None else f"{capacity.places} place{'s' if capacity.places != 1 else ''}"
    if capacity.state is CapacityState.OPEN and places:
        return places
    return f"{capacity.state.label}, {places}" if places else capacity.state.label


def room_line(key: str, name: str, capacity: Capacity, now: datetime, policy: Policy) -> RoomLine:
    """Give what is shown of the own capacity, to be confirmed or changed."""
    here, today = f"/directory/{key}", london_day(now)
    is_stale = capacity.said_at is not None and capacity.state_on(today, policy) is CapacityState.UNKNOWN
    return RoomLine(
        name=name,
        room=room_words(capacity, today, policy),
        last_said=said_words(capacity) if is_stale else "",
        said_at=capacity.said_at.isoformat() if capacity.said_at is not None else "",
        right_action=f"{here}/still-right",
        change_href=f"{here}/capacity",
    )


def opens_words(opening: Opening, now: datetime, holidays: Collection[date]) -> str:
    """Say whether a service is open, or when it is next."""
    if not opening.windows:
        return "Opening hours not known"
    found = opening.next(now, holidays)
    if found is None:
        return "Closed for the coming year"
    return "Open now" if found == now else f"Next open {in_words(found, now)}"


def hours_lines(opening: Opening) -> tuple[Line, ...]:
    """Give the hours by the days that share them."""
    return tuple(
        Line(label=days_words(window.days), text=f"{window.opens:%H:%M} to {window.closes:%H:%M}")
        for window in sorted(opening.windows, key=lambda w: (min(w.days), w.opens))
    )


def days_words(days: Iterable[int]) -> str:
    """Name days of the week: "Monday to Friday", or each."""
    kept = sorted(days)
    if len(kept) > 2 and kept[-1] - kept[0] == len(kept) - 1:
        return f"{WEEKDAYS[kept[0]]} to {WEEKDAYS[kept[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in kept)


def windows_by_hours(hours: Mapping[int, tuple[Window, ...]]) -> tuple[Window, ...]:
    """Give the windows of single days as the fewest windows, days with the same hours together."""
    days: dict[tuple[object, object], set[int]] = {}
    found: dict[tuple[object, object], Window] = {}
    for day, windows in sorted(hours.items()):
        for window in windows:
            place = (window.opens, window.closes)
            days.setdefault(place, set()).add(day)
            found[place] = window
    return tuple(msgspec.structs.replace(found[place], days=frozenset(days[place])) for place in found)


def agreement_words(agreement: Agreement | None, on: date) -> str:
    """Say how an agreement stands on a day, with its dates."""
    if agreement is None:
        return "No agreement recorded"
    until = f", until {day_in_words(agreement.ends_on)}" if agreement.ends_on is not None else ", no end date"
    since = day_in_words(agreement.starts_on)
    if agreement.is_live(on):
        return f"Live since {since}{until}"
    if agreement.ends_on is not None and agreement.ends_on < on:
        return f"Ended on {day_in_words(agreement.ends_on)}: nothing can be sent"
    state = agreement.status.value.replace("_", " ").capitalize()
    return f"{state}, from {since}{until}: nothing can be sent"


def ages_words(low: int | None, high: int | None) -> str:
    """Say which ages are taken; both are inclusive."""
    if not low and high is None:
        return "Any age"
    if high is None:
        return f"{low} and over"
    return f"Up to {high}" if low is None else f"{low} to {high}"


def takes_lines(terms: Terms) -> tuple[Line, ...]:
    """Say in plain words what a service takes; a limit that it does not set is named as such."""
    excluded = ", ".join(sorted(key.replace("_", " ") for key in terms.exclusions))
    found = (
        ("Needs", named(NeedCategory, terms.need_categories, "Any need")),
        ("Ages", ages_words(terms.age_min, terms.age_max)),
        ("Area", named(Borough, terms.boroughs, "All London")),
        ("Who it is for", GenderRule(terms.gender_rule).label),
        ("Run by and for", named(ByAndFor, terms.by_and_for, "")),
        ("Risk", named(Band, terms.risk_levels, "Any level")),
        ("Crimes", named(CrimeCategory, terms.crimes, "Any crime")),
        ("Languages", named(Language, terms.languages, "Not said")),
        ("Does not take", excluded[:1].upper() + excluded[1:]),
        ("Check first", named(ConflictKind, terms.conflict_checks, "")),
    )
    return tuple(Line(label=label, text=text) for label, text in found if text)


def named(choices: type[Labelled], chosen: Collection[Labelled], otherwise: str) -> str:
    """Name what was chosen in the order of the list, or say what nothing chosen means."""
    return "; ".join(each.label for each in choices if each in chosen) or otherwise


def day_items(field: str, parts: tuple[str, str, str]) -> tuple[Option, ...]:
    """Give the three inputs of a day with what was typed; the first can be reached from the list of faults."""
    widths = (("day", 2), ("month", 2), ("year", 4))
    return tuple(
        {
            "id": field if name == "day" else f"{field}_{name}",
            "name": f"{field}_{name}",
            "label": name.capitalize(),
            "value": value,
            "classes": f"govuk-input--width-{width}",
        }
        for (name, width), value in zip(widths, parts, strict=True)
    )


def terms_of(listed: ListedService) -> Terms:
    """Give the terms that a listed service was made from."""
    kept = {n: getattr(listed.service, n) for n in Terms.__struct_fields__ if hasattr(listed.service, n)}
    return Terms(organisation_name=listed.organisation_name, conflict_checks=listed.conflict_checks, **kept)


def pause_words(listed: ListedService) -> str:
    """Say why and until when a service takes no referrals; empty while it does."""
    if listed.pause is None:
        return ""
    return f"Paused until {day_in_words(listed.pause.ends_on)}: {listed.pause.reason.label.lower()}"
