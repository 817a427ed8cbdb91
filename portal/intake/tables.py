"""Rows of cases: one person's referral into the service; the year-one tables are counted from them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CaseRow(SQLModel, table=True):
    """A case: how it came in, what it is about, whose it is, and how it ended; nothing in it names a person.

    `person_id` is empty until somebody has said who it is. `source_da_level` and `source_epr` are
    what the source said, kept beside what the rules of `policy_version` decided. `taken_up` is empty
    while nobody has asked. `taken_by` took it in and reads it until `allocated_to` is set.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_recent", "owner_organisation_id", "created_at", "id"),
        Index("ix_case_person", "person_id"),
        Index("uq_case_offer", "offer_id", unique=True),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    person_id: UUID | None = None
    offer_id: UUID | None = None
    source: str
    source_organisation_id: UUID | None = None
    force: str | None = None
    crime_category: str | None = None
    da_level: str | None = None
    source_da_level: str | None = None
    epr: bool
    source_epr: bool | None = None
    borough_gss: str | None = None
    age: int | None = None
    needs: str
    risk: str | None = None
    received_on: date
    reported_on: date | None = None
    taken_up: bool | None = None
    taken_up_on: date | None = None
    support_type: str | None = None
    taken_by: UUID
    allocated_to: UUID | None = None
    allocated_at: datetime | None = None
    closed_on: date | None = None
    closure_reason: str | None = None
    created_at: datetime
    policy_version: str
    version: int = 1
