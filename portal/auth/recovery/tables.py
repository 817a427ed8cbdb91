"""Rows of recovery codes: keyed hashes, so nothing in them lets anybody sign in. Grey."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class RecoveryCodeRow(SQLModel, table=True):
    """A recovery code of an account: its keyed hash, and when it was used."""

    __tablename__ = "recovery_code"

    code_hash: bytes = Field(primary_key=True)
    user_id: UUID = Field(index=True)
    made_at: datetime
    used_at: datetime | None = None
