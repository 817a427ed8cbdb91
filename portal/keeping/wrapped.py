"""Where wrapped keys stand: every table with a `sealed_key`, read and wrapped again in batches (ADR 3)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Row, Select, Table, and_, bindparam, func, literal, select, tuple_, update
from sqlmodel import Session, SQLModel

from lvws_core.errors import Invalid
from lvws_core.ports import SYSTEM, RecordKey
from portal.vault import KeyVault

BATCH: Final = 500
"""How many keys are wrapped again in one transaction: a few hundredths of a second."""

_RECORD: Final[Mapping[str, str]] = {"contact_draft": "author_id", "credential": "user_id", "seal_key": "record_id"}
"""The column of the record to which a key is bound, where it is not `id`."""

_Place = tuple[Any, ...]


class Wrapped(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch came to: where it ended, None for the end of the table; how many were wrapped and did not open."""

    after: _Place | None
    wrapped: int
    closed: int


def tables() -> tuple[Table, ...]:
    """Give the tables whose rows have a key of their own, by name."""
    found = SQLModel.metadata.tables
    return tuple(found[name] for name in sorted(found) if "sealed_key" in found[name].c)


def versions(session: Session) -> dict[int, int]:
    """Count the wrapped keys by the version of the vault key that wrapped them."""
    counts: Counter[int] = Counter()
    for table in tables():
        version = func.substr(table.c.sealed_key, 1, 1)
        statement = select(version, func.count()).where(table.c.sealed_key.is_not(None)).group_by(version)
        for first, count in session.execute(statement, execution_options=SYSTEM):
            counts[bytes(first)[0] if first else 0] += count
    return dict(sorted(counts.items()))


def sample(session: Session, vault: KeyVault, most: int = 5) -> Iterator[tuple[str, bool]]:
    """Open a few keys of each table; gives the table and whether it opened, for each of them."""
    for table in tables():
        statement = _keys_of(table).order_by(*table.primary_key.columns).limit(most)
        for row in session.execute(statement, execution_options=SYSTEM):
            yield table.name, _again(vault, row) is not None


def wrap_batch(session: Session, vault: KeyVault, table: Table, version: int, after: _Place | None) -> Wrapped:
    """Wrap again the next keys of a table that are not under a version; those that do not open stay as they are.

    A key that is erased or changed at the same moment stays erased or as it became.
    """
    rows: Sequence[Row[Any]] = session.execute(_next(table, version, after), execution_options=SYSTEM).all()
    changed = [values for row in rows if (values := _again(vault, row)) is not None]
    if changed:
        session.connection().execute(_change(table), changed, execution_options=SYSTEM)
    last = tuple(getattr(rows[-1], name) for name in _names(rows[-1])) if len(rows) == BATCH else None
    return Wrapped(after=last, wrapped=len(changed), closed=len(rows) - len(changed))


def _keys_of(table: Table) -> Select[Any]:
    """Select organisation, record, wrapped key and primary key of the rows that have a key."""
    record = table.c[_RECORD.get(table.name, "id")].label("record")
    keys = [key.label(f"key_{key.name}") for key in table.primary_key.columns]
    if "owner_organisation_id" in table.c:
        statement = select(table.c.owner_organisation_id.label("whose"), record, table.c.sealed_key, *keys)
    else:
        user = SQLModel.metadata.tables["user"]
        statement = select(user.c.organisation_id.label("whose"), record, table.c.sealed_key, *keys).join_from(
            table, user, user.c.id == table.c.user_id
        )
    return statement.where(table.c.sealed_key.is_not(None))


def _next(table: Table, version: int, after: _Place | None) -> Select[Any]:
    keys = list(table.primary_key.columns)
    statement = _keys_of(table).where(func.substr(table.c.sealed_key, 1, 1) != literal(bytes([version])))
    if after is not None:
        reached = (literal(value, key.type) for value, key in zip(after, keys, strict=True))
        statement = statement.where(tuple_(*keys) > tuple_(*reached))
    return statement.order_by(*keys).limit(BATCH)


def _again(vault: KeyVault, row: Row[Any]) -> dict[str, Any] | None:
    key = RecordKey(organisation_id=row.whose, record_id=row.record, wrapped=row.sealed_key)
    try:
        again = vault.wrap_again(key).wrapped
    except Invalid:
        return None
    return {**{name: getattr(row, name) for name in _names(row)}, "before": row.sealed_key, "wrapped": again}


def _names(row: Row[Any]) -> list[str]:
    return [name for name in row._fields if name.startswith("key_")]


def _change(table: Table) -> Any:
    same = (key == bindparam(f"key_{key.name}", type_=key.type) for key in table.primary_key.columns)
    unchanged = table.c.sealed_key == bindparam("before")
    return update(table).where(and_(*same, unchanged)).values(sealed_key=bindparam("wrapped"))
