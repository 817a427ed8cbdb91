"""Bookings in the database."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.rota.bookings.model import Booking, Purpose, Released
from colocations.rota.bookings.tables import BookingRow
from colocations.sites.hours.model import Period
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.times import utc

_NAMES: Final = ("id", "site_id", "room_id", "worker_id", "purpose", "people", "series_id", "released")
_COLUMNS: Final[tuple[Any, ...]] = (
    *(getattr(BookingRow, name) for name in _NAMES),
    *(BookingRow.starts_at, BookingRow.ends_at),
)
MOST: Final = 2000


def between(
    session: Session,
    first: date,
    last: date,
    *,
    site_ids: Iterable[UUID] | None = None,
    room_id: UUID | None = None,
    worker_id: UserId | None = None,
) -> tuple[Booking, ...]:
    """Give the bookings that stand from one London day to another, both included, the first first."""
    wanted = select(*_COLUMNS).where(col(BookingRow.day).between(first, last), col(BookingRow.released) == "")
    if site_ids is not None:
        wanted = wanted.where(col(BookingRow.site_id).in_(tuple(site_ids)))
    if room_id is not None:
        wanted = wanted.where(col(BookingRow.room_id) == room_id)
    if worker_id is not None:
        wanted = wanted.where(col(BookingRow.worker_id) == worker_id)
    rows = session.execute(wanted.order_by(col(BookingRow.starts_at), col(BookingRow.id)).limit(MOST))
    return tuple(map(_booking, rows))


def get(session: Session, room_id: UUID, booking_id: UUID) -> Booking:
    """Give a booking of a room, given back or not.

    Raises:
        Missing: There is none.
    """
    wanted = select(*_COLUMNS).where(col(BookingRow.id) == booking_id, col(BookingRow.room_id) == room_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return _booking(row)


def add(session: Session, booking: Booking, owner_id: OrganisationId, at: datetime) -> None:
    """Store a new booking."""
    session.add(
        BookingRow(
            id=booking.id,
            owner_organisation_id=owner_id,
            site_id=booking.site_id,
            room_id=booking.room_id,
            worker_id=booking.worker_id,
            day=booking.day,
            starts_at=utc(booking.period.starts_at),
            ends_at=utc(booking.period.ends_at),
            purpose=booking.purpose.value,
            people=booking.people,
            series_id=booking.series_id,
            booked_at=utc(at),
        )
    )
    session.flush()


def release(session: Session, booking_id: UUID, why: Released, at: datetime) -> bool:
    """Store that a booking was given back; False where it was already."""
    changed: Any = session.execute(
        update(BookingRow)
        .where(col(BookingRow.id) == booking_id, col(BookingRow.released) == "")
        .values(released=why.value, released_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def release_of_worker(session: Session, worker_id: UserId, days: tuple[date, date], why: Released, at: datetime) -> int:
    """Give back every booking of a worker between two days that is not over; give how many."""
    changed: Any = session.execute(
        update(BookingRow)
        .where(
            col(BookingRow.worker_id) == worker_id,
            col(BookingRow.day).between(*days),
            col(BookingRow.ends_at) > utc(at),
            col(BookingRow.released) == "",
        )
        .values(released=why.value, released_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)


def _booking(row: Any) -> Booking:
    return Booking(
        id=row.id,
        site_id=row.site_id,
        room_id=row.room_id,
        worker_id=UserId(row.worker_id),
        period=Period(starts_at=utc(row.starts_at), ends_at=utc(row.ends_at)),
        purpose=Purpose(row.purpose),
        people=row.people,
        series_id=row.series_id,
        released=Released(row.released) if row.released else None,
    )
