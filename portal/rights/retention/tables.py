"""Rows of retention: codes and days; amber, because they link a person with the service, and nothing red."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class RetentionDueRow(SQLModel, table=True):
    """That the time of a record is up since a London day; it goes when the record does, or is used again."""

    __tablename__ = "retention_due"
    __table_args__ = (Index("ix_retention_due_list", "owner_organisation_id", "due_on", "person_id"),)

    person_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    due_on: date
    ending: str
    listed_on: date


class RetentionSweepRow(SQLModel, table=True):
    """How far the look at an organisation's records has come on a London day; the people after `after` are left."""

    __tablename__ = "retention_sweep"

    organisation_id: UUID = Field(primary_key=True)
    swept_on: date
    after: UUID
    is_done: bool = False
