"""Rows of the directory: services, what they take from when to when, capacity, agreements."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class ServiceRow(SQLModel, table=True):
    """A service that an organisation offers; `recipient` is its column of the minimum (domain 4.7)."""

    __tablename__ = "service"

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(index=True)
    key: str = Field(unique=True)
    name: str
    recipient: str


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
    """What a service said about its room, and when; the newest counts, until it is stale."""

    __tablename__ = "capacity"
    __table_args__ = (Index("ix_capacity_newest", "service_id", "said_at"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    service_id: UUID
    state: str
    places: int | None = None
    said_at: datetime
    said_by: UUID | None = None


class AgreementRow(SQLModel, table=True):
    """An information sharing agreement with an organisation; categories are keys joined by spaces."""

    __tablename__ = "agreement"

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(index=True)
    status: str
    categories: str
    starts_on: date
    ends_on: date | None = None
