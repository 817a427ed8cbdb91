"""Rows of offers: one ask to one partner service, its timeline and its messages."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_INBOX = text(
    "status IN ('sent', 'acknowledged', 'info_needed', 'waitlisted', 'accepted', 'active', 'paused', 'outcome_due')"
    " OR due_kind = 'stop'"
)
_DUE = text("due_at IS NOT NULL")
_RETURNED = text("return_key IS NOT NULL")
_WAITING = text("status = 'waitlisted'")
_TAKEN = text("NOT co_work AND status IN ('accepted', 'active', 'paused', 'outcome_due')")
_SENT = text("status = 'sent'")
_STOP = text("due_kind = 'stop'")
_UNREAD = text("read_at IS NULL")
_AWAITING = text("awaiting <> ''")
_SAID = text("message_id IS NOT NULL")


class OfferRow(SQLModel, table=True):
    """An offer. `life` is the whole core value as JSON; the columns beside it repeat what lists read.

    `partner_organisation_id` is the door: empty while draft or in error, so that the partner does
    not see it. The snapshot is sealed under the offer's own key; with it goes the receipt.
    `contact_stopped_at` closes the number; `sealed_update` is what was told after sending, over the
    snapshot; `awaiting` names the categories on which the lead has something new to confirm.

    `request_reference` is the lead's, empty where nobody asked for one, and `set_aside` the state in
    which the lead has put the request, empty while it has not. `return_key` sorts what came back to
    the lead and waits for it to act; it is empty on every other offer.
    The three indexes are keyed ones of what was shared, for this partner alone, and empty when it may no
    longer see it; `waiting_key` is the place on the waiting list.
    """

    __tablename__ = "offer"
    __table_args__ = (
        Index("uq_offer_owner", "id", "owner_organisation_id", unique=True),
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
        Index("ix_offer_due", "owner_organisation_id", "due_at", "id", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_offer_stop", "owner_organisation_id", "due_at", "id", sqlite_where=_STOP, postgresql_where=_STOP),
        Index(
            "ix_offer_returned",
            *("owner_organisation_id", "return_key"),
            sqlite_where=_RETURNED,
            postgresql_where=_RETURNED,
        ),
        Index("ix_offer_nudge", "nudge_at"),
        Index("ix_offer_just_sent", "changed_at", sqlite_where=_SENT, postgresql_where=_SENT),
        Index("ix_offer_expires", "expires_at"),
        Index("ix_offer_request", "request_id"),
        Index("ix_offer_person", "person_id", "organisation_id"),
        Index("ix_offer_awaiting", "owner_organisation_id", sqlite_where=_AWAITING, postgresql_where=_AWAITING),
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
    request_reference: str = ""
    set_aside: str = ""
    return_key: str | None = None
    waiting_key: str | None = None
    name_index: bytes | None = None
    phone_index: bytes | None = None
    other_phone_index: bytes | None = None
    nudge_at: datetime | None = None
    expires_at: datetime | None = None
    life: bytes
    sealed_key: bytes | None = None
    sealed_snapshot: bytes | None = None
    receipt: bytes | None = None
    contact_stopped_at: datetime | None = None
    sealed_update: bytes | None = None
    awaiting: str = ""


class OfferEventRow(SQLModel, table=True):
    """One line of an offer's timeline; `detail` is JSON of codes, never words about a person.

    `sealed_confirmer` is who at a partner without an account said what the lead recorded.
    """

    __tablename__ = "offer_event"
    __table_args__ = (
        Index("ix_offer_event_offer", "offer_id", "at"),
        Index("ix_offer_event_partner", "partner_organisation_id", "at"),
        Index("ix_offer_event_new", "new", "at"),  # reports begin with what was sent in a period
        Index("ix_offer_event_message", "message_id", sqlite_where=_SAID, postgresql_where=_SAID),
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
    sealed_confirmer: bytes | None = None


class MessageRow(SQLModel, table=True):
    """A question, answer or note between lead and partner; the words are sealed under the offer's key.

    `author_side` is on whose behalf it was written, `read_at` when the other side first opened the
    offer with it. Nothing else ever changes.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("uq_message_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_message_offer", "offer_id", "at"),
        Index("ix_message_unread", "offer_id", "author_side", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    offer_id: UUID
    at: datetime
    author_id: UUID
    author_side: str
    sealed_text: bytes
    read_at: datetime | None = None


class AttachmentRow(SQLModel, table=True):
    """A file that travels with a message; its content is sealed under the offer's key, its own name is not kept.

    `category` is the category of consent under which the lead gave it, None where the partner did;
    `scanned` is whether something looked for viruses in it.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("uq_attachment_number", "offer_id", "number", unique=True),
        Index("ix_attachment_message", "message_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    offer_id: UUID
    message_id: UUID
    number: int
    at: datetime
    author_id: UUID
    category: str | None = None
    kind: str
    size: int
    scanned: bool
    sealed_content: bytes


class OfferEffectRow(SQLModel, table=True):
    """What a clock has said about an offer: once, however often the sweep looks (assurance P16)."""

    __tablename__ = "offer_effect"

    offer_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime


class SafetyStopRow(SQLModel, table=True):
    """A report that contact with a person is not safe; it stands until the lead lifts it.

    The row is the lead's alone, whoever reported: a partner sees only `contact_stopped_at` on its own
    offer. The words of the report and of the lifting are sealed under the row's own key.
    """

    __tablename__ = "safety_stop"
    __table_args__ = (
        Index("ix_safety_stop_person", "person_id", "lifted_at"),
        Index("ix_safety_stop_offer", "offer_id"),
        Index("ix_safety_stop_standing", "owner_organisation_id", "lifted_at", "reported_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    offer_id: UUID | None = None
    cause: str
    reported_at: datetime
    reported_by: UUID
    reporter_organisation_id: UUID
    sealed_key: bytes
    sealed_words: bytes | None = None
    lifted_at: datetime | None = None
    lifted_by: UUID | None = None
    sealed_reason: bytes | None = None


class SharedUpdateRow(SQLModel, table=True):
    """What a partner was told after sending, as the lead confirmed it: sealed under the offer's key, with a receipt.

    `path` is that of the sharing decision, `consent_id` and `consent_on` the consent where it is one.
    """

    __tablename__ = "shared_update"
    __table_args__ = (Index("ix_shared_update_offer", "offer_id", "at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    partner_organisation_id: UUID | None = None
    offer_id: UUID
    at: datetime
    confirmed_by: UUID
    categories: str
    sealed_fields: bytes
    receipt: bytes
    path: str = ""
    consent_id: UUID | None = None
    consent_on: date | None = None
