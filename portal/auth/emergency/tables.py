"""Rows of emergency access: accounts, people and moments; amber, because they link a person with the service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_OPEN = text("shut_at IS NULL")


class EmergencyRow(SQLModel, table=True):
    """That an account may open a person until an instant; one at a time, the next shuts the one before."""

    __tablename__ = "emergency"
    __table_args__ = (
        Index("uq_emergency_open", "user_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_emergency_person", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    person_id: UUID
    opened_at: datetime
    until: datetime
    shut_at: datetime | None = None
