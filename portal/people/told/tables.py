"""Rows of what people were told: codes and days."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class ToldAboutRow(SQLModel, table=True):
    """That a person was told of a topic, and the answer; the newest of a topic counts, none is ever changed."""

    __tablename__ = "told_about"
    __table_args__ = (Index("ix_told_about_person", "person_id", "topic", "recorded_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    topic: str
    answer: str
    told_on: date
    recorded_at: datetime
    recorded_by: UUID
