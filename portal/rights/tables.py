"""Rows of rights: requests, what was decided about single items of a pack, and legal holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_STANDS = text("lifted_at IS NULL")
_OPEN = text("answered_at IS NULL")


class RightsRequestRow(SQLModel, table=True):
    """A request of a person; `answer` is what somebody proposes, and final with `answered_at`.

    Days are London days. `proposed_by` wrote the answer, `seconded_by` looked at it where two people must.
    `sealed_words` says what is asked for, `sealed_reason` why it was not given in full, both under the person's key.
    """

    __tablename__ = "rights_request"
    __table_args__ = (
        Index("uq_rights_request_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_rights_request_person", "person_id"),
        Index("ix_rights_request_queue", "owner_organisation_id", "received_on", "id"),
        Index(
            "ix_rights_request_open",
            *("owner_organisation_id", "received_on", "id"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    reference: str = Field(unique=True)
    version: int = 1
    kind: str
    asker: str
    received_on: date
    raised_by: UUID
    raised_at: datetime
    identity_check: str = ""
    identified_on: date | None = None
    asked_on: date | None = None
    clarified_on: date | None = None
    longer_because: str = ""
    answer: str = ""
    proposed_by: UUID | None = None
    seconded_by: UUID | None = None
    answered_at: datetime | None = None
    sealed_words: bytes | None = None
    sealed_reason: bytes | None = None


class RightsItemRow(SQLModel, table=True):
    """What was decided about one item of a pack; `item` names the row that it comes from, never a value."""

    __tablename__ = "rights_item"
    __table_args__ = (
        Index("uq_rights_item", "request_id", "item", unique=True),
        Index("ix_rights_item_person", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    request_id: UUID
    item: str
    treatment: str
    ground: str = ""
    decided_by: UUID
    decided_at: datetime
    released_by: UUID | None = None
    released_at: datetime | None = None


class LegalHoldRow(SQLModel, table=True):
    """That a person's record must not be deleted: why, since when, and by when somebody looks at it again."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_person", "person_id"),
        Index(
            "ix_legal_hold_review",
            *("owner_organisation_id", "review_on"),
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    reason: str
    since: date
    review_on: date
    held_by: UUID
    held_at: datetime
    lifted_by: UUID | None = None
    lifted_at: datetime | None = None
