"""Rows of the throttle, grey: keyed hashes of names and addresses, from which neither can be read."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class TriesRow(SQLModel, table=True):
    """Tries that went wrong of one account, address, pair of both, or device; a known device until `known_until`.

    `ix_throttle_tried_at` finds what may be forgotten.
    """

    __tablename__ = "throttle"
    __table_args__ = (Index("ix_throttle_tried_at", "tried_at"),)

    key_hash: bytes = Field(primary_key=True)
    tries: int
    tried_at: datetime
    known_until: datetime | None = None
