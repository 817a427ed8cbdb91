"""Rows of accounts: organisations, users, their credentials and sessions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class Organisation(SQLModel, table=True):
    """An organisation of the consortium: the lead provider, a delivery partner or a host site."""

    id: UUID = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    kind: str  # lead, partner, host


class User(SQLModel, table=True):
    """An account of a member of staff: `roles` are keys joined by spaces, partners read `team` as the sender.

    `shortcuts` says whether single keys do something; `filters` are the saved filters, one a line, in codes;
    `shared_desk` says that the account asked to be locked as at a desk that others use. `reviews_seen_on` is
    the last London day on which it was looked whether reviews are due to them.
    """

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(index=True)
    display_name: str
    email: str = Field(unique=True)
    roles: str
    team: str = ""
    shortcuts: bool = False
    filters: str = ""
    shared_desk: bool = False
    reviews_seen_on: date | None = None
    disabled_at: datetime | None = None


class Credential(SQLModel, table=True):
    """A secret of an account: an argon2 hash, or a sealed TOTP seed and its last used step."""

    __table_args__ = (CheckConstraint("kind IN ('password', 'totp')", name="kind"),)

    user_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    password_hash: str | None = None
    sealed_seed: bytes | None = None
    sealed_key: bytes | None = None
    last_step: int = 0


class SignedInSession(SQLModel, table=True):
    """A session: the SHA-256 of its id; it is over when `ended_at` is set or its time is up.

    `before_at` is when the account was last used before this session began, `locked_at` when it was locked
    by hand; an unused one at a shared desk is locked without it. `proved_at` is when it was last shown to be
    its owner's, at sign-in or since. `device` is what the browser says it is, in two words; `ended_why` says
    who or what ended it, where it was not its own sign-out.
    """

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_user", "user_id", "seen_at"),)

    id_hash: bytes = Field(primary_key=True)
    user_id: UUID
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    before_at: datetime | None = None
    ended_at: datetime | None = None
    locked_at: datetime | None = None
    device: str = ""
    ended_why: str | None = None


class Invitation(SQLModel, table=True):
    """A link that works once: the SHA-256 of its token, whose account it opens, until when."""

    token_hash: bytes = Field(primary_key=True)
    user_id: UUID
    expires_at: datetime
    used_at: datetime | None = None


class Submission(SQLModel, table=True):
    """A form that was sent: its key, the hash of what it said, and where its answer is (P14).

    Rows older than a week are deleted, by `ix_submission_at`.
    """

    __table_args__ = (Index("ix_submission_at", "at"),)

    user_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: bytes
    location: str
    at: datetime
