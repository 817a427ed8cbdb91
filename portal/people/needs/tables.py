"""Rows of needs assessments: scores sealed, the occasion in clear."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class NeedsAssessmentRow(SQLModel, table=True):
    """The needs of a person as they were scored on one occasion; a later one supersedes and changes nothing."""

    __tablename__ = "needs_assessment"
    __table_args__ = (Index("uq_needs_assessment_version", "person_id", "version", unique=True),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    version: int
    occasion: str
    assessed_at: datetime
    assessed_by: UUID
    sealed_scores: bytes
