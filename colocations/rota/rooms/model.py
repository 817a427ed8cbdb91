"""Rooms and desks: what one is for, how many fit, when it may be used, and what stands on its door.

A private room is for one conversation at a time; desks and shared rooms are shared until they are full.
"""

from datetime import date
from uuid import UUID

import msgspec

from colocations.sites.hours.model import Period, Weekly
from colocations.sites.model import Site
from lvws_core.errors import Invalid
from lvws_core.vocabulary.labelled import Labelled

MOST_PEOPLE = 60
"""The largest room that is recorded."""


class RoomKind(Labelled):
    """What a room is. Source: domain 6.3, private room bookable, and desk."""

    PRIVATE = "private", "Private room"
    DESK = "desk", "Desks"
    SHARED = "shared", "Shared room"


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room or a set of desks at a site; without hours of its own it has those of the site.

    `capacity` is how many people fit, or how many desks there are. `door_title` is all that stands on the door.
    It is out of use from one London day to another, both inclusive, without an end until it is said.

    Raises:
        Invalid: Nobody fits, or it is out of use until a day before it is.
    """

    id: UUID
    site_id: UUID
    name: str
    door_title: str
    kind: RoomKind
    capacity: int
    hours: Weekly = Weekly()
    out_from: date | None = None
    out_until: date | None = None
    out_words: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a room that cannot be."""
        if not 1 <= self.capacity <= MOST_PEOPLE:
            raise Invalid("capacity", "out_of_range")
        if self.out_until is not None and (self.out_from is None or self.out_until < self.out_from):
            raise Invalid("out_until", "before_start")

    @property
    def is_private(self) -> bool:
        """Whether what is said there is heard by nobody else."""
        return self.kind is RoomKind.PRIVATE

    def is_out(self, day: date) -> bool:
        """Say whether it is out of use on a London day."""
        if self.out_from is None or day < self.out_from:
            return False
        return self.out_until is None or day <= self.out_until


def hours_of(room: Room, site: Site) -> Weekly:
    """Give the hours of a room: its own, or else those of its site."""
    return room.hours if room.hours.is_known else site.opening


def is_open(room: Room, site: Site, period: Period) -> bool:
    """Say whether a period lies within the hours of a room; where no hours are known it always does."""
    hours = hours_of(room, site)
    if not hours.is_known:
        return True
    there = hours.on(period.day)
    return there is not None and there.holds(period)
