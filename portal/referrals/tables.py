"""Rows of requests: what a person needs, and the decision to refer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class RequestRow(SQLModel, table=True):
    """A request; `need` is the coded need as JSON, `sealed_words` what is told in words, under the person's key.

    `status` is what the lead has set; where the need stands follows from the offers as well. From `erased_on`
    on it is there for counts alone.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_recent", "owner_organisation_id", "created_at", "id"),
        Index("ix_request_person", "person_id"),
        Index("ix_request_changed", "owner_organisation_id", "status", "changed_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    person_id: UUID
    status: str
    version: int = 1
    created_at: datetime
    created_by: UUID
    risk: str
    need: bytes
    sealed_words: bytes
    changed_at: datetime
    co_work: bool = False
    held_at: datetime | None = None
    ended_at: datetime | None = None
    outcome_acknowledged_at: datetime | None = None
    reason: str | None = None
    erased_on: date | None = None
