"""Rows of calendar feeds.

Class (assurance): every column is grey, and the token is kept as a hash alone: whoever reads the table reads no feed.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class CalendarFeedRow(SQLModel, table=True):
    """The feed of an account that has made one; a new one replaces it, and stopping it deletes the row."""

    __tablename__ = "calendar_feed"

    worker_id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    token_hash: bytes = Field(unique=True)
    made_at: datetime
