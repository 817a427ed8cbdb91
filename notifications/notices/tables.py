"""Rows of notices, and how far each reader has seen them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class NoticeRow(SQLModel, table=True):
    """Something that an organisation is told: a kind, a reference and moments, and nothing about a person.

    `audience` is the part of the organisation that it is for, `user_id` one person in it or nobody
    in particular. Rows are written by what happened,
    whoever did it, and read by their organisation alone.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_newest", "owner_organisation_id", "audience", "at", "id"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    audience: str
    user_id: UUID | None = None
    kind: str
    reference: str
    at: datetime
    clock: str | None = None
    due_at: datetime | None = None


class NoticeSeenRow(SQLModel, table=True):
    """Up to when a member of staff has seen the notices."""

    __tablename__ = "notice_seen"

    user_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    seen_at: datetime
