"""Rows of cases: one person's referral into the service; the year-one tables are counted from them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class CaseRow(SQLModel, table=True):
    """A case: how it came in, what it is about, whose it is, and how it ended; nothing in it names a person.

    `person_id` is empty until somebody has said who it is. `source_da_level` and `source_epr` are
    what the source said, kept beside what the rules of `policy_version` decided. `taken_up` is empty
    while nobody has asked. `taken_by` took it in and reads it until `allocated_to` is set, and again from
    `returned_at` on, until it is mended. What says more about the person is in `sealed_particulars`, under
    the person's key; `reference_index` finds the source's own number.
    From `erased_on` on it is there for counts alone: days are then the first of their month, the age that of its band.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index("uq_case_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_case_recent", "owner_organisation_id", "created_at", "id"),
        Index("ix_case_person", "person_id"),
        Index("uq_case_offer", "offer_id", unique=True),
        Index("ix_case_reference_index", "reference_index"),
        Index(
            "ix_case_open",
            *("owner_organisation_id", "allocated_to", "created_at", "id"),
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_case_taker", "taken_by", "created_at", "id"),
        Index(
            "ix_case_counted",  # reports of any period read this index alone
            *("received_on", "involvement", "source", "force", "crime_category", "da_level", "epr", "borough_gss"),
            *("age", "no_age", "take_up", "taken_up", "support_type", "closure_reason"),
        ),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    person_id: UUID | None = None
    offer_id: UUID | None = None
    source: str
    source_organisation_id: UUID | None = None
    agency: str = ""
    involvement: str = "victim"
    reference_index: bytes | None = None
    sealed_particulars: bytes | None = None
    force: str | None = None
    crime_category: str | None = None
    da_level: str | None = None
    source_da_level: str | None = None
    epr: bool
    source_epr: bool | None = None
    borough_gss: str | None = None
    age: int | None = None
    no_age: str | None = None
    needs: str
    risk: str | None = None
    received_on: date
    reported_on: date | None = None
    trial_on: date | None = None
    taken_up: bool | None = None
    take_up: str | None = None
    taken_up_on: date | None = None
    support_type: str | None = None
    taken_by: UUID
    allocated_to: UUID | None = None
    allocated_at: datetime | None = None
    returned_at: datetime | None = None
    closed_on: date | None = None
    closure_reason: str | None = None
    outcomes: str = ""
    definitions: str = ""
    created_at: datetime
    policy_version: str
    version: int = 1
    erased_on: date | None = None


class CaseAllocationRow(SQLModel, table=True):
    """One change of worker: from whom, to whom, by whom, why and when; the first one is from nobody (ALLOC-02).

    `sealed_note` is for whoever takes the case, under the key of the person.
    """

    __tablename__ = "case_allocation"
    __table_args__ = (
        Index("ix_case_allocation_case", "case_id", "at"),
        Index("ix_case_allocation_counted", "at", "from_role", "to_role", "reason"),  # reports read it alone
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    case_id: UUID
    from_worker: UUID | None = None
    from_role: str | None = None
    to_worker: UUID
    to_role: str | None = None
    by_user: UUID
    reason: str
    at: datetime
    policy_version: str
    sealed_note: bytes | None = None


class CaseReturnRow(SQLModel, table=True):
    """What was missing or wrong in an intake, in codes, sent back to whoever took it in; mended or still open."""

    __tablename__ = "case_return"
    __table_args__ = (
        Index("ix_case_return_case", "case_id", "returned_at"),
        Index("ix_case_return_month", "owner_organisation_id", "returned_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    case_id: UUID
    taker_id: UUID
    gaps: str
    returned_by: UUID
    returned_at: datetime
    mended_at: datetime | None = None


class CaseWorkerRow(SQLModel, table=True):
    """What a caseworker takes: the role of the allocation rules, how much at most, and which boroughs.

    `most_points` is in points of weighted caseload; `boroughs` are keys joined by spaces, none is all.
    """

    __tablename__ = "case_worker"

    user_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    worker_role: str
    most_points: int
    boroughs: str = ""
