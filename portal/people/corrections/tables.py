"""Rows of corrections: what stood before and what stands now is sealed; codes and moments are in clear."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CorrectionRow(SQLModel, table=True):
    """What was corrected on one occasion; red: `sealed_change` has former values, under the person's key."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_person", "person_id", "corrected_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    part: str
    why: str
    asked_by: str
    corrected_at: datetime
    corrected_by: UUID
    sealed_change: bytes
