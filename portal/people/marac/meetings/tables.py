"""Rows of meetings and their actions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class MaracMeetingRow(SQLModel, table=True):
    """A meeting of a panel; one a day."""

    __tablename__ = "marac_meeting"
    __table_args__ = (UniqueConstraint("owner_organisation_id", "held_on", "panel"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    panel: str
    held_on: date
    added_at: datetime
    added_by: UUID


class MaracActionRow(SQLModel, table=True):
    """An action of a referral; who does what is sealed under the person's key."""

    __tablename__ = "marac_action"
    __table_args__ = (
        Index("ix_marac_action_referral", "referral_id", "due_on"),
        Index("ix_marac_action_person", "person_id"),
        Index("ix_marac_action_due", "owner_organisation_id", "status", "due_on"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    referral_id: UUID
    due_on: date
    status: str
    settled_on: date | None = None
    settled_by: UUID | None = None
    sealed_action: bytes
