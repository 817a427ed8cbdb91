"""Taking a backup while writes go on: one moment of the database, checked, sealed, under a name without meaning."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import make_url
from sqlmodel import Session

from portal import migrations
from portal.audit.model import Head
from portal.audit.service import verify_chain
from portal.database import Database
from portal.keeping import copying, sealing
from portal.keeping.manifest import Envelope, Manifest, manifest_of
from portal.settings import Settings, SettingsError

KEPT: Final = timedelta(days=35)
"""How long a backup is kept: what was erased is in none after that (assurance P23)."""

_BEGUN = ".lvws-"
"""What the name of a file begins with that is not finished; whatever is left of one is removed by the next."""

_PART = 1 << 20
_LENGTH_BYTES = 4


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken: where it is, what it says of itself, how many older ones were removed."""

    path: Path
    manifest: Manifest
    removed: int


def take(settings: Settings, folder: Path, public: Path, *, now: datetime, name: str) -> Taken:
    """Put a sealed backup into a folder as `name`, and remove those that were kept long enough.

    Raises:
        SettingsError: The folder or the key is not what it must be, or the database is not whole.
        OSError: There is no room; nothing is left of what was begun.

    Source: assurance P22, P23.
    """
    key = sealing.public_key(public)
    if not folder.is_dir():
        raise SettingsError(f"{folder} is no folder; make one that only the portal's account may read")
    with (
        _alone(folder),
        beginning(folder / f"{_BEGUN}{name}.part") as part,
        beginning(folder / f"{_BEGUN}{name}.sealed") as begun,
    ):
        _snapshot(settings, part)
        manifest = checked(part, settings, now)
        with sealing.new_owned(begun) as into:
            sealing.seal(_content(part, manifest), key, into)
        begun.replace(folder / name)
    return Taken(path=folder / name, manifest=manifest, removed=_remove_old(folder, now))


def checked(path: Path, settings: Settings, now: datetime, heads: Iterable[Head] = ()) -> Manifest:
    """Check an embedded database that nobody writes, against heads that were kept outside too; say what is in it.

    Raises:
        SettingsError: SQLite finds it broken, or the audit does not hold.
    """
    with closing(sqlite3.connect(path)) as plain:
        found = [*plain.execute("PRAGMA integrity_check"), *plain.execute("PRAGMA foreign_key_check")]
    if found != [("ok",)]:
        raise SettingsError(f"the database is not whole: {len(found)} faults, the first: {found[0][0]}")
    with embedded(path) as session:
        chain = verify_chain(session, settings.audit_key, heads)
        if not chain.ok:
            raise SettingsError(f"the audit is broken at entry {chain.first_bad_sequence}: {chain.why}")
        return manifest_of(session, now)


@contextmanager
def embedded(path: Path) -> Iterator[Session]:
    """Open an embedded database to be read, and not a byte of it changed."""
    database = Database(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with database.system(reading=True) as session:
            yield session
    finally:
        database.dispose()


@contextmanager
def beginning(path: Path) -> Iterator[Path]:
    """Give a name beside what is being made; whatever stands there is removed at the end, however it ends."""
    try:
        yield path
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)


def copied(source: Session, target: Session, heard: Callable[[int], None] = lambda _: None) -> None:
    """Put every row of one database into another, in one transaction."""
    for table in copying.tables_in_order(target):
        for rows, _ in copying.rows_of(source, table, None):
            copying.add(target, table, rows)
            heard(len(rows))


def _snapshot(settings: Settings, part: Path) -> None:
    part.touch(mode=0o600, exist_ok=False)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        if not url.database or not Path(url.database).exists():
            raise SettingsError("the database does not exist; make it with: lvws migrate")
        # In one step, a moment of the database: writers go on meanwhile, and none of theirs makes it begin again.
        reading = sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)
        with closing(reading) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        return
    migrations.upgrade(f"sqlite:///{part}")
    database, made = Database(settings.database_url), Database(f"sqlite:///{part}")
    try:
        with database.system(reading=True) as source, made.system() as target:
            source.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            copied(source, target)
    finally:
        database.dispose()
        made.dispose()


def _content(part: Path, manifest: Manifest) -> Iterator[bytes]:
    with part.open("rb") as file:
        envelope = Envelope(
            manifest=manifest, length=part.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest()
        )
        said = msgspec.json.encode(envelope)
        yield len(said).to_bytes(_LENGTH_BYTES, "big") + said
        file.seek(0)
        yield from iter(lambda: file.read(_PART), b"")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second backup out of the folder, and clear away what one that was killed has left."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f"{_BEGUN}*"):
            left.unlink(missing_ok=True)
        yield
    except BlockingIOError:
        raise SettingsError(f"another backup is being put into {folder}") from None
    finally:
        os.close(opened)


def _remove_old(folder: Path, now: datetime) -> int:
    before = (now - KEPT).timestamp()
    old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < before]
    gone = [path for path in old if sealing.is_sealed(path)]
    for path in gone:
        path.unlink()
    return len(gone)
