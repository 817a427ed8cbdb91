"""Rows of rooms and desks.

Class (assurance): every column is grey: places at a host's site. A door title tells nothing of who meets there.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class RoomRow(SQLModel, table=True):
    """A room or a set of desks; `hours` are JSON. `held` counts bookings and is how one waits for another's."""

    __tablename__ = "room"
    __table_args__ = (
        Index("ix_room_site", "site_id", "name"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("out_until IS NULL OR out_until >= out_from", name="order"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    site_id: UUID
    name: str
    door_title: str
    kind: str
    capacity: int
    hours: bytes = b"{}"
    out_from: date | None = None
    out_until: date | None = None
    out_words: str = ""
    held: int = 0
    version: int = 1
