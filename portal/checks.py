"""Checks: what is wrong with an installation, each fault in one plain line that says how to mend it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from portal import migrations, row_security
from portal.anchors import read_anchors, standing_still
from portal.audit.service import verify_chain
from portal.audit.store import began_at
from portal.database import SYSTEM, Database
from portal.posting import sender_of, wordings
from portal.settings import Settings, SettingsError, from_environment

NETWORK_DISKS: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs", "afs"})
"""Kinds of file systems on which SQLite's locks and syncs cannot be trusted (assurance P17)."""

_MOUNTS = Path("/proc/self/mounts")
_OTHERS = 0o077


def faults(environ: Mapping[str, str], *, now: datetime | None = None) -> tuple[str, ...]:
    """Give everything that keeps these settings from being served, in the order in which to mend it.

    With `now` (aware UTC) it also checks the whole chain of the audit, which reads every entry, and that its heads
    are kept outside.
    """
    try:
        settings = from_environment(environ)
    except SettingsError as error:
        return (str(error),)
    try:
        sender_of(settings.mail)
        wordings()
    except (SettingsError, RuntimeError) as error:
        return (str(error),)
    found = tuple(_file_faults(settings.database_url))
    return found or tuple(_database_faults(settings, now=now))


def _file_faults(database_url: str) -> Iterator[str]:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return
    if url.database in {None, "", ":memory:"}:
        yield "a database in memory forgets everything; name a file in LVWS_DATABASE_URL"
        return
    path = Path(url.database or "")
    if not path.exists():
        yield "the database does not exist; make it with: lvws migrate"
    elif path.stat().st_mode & _OTHERS:
        yield "the database file can be read by others; set its mode to 600"
    if _MOUNTS.exists() and (kind := network_disk(path.resolve(), _MOUNTS.read_text(encoding="utf-8"))):
        yield f"the database file is on a network disk ({kind}); move it to a local one, or use PostgreSQL"


def network_disk(path: Path, mounts: str) -> str | None:
    """Give the kind of network disk that a path is on, None for a local one; `mounts` is the kernel's table."""
    rows = [line.split() for line in mounts.splitlines()]
    kinds = {Path(row[1].replace("\\040", " ")): row[2] for row in rows if len(row) > 2}
    kind = next((kinds[folder] for folder in (path, *path.parents) if folder in kinds), "")
    return kind if kind in NETWORK_DISKS else None


def _database_faults(settings: Settings, *, now: datetime | None) -> Iterator[str]:
    try:
        if migrations.current(settings.database_url) != migrations.head():
            yield "the database is not at this release's schema; bring it there with: lvws migrate"
            return
        database = Database(settings.database_url)
        try:
            database.check_durable()
            yield from _wall_faults(database)
            if now is not None:
                yield from _audit_faults(database, settings, now)
        finally:
            database.dispose()
    except RuntimeError as error:
        yield str(error)
    except SQLAlchemyError as error:
        yield f"the database does not answer ({type(error).__name__})"


def _wall_faults(database: Database) -> Iterator[str]:
    if not database.is_sqlite:
        with database.system(reading=True) as session:
            yield from row_security.faults(session.connection(execution_options=SYSTEM))


def _audit_faults(database: Database, settings: Settings, now: datetime) -> Iterator[str]:
    outside = Path(settings.anchor_file) if settings.anchor_file else None
    with database.system(reading=True) as session:
        if outside is not None:
            faults = tuple(standing_still(outside, now, began_at(session)))
            yield from faults
            outside = outside if not faults and outside.exists() else None
        heads = read_anchors(outside.read_text(encoding="utf-8")) if outside is not None else ()
        found = verify_chain(session, settings.audit_key, heads)
    if not found.ok:
        yield f"the audit is broken at entry {found.first_bad_sequence}: {found.why}"
