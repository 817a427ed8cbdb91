"""Rows of bookings, and of who waits for a confidential space.

Class (assurance): every column is grey: which worker has which room when, and one of three purposes; nobody who is
supported, and no word of what is talked about.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

_WAITS = text("ended_at IS NULL")


class BookingRow(SQLModel, table=True):
    """A room or desk for a worker, instants in UTC; `released` says why it was given back, "" while it stands."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("ix_booking_room", "room_id", "day"),
        Index("ix_booking_site", "site_id", "day"),
        Index("ix_booking_worker", "worker_id", "day"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("people > 0", name="people"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    room_id: UUID
    worker_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    purpose: str
    people: int
    series_id: UUID | None = None
    booked_at: datetime
    released: str = ""
    released_at: datetime | None = None


class RoomWaitRow(SQLModel, table=True):
    """A worker who waits for a confidential space at a site on a London day; once at a time."""

    __tablename__ = "room_wait"
    __table_args__ = (
        Index("ix_room_wait_day", "day", "asked_at"),
        Index("uq_room_wait_open", "site_id", "worker_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    worker_id: UUID
    day: date
    asked_at: datetime
    told_at: datetime | None = None
    ended_at: datetime | None = None
