"""Every row of one database put into another, table by table in the order of their keys: the one piece for all.

`lvws move` copies an embedded database into PostgreSQL, `lvws backup` PostgreSQL into an embedded one, and `lvws
restore` either way (ADR 18). A row goes over as values: sealed bytes, ids and instants are what they were.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Row, Table, func, insert, inspect, literal, select, text, tuple_
from sqlmodel import Session, SQLModel

from lvws_core.ports import SYSTEM

BATCH: Final = 1000
"""How many rows go over in one statement."""

Place = tuple[Any, ...]
Rows = Sequence[Mapping[str, Any]]
_ROOM: Final = 1 << 256


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What a table holds: how many rows, and a sum of the hashes of all, whatever their order, in hexadecimal."""

    rows: int
    digest: str


def tables_in_order(session: Session) -> tuple[Table, ...]:
    """Give every table of the portal so that what a row points to comes before it, as the database itself says."""
    connection = session.connection().execution_options(**SYSTEM)
    ordered = (name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name)
    known = SQLModel.metadata.tables
    found = tuple(known[name] for name in ordered if name in known)
    if len(found) != len(known):
        raise RuntimeError("tables point at one another in a ring, or are missing")
    return found


def is_empty(session: Session) -> bool:
    """Say whether no table of the portal has a row."""
    return all(
        session.execute(select(literal(1)).select_from(table).limit(1), execution_options=SYSTEM).first() is None
        for table in SQLModel.metadata.tables.values()
    )


def count(session: Session, table: Table, until: Place | None = None) -> int:
    """Count the rows of a table, or those up to a place."""
    statement = select(func.count()).select_from(table)
    if until is not None:
        statement = statement.where(tuple_(*table.primary_key.columns) <= tuple_(*_literals(table, until)))
    return int(session.execute(statement, execution_options=SYSTEM).scalar_one())


def counted(session: Session, heard: Callable[[int], None] = lambda _: None) -> dict[str, Counted]:
    """Count every table and add up the hashes of its rows; whoever listens hears of every batch."""
    return {table.name: _counted(session, table, heard) for table in SQLModel.metadata.sorted_tables}


def rows_of(source: Session, table: Table, after: Place | None) -> Iterator[tuple[Rows, Place]]:
    """Give the rows of a table behind a place, batch after batch, each with the place where it ends."""
    for rows in _batches(source, table, after):
        yield [dict(row._mapping) for row in rows], _place_of(table, rows[-1])  # noqa: SLF001 - its public name


def add(target: Session, table: Table, rows: Rows) -> None:
    """Add rows as they are."""
    target.connection().execute(insert(table), rows, execution_options=SYSTEM)


def analyse(session: Session) -> None:
    """Let the database count what it plans by: without, its first pages after a copy read whole tables."""
    session.connection().execute(text("ANALYZE"), execution_options=SYSTEM)


def _place_of(table: Table, row: Row[Any]) -> Place:
    return tuple(row._mapping[key] for key in table.primary_key.columns)  # noqa: SLF001 - its public name


def _counted(session: Session, table: Table, heard: Callable[[int], None]) -> Counted:
    rows = total = 0
    for batch in _batches(session, table, None):
        total = sum((_hash(row) for row in batch), total) % _ROOM
        rows += len(batch)
        heard(len(batch))
    return Counted(rows=rows, digest=f"{total:064x}")


def _batches(session: Session, table: Table, after: Place | None) -> Iterator[Sequence[Row[Any]]]:
    keys = list(table.primary_key.columns)
    statement = select(table).order_by(*keys).limit(BATCH)
    while True:
        behind = statement if after is None else statement.where(tuple_(*keys) > tuple_(*_literals(table, after)))
        rows = session.execute(behind, execution_options=SYSTEM).all()
        if not rows:
            return
        yield rows
        after = _place_of(table, rows[-1])


def _literals(table: Table, place: Place) -> Iterator[Any]:
    return (literal(value, key.type) for value, key in zip(place, table.primary_key.columns, strict=True))


def _hash(row: Row[Any]) -> int:
    said = msgspec.msgpack.encode([_plain(value) for value in row])
    return int.from_bytes(hashlib.sha256(said).digest(), "big")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):  # one instant, however the database spells its zone
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    return value
