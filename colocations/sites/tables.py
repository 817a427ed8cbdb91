"""Rows of host sites: the register, the gates with what happened to them, the pack and the issues.

Class (assurance): every column is grey. Names here are those of staff at work, as accounts have them; nothing
is about a person who is supported, and the forms say so.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class SiteRow(SQLModel, table=True):
    """A host site; `departments`, the contacts and the hours of a week are JSON.

    Its state is no column: it follows from the gates.
    """

    __tablename__ = "site"
    __table_args__ = (
        Index("uq_site_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_site_name", "owner_organisation_id", "name", "id"),
        Index("ix_site_host", "host_organisation_id"),
        CheckConstraint("ended_on IS NULL OR opened_on IS NULL OR ended_on > opened_on", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    host_organisation_id: UUID | None = None
    reference: str = Field(unique=True)
    name: str
    kind: str
    borough: str
    ods_code: str = ""
    police_base: str = ""
    departments: bytes = b"[]"
    hours: str = ""
    cover_plan: str = ""
    line_management: str = ""
    opening: bytes = b"{}"
    expected: bytes = b"{}"
    room_fallback: str = ""
    sponsor: bytes
    operational_lead: bytes
    safeguarding_phone: str = ""
    added_on: date
    opened_on: date | None = None
    ended_on: date | None = None
    version: int = 1


class GateRow(SQLModel, table=True):
    """A gate of a site; `spans` are the days on which it is met, as JSON; `said` the warnings of its end."""

    __tablename__ = "gate"
    __table_args__ = (Index("ix_gate_runs_out", "runs_out_on"),)

    site_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    owner_organisation_id: UUID
    owner: str = ""
    side: str | None = None
    holder: str = ""
    held_since: date | None = None
    started_on: date | None = None
    due_on: date | None = None
    evidence: str = ""
    blocker: str = ""
    chased_on: date | None = None
    spans: bytes = b"[]"
    runs_out_on: date | None = None
    said: str = ""
    version: int = 1


class GateStepRow(SQLModel, table=True):
    """What happened to a gate, never changed: who did what; of a chase who was asked, and what they answered."""

    __tablename__ = "gate_step"
    __table_args__ = (Index("ix_gate_step_gate", "site_id", "kind", "at"),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    kind: str
    act: str
    at: datetime
    by: UUID
    who: str = ""
    words: str = ""


class PackItemRow(SQLModel, table=True):
    """A part of the starter pack that a site has, since when; what it has not yet has no row."""

    __tablename__ = "pack_item"

    site_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    owner_organisation_id: UUID
    done_on: date
    done_by: UUID


class SiteIssueRow(SQLModel, table=True):
    """Something at a site that does not work: of which kind, since when, who sees to it."""

    __tablename__ = "site_issue"
    __table_args__ = (
        Index("ix_site_issue_site", "site_id", "closed_at", "opened_at"),
        Index("ix_site_issue_open", "closed_at", "escalated_at", "opened_at"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    kind: str
    words: str = ""
    opened_at: datetime
    opened_by: UUID
    seen_to_by: str = ""
    escalated_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    answer: str = ""
    version: int = 1
