"""Rotating the vault key: a new version in the secrets file, every record's key wrapped again, the old one taken out.

Whatever moment it is killed at, running it again goes on: the file says whether a rotation is under way, and
each wrapped key says which version it is under. Processes that run read the file again when it changes.
"""

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.events import Event
from portal.audit.service import recorder
from portal.database import Database
from portal.keeping import wrapped
from portal.keyring import Secrets, SettingsError, name_of
from portal.operations import system
from portal.settings import Settings
from portal.vault import KeyVault

INSTALLATION: Final = UUID(int=0)
"""What an event is about that is about the whole installation."""


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """What a rotation is handed: random bytes, the clock (aware UTC), a pause, and who hears of progress."""

    entropy: Callable[[int], bytes]
    clock: Callable[[], datetime]
    pause: Callable[[], None]
    say: Callable[[str], None]


class KeyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One key as the operator may see it: its name, when it was made, how many records are under it."""

    name: str
    made_on: date | None
    records: int | None = None
    is_newest: bool = True

    def in_words(self, today: date) -> str:
        """Give it as a line of plain text."""
        days = None if self.made_on is None else (today - self.made_on).days
        age = "no date" if self.made_on is None else f"made {self.made_on.isoformat()}, {days} days"
        records = "" if self.records is None else f", {self.records} records"
        return f"{self.name}: {age}{records}{'' if self.is_newest else ', older'}"


def rotate(settings: Settings, steps: Steps) -> int:
    """Bring every record's key under a new version of the vault key; gives the version.

    Raises:
        SettingsError: The secrets are no file and hold no newer key, a rotation is running, the keys are not
            those of the database, or some do not open; nothing is taken out of the file then.

    Source: assurance P8.
    """
    if not settings.secrets_file:
        return _rotate_in_environment(settings, steps)
    path = Path(settings.secrets_file)
    with _alone(path):
        secrets = Secrets.read(path)
        _check(settings, secrets)
        if not secrets.older_vault_keys:
            secrets = _begin(settings, path, secrets, steps)
        _wrap_all(settings, secrets, steps)
        steps.pause()
        _wrap_all(settings, secrets, steps)
        secrets.without_older_vault_keys().write(path)
        _record(settings, steps, "keys.rotated", secrets.vault_version)
        return secrets.vault_version


def listed(settings: Settings) -> tuple[KeyLine, ...]:
    """Give every key by name, with its day and how many records are under it; never a byte of one."""
    secrets = settings.secrets
    with system(settings, reading=True) as session:
        counts = wrapped.versions(session)
    ring = secrets.ring.keys
    vault = [
        KeyLine(
            name=name_of(version) if version in ring else f"{name_of(version)} (not in the file)",
            made_on=secrets.made_on.get(name_of(version)),
            records=counts.get(version, 0),
            is_newest=version == secrets.vault_version,
        )
        for version in sorted({*ring, *counts}, reverse=True)
    ]
    others = [KeyLine(name=name, made_on=secrets.made_on.get(name)) for name in ("index_key", "audit_key", "form_key")]
    return (*vault, *others)


def _rotate_in_environment(settings: Settings, steps: Steps) -> int:
    secrets = settings.secrets
    _check(settings, secrets)
    if not secrets.older_vault_keys:
        raise SettingsError(
            f"the secrets are in the environment: add {name_of(secrets.vault_version + 1)} to LVWS_SECRETS, 32 random"
            " bytes in base64, beside the others; start every process again, and then run this again"
        )
    _wrap_all(settings, secrets, steps)
    _record(settings, steps, "keys.rotated", secrets.vault_version)
    old = ", ".join(name_of(version) for version in secrets.older_vault_keys)
    steps.say(f"Take {old} out of LVWS_SECRETS now, and start every process again.")
    return secrets.vault_version


def _begin(settings: Settings, path: Path, secrets: Secrets, steps: Steps) -> Secrets:
    made = secrets.with_new_vault_key(steps.entropy(32), steps.clock().date())
    kept = path.with_name(f"{path.name}.before-{made.vault_version}")
    if not kept.exists():
        secrets.write(kept)
    elif Secrets.read(kept).ring != secrets.ring:
        raise SettingsError(f"{kept.name} holds other keys; move it to where old keys are kept, and try again")
    made.write(path)
    _record(settings, steps, "keys.rotation_began", made.vault_version)
    steps.say(f"The keys as they were are in {kept}: needed for backups made before today, and nothing else.")
    return made


def _wrap_all(settings: Settings, secrets: Secrets, steps: Steps) -> None:
    ring = secrets.ring
    vault = KeyVault(lambda: ring, secrets.index_key)
    database, closed = Database(settings.database_url), Counter[str]()
    try:
        for table in wrapped.tables():
            after, done = None, 0
            while True:
                with database.system() as session:
                    batch = wrapped.wrap_batch(session, vault, table, ring.newest, after)
                after, done = batch.after, done + batch.wrapped
                closed[table.name] += batch.closed
                if after is None:
                    break
            if done:
                steps.say(f"{table.name}: {done} keys")
    finally:
        database.dispose()
    if told := ", ".join(f"{number} of {name}" for name, number in closed.items() if number):
        raise SettingsError(f"these keys do not open, so no key is taken out of the file: {told}; see docs/keys.md")


def _check(settings: Settings, secrets: Secrets) -> None:
    """Refuse before anything is changed, where the file is not the one that belongs to this database."""
    ring = secrets.ring
    vault = KeyVault(lambda: ring, secrets.index_key)
    with system(settings, reading=True) as session:
        strange = sorted(set(wrapped.versions(session)) - set(ring.keys))
        closed = sorted({table for table, opened in wrapped.sample(session, vault) if not opened})
    if strange:
        names = ", ".join(name_of(version) for version in strange)
        raise SettingsError(f"the secrets do not hold {names}, which records are under; put it back from its backup")
    if closed:
        raise SettingsError(f"these are not the keys of this database: nothing opens in {', '.join(closed)}")


def _record(settings: Settings, steps: Steps, kind: str, version: int) -> None:
    with system(settings) as session:
        event = Event(kind=kind, at=steps.clock(), actor_id=None, subject_id=INSTALLATION, detail={"version": version})
        recorder(session, settings.audit_key)(event)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SettingsError("a rotation is running already") from None
    finally:
        os.close(folder)
