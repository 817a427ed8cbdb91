"""Rows of the contact log: what was logged, what is planned, the quiet times of departments, half-written forms.

Class (assurance): `sealed_words` of a contact is red (its note) and amber (a professional's name); so is what is
half written. The link of a contact to a person, `is_apart` with `apart_at`, and what is recorded of their stay
(`disclosed_on`, `is_inpatient`, `discharge_on`, `call_back_at`, `safe`) are amber. Everything else is grey: codes
and numbers.
"""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class ContactRow(SQLModel, table=True):
    """A contact; its id was made with the form, so that the same entry sent twice is stored once.

    `digest` is the keyed digest of everything that was sent with it. `audience` is JSON: a headcount by role.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_author", "author_id", "at"),
        Index("ix_contact_site", "site_id", "at"),
        Index("ix_contact_person", "person_id", "at"),
        Index("ix_contact_received", "received_at"),
        Index("ix_contact_counted", "at", "is_apart", "kind", "referral"),  # reports read it alone
        CheckConstraint("minutes BETWEEN 1 AND 600", name="length"),
        CheckConstraint("sealed_words IS NULL OR sealed_key IS NOT NULL", name="sealed"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    site_id: UUID
    author_id: UUID
    kind: str
    at: datetime
    minutes: int
    purpose: str
    outcome: str
    department: str = ""
    manner: str | None = None
    safe: str | None = None
    about: str | None = None
    staff_role: str | None = None
    staff_spoken_to: int | None = None
    audience: bytes = b"{}"
    level: str | None = None
    feedback: str | None = None
    call_back_at: datetime | None = None
    disclosed_on: date | None = None
    is_inpatient: bool | None = None
    discharge_on: date | None = None
    is_apart: bool = False
    apart_at: datetime | None = None
    received_at: datetime
    offline: bool = False
    confirmed_at: datetime | None = None
    person_id: UUID | None = None
    linked_at: datetime | None = None
    called_back_at: datetime | None = None
    referral: str | None = None
    digest: bytes
    sealed_key: bytes | None = None
    sealed_words: bytes | None = None


class ActivityRow(SQLModel, table=True):
    """A short session that is planned: a ward round, a training or a meeting; `contact_id` once it is logged."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_author", "author_id", "starts_at"),
        Index("ix_activity_site", "site_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="length"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    author_id: UUID
    kind: str
    purpose: str
    department: str = ""
    starts_at: datetime
    minutes: int
    contact_id: UUID | None = None
    cancelled_at: datetime | None = None


class QuietTimeRow(SQLModel, table=True):
    """When a department is quiet: London hours on days of the week, as a word of their numbers from Monday, 0."""

    __tablename__ = "quiet_time"
    __table_args__ = (CheckConstraint("closes > opens", name="order"),)

    site_id: UUID = Field(primary_key=True)
    department: str = Field(primary_key=True)
    owner_organisation_id: UUID
    days: str
    opens: time
    closes: time


class ContactDraftRow(SQLModel, table=True):
    """A form that somebody has half written, sealed; one for each member of staff."""

    __tablename__ = "contact_draft"
    __table_args__ = (Index("ix_contact_draft_kept", "kept_at"),)

    author_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    kept_at: datetime
    sealed_key: bytes
    sealed_draft: bytes
