"""Rows of suppression: a token and the month in which it was made."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class SuppressionRow(SQLModel, table=True):
    """A one-way token of somebody who declined and was erased: do not chase. It leads back to nobody (RET-04)."""

    __tablename__ = "suppression"
    __table_args__ = (Index("uq_suppression_token", "owner_organisation_id", "token", unique=True),)

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    token: bytes
    made_on: date
