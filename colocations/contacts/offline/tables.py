"""Rows of what is written without a network: keys, permits, and envelopes that arrived.

Class (assurance): `raw` and `sealed_typed` of an envelope are red, as the contact is that they become; both are
sealed, and gone once it is logged. Everything else is grey: who, when, in which state, codes. A permit's token
and a key's private half are secrets: a hash of the one, the other sealed by the vault.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class SealKeyRow(SQLModel, table=True):
    """A key of an organisation; without its sealed half it opens nothing any more."""

    __tablename__ = "seal_key"
    __table_args__ = (Index("ix_seal_key_owner", "owner_organisation_id", "retired_at"),)

    kid: str = Field(primary_key=True)
    owner_organisation_id: UUID
    record_id: UUID
    spki: bytes
    sealed_key: bytes | None = None
    sealed_private: bytes | None = None
    made_at: datetime
    retired_at: datetime | None = None
    erased_at: datetime | None = None


class PermitRow(SQLModel, table=True):
    """A permit: the SHA-256 of its token, whose it is, on which device, until when."""

    __tablename__ = "permit"
    __table_args__ = (
        Index("uq_permit_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_permit_user", "user_id", "issued_at"),
        Index("ix_permit_kid", "kid", "expires_at"),
        Index("ix_permit_owner_organisation_id", "owner_organisation_id"),
        CheckConstraint("expires_at > issued_at", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    token_hash: bytes = Field(unique=True)
    user_id: UUID
    device_id: str
    kid: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    wipe_asked_at: datetime | None = None
    wiped_at: datetime | None = None
    seen_at: datetime | None = None
    tries: int = 0
    tries_since: datetime | None = None


class EnvelopeRow(SQLModel, table=True):
    """An envelope that arrived; `why` and `faults` are codes with blanks between, a fault is `field:code`."""

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("owner_organisation_id", "envelope_id", "digest"),
        Index("ix_envelope_author", "author_id", "state", "received_at"),
        Index("ix_envelope_state", "owner_organisation_id", "state", "received_at"),
        Index("ix_envelope_permit", "permit_id"),
        Index("ix_envelope_contact", "contact_id"),
        Index("ix_envelope_under", "envelope_id"),
        CheckConstraint("state IN ('logged', 'needs_author', 'given_up')", name="state"),
        CheckConstraint("sealed_typed IS NULL OR sealed_key IS NOT NULL", name="sealed"),
        CheckConstraint("state <> 'needs_author' OR sealed_typed IS NOT NULL", name="kept"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    envelope_id: UUID
    digest: bytes
    permit_id: UUID
    author_id: UUID
    kid: str
    state: str
    sealed_at: datetime
    received_at: datetime
    why: str = ""
    faults: str = ""
    wants_referral: bool = False
    contact_id: UUID | None = None
    settled_at: datetime | None = None
    raw: bytes | None = None
    sealed_key: bytes | None = None
    sealed_typed: bytes | None = None
