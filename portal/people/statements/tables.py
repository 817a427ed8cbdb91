"""Rows of statements: the words are red and sealed under the person's key; beside what they stand is in clear."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class StatementRow(SQLModel, table=True):
    """What a person says against an opinion; it is added and never changed."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_person", "person_id", "recorded_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    about: str
    said_on: date
    recorded_at: datetime
    recorded_by: UUID
    sealed_words: bytes
