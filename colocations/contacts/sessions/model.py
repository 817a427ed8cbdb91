"""A planned session, and when a department is quiet."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.contacts.choices.model import PLANNED, PURPOSES, ContactKind, Purpose
from colocations.contacts.model import LONGEST, SHORTEST
from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.times import local

FURTHEST: Final = timedelta(days=366)
"""How far ahead a session may be planned."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is planned; `starts_at` is aware UTC. `contact_id` is what it was logged as.

    Raises:
        Invalid: It is of a kind that is not planned, or its purpose or its length is none.
    """

    id: UUID
    site_id: UUID
    author_id: UserId
    kind: ContactKind
    purpose: Purpose
    starts_at: datetime
    minutes: int
    department: str = ""
    contact_id: UUID | None = None
    cancelled_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a session that cannot be."""
        if self.kind not in PLANNED:
            raise Invalid("kind", "not_planned")
        if self.purpose not in PURPOSES[self.kind]:
            raise Invalid("purpose", "not_of_this_kind")
        if not SHORTEST <= self.minutes <= LONGEST:
            raise Invalid("minutes", "out_of_range")


class QuietTime(msgspec.Struct, frozen=True, kw_only=True):
    """When a department is quiet: London hours, from `opens` until before `closes`, on days of the week, Monday 0.

    Raises:
        Invalid: It closes before it opens, or a day is none of the week.
    """

    site_id: UUID
    department: str
    days: frozenset[int]
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse a time that cannot be."""
        if self.closes <= self.opens:
            raise Invalid("closes", "not_after_opening")
        if not self.days or not self.days <= frozenset(range(7)):
            raise Invalid("days", "not_of_the_week")

    @property
    def words(self) -> str:
        """The days and the hours, for people."""
        if self.days == frozenset(range(5)):
            days = "Monday to Friday"
        elif self.days == frozenset(range(7)):
            days = "Every day"
        else:
            days = ", ".join(_DAYS[each] for each in sorted(self.days))
        return f"{days}, {self.opens:%H:%M} to {self.closes:%H:%M}"

    def holds(self, starts_at: datetime, minutes: int) -> bool:
        """Say whether a session lies within it, in London time."""
        begins, ends = local(starts_at), local(starts_at + timedelta(minutes=minutes))
        on_day = begins.weekday() in self.days and begins.date() == ends.date()
        return on_day and self.opens <= begins.time() and ends.time() <= self.closes


def quiet_note(quiet: Iterable[QuietTime], department: str, starts_at: datetime, minutes: int) -> str:
    """Say that a session lies outside the quiet time of its department, and when that is; "" where it does not.

    It is told and refuses nothing: the ward knows better.
    """
    for each in quiet:
        if each.department == department and not each.holds(starts_at, minutes):
            return f"Outside the quiet time of {department}: {each.words}."
    return ""
