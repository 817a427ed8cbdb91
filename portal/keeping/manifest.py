"""What a backup says of itself, and what is wrong where the rows say something else."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version

import msgspec
from sqlalchemy import text
from sqlmodel import Session

from lvws_core.ports import SYSTEM
from portal.audit import store as audit
from portal.keeping.copying import Counted, counted
from portal.keeping.wrapped import versions


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was in the database: tables by name, the head of the audit, the vault keys by version with their records.

    `made_at` is aware UTC, `release` the portal's version, `schema` the migration that it is at.
    """

    made_at: datetime
    release: str
    schema: str
    tables: Mapping[str, Counted]
    head: tuple[int, str] | None
    keys: Mapping[int, int]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(each.rows for each in self.tables.values())


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the database in a backup: the manifest, and length and SHA-256 of what follows."""

    manifest: Manifest
    length: int
    sha256: str


def manifest_of(session: Session, now: datetime) -> Manifest:
    """Look at every row of a database, in one transaction, and say what there is."""
    head = audit.head(session)
    schema = session.connection().execute(text("SELECT version_num FROM alembic_version"), execution_options=SYSTEM)
    return Manifest(
        made_at=now,
        release=version("lvws-portal"),
        schema=str(schema.scalar_one()),
        tables=counted(session),
        head=None if head is None else (head.sequence, head.mac.hex()),
        keys=versions(session),
    )


def differences(wanted: Manifest, found: Manifest) -> Iterator[str]:
    """Say where two databases differ, a line each."""
    for name in sorted({*wanted.tables, *found.tables}):
        one, other = (each.tables.get(name, Counted(rows=0, digest="")) for each in (wanted, found))
        if one.rows != other.rows:
            yield f"{name} has {other.rows} rows, not {one.rows}"
        elif one.digest != other.digest and one.rows:
            yield f"{name} has other rows"
    if wanted.head != found.head:
        yield "the audit ends at another entry"
