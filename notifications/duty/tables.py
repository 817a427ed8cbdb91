"""Rows of duty: which team, who, from when to when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class DutyRow(SQLModel, table=True):
    """A member of staff on duty for their team, from `starts_at` until before `ends_at`, both instants: grey.

    `phone` is the work telephone of that duty, as it was written: grey like all that is of staff at work. It is
    shown to those who answer for the team or for what it was to be told, and is in no message, event or log.
    """

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_ends", "owner_organisation_id", "ends_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    user_id: UUID
    starts_at: datetime
    ends_at: datetime
    phone: str | None = None
