"""Rows of people: everything that tells who they are is sealed under the person's own key."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_END_UNTOLD = text("status = 'active' AND end_told <> 'ended'")


class PersonRow(SQLModel, table=True):
    """A person known to the lead: a reference, a sealed identity, and keyed indexes to find it by.

    `sealed_key` empty means that the person was erased: nothing sealed opens any more (P8).
    `told_by` says of a field that another agency told which one, and when, as JSON by field name.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_person_name_birth", "owner_organisation_id", "name_index", "birth_index"),
        Index("ix_person_phone", "owner_organisation_id", "phone_index"),
        Index("ix_person_recent", "owner_organisation_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    version: int = 1
    created_at: datetime
    created_by: UUID
    sealed_key: bytes | None
    sealed_identity: bytes
    name_index: bytes
    birth_index: bytes | None = None
    phone_index: bytes | None = None
    told_by: bytes = b"{}"


class ContactPlanRow(SQLModel, table=True):
    """A safe-contact plan; a new one supersedes, the newest is in force."""

    __tablename__ = "contact_plan"
    __table_args__ = (Index("ix_contact_plan_newest", "person_id", "created_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    created_at: datetime
    created_by: UUID
    sealed_plan: bytes


class ConsentRow(SQLModel, table=True):
    """One consent for one organisation and purpose; categories are keys joined by spaces.

    `sealed_footing` is empty where a grown person answered freely and nobody doubted that they could.
    `end_told` says what was told of its end.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_person", "person_id", "organisation_id"),
        Index("ix_consent_ends", "expires_at", sqlite_where=_END_UNTOLD, postgresql_where=_END_UNTOLD),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    organisation_id: UUID
    categories: str
    purpose: str
    explicit: bool
    status: str
    valid_from: datetime
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1
    captured_at: datetime
    captured_by: UUID
    method: str
    alone: str
    limits_explained: bool
    notice_version: str
    review_on: date | None = None
    ask_again_on: date | None = None
    sealed_footing: bytes | None = None
    end_told: str = ""


class RiskAssessmentRow(SQLModel, table=True):
    """One assessment; a new one supersedes, never overwrites (RISK-38). Answers and reasons are sealed.

    `pair` numbers the perpetrators of one person, from 1 (RISK-16). `recorded_at` is when the row was
    made: later than `assessed_at` where a manager countersigned.
    """

    __tablename__ = "risk_assessment"
    __table_args__ = (Index("ix_risk_assessment_newest", "person_id", "assessed_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    tool_key: str
    tool_version: str
    assessed_at: datetime
    assessed_by: UUID
    recorded_at: datetime
    pair: int = 1
    yes_count: int
    unknown_count: int
    level: str
    marac: bool
    policy_version: str
    sealed_assessment: bytes


class RiskTriggerRow(SQLModel, table=True):
    """Something that happened after an assessment and outdates it at once (RISK-36); what it was is sealed."""

    __tablename__ = "risk_trigger"
    __table_args__ = (Index("ix_risk_trigger_newest", "person_id", "noted_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    noted_at: datetime
    noted_by: UUID
    sealed_trigger: bytes


class RiskFollowUpRow(SQLModel, table=True):
    """The answers of another instrument than the checklist: apart, so that results never mix (RISK-01)."""

    __tablename__ = "risk_follow_up"
    __table_args__ = (Index("ix_risk_follow_up_newest", "person_id", "assessed_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    tool_key: str
    tool_version: str
    assessed_at: datetime
    assessed_by: UUID
    sealed_follow_up: bytes


class RiskDraftRow(SQLModel, table=True):
    """An assessment that somebody has half written; one for each person and worker, sealed."""

    __tablename__ = "risk_draft"
    __table_args__ = (Index("ix_risk_draft_keeper", "kept_by", "kept_at"),)

    person_id: UUID = Field(primary_key=True)
    kept_by: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    kept_at: datetime
    sealed_draft: bytes


class ContactAttemptRow(SQLModel, table=True):
    """One try to reach the person, by the organisation that knows them (CONT-20); partners' stand on their offers."""

    __tablename__ = "contact_attempt"
    __table_args__ = (Index("ix_contact_attempt_person", "person_id", "tried_at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    tried_at: datetime
    recorded_at: datetime
    recorded_by: UUID
    channel: str
    outcome: str
    minutes: int | None = None


class LikenessRow(SQLModel, table=True):
    """What a human decided about two people who look alike: not the same person. The smaller id stands first."""

    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_second", "second_id"),)

    first_id: UUID = Field(primary_key=True)
    second_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    decided_by: UUID
    decided_at: datetime


class ConflictRow(SQLModel, table=True):
    """Who must not come near a person's case: another person who is the other party, or a member of staff."""

    __tablename__ = "conflict_register"
    __table_args__ = (
        Index("ix_conflict_register_person", "person_id"),
        Index("ix_conflict_register_other", "other_person_id"),
        Index("ix_conflict_register_staff", "staff_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    other_person_id: UUID | None = None
    staff_id: UUID | None = None
    registered_by: UUID
    registered_at: datetime
    ended_by: UUID | None = None
    ended_at: datetime | None = None
