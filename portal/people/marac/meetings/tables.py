"""Rows of meetings and their actions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
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


_OPEN = text("status = 'open'")


class MaracActionRow(SQLModel, table=True):
    """An action of a referral; who does what is sealed under the person's key.

    `noticed` is what was told of it already: nothing, that it falls due, or that its day has passed.
    """

    __tablename__ = "marac_action"
    __table_args__ = (
        Index("ix_marac_action_referral", "referral_id", "due_on"),
        Index("ix_marac_action_person", "person_id"),
        Index("ix_marac_action_open", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
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
    noticed: str = ""
    sealed_action: bytes
