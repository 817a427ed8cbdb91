"""Envelopes in the database: what arrived before, what waits for its author, how many were given up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import func, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.contacts.offline.model import Content, State, Stored, Why
from colocations.contacts.offline.tables import EnvelopeRow
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc

_COLUMNS: Final = tuple(getattr(EnvelopeRow, name) for name in Stored.__struct_fields__)
_TYPED: Final = "envelope.typed"
MOST: Final = 200
"""How many envelopes of one author are shown."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What arrived under an id: its digest, and the envelope."""

    digest: bytes
    stored: Stored


def under(session: Session, envelope_id: UUID) -> tuple[Known, ...]:
    """Give what arrived under an id, the first first."""
    wanted = select(*_COLUMNS, col(EnvelopeRow.digest)).where(col(EnvelopeRow.envelope_id) == envelope_id)
    rows = session.execute(wanted.order_by(col(EnvelopeRow.received_at), col(EnvelopeRow.id)))
    return tuple(Known(digest=row.digest, stored=_stored(row)) for row in rows)


def add(
    session: Session,
    vault: Vault,
    stored: Stored,
    *,
    owner_id: OrganisationId,
    digest: bytes,
    raw: bytes,
    content: Content | None = None,
) -> None:
    """Store an envelope that arrived; what waits for its author keeps the raw one, and its content sealed anew."""
    values = _values(stored)
    if content is not None:
        key = vault.new_key(owner_id, stored.id)
        sealed = vault.seal(key, _TYPED, msgspec.json.encode(content).decode())
        values |= {"raw": raw, "sealed_key": key.wrapped, "sealed_typed": sealed}
    session.add(EnvelopeRow(owner_organisation_id=owner_id, digest=digest, **values))
    session.flush()


def own(session: Session, author_id: UserId, envelope_id: UUID) -> Stored:
    """Give an envelope of an author, by the id of its row.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    wanted = select(*_COLUMNS).where(col(EnvelopeRow.id) == envelope_id, col(EnvelopeRow.author_id) == author_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return _stored(row)


def content_of(session: Session, vault: Vault, stored: Stored) -> Content:
    """Open what an envelope that waits holds; whoever calls it records the read.

    Raises:
        Missing: It waits no more.
    """
    columns = (EnvelopeRow.owner_organisation_id, EnvelopeRow.sealed_key, EnvelopeRow.sealed_typed)
    wanted = select(*columns).where(col(EnvelopeRow.id) == stored.id)  # type: ignore[call-overload]
    row: Any = session.execute(wanted).one()
    if row.sealed_typed is None:
        raise Missing
    key = RecordKey(organisation_id=row.owner_organisation_id, record_id=stored.id, wrapped=row.sealed_key)
    return msgspec.json.decode(vault.open(key, _TYPED, row.sealed_typed), type=Content)


def waiting(session: Session, author_id: UserId) -> tuple[Stored, ...]:
    """Give what waits for an author, the oldest first."""
    wanted = _of(author_id, State.NEEDS_AUTHOR).order_by(col(EnvelopeRow.received_at), col(EnvelopeRow.id))
    return tuple(map(_stored, session.execute(wanted.limit(MOST))))


def count_waiting(session: Session, author_id: UserId) -> int:
    """Count what waits for an author."""
    waits = col(EnvelopeRow.state) == State.NEEDS_AUTHOR.value
    return _count(session, waits, col(EnvelopeRow.author_id) == author_id)


def count_given_up(session: Session, author_id: UserId, since: datetime) -> int:
    """Count what was given up of an author's since a moment (aware)."""
    return _count(session, *_gone(since), col(EnvelopeRow.author_id) == author_id)


def counts(session: Session, since: datetime, waiting_before: datetime) -> tuple[int, int]:
    """Count, for the whole organisation, what waits since before a moment, and what was given up since another."""
    late = col(EnvelopeRow.state) == State.NEEDS_AUTHOR.value, col(EnvelopeRow.received_at) < utc(waiting_before)
    return _count(session, *late), _count(session, *_gone(since))


def _gone(since: datetime) -> tuple[Any, Any]:
    return col(EnvelopeRow.state) == State.GIVEN_UP.value, col(EnvelopeRow.settled_at) >= utc(since)


def _count(session: Session, *where: Any) -> int:
    return int(session.execute(select(func.count(col(EnvelopeRow.id))).where(*where)).scalar_one())


def give_up(session: Session, stored: Stored, at: datetime) -> None:
    """Store that an envelope that waited was given up; its content is erased.

    Raises:
        Conflict: It waits no more.
    """
    waits = (col(EnvelopeRow.id) == stored.id,)
    if _settle(session, waits, State.GIVEN_UP, at) != 1:
        raise Conflict(because("envelope_settled", "I3", "This entry was logged or given up already."))


def settle_logged(session: Session, contact_id: UUID, at: datetime) -> None:
    """Store that what waits of an entry is logged: its content is erased, the contact has it."""
    _settle(session, (col(EnvelopeRow.contact_id) == contact_id,), State.LOGGED, at)


def _settle(session: Session, which: tuple[Any, ...], state: State, at: datetime) -> int:
    gone = {"raw": None, "sealed_key": None, "sealed_typed": None}
    changing = update(EnvelopeRow).where(*which, col(EnvelopeRow.state) == State.NEEDS_AUTHOR.value)
    settled = changing.values(state=state.value, settled_at=utc(at), **gone)
    changed: Any = session.execute(settled.execution_options(synchronize_session=False))
    return int(changed.rowcount)


def wanting_referral(session: Session, contact_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give those of some contacts whose author pressed “Save and refer” on the device."""
    wanted = col(EnvelopeRow.contact_id).in_(tuple(contact_ids)), col(EnvelopeRow.wants_referral)
    found = session.execute(select(col(EnvelopeRow.contact_id)).where(*wanted)).scalars()
    return frozenset(each for each in found if each is not None)


def _of(author_id: UserId, state: State) -> Any:
    return select(*_COLUMNS).where(col(EnvelopeRow.author_id) == author_id, col(EnvelopeRow.state) == state.value)


def _stored(row: Any) -> Stored:
    values = {name: getattr(row, name) for name in Stored.__struct_fields__}
    return Stored(
        **{
            **values,
            "state": State(row.state),
            "sealed_at": utc(row.sealed_at),
            "received_at": utc(row.received_at),
            "settled_at": row.settled_at and utc(row.settled_at),
            "why": tuple(Why(code) for code in row.why.split()),
            "faults": tuple(row.faults.split()),
        }
    )


def _values(stored: Stored) -> dict[str, Any]:
    values = {name: getattr(stored, name) for name in Stored.__struct_fields__}
    return {
        **values,
        "state": stored.state.value,
        "sealed_at": utc(stored.sealed_at),
        "received_at": utc(stored.received_at),
        "settled_at": stored.settled_at and utc(stored.settled_at),
        "why": " ".join(stored.why),
        "faults": " ".join(stored.faults),
    }
