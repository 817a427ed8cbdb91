"""Rows of the rota: shifts, and who was asked to cover.

Class (assurance): every column is grey: staff at work, when and where. Nobody who is supported is in them.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

_LIVE = text("cancelled_at IS NULL AND covers_id IS NOT NULL")
_OPEN = text("answered_at IS NULL")


class ShiftRow(SQLModel, table=True):
    """A shift, instants in UTC; whether it can stand is nowhere stored. `day` is the London day of its start.

    `covers_id` is the shift in whose place it stands: no two that are not called off cover the same. `told_at` is
    when it was last said that it cannot stand, empty once it can.
    """

    __tablename__ = "shift"
    __table_args__ = (
        Index("ix_shift_day", "owner_organisation_id", "day"),
        Index("ix_shift_worker", "worker_id", "day"),
        Index("ix_shift_site", "site_id", "day"),
        Index("uq_shift_covers", "covers_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        CheckConstraint("ends_at > starts_at", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    worker_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    department: str = ""
    covers_id: UUID | None = None
    added_by: UUID
    added_at: datetime
    cancelled_by: UUID | None = None
    cancelled_at: datetime | None = None
    told_at: datetime | None = None
    version: int = 1


class CoverAskRow(SQLModel, table=True):
    """Somebody who was asked to cover a shift, and what they said; a worker is asked once for a shift at a time."""

    __tablename__ = "cover_ask"
    __table_args__ = (
        Index("ix_cover_ask_worker", "worker_id", "answered_at"),
        Index(
            "uq_cover_ask_open",
            *("shift_id", "worker_id"),
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    shift_id: UUID
    worker_id: UUID
    asked_by: UUID
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
