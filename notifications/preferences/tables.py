"""Rows of preferences: what each reader chose, and when a team gets what is gathered."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class PreferenceRow(SQLModel, table=True):
    """How a reader is told of one topic; the topic `digest` has when they get what is gathered."""

    __tablename__ = "preference"

    user_id: UUID = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    owner_organisation_id: UUID
    choice: str


class TeamDigestRow(SQLModel, table=True):
    """When the readers of an organisation get what is gathered who chose no time themselves."""

    __tablename__ = "team_digest"

    owner_organisation_id: UUID = Field(primary_key=True)
    digest: str
