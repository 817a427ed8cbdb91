"""The secrets: the keys of an installation, the vault key in versions, kept in a file of one owner or the environment.

A rotation adds a version of the vault key, and processes that run see it at once: the file is read again
when it has changed.
"""

import base64
import binascii
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

KEY_BYTES: Final = 32
"""The length of every key."""

MOST_VERSIONS: Final = 255
"""A wrapped key begins with the version that wrapped it, in one byte."""

OWNER_ONLY: Final = 0o077
"""The bits of a mode that a file with a secret must not have."""

_NAMES: Final = ("vault_key", "index_key", "audit_key", "form_key")
_OLDER: Final = re.compile(r"vault_key_([1-9][0-9]{0,2})")
_SHAPE: Final = "the secrets file is not one made by: lvws keys new FILE"


class SettingsError(Exception):
    """The portal refuses to start on these settings; the text says which and how to mend it."""


class Ring(msgspec.Struct, frozen=True, kw_only=True):
    """The versions of the vault key: every one opens, the newest seals."""

    newest: int
    keys: Mapping[int, bytes]


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """The four keys, each 32 random bytes; they are backed up apart from the database.

    `vault_key` is the newest of its versions, `older_vault_keys` are those that a rotation has not done with.
    `made_on` says of keys by their names when they were made (UTC), where that is known.
    """

    vault_key: bytes
    index_key: bytes
    audit_key: bytes
    form_key: bytes
    vault_version: int = 1
    older_vault_keys: Mapping[int, bytes] = {}
    made_on: Mapping[str, date] = {}

    def __post_init__(self) -> None:
        """Refuse keys of another length, and one key used twice."""
        keys = [*(getattr(self, name) for name in _NAMES), *self.older_vault_keys.values()]
        if any(len(key) != KEY_BYTES for key in keys) or len(set(keys)) != len(keys):
            raise SettingsError("the secrets file must hold four different keys of 32 bytes each, in base64")
        if not all(0 < version < self.vault_version <= MOST_VERSIONS for version in self.older_vault_keys):
            raise SettingsError(f"the versions of the vault key are numbers from 1 to {MOST_VERSIONS}")

    @property
    def ring(self) -> Ring:
        """The versions of the vault key."""
        keys = {**self.older_vault_keys, self.vault_version: self.vault_key}
        return Ring(newest=self.vault_version, keys=keys)

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes], today: date | None = None) -> "Secrets":
        """Make new keys from a source of random bytes."""
        made_on = {} if today is None else dict.fromkeys(_NAMES, today)
        keys: dict[str, Any] = {name: entropy(KEY_BYTES) for name in _NAMES}
        return cls(**keys, made_on=made_on)

    def with_new_vault_key(self, key: bytes, today: date) -> "Secrets":
        """Give the secrets with a next version of the vault key, which seals from now on.

        Raises:
            SettingsError: There is no number left, or the key is one of those that are there.
        """
        version = self.vault_version + 1
        return replace(
            self,
            vault_key=key,
            vault_version=version,
            older_vault_keys=self.ring.keys,
            made_on={**self.made_on, name_of(version): today},
        )

    def without_older_vault_keys(self) -> "Secrets":
        """Give the secrets with the newest version of the vault key alone."""
        gone = {name_of(version) for version in self.older_vault_keys}
        made_on = {name: day for name, day in self.made_on.items() if name not in gone}
        return replace(self, older_vault_keys={}, made_on=made_on)

    def to_toml(self) -> str:
        """Give the text of a secrets file."""
        keys = {name: getattr(self, name) for name in _NAMES[1:]}
        keys |= {name_of(version): key for version, key in self.ring.keys.items()}
        lines = [f'{name} = "{base64.b64encode(key).decode()}"' for name, key in sorted(keys.items(), reverse=True)]
        days = [f"{name} = {day.isoformat()}" for name, day in sorted(self.made_on.items())]
        return "\n".join((*lines, *(("[made_on]", *days) if days else ()), ""))

    @classmethod
    def parse(cls, text: str) -> "Secrets":
        """Read the text of a secrets file.

        Raises:
            SettingsError: It is not one; nothing of it is shown.
        """
        try:
            found = tomllib.loads(text)
            made_on = msgspec.convert(found.pop("made_on", {}), dict[str, date])
            keys: dict[str, Any] = {name: base64.b64decode(value, validate=True) for name, value in found.items()}
            vault = {_version(name): keys.pop(name) for name in tuple(keys) if name.startswith("vault_key")}
            newest = max(vault)
            keys |= {"vault_key": vault.pop(newest), "vault_version": newest, "older_vault_keys": vault}
            return cls(**keys, made_on=made_on)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, binascii.Error, ValueError, TypeError) as error:
            raise SettingsError(_SHAPE) from error

    @classmethod
    def read(cls, path: Path) -> "Secrets":
        """Read a secrets file that only its owner may read.

        Raises:
            SettingsError: Missing, readable by others, or not the keys.
        """
        try:
            if path.stat().st_mode & OWNER_ONLY:
                raise SettingsError("the secrets file can be read by others; set its mode to 600")
            return cls.parse(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SettingsError("the secrets file does not exist; make one with: lvws keys new FILE") from None
        except OSError as error:
            raise SettingsError(f"the secrets file cannot be read: {error.strerror}") from None

    def write(self, path: Path) -> None:
        """Put the secrets into the place of a file, all of them or none: whoever reads it meanwhile reads either.

        Raises:
            OSError: There is no room, or the folder may not be written.
        """
        beside = path.with_name(f".{path.name}.new")
        beside.unlink(missing_ok=True)
        try:
            write_owned(beside, self.to_toml())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


class WatchedRing:
    """The versions of the vault key in a secrets file, read again whenever the file is another."""

    def __init__(self, path: Path, first: Ring) -> None:
        self._path, self._ring = path, first
        self._seen: tuple[int, ...] = ()

    def __call__(self) -> Ring:
        """Give the versions as they stand; a file that cannot be read just now leaves those that were known."""
        try:
            now = self._path.stat()
            seen = (now.st_mtime_ns, now.st_ino, now.st_size)
            if seen != self._seen:
                self._ring, self._seen = Secrets.read(self._path).ring, seen
        except (OSError, SettingsError):
            return self._ring
        return self._ring


def name_of(version: int) -> str:
    """Give the name of a version of the vault key in the file."""
    return "vault_key" if version == 1 else f"vault_key_{version}"


def write_owned(path: Path, text: str) -> None:
    """Write a new file that only its owner may read, down to the disk.

    Raises:
        FileExistsError: There is one already.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as made:
        made.write(text)
        made.flush()
        os.fsync(made.fileno())


def _version(name: str) -> int:
    if name == "vault_key":
        return 1
    found = _OLDER.fullmatch(name)
    if found is None or found[1] == "1":
        raise ValueError(name)
    return int(found[1])
