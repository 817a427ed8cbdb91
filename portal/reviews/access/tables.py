"""Rows of access reviews: accounts, codes and moments, grey; what was written is red and sealed under the row's key."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_OPEN = text("reviewed_at IS NULL")


class AccessReviewRow(SQLModel, table=True):
    """Something that somebody did with records and that another looks at; `slot` keeps it from being listed twice.

    `person_id` keeps whoever is connected with the person from the line, `record_id` is what was opened.
    """

    __tablename__ = "access_review"
    __table_args__ = (
        Index("ix_access_review_newest", "owner_organisation_id", "at", "id"),
        Index(
            *("ix_access_review_open", "owner_organisation_id", "at", "id"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_access_review_person", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    slot: str = Field(unique=True)
    kind: str
    staff_id: UUID
    at: datetime
    until: datetime | None = None
    records: int | None = None
    person_id: UUID | None = None
    record: str = ""
    record_id: UUID | None = None
    told_id: UUID | None = None
    state: str
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = None
    version: int = 1
    sealed_key: bytes | None
    sealed_reason: bytes | None = None
    sealed_note: bytes | None = None


class AccessWeekRow(SQLModel, table=True):
    """That the sample of a week (its Monday, London) was drawn."""

    __tablename__ = "access_week"

    week: date = Field(primary_key=True)
    drawn_at: datetime
