"""Rows of absences: whole London days, and who covers the cases.

Leave is said once: these rows serve the caseload (who looks after whose cases, the gate for rows) and the rota
(which shifts do not stand, which desks and rooms come free). They stand here because the portal may read the
co-locations and not the other way round.

Class (assurance): every column is grey: staff at work. Why somebody is away is nowhere kept.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class AbsenceRow(SQLModel, table=True):
    """Days on which a worker is away, both included, and who covers; the gate for rows reads it (ADR 13).

    `cover_id` is empty where nobody covers. `recorded_by` can give a cover no more than they may see
    themselves. `ended_at` is set when it was called off or ended before its last day.
    """

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_days", "owner_organisation_id", "ends_on"),
        Index("ix_absence_cover", "cover_id", "ends_on"),
        Index("ix_absence_worker", "worker_id", "ends_on"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    worker_id: UUID
    cover_id: UUID | None = None
    starts_on: date
    ends_on: date
    recorded_by: UUID
    recorded_at: datetime
    ended_at: datetime | None = None
    ended_by: UUID | None = None
