"""Rows of notices, and how far each reader has seen them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_UNPLANNED = text("planned_at IS NULL")


class NoticeRow(SQLModel, table=True):
    """Something that an organisation is told: a kind, a reference and moments, and nothing about a person.

    `audience` is the part of the organisation that it is for, `user_id` one person in it or nobody
    in particular. Rows are written by what happened,
    whoever did it, and read by their organisation alone. `planned_at` is when its messages were written
    to the outbox: with it as a rule, and by a sweep where they were not. `lead_id` is the organisation that
    answers for what it is about: who stands in there where nobody is reached.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_newest", "owner_organisation_id", "audience", "at", "id"),
        Index("ix_notice_reference", "reference", "kind"),
        Index("ix_notice_unplanned", "at", sqlite_where=_UNPLANNED, postgresql_where=_UNPLANNED),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    audience: str
    user_id: UUID | None = None
    kind: str
    reference: str
    at: datetime
    clock: str | None = None
    due_at: datetime | None = None
    many: int | None = None
    planned_at: datetime | None = None
    lead_id: UUID | None = None


class NoticeSeenRow(SQLModel, table=True):
    """Up to when a member of staff has seen the notices."""

    __tablename__ = "notice_seen"

    user_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    seen_at: datetime
