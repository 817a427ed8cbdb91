"""Booking a room, once or week by week, giving it back, and a confidential space now."""

from collections.abc import Sequence
from uuid import UUID

from colocations.rota.bookings import store
from colocations.rota.bookings.forms import Asked
from colocations.rota.bookings.model import Booking, Free, Purpose, Released, against, free_now, now_period
from colocations.rota.leave import store as leaves
from colocations.rota.leave.model import is_away
from colocations.rota.rooms import store as rooms
from colocations.rota.rooms.model import Room
from colocations.rota.series.model import Slot, weekly
from colocations.rota.service import Desk, keeps_rota
from colocations.rota.shifts.forms import last_of
from colocations.rota.waiting import store as waiting
from colocations.sites.hours.model import Period
from colocations.sites.model import Site
from lvws_core.errors import Conflict, Missing
from lvws_core.reasons import Reason, because


def against_each(desk: Desk, site: Site, room: Room, asked: Asked) -> tuple[Slot, ...]:
    """Give every date of what was asked for with everything that is against it.

    Whoever else books the room at this moment is waited for, so what is free stays so to the end of the transaction.

    Source: COLO-04.
    """
    rooms.hold(desk.session, (room.id,))
    last, me = last_of(asked.day, asked.weeks), desk.actor.id
    taken = store.between(desk.session, asked.day, last, room_id=room.id)
    away = leaves.between(desk.session, asked.day, last, (me,))
    placeholder = desk.new_id()

    def refused(period: Period) -> tuple[Reason, ...]:
        booking = _booking(desk, room, asked, period, booking_id=placeholder)
        if period.ends_at <= desk.now:
            return (because("over", "COLO-04", "This time is over. Choose one that ends later than now."),)
        return against(room, site, taken, booking, is_away=is_away(me, away, period.day))

    return weekly(asked.day, asked.times, asked.weeks, refused)


def book(desk: Desk, room: Room, asked: Asked, periods: Sequence[Period]) -> None:
    """Book a room for times against which nothing was found in this transaction; event `booking.made` for each."""
    series = desk.new_id() if len(periods) > 1 else None
    for period in periods:
        _store(desk, _booking(desk, room, asked, period, booking_id=desk.new_id(), series=series))


def _booking(
    desk: Desk, room: Room, asked: Asked, period: Period, *, booking_id: UUID, series: UUID | None = None
) -> Booking:
    return Booking(
        id=booking_id,
        site_id=room.site_id,
        room_id=room.id,
        worker_id=desk.actor.id,
        period=period,
        purpose=asked.purpose,
        people=asked.people,
        series_id=series,
    )


def _store(desk: Desk, booking: Booking) -> None:
    store.add(desk.session, booking, desk.actor.organisation_id, desk.now)
    desk.note("booking.made", booking.id, room_id=str(booking.room_id), purpose=booking.purpose.value)


def give_back(desk: Desk, room: Room, booking_id: UUID) -> None:
    """Give a booking back: one's own, or anybody's for whoever makes the rota; event `booking.released`.

    Raises:
        Missing: There is none for this actor.
        Conflict: It was given back already.
    """
    booking = store.get(desk.session, room.id, booking_id)
    if booking.worker_id != desk.actor.id and not keeps_rota(desk):
        raise Missing
    if not store.release(desk.session, booking.id, Released.GIVEN_BACK, desk.now):
        raise Conflict(because("given_back", "COLO-04", "It was given back already."))
    desk.note("booking.released", booking.id, count=1)


def spaces(desk: Desk, site: Site) -> tuple[Free, ...]:
    """Give the private rooms of a site that are free now, the best first; three statements or fewer."""
    found = rooms.of_sites(desk.session, (site.id,))
    taken = store.between(desk.session, desk.today, desk.today, site_ids=(site.id,))
    return free_now(site, found, taken, desk.now)


def book_now(desk: Desk, site: Site) -> Booking | None:
    """Book the private room that is free for longest, for forty minutes; None where there is none any more.

    Of two who press at the same moment for the last room one gets it and the other gets None. Whoever gets one
    waits no more.

    Source: features, idea 17.
    """
    private = [room.id for room in rooms.of_sites(desk.session, (site.id,)) if room.is_private]
    rooms.hold(desk.session, private)
    found = spaces(desk, site)
    if not found:
        return None
    booking = Booking(
        id=desk.new_id(),
        site_id=site.id,
        room_id=found[0].room.id,
        worker_id=desk.actor.id,
        period=now_period(found[0], desk.now),
        purpose=Purpose.CONFIDENTIAL,
        people=min(2, found[0].room.capacity),
    )
    _store(desk, booking)
    waiting.end(desk.session, site.id, desk.actor.id, desk.now)
    return booking
