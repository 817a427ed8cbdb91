"""Rows of what a person is still to be told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_OPEN = text("closed_at IS NULL")


class ToTellRow(SQLModel, table=True):
    """Something that a partner answered and the person is to hear from who referred them.

    It is closed when somebody has told them (`told_by`), or when newer news of the same offer took its place.
    """

    __tablename__ = "to_tell"
    __table_args__ = (
        Index("ix_to_tell_person", "person_id", "closed_at"),
        Index("ix_to_tell_due", "owner_organisation_id", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_to_tell_offer", "offer_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    offer_id: UUID
    offer_reference: str
    organisation_id: UUID
    news: str
    raised_at: datetime
    due_at: datetime
    closed_at: datetime | None = None
    told_by: UUID | None = None
