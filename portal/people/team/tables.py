"""Rows of case teams and of restrictions: codes, accounts and moments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_NOW = text("left_at IS NULL")
_STANDS = text("lifted_at IS NULL")


class CaseTeamRow(SQLModel, table=True):
    """Somebody on the case team of a person; leaving is written into the row, and coming back is another row."""

    __tablename__ = "case_team"
    __table_args__ = (
        Index("uq_case_team_member", "person_id", "user_id", unique=True, sqlite_where=_NOW, postgresql_where=_NOW),
        Index("ix_case_team_user", "user_id", "person_id"),
        Index("ix_case_team_person", "person_id", "joined_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    user_id: UUID
    reason: str
    joined_at: datetime
    joined_by: UUID
    left_at: datetime | None = None
    left_by: UUID | None = None
    left_because: str | None = None


class RestrictionRow(SQLModel, table=True):
    """That only the case team may see a person, while it is not lifted; the gate for rows reads it (ADR 13)."""

    __tablename__ = "restriction"
    __table_args__ = (
        Index(
            *("uq_restriction_standing", "owner_organisation_id", "person_id"),
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_restriction_person", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    person_id: UUID
    reason: str
    restricted_at: datetime
    restricted_by: UUID
    lifted_at: datetime | None = None
    lifted_by: UUID | None = None
