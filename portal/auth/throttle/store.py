"""The throttle in the database, the same for every web process."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session as Session
from sqlmodel import col, select

from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.throttle.model import Tries
from portal.auth.throttle.tables import TriesRow

_Key = col(TriesRow.key_hash)


def held(session: Session, keys: Iterable[bytes]) -> Mapping[bytes, Tries]:
    """Give what was tried under these keys, and keep the rows from others until the transaction ends.

    Every transaction takes them in one order, so that none waits for another in a circle.
    """
    columns = (TriesRow.key_hash, TriesRow.tries, TriesRow.tried_at, TriesRow.known_until)
    whose = _Key.in_(sorted(keys))
    mine = select(*columns).where(whose).order_by(_Key).with_for_update()  # type: ignore[type-var]
    rows = session.exec(mine, execution_options=SYSTEM)
    return {key: Tries(tries=n, tried_at=utc(at), known_until=until and utc(until)) for key, n, at, until in rows}


def begin(session: Session, keys: Iterable[bytes], now: datetime) -> None:
    """Make the rows that are not there yet, without tries."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [{"key_hash": key, "tries": 0, "tried_at": utc(now), "known_until": None} for key in sorted(keys)]
    statement = dialect.insert(TriesRow).values(rows).on_conflict_do_nothing(index_elements=["key_hash"])
    session.execute(statement.execution_options(**SYSTEM))


def count(session: Session, found: Mapping[bytes, int], now: datetime) -> None:
    """Store how many tries count from now on under each key; the rows are held."""
    for key, tries in found.items():
        _put(session, _Key == key, tries=tries, tried_at=utc(now))


def take_back(session: Session, keys: Iterable[bytes]) -> None:
    """Count one try less under each key; the rows are held."""
    _put(session, _Key.in_(sorted(keys)) & (col(TriesRow.tries) > 0), tries=TriesRow.tries - 1)


def know(session: Session, key: bytes, until: datetime) -> None:
    """Store until when a device is known."""
    _put(session, _Key == key, known_until=utc(until))


def _put(session: Session, where: ColumnElement[bool], **values: Any) -> None:
    statement = update(TriesRow).where(where).values(**values).execution_options(synchronize_session=False)
    session.exec(statement, execution_options=SYSTEM)


def forget(session: Session, rested: datetime, now: datetime, most: int) -> int:
    """Delete what was last tried before `rested`, known devices left alone; give how many."""
    unknown = or_(col(TriesRow.known_until).is_(None), col(TriesRow.known_until) <= utc(now))
    old = select(TriesRow.key_hash).where(col(TriesRow.tried_at) <= utc(rested), unknown).limit(most)
    done: Any = session.execute(delete(TriesRow).where(_Key.in_(old)).execution_options(**SYSTEM))
    return int(done.rowcount)
