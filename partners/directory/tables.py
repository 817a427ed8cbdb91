"""Rows of the directory: services, what they take from when to when, capacity, agreements."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class ServiceRow(SQLModel, table=True):
    """A service that an organisation offers; `recipient` is its column of the minimum (domain 4.7).

    `off_portal` says that its organisation has no account: whoever refers delivers the pack.
    """

    __tablename__ = "service"

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(index=True)
    key: str = Field(unique=True)
    name: str
    recipient: str
    off_portal: bool = False


class RemitRow(SQLModel, table=True):
    """What a service takes, in force from day to day, both inclusive; `terms` is the rule as JSON."""

    __tablename__ = "remit"
    __table_args__ = (Index("ix_remit_service", "service_id", "valid_from"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    service_id: UUID
    valid_from: date
    valid_to: date | None = None
    terms: bytes


class CapacityRow(SQLModel, table=True):
    """What a service said about its room, and when; the newest counts, until it is stale.

    `stale_told_at` is when its organisation was told that it is.
    """

    __tablename__ = "capacity"
    __table_args__ = (Index("ix_capacity_newest", "service_id", "said_at"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    service_id: UUID
    state: str
    places: int | None = None
    said_at: datetime
    said_by: UUID | None = None
    stale_told_at: datetime | None = None


class AgreementRow(SQLModel, table=True):
    """An information sharing agreement with an organisation; categories are keys joined by spaces.

    `owner` is who drives it at the lead, `blockers` who is waiting on whom and since when, as JSON.
    """

    __tablename__ = "agreement"

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(index=True)
    status: str
    categories: str
    starts_on: date
    ends_on: date | None = None
    review_on: date | None = None
    owner: str = ""
    blockers: bytes = b"[]"
    version: int = 1


class OpeningHoursRow(SQLModel, table=True):
    """When a service is open, one row for each that said so; `windows` are the core's, as JSON."""

    __tablename__ = "opening_hours"

    service_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    windows: bytes
    open_on_holidays: bool = False


class ClosedDateRow(SQLModel, table=True):
    """A day on which a service stays shut, beyond its hours and the holidays."""

    __tablename__ = "closed_date"

    service_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    organisation_id: UUID


class PauseRow(SQLModel, table=True):
    """Days, both inclusive, on which a service takes no referrals, and why; a lifted one counts no more."""

    __tablename__ = "service_pause"
    __table_args__ = (Index("ix_service_pause_service", "service_id", "ends_on"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    service_id: UUID
    starts_on: date
    ends_on: date
    reason: str
    said_by: UUID
    said_at: datetime
    lifted_at: datetime | None = None


class PartnerSessionRow(SQLModel, table=True):
    """An advice surgery, an awareness session or an area meeting; `others` counts who came without an account."""

    __tablename__ = "partner_session"
    __table_args__ = (
        Index("ix_partner_session_starts", "starts_at", "id"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("places > 0", name="places"),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    reference: str = Field(unique=True)
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    places: int
    about: str = ""
    others: int | None = None
    recorded_at: datetime | None = None
    called_off_at: datetime | None = None
    version: int = 1


class AttendanceRow(SQLModel, table=True):
    """A booking of a member of staff, of any organisation; those with the lowest numbers have the places.

    A booking that was given up keeps its row, without its claim; `came` is not known until it is recorded.
    """

    __tablename__ = "session_attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        Index("ix_session_attendance_user", "user_id"),
    )

    session_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    number: int
    booked_at: datetime
    given_up_at: datetime | None = None
    came: bool | None = None
