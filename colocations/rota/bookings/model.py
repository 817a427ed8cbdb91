"""Bookings: what stands against one, how full a room is, and which private room is free now.

The rules of a booking: the room is in use and open, it holds so many, a confidential conversation is only ever put
in a private room, and a private room has one booking at a time.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.rota.rooms.model import Room, hours_of, is_open
from colocations.sites.hours.model import Period, period_words
from colocations.sites.model import Site
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from lvws_core.times import day_in_words, london_day
from lvws_core.vocabulary.labelled import Labelled

LASTING: Final = timedelta(minutes=40)
"""How long a confidential conversation is given when it is booked in one press. Source: features, idea 17."""

SHORTEST: Final = timedelta(minutes=15)
"""What is free for less is not offered: nobody can tell in that time."""


class Purpose(Labelled):
    """What a room or a desk is booked for; nothing else is ever said of it."""

    CONFIDENTIAL = "confidential", "Confidential conversation"
    DESK = "desk", "Desk work"
    MEETING = "meeting", "Meeting or training"


class Released(Labelled):
    """Why a booking was given back."""

    GIVEN_BACK = "given_back", "Given back"
    LEAVE = "leave", "Its worker is away"


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A room for a worker and a time of one London day; `released` is None while it stands."""

    id: UUID
    site_id: UUID
    room_id: UUID
    worker_id: UserId
    period: Period
    purpose: Purpose
    people: int = 1
    series_id: UUID | None = None
    released: Released | None = None

    @property
    def day(self) -> date:
        """The London day on which it starts."""
        return self.period.day


def most_at_once(bookings: Iterable[Booking], period: Period) -> int:
    """Give how many people the bookings bring at the fullest moment of a period."""
    taken = [each for each in bookings if each.released is None and each.period.overlaps(period)]
    starts = {max(each.period.starts_at, period.starts_at) for each in taken}
    return max(
        (sum(e.people for e in taken if e.period.starts_at <= at < e.period.ends_at) for at in starts), default=0
    )


def against(room: Room, site: Site, taken: Iterable[Booking], asked: Booking, *, is_away: bool) -> tuple[Reason, ...]:
    """Give every reason why a booking cannot be made, beside the others of its room.

    Source: COLO-04; features, confidential-room rule.
    """
    others = [each for each in taken if each.room_id == room.id and each.id != asked.id and each.released is None]
    return tuple(
        reason
        for reason in (
            _of_place(room, asked),
            _of_hours(room, site, asked.period),
            _of_others(room, others, asked),
            because("away", "COLO-03", f"Away on {day_in_words(asked.day)}.") if is_away else None,
        )
        if reason is not None
    )


def _of_place(room: Room, asked: Booking) -> Reason | None:
    if asked.purpose is Purpose.CONFIDENTIAL and not room.is_private:
        text = "A confidential conversation is only put in a private room. Choose one of those."
        return because("not_private", "COLO-04", text)
    if room.is_out(asked.day):
        return because("out_of_use", "COLO-04", f"The room is out of use on {day_in_words(asked.day)}.")
    if asked.people > room.capacity:
        return because("too_many_people", "COLO-04", f"The room takes {room.capacity} at most.")
    return None


def _of_hours(room: Room, site: Site, period: Period) -> Reason | None:
    if is_open(room, site, period):
        return None
    there = hours_of(room, site).on(period.day)
    day = day_in_words(period.day)
    text = f"On {day} it is open {period_words(there)}." if there is not None else f"It is closed on {day}."
    return because("outside_hours", "COLO-04", text)


def _of_others(room: Room, others: Sequence[Booking], asked: Booking) -> Reason | None:
    there = [each for each in others if each.period.overlaps(asked.period)]
    fits = not there if room.is_private else most_at_once(there, asked.period) + asked.people <= room.capacity
    if fits or not there:
        return None
    times = " and ".join(period_words(each) for each in sorted({each.period for each in there}))
    return because("taken", "COLO-04", f"It is taken on {day_in_words(asked.day)}, {times}.")


class Free(msgspec.Struct, frozen=True, kw_only=True):
    """A private room that is free from now until a moment (aware UTC), at the latest midnight."""

    room: Room
    until: datetime


def free_now(site: Site, rooms: Iterable[Room], bookings: Iterable[Booking], now: datetime) -> tuple[Free, ...]:
    """Give the private rooms of a site that are free now, the one that is free for longest first.

    One that is free for less than a quarter of an hour is left out.

    Source: features, idea 17: confidential space now.
    """
    taken = tuple(bookings)
    found = [
        Free(room=room, until=until)
        for room in rooms
        if room.is_private and room.site_id == site.id and not room.is_out(london_day(now))
        if (until := _free_until(room, site, taken, now)) is not None and until - now >= SHORTEST
    ]
    return tuple(sorted(found, key=lambda each: (-each.until.timestamp(), each.room.name, str(each.room.id))))


def _free_until(room: Room, site: Site, bookings: Sequence[Booking], now: datetime) -> datetime | None:
    day_end = now + timedelta(hours=12)
    hours = hours_of(room, site)
    if hours.is_known:
        there = hours.on(london_day(now))
        if there is None or not there.starts_at <= now < there.ends_at:
            return None
        day_end = there.ends_at
    ahead = [e.period for e in bookings if e.room_id == room.id and e.released is None and e.period.ends_at > now]
    return min([day_end, *(each.starts_at for each in ahead)])


def now_period(free: Free, now: datetime) -> Period:
    """Give the time for which a free room is booked in one press: forty minutes, or less where another comes."""
    starts_at = now.replace(second=0, microsecond=0)
    return Period(starts_at=starts_at, ends_at=min(free.until, starts_at + LASTING))
