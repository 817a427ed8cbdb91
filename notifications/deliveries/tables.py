"""Rows of the outbox: grey, in codes and instants; no address and no text is stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_DEAD = text("state = 'dead'")
_PUT_OFF = text("state = 'put_off'")
_OPEN = text("state IN ('waiting', 'claimed', 'put_off')")


class DeliveryRow(SQLModel, table=True):
    """One message to one member of staff: about a notice, or about `items` of them gathered.

    Its id is the reference that the provider is given. `key` keeps the same message from being
    written twice. `due_at` is when it was first to be sent, `next_at` when it is tried next;
    `perhaps` says that an earlier try may have reached the provider.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_next", "next_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_delivery_dead",
            *("owner_organisation_id", "due_at", "id"),
            sqlite_where=_DEAD,
            postgresql_where=_DEAD,
        ),
        Index(
            "ix_delivery_put_off",
            *("owner_organisation_id", "due_at", "id"),
            sqlite_where=_PUT_OFF,
            postgresql_where=_PUT_OFF,
        ),
        Index("ix_delivery_settled", "settled_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    user_id: UUID
    key: str = Field(unique=True)
    kind: str
    items: int = 1
    urgent: bool = False
    state: str
    attempts: int = 0
    due_at: datetime
    next_at: datetime
    claimed_until: datetime | None = None
    claimed_by: UUID | None = None
    perhaps: bool = False
    error: str = ""
    settled_at: datetime | None = None


class DeliveryItemRow(SQLModel, table=True):
    """One notice of which a message tells, and the reference that it is about: grey; it goes with its message.

    When the message is sent it is looked at again whether its reader may still know of it.
    """

    __tablename__ = "delivery_item"

    key: str = Field(primary_key=True, foreign_key="delivery.key", ondelete="CASCADE")
    notice_id: UUID = Field(primary_key=True)
    reference: str
