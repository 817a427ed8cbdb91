"""Rows of MARAC: codes and moments in clear, everything that was written sealed under the person's own key."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class MaracReferralRow(SQLModel, table=True):
    """A referral to a panel; `panel` is a borough's key. Other slices do not read these rows (MAR-24)."""

    __tablename__ = "marac_referral"
    __table_args__ = (
        Index("uq_marac_referral_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_marac_referral_person", "person_id", "created_at"),
        Index("ix_marac_referral_status", "owner_organisation_id", "status", "asked_at"),
        Index("ix_marac_referral_author", "author_id", "status"),
        Index("ix_marac_referral_bypass", "owner_organisation_id", "bypass_due_on"),
        Index("ix_marac_referral_peer", "owner_organisation_id", "peer_due_on"),
        Index("ix_marac_referral_feedback", "owner_organisation_id", "feedback_due_on"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    reference: str = Field(unique=True)
    version: int = 1
    status: str
    panel: str
    author_id: UUID
    created_at: datetime
    asked_at: datetime | None = None
    submitted_at: datetime | None = None
    bypassed_by: UUID | None = None
    bypass_due_on: date | None = None
    meeting_id: UUID | None = None
    heard_on: date | None = None
    peer_due_on: date | None = None
    feedback_due_on: date | None = None
    sealed_content: bytes


class MaracStepRow(SQLModel, table=True):
    """One move of a referral with what was said, sealed; `checked` has keys joined by spaces."""

    __tablename__ = "marac_step"
    __table_args__ = (Index("ix_marac_step_referral", "referral_id", "at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    referral_id: UUID
    move: str
    at: datetime
    by: UUID
    version: int
    checked: str = ""
    sealed_note: bytes
