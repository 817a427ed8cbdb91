"""Half-written forms in the database: sealed, one for each member of staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlmodel import Session, col, delete, select

from colocations.contacts.tables import ContactDraftRow
from lvws_core.forms import Many
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc

_COLUMN: Final = "contact_draft.draft"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, by the names of the fields, and when it was kept (aware UTC)."""

    values: Mapping[str, Many]
    kept_at: datetime


def keep(
    session: Session,
    vault: Vault,
    values: Mapping[str, Many],
    *,
    author_id: UserId,
    owner_id: OrganisationId,
    at: datetime,
) -> None:
    """Store what somebody has typed, in place of what was kept before."""
    key = vault.new_key(owner_id, author_id)
    sealed = vault.seal(key, _COLUMN, msgspec.json.encode(values).decode())
    session.merge(
        ContactDraftRow(
            author_id=author_id,
            owner_organisation_id=owner_id,
            kept_at=utc(at),
            sealed_key=key.wrapped,
            sealed_draft=sealed,
        )
    )
    session.flush()


def kept(session: Session, vault: Vault, author_id: UserId) -> Kept | None:
    """Give what somebody has kept, None when nothing is.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    row = session.exec(select(ContactDraftRow).where(ContactDraftRow.author_id == author_id)).first()
    if row is None:
        return None
    key = RecordKey(
        organisation_id=OrganisationId(row.owner_organisation_id), record_id=author_id, wrapped=row.sealed_key
    )
    values = msgspec.json.decode(vault.open(key, _COLUMN, row.sealed_draft), type=dict[str, str | list[str]])
    return Kept(values=values, kept_at=utc(row.kept_at))


def drop(session: Session, author_id: UserId) -> None:
    """Delete what somebody has kept."""
    session.exec(delete(ContactDraftRow).where(col(ContactDraftRow.author_id) == author_id))


def drop_old(session: Session, before: datetime, most: int) -> tuple[UUID, ...]:
    """Delete what was kept before a moment (aware), whoever's, the oldest first; give whose. For the sweep."""
    author = col(ContactDraftRow.author_id)
    kept_at = col(ContactDraftRow.kept_at)
    old = tuple(session.exec(select(author).where(kept_at < utc(before)).order_by(kept_at).limit(most)))
    gone = delete(ContactDraftRow).where(author.in_(old))
    session.exec(gone.execution_options(synchronize_session=False))
    return old
