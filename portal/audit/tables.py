"""Rows of the audit: one entry an event, chained."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Entry(SQLModel, table=True):
    """One event, as canonical JSON, and the keyed hash that chains it to the entry before (P9).

    The other columns repeat what is in `body` so that it can be searched; they are covered by the
    check because they are compared with it.
    """

    # What an account opened in an hour is counted from the index alone, once for each page (assurance P6).
    __table_args__ = (Index("ix_entry_actor", "actor_id", "at", "kind", "subject_id"),)

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    kind: str
    actor_id: UUID | None = None
    subject_id: UUID = Field(index=True)
    body: bytes
    mac: bytes


class Anchor(SQLModel, table=True):
    """A head of the chain that was written to a second place."""

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    mac: bytes
    at: datetime
