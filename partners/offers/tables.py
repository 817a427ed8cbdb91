"""Rows of offers: one ask to one partner service, its timeline and its messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_INBOX = text(
    "status IN ('sent', 'acknowledged', 'info_needed', 'waitlisted', 'accepted', 'active', 'paused', 'outcome_due')"
    " OR due_kind = 'stop'"
)
_WAITING = text("status = 'waitlisted'")
_TAKEN = text("NOT co_work AND status IN ('accepted', 'active', 'paused', 'outcome_due')")


class OfferRow(SQLModel, table=True):
    """An offer. `life` is the whole core value as JSON; the columns beside it repeat what lists read.

    `partner_organisation_id` is the door: empty while draft or in error, so that the partner does
    not see it. The snapshot is sealed under the offer's own key; with it goes the receipt. The three
    indexes are keyed ones of what was shared, for this partner alone, and empty when it may no longer
    see it; `waiting_key` is the place on the waiting list.
    """

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_inbox", "partner_organisation_id", "sort_key", sqlite_where=_INBOX, postgresql_where=_INBOX),
        Index(
            *("ix_offer_waiting", "partner_organisation_id", "waiting_key"),
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_offer_name", "partner_organisation_id", "name_index"),
        Index("ix_offer_phone", "partner_organisation_id", "phone_index"),
        Index("ix_offer_other_phone", "partner_organisation_id", "other_phone_index"),
        Index("ix_offer_partner_changed", "partner_organisation_id", "changed_at", "id"),
        Index("ix_offer_sent", "owner_organisation_id", "changed_at", "id"),
        Index("ix_offer_request", "request_id"),
        Index("ix_offer_person", "person_id", "organisation_id"),
        Index("uq_offer_one_acceptance", "request_id", unique=True, sqlite_where=_TAKEN, postgresql_where=_TAKEN),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    organisation_id: UUID
    service_id: UUID
    request_id: UUID
    person_id: UUID
    reference: str = Field(unique=True)
    status: str
    version: int
    risk: str
    co_work: bool = False
    needs: str
    sender: str
    assigned_to: UUID | None = None
    changed_at: datetime
    due_at: datetime | None = None
    due_kind: str | None = None
    sort_key: str
    waiting_key: str | None = None
    name_index: bytes | None = None
    phone_index: bytes | None = None
    other_phone_index: bytes | None = None
    life: bytes
    sealed_key: bytes | None = None
    sealed_snapshot: bytes | None = None
    receipt: bytes | None = None


class OfferEventRow(SQLModel, table=True):
    """One line of an offer's timeline; `detail` is JSON of codes, never words about a person."""

    __tablename__ = "offer_event"
    __table_args__ = (
        Index("ix_offer_event_offer", "offer_id", "at"),
        Index("ix_offer_event_partner", "partner_organisation_id", "at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    offer_id: UUID
    at: datetime
    actor_id: UUID | None = None
    kind: str
    old: str | None = None
    new: str | None = None
    detail: bytes
    message_id: UUID | None = None


class MessageRow(SQLModel, table=True):
    """A question, answer or note between lead and partner; the words are sealed under the offer's key."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_offer", "offer_id", "at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    offer_id: UUID
    at: datetime
    author_id: UUID
    sealed_text: bytes
