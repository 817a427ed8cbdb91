"""Rows of characteristics: sealed whole; how many questions were answered is all that stands in clear."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CharacteristicsRow(SQLModel, table=True):
    """What a person has said of themselves, as it was stored once; a correction is another row, never a change."""

    __tablename__ = "characteristics"
    __table_args__ = (Index("uq_characteristics_version", "person_id", "version", unique=True),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    version: int
    recorded_at: datetime
    recorded_by: UUID
    asked: int
    sealed_answers: bytes
