"""Rows of placements and clearances.

Class (assurance): every column is grey: staff at work, and the days between which a check counts. No number of a
certificate and no finding of a check is kept.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class PlacementRow(SQLModel, table=True):
    """A worker at a site, from day to day, both inclusive; whether they may work is nowhere stored."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_site", "site_id", "starts_on"),
        Index("ix_placement_worker", "worker_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    worker_id: UUID
    starts_on: date
    ends_on: date | None = None
    line_management: str = ""
    host_department: str = ""
    version: int = 1


class ClearanceRow(SQLModel, table=True):
    """A check that a worker holds, at one site or, without a site, everywhere; `said` are the warnings of its end."""

    __tablename__ = "clearance"
    __table_args__ = (
        Index("ix_clearance_worker", "worker_id", "kind"),
        Index("ix_clearance_expires", "expires_on"),
        Index("ix_clearance_site", "site_id"),
        CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    worker_id: UUID
    site_id: UUID | None = None
    kind: str
    level: str = ""
    issued_on: date
    expires_on: date | None = None
    given_up_on: date | None = None
    evidence: str = ""
    said: str = ""
