"""Looking into a backup, and putting it back into an empty place: with everything compared that can be."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import make_url
from sqlmodel import Session, col, select

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey
from portal import migrations
from portal.audit.model import Head
from portal.database import Database
from portal.keeping import copying, sealing, wrapped
from portal.keeping.backup import beginning, checked, copied, embedded
from portal.keeping.manifest import Envelope, Manifest, differences, manifest_of
from portal.people.tables import PersonRow
from portal.settings import Settings, SettingsError
from portal.vault import KeyVault, vault_of

_LENGTH_BYTES: Final = 4
_MOST_MANIFEST: Final = 1 << 20
_SOME_PEOPLE: Final = select(PersonRow).where(col(PersonRow.sealed_key).is_not(None)).limit(5)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is looked at with: the private key's file, the heads that were kept outside, who hears a line."""

    private: Path
    heads: tuple[Head, ...]
    say: Callable[[str], None]


def verify(settings: Settings, file: Path, look: Look, now: datetime) -> Manifest:
    """Open a backup beside itself, check all of it, and leave nothing behind.

    Raises:
        UnsealError: The file does not open, or is not what was sealed.
        SettingsError: The database in it is not whole, or these are not its keys.

    Source: assurance P22.
    """
    with _opened(file, file.parent, look) as (path, wanted):
        _check(settings, path, wanted, look, now)
        return wanted


def restore(settings: Settings, file: Path, look: Look, now: datetime) -> Manifest:
    """Put a backup where the settings say that the database is, which must be an empty place; checked before and after.

    Raises:
        UnsealError, SettingsError: As `verify`; or the place is not empty, or the backup is of a newer release.
        OSError: There is no room; the place is as it was.

    Source: assurance P22, G8.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return _into_file(settings, file, Path(url.database or ""), look, now)
    return _into_server(settings, file, look, now)


def _into_file(settings: Settings, file: Path, place: Path, look: Look, now: datetime) -> Manifest:
    if any(place.with_name(place.name + end).exists() for end in ("", "-wal", "-shm")):
        raise SettingsError(f"there is a database at {place} already; a backup is put into an empty place only")
    with _opened(file, place.parent, look) as (path, wanted):
        _check(settings, path, wanted, look, now)
        path.replace(place)
    look.say(f"restored: {place}")
    return wanted


def _into_server(settings: Settings, file: Path, look: Look, now: datetime) -> Manifest:
    if migrations.current(settings.database_url) != migrations.head():
        raise SettingsError("the database is not at this release's schema; bring it there with: lvws migrate")
    target = Database(settings.database_url)
    try:
        with _opened(file, file.parent, look) as (path, wanted), target.system() as session:
            if not copying.is_empty(session):
                raise SettingsError("the database is not empty; a backup is put into an empty place only")
            found = _check(settings, path, wanted, look, now)
            with embedded(path) as source:
                copied(source, session)
            copying.analyse(session)
            _refuse(differences(found, manifest_of(session, now)))
    finally:
        target.dispose()
    look.say("restored: every table has the rows of the backup")
    return wanted


@contextmanager
def _opened(file: Path, folder: Path, look: Look) -> Iterator[tuple[Path, Manifest]]:
    """Unseal a backup into a folder, under a name that nobody guesses, as long as it is looked at."""
    key = sealing.private_key(look.private)
    with beginning(folder / f".lvws-{secrets.token_hex(8)}.part") as path:
        with file.open("rb") as sealed, sealing.new_owned(path) as into:
            envelope, found = _unpacked(sealing.unseal(sealed, key), into)
        if (envelope.length, envelope.sha256) != found:
            raise sealing.UnsealError("what is in it is not what was put in")
        look.say(f"unsealed: whole, {envelope.length} bytes as they were put in")
        yield path, envelope.manifest


def _unpacked(parts: Iterable[bytes], into: BinaryIO) -> tuple[Envelope, tuple[int, str]]:
    kept, envelope, hashed, length = b"", None, hashlib.sha256(), 0
    for part in parts:
        if envelope is None:
            kept += part
            size = int.from_bytes(kept[:_LENGTH_BYTES], "big")
            if len(kept) < _LENGTH_BYTES + size and len(kept) < _MOST_MANIFEST:
                continue
            try:
                envelope = msgspec.json.decode(kept[_LENGTH_BYTES : _LENGTH_BYTES + size], type=Envelope)
            except msgspec.DecodeError as error:
                raise sealing.UnsealError("it holds something else than a backup of this portal") from error
            part = kept[_LENGTH_BYTES + size :]  # noqa: PLW2901 - what is behind the manifest
        into.write(part)
        hashed.update(part)
        length += len(part)
    if envelope is None:
        raise sealing.UnsealError("it holds something else than a backup of this portal")
    return envelope, (length, hashed.hexdigest())


def _check(settings: Settings, path: Path, wanted: Manifest, look: Look, now: datetime) -> Manifest:
    """Say each thing that holds, and refuse at the first that does not; an older schema is brought to this one's."""
    if wanted.schema not in migrations.known():
        raise SettingsError(f"the backup is of a newer release ({wanted.release}, schema {wanted.schema})")
    look.say(f"made: {wanted.made_at.isoformat(timespec='seconds')}, release {wanted.release}, schema {wanted.schema}")
    is_current = wanted.schema == migrations.head()
    if not is_current:
        migrations.upgrade(f"sqlite:///{path}")
        look.say(f"schema: brought from {wanted.schema} to {migrations.head()}")
    reach = 0 if wanted.head is None else wanted.head[0]
    heads = [head for head in look.heads if head.sequence <= reach]
    found = checked(path, settings, now, heads)
    look.say("database: whole, by SQLite's own check of every page and every reference")
    _refuse(differences(wanted if is_current else replace(wanted, tables=found.tables), found))
    if is_current:
        look.say(f"rows: {wanted.rows} in {len(wanted.tables)} tables, each with the count and the hash of the backup")
    newer = len(look.heads) - len(heads)
    look.say(f"audit: {reach} entries, every one holds; {len(heads)} heads of outside agree, {newer} are newer")
    with embedded(path) as session:
        look.say(f"sealed: {_open_some(session, vault_of(settings))} keys and fields opened")
    return found


def _open_some(session: Session, vault: KeyVault) -> int:
    opened = list(wrapped.sample(session, vault))
    if closed := sorted({table for table, opens in opened if not opens}):
        raise SettingsError(f"these are not the keys of this backup: nothing opens in {', '.join(closed)}")
    try:
        fields = [_opened_name(vault, row) for row in session.exec(_SOME_PEOPLE)]
    except Invalid:
        raise SettingsError("these are not the keys of this backup: no identity opens") from None
    return len(opened) + len(fields)


def _opened_name(vault: KeyVault, row: PersonRow) -> int:
    """Open what tells who somebody is, and keep nothing of it but its length."""
    owner = OrganisationId(row.owner_organisation_id)
    key = RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key or b"")
    return len(vault.open(key, "person.identity", row.sealed_identity))


def _refuse(faults: Iterable[str]) -> None:
    if lines := list(faults):
        raise SettingsError("the backup is not what it says: " + "; ".join(lines))
