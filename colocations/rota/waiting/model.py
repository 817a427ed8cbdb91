"""The waiting list for a confidential space: first come, first told; whoever does not take it lets the next in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.rota.bookings.model import Booking, Free
from colocations.rota.model import Shift
from colocations.rota.rooms.model import Room
from lvws_core.ids import UserId

HELD_FOR: Final = timedelta(minutes=10)
"""How long whoever was told comes first; then the next is told too. A project default."""


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """A worker who waits for a confidential space at a site on a London day; instants are aware.

    `told_at` is when it was said that a room is free.
    """

    id: UUID
    site_id: UUID
    worker_id: UserId
    day: date
    asked_at: datetime
    told_at: datetime | None = None


def to_tell(waits: Sequence[Wait], free_count: int, now: datetime) -> tuple[Wait, ...]:
    """Give who is told now that a room is free at one site: as many as there are rooms that nobody was told of.

    Whoever was told within the last ten minutes still has the room before the others.
    """
    holding = sum(each.told_at is not None and now - each.told_at < HELD_FOR for each in waits)
    waiting = sorted((each for each in waits if each.told_at is None), key=lambda each: (each.asked_at, str(each.id)))
    return tuple(waiting[: max(0, free_count - holding)])


def place_of(waits: Sequence[Wait], worker_id: UserId) -> int | None:
    """Give the place of a worker on the list of a site, the first is 1; None for who does not wait."""
    order = sorted(waits, key=lambda each: (each.asked_at, str(each.id)))
    return next((place for place, each in enumerate(order, start=1) if each.worker_id == worker_id), None)


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the rooms of the own sites at this moment, and the own shifts of today that stand."""

    me: UserId
    at: datetime
    free: Sequence[Free] = ()
    rooms: Mapping[str, Room] = {}
    bookings: Sequence[Booking] = ()
    waits: Sequence[Wait] = ()
    shifts: Sequence[Shift] = ()

    @property
    def mine(self) -> tuple[Booking, ...]:
        """The reader's own bookings that are not over."""
        return tuple(each for each in self.bookings if each.worker_id == self.me and each.period.ends_at > self.at)
