"""Rows of reviews: a guard that was overridden, and an offer that went to the wrong recipient."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class OverrideRow(SQLModel, table=True):
    """A guard that somebody overrode; the basis is in clear, what was written is sealed under the row's own key.

    `place` is the reference of the request, or of the offer where there is one. A row about a waiting
    list is the lead's and was added by the partner; its words stand with the offer.
    """

    __tablename__ = "override"
    __table_args__ = (
        Index("ix_override_newest", "owner_organisation_id", "asked_at", "id"),
        Index("ix_override_request", "request_id"),
        Index("ix_override_status", "owner_organisation_id", "status", "asked_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    reference: str = Field(unique=True)
    kind: str
    status: str
    request_id: UUID
    person_id: UUID
    offer_id: UUID | None = None
    place: str
    organisation_id: UUID
    service_id: UUID
    grounds: str = ""
    categories: str = ""
    told: str = ""
    picked: str = ""
    views: str = ""
    outweighs: str = ""
    asked_at: datetime
    asked_by: UUID
    seconded_at: datetime | None = None
    seconded_by: UUID | None = None
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = None
    decision: str = ""
    version: int = 1
    sealed_key: bytes | None = None
    sealed_words: bytes | None = None
    sealed_decision: bytes | None = None


class ReviewRow(SQLModel, table=True):
    """An offer that went to the wrong recipient, and what was decided about it; reasons are sealed."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_known", "owner_organisation_id", "known_at", "id"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    offer_id: UUID = Field(unique=True)
    reference: str = Field(unique=True)
    organisation_id: UUID
    categories: str
    known_at: datetime
    reported_by: UUID
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    regulator: str = ""
    person_told: str = ""
    version: int = 1
    sealed_key: bytes | None = None
    sealed_words: bytes | None = None
