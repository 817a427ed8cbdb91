"""Rows of yeses that were not taken: what was said stays sealed under the person's key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class ConsentNotTakenRow(SQLModel, table=True):
    """A yes that did not count as the person's own; `reasons` are codes joined by spaces, none is ever changed."""

    __tablename__ = "consent_not_taken"
    __table_args__ = (Index("ix_consent_not_taken_person", "person_id", "asked_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    organisation_id: UUID
    purpose: str
    asked_at: datetime
    asked_by: UUID
    reasons: str
    sealed_footing: bytes
