"""The audit's rows: append at the head, read from the start or about a subject, write down where the head is.

Every statement is the system's own: no organisation's session may read or write these tables.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import func, insert
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select

from lvws_core.events import Event
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.audit.model import GENESIS, ChainedEntry, Head, canonical, chain
from portal.audit.tables import Anchor, Entry

_LOCK: Final = 0x4C565753  # "LVWS": the number of the lock that keeps the chain to one writer
_BATCH: Final = 1000


def append(session: Session, key: bytes, event: Event) -> None:
    """Add an event to the end of the chain, in the transaction of the change that made it."""
    append_all(session, key, (event,))


def append_all(session: Session, key: bytes, events: Collection[Event]) -> None:
    """Add events to the end of the chain in their order, in the transaction of the change that made them.

    SQLite has one writer anyway; on PostgreSQL a second writer waits here until the first has
    committed, so no two entries follow the same one.

    Source: assurance P9.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(_LOCK)), execution_options=SYSTEM)
    last = head(session) or Head(sequence=0, mac=GENESIS)
    rows = []
    for event in events:
        body = canonical(event, last.sequence + 1)
        last = Head(sequence=last.sequence + 1, mac=chain(key, last.mac, body))
        rows.append(
            {
                "sequence": last.sequence,
                "at": event.at,
                "kind": event.kind,
                "actor_id": event.actor_id,
                "subject_id": event.subject_id,
                "body": body,
                "mac": last.mac,
            }
        )
    if rows:
        session.execute(insert(Entry), rows, execution_options=SYSTEM)


def head(session: Session) -> Head | None:
    """Give the last entry's number and hash, or None when nothing has happened yet."""
    newest = select(Entry.sequence, Entry.mac).order_by(col(Entry.sequence).desc()).limit(1)
    found = session.exec(newest, execution_options=SYSTEM).first()
    return Head(sequence=found[0], mac=found[1]) if found else None


def entries(session: Session) -> Iterator[ChainedEntry]:
    """Give every entry in the order of the chain, a thousand rows at a time."""
    last = 0
    while batch := _batch(session, last):
        yield from batch
        last = batch[-1].sequence


def _batch(session: Session, after: int) -> list[ChainedEntry]:
    table = Entry.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    statement = select(*table.c).where(table.c.sequence > after).order_by(table.c.sequence).limit(_BATCH)
    rows = session.exec(statement, execution_options=SYSTEM).all()
    return [ChainedEntry(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for a row's fields


def of_kind(session: Session, kind: str, after: int) -> tuple[tuple[int, Event], ...]:
    """Give every entry of a kind behind a number, each with its number, in the order of the chain."""
    statement = (
        select(Entry.sequence, Entry.body)
        .where(col(Entry.sequence) > after, col(Entry.kind) == kind)
        .order_by(col(Entry.sequence))
    )
    rows = session.exec(statement, execution_options=SYSTEM)
    return tuple((sequence, msgspec.json.decode(body, type=Event)) for sequence, body in rows)


def began_at(session: Session) -> datetime | None:
    """Give when the first entry was written (aware UTC), None where there is none."""
    found = session.exec(select(Entry.at).where(Entry.sequence == 1), execution_options=SYSTEM).first()
    return None if found is None else utc(found)


def anchor(session: Session, now: datetime) -> Head | None:
    """Write down where the head is and give it, to be kept in a second place too; None when there is none.

    An insider who cuts the tail can delete this row as well: the copy outside is the one that counts.

    Source: assurance P9.
    """
    last = head(session)
    if last is not None and last not in anchors(session):
        row = {"sequence": last.sequence, "mac": last.mac, "at": now}
        session.exec(insert(Anchor).values(row), execution_options=SYSTEM)
    return last


def anchors(session: Session) -> tuple[Head, ...]:
    """Give the heads that were written down in this database, oldest first."""
    statement = select(Anchor.sequence, Anchor.mac).order_by(col(Anchor.sequence))
    found = session.exec(statement, execution_options=SYSTEM)
    return tuple(Head(sequence=sequence, mac=mac) for sequence, mac in found)


def about(session: Session, subject_ids: Collection[UUID], kinds: Collection[str], most: int) -> tuple[Event, ...]:
    """Give what happened to these subjects, of these kinds, oldest first; of more than `most` the newest.

    The caller has seen to it that the reader may know of each subject.
    """
    if not subject_ids:
        return ()
    newest = (
        select(Entry.body)
        .where(col(Entry.subject_id).in_(subject_ids), col(Entry.kind).in_(kinds))
        .order_by(col(Entry.sequence).desc())
        .limit(most)
    )
    bodies = session.exec(newest, execution_options=SYSTEM).all()
    return tuple(msgspec.json.decode(body, type=Event) for body in reversed(bodies))


def by_actor(session: Session, actor_id: UUID, *, since: datetime, until: datetime, most: int) -> tuple[Event, ...]:
    """Give what an account did between two moments, oldest first, at most `most` of it."""
    bodies = session.exec(
        select(Entry.body)
        .where(Entry.actor_id == actor_id, Entry.at >= since, Entry.at <= until)
        .order_by(col(Entry.sequence))
        .limit(most),
        execution_options=SYSTEM,
    )
    return tuple(msgspec.json.decode(body, type=Event) for body in bodies)


def newest_by(
    session: Session, actor_id: UUID, kinds: Collection[str], *, before: int | None, most: int
) -> tuple[tuple[int, Event], ...]:
    """Give what an account did, of these kinds, the newest first, each with its number in the chain."""
    statement = select(Entry.sequence, Entry.body).where(Entry.actor_id == actor_id, col(Entry.kind).in_(kinds))
    if before is not None:
        statement = statement.where(col(Entry.sequence) < before)
    rows = session.exec(statement.order_by(col(Entry.sequence).desc()).limit(most), execution_options=SYSTEM)
    return tuple((sequence, msgspec.json.decode(body, type=Event)) for sequence, body in rows)


def newest_about(
    session: Session, subject_ids: Collection[UUID], kinds: Collection[str], *, before: int | None, most: int
) -> tuple[tuple[int, Event], ...]:
    """Give what happened to these subjects, of these kinds, the newest first, each with its number in the chain.

    `before` gives only what has a smaller number. The caller has seen to it that the reader may know of each
    subject.
    """
    statement = select(Entry.sequence, Entry.body).where(
        col(Entry.subject_id).in_(subject_ids), col(Entry.kind).in_(kinds)
    )
    if before is not None:
        statement = statement.where(col(Entry.sequence) < before)
    rows = session.exec(statement.order_by(col(Entry.sequence).desc()).limit(most), execution_options=SYSTEM)
    return tuple((sequence, msgspec.json.decode(body, type=Event)) for sequence, body in rows)
