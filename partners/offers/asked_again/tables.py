"""Rows of the tell-it-once meter: a category and a reason in codes, and nothing of what was said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class AskedAgainRow(SQLModel, table=True):
    """That a partner asked a person again about what it had been told; the row is the lead's, as the offer."""

    __tablename__ = "asked_again"
    __table_args__ = (
        Index("ix_asked_again_owner", "owner_organisation_id", "at"),
        Index("ix_asked_again_partner", "partner_organisation_id", "at"),
        Index("ix_asked_again_offer", "offer_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID
    offer_id: UUID
    at: datetime
    actor_id: UUID
    category: str
    reason: str
