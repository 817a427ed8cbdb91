"""Moving an embedded database into an empty PostgreSQL: row by row as they are, and compared when it is done (ADR 18).

A table of progress in the new database says how far each table has come; it changes in the transaction of the rows,
so a move that was killed goes on there. The source is opened to be read alone.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, insert, inspect, make_url, select, update
from sqlmodel import Session

from lvws_core.ports import SYSTEM
from portal import migrations
from portal.audit.service import verify_chain
from portal.database import Database
from portal.keeping import copying
from portal.keeping.backup import embedded
from portal.keeping.copying import Place
from portal.keeping.manifest import Manifest, differences, manifest_of
from portal.leases import store as leases
from portal.scheduler import SWEEP
from portal.settings import Settings, SettingsError

_PROGRESS: Final = Table(
    "lvws_move",
    MetaData(),
    Column("table_name", String, primary_key=True),  # "" for the move itself, whose place is the source's SHA-256
    Column("place", LargeBinary, nullable=False),
)


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """Who hears how many rows there are, and of every batch."""

    begins: Callable[[int], None]
    moved: Callable[[int], None]


def move(settings: Settings, to: str, watch: Watch, now: datetime) -> Manifest:
    """Move everything into a PostgreSQL, as the owner of its tables; gives what is there then.

    Raises:
        SettingsError: The source is in use or not at this release's schema, the target is not PostgreSQL, not empty
            or not migrated, holds a move of another source, or holds something else in the end.
    """
    source = _source_of(settings)
    target = make_url(to)
    if target.get_backend_name() != "postgresql":
        raise SettingsError("name an empty PostgreSQL: postgresql://owner@host/database")
    target = target.set(drivername="postgresql+psycopg")
    url = target.render_as_string(hide_password=False)
    for place, which in ((settings.database_url, "embedded"), (url, "new")):
        if migrations.current(place) != migrations.head():
            raise SettingsError(f"the {which} database is not at this release's schema; run lvws migrate on it first")
    before = _hash(source)
    database = Database(url)
    try:
        with embedded(source) as reading:
            _refuse_used(reading)
            _begin(database, before)
            _copy(reading, database, watch)
            wanted = manifest_of(reading, now)
        with database.system() as session:
            found = _checked(session, settings, wanted, now)
            copying.analyse(session)
            _PROGRESS.drop(_connection(session))
    finally:
        database.dispose()
    if _hash(source) != before:
        raise SettingsError("the embedded database was written meanwhile; empty the new one and begin again")
    return found


def _source_of(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).exists():
        raise SettingsError("LVWS_DATABASE_URL must name the embedded database that is to be moved")
    return Path(url.database)


def _refuse_used(session: Session) -> None:
    lease = leases.look(session, SWEEP)
    if lease is not None and lease.until > leases.now_of(session):
        raise SettingsError("the portal is running on this database; stop it, wait ten seconds and try again")


def _begin(database: Database, source: bytes) -> None:
    """Make the table of progress in an empty database, or find the one of this very source."""
    with database.system() as session:
        if inspect(_connection(session)).has_table(_PROGRESS.name):
            if _place(session, "") != source:
                raise SettingsError("a move of another state of the embedded database was begun there; empty it first")
            return
        if not copying.is_empty(session):
            raise SettingsError("the new database is not empty; it is moved into an empty one only")
        _PROGRESS.create(_connection(session))
        _connection(session).execute(insert(_PROGRESS).values(table_name="", place=source))


def _copy(source: Session, database: Database, watch: Watch) -> None:
    with database.system(reading=True) as session:
        tables = copying.tables_in_order(session)
        places = {table.name: _read(table, _place(session, table.name)) for table in tables}
    watch.begins(sum(copying.count(source, table) for table in tables))
    for table in tables:
        before = places[table.name]
        if before is not None:
            watch.moved(copying.count(source, table, until=before))
        for rows, place in copying.rows_of(source, table, before):
            with database.system() as session:
                copying.add(session, table, rows)
                _reached(session, table, place)
            watch.moved(len(rows))


def _reached(session: Session, table: Table, place: Place) -> None:
    values = {"place": msgspec.json.encode(place)}
    connection = _connection(session)
    changed = connection.execute(update(_PROGRESS).where(_PROGRESS.c.table_name == table.name).values(**values))
    if not changed.rowcount:
        connection.execute(insert(_PROGRESS).values(table_name=table.name, **values))


def _place(session: Session, name: str) -> bytes | None:
    statement = select(_PROGRESS.c.place).where(_PROGRESS.c.table_name == name)
    found: bytes | None = _connection(session).execute(statement).scalar_one_or_none()
    return found


def _read(table: Table, place: bytes | None) -> Place | None:
    if place is None:
        return None
    kinds: Any = tuple[tuple(key.type.python_type for key in table.primary_key.columns)]  # type: ignore[misc]
    found: Place = msgspec.json.decode(place, type=kinds)
    return found


def _checked(session: Session, settings: Settings, wanted: Manifest, now: datetime) -> Manifest:
    found = manifest_of(session, now)
    faults = list(differences(wanted, found))
    chain = verify_chain(session, settings.audit_key)
    if not chain.ok:
        faults.append(f"the audit is broken at entry {chain.first_bad_sequence}: {chain.why}")
    if faults:
        raise SettingsError("the new database is not what the embedded one is: " + "; ".join(faults))
    return found


def _connection(session: Session) -> Any:
    return session.connection().execution_options(**SYSTEM)


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
