"""Rows of passkeys and of the challenges that they answer. Passkeys are amber, challenges grey."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class PasskeyRow(SQLModel, table=True):
    """A passkey of an account: its public key, and how often its device said that it was used.

    `name` is the owner's own word for the device; nothing in the row lets anybody sign in.
    """

    __tablename__ = "passkey"

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(index=True)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = Field(sa_type=BigInteger)
    name: str
    added_at: datetime
    used_at: datetime | None = None


class ChallengeRow(SQLModel, table=True):
    """Something random that is answered once and soon: its SHA-256, what for, and for whom if it is known."""

    __tablename__ = "challenge"

    token_hash: bytes = Field(primary_key=True)
    purpose: str
    user_id: UUID | None = None
    expires_at: datetime = Field(index=True)
