"""The forms of a planned session and of a quiet time."""

from datetime import UTC, datetime, time
from typing import Final

import msgspec

from colocations.contacts.choices.model import PLANNED, PURPOSES, ContactKind, Purpose
from colocations.contacts.model import LONGEST, SHORTEST
from colocations.contacts.sessions.model import FURTHEST
from colocations.sites.forms import Typed, day_of, text_of
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.times import LONDON, zone_of

Errors = tuple[FieldError, ...]
_DAYS: Final = frozenset(str(day) for day in range(7))


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned: the site by its reference, and when, in UTC."""

    site: Reference
    kind: ContactKind
    purpose: Purpose
    department: str
    starts_at: datetime
    minutes: int


def parse_plan(typed: Typed, now: datetime) -> Planned | Errors:
    """Read a planned session: it lies ahead, within a year; `now` is aware."""
    faults = Faults()
    site = faults.read("site", typed.value("site"), parse_reference, text="Choose the site from the list")
    purpose = faults.choice("purpose", typed.value("purpose"), Purpose, text="Choose what it is")
    kind = next((each for each in PLANNED if purpose in PURPOSES[each]), None)
    if purpose is not None and kind is None:
        faults.add("purpose", "not_planned", "Choose a ward round, a training or a meeting")
    department = text_of(faults, typed, "department", "Ward or department", longest=100)
    label = "Length in minutes"
    minutes = faults.number("minutes", typed.value("minutes"), label=label, lowest=SHORTEST, highest=LONGEST)
    starts_at = _start(faults, typed, now)
    if faults.found or not isinstance(site, str) or purpose is None or kind is None:
        return faults.found
    if minutes is None or starts_at is None:
        return faults.found
    return Planned(
        site=Reference(site), kind=kind, purpose=purpose, department=department, starts_at=starts_at, minutes=minutes
    )


def _start(faults: Faults, typed: Typed, now: datetime) -> datetime | None:
    day = day_of(faults, typed, "on", "Day")
    hour = faults.hour("time", typed.value("time"), text="Enter the time as hours and minutes, such as 14:05")
    if day is None or hour is None:
        return None
    starts_at = datetime.combine(day, hour, zone_of(LONDON)).astimezone(UTC)
    if starts_at <= now:
        faults.add("on", "in_past", "A session is planned ahead. Log what has been as a contact")
        return None
    if starts_at > now + FURTHEST:
        faults.add("on", "too_far_ahead", "A session must be within the next year")
        return None
    return starts_at


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """When a department is quiet; no days mean that nothing is known any more."""

    department: str
    days: frozenset[int]
    opens: time
    closes: time


def parse_quiet(typed: Typed, departments: tuple[str, ...]) -> Quiet | Errors:
    """Read the quiet time of one of a site's departments, in London hours."""
    faults = Faults()
    department = text_of(faults, typed, "department", "Department", required=True, longest=100)
    if department and department not in departments:
        faults.add("department", "unknown_department", "Choose a department of this site")
    days = frozenset(int(each) for each in typed.chosen("days") if each in _DAYS)
    if not days:
        faults.add("days", "required", "Choose at least one day")
    opens = faults.hour("opens", typed.value("opens"), text="Enter from when, such as 14:00")
    closes = faults.hour("closes", typed.value("closes"), text="Enter until when, such as 15:30")
    if opens is not None and closes is not None and closes <= opens:
        faults.add("closes", "not_after_opening", "The quiet time must end after it begins")
    if faults.found or opens is None or closes is None:
        return faults.found
    return Quiet(department=department, days=days, opens=opens, closes=closes)
