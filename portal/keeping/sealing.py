"""Sealing a file to a public key: whoever writes backups can read none of them (assurance P22).

A fresh X25519 key agrees on a key with the one whose private half is kept elsewhere; AES-256-GCM seals chunk after
chunk. Its nonce counts the chunks and marks the last, so one that is altered, left out, put elsewhere or cut off
does not open; the beginning of the file is bound to each.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.keyring import OWNER_ONLY, SettingsError, write_owned

MAGIC: Final = b"LVWSEAL1"
"""What a sealed file begins with."""

CHUNK: Final = 1 << 20
"""How many bytes are sealed together, the last ones excepted."""

_TAG, _KEY = 16, 32
_BEGINNING: Final = len(MAGIC) + _KEY


class UnsealError(Exception):
    """The file does not open; the text says why, and nothing of what is in it."""


def new_pair(private: Path, public: Path) -> None:
    """Make a pair of keys: the private half opens what the public one seals.

    Raises:
        FileExistsError: One of the files is there already.
    """
    made = X25519PrivateKey.generate()
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    format_ = serialization.PublicFormat.SubjectPublicKeyInfo
    write_owned(private, made.private_bytes(pem, serialization.PrivateFormat.PKCS8, no_password).decode())
    write_owned(public, made.public_key().public_bytes(pem, format_).decode())


def public_key(path: Path) -> X25519PublicKey:
    """Read the public half.

    Raises:
        SettingsError: It is not there, or is something else.
    """
    try:
        found = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} is no public backup key; make a pair with: lvws keys new-backup") from error
    if not isinstance(found, X25519PublicKey):
        raise SettingsError(f"{path} is a key of another kind; make a pair with: lvws keys new-backup")
    return found


def private_key(path: Path) -> X25519PrivateKey:
    """Read the private half, which only its owner may read.

    Raises:
        SettingsError: It is not there, is something else, or others can read it.
    """
    try:
        if path.stat().st_mode & OWNER_ONLY:
            raise SettingsError(f"{path} can be read by others; set its mode to 600")
        found = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"{path} is no private backup key") from error
    if not isinstance(found, X25519PrivateKey):
        raise SettingsError(f"{path} is a key of another kind")
    return found


def seal(parts: Iterable[bytes], to: X25519PublicKey, into: BinaryIO) -> None:
    """Write what the parts hold together, sealed to a public key."""
    fresh = X25519PrivateKey.generate()
    beginning = MAGIC + fresh.public_key().public_bytes_raw()
    box = _box(fresh.exchange(to), beginning + to.public_bytes_raw())
    into.write(beginning)
    chunks = enumerate(_marked(_even(parts)))
    into.writelines(box.encrypt(_nonce(at, is_last=is_last), chunk, beginning) for at, (chunk, is_last) in chunks)


def unseal(sealed: BinaryIO, key: X25519PrivateKey) -> Iterator[bytes]:
    """Give what was sealed, in order; only at the end is it known that nothing is missing.

    Raises:
        UnsealError: It is no sealed file, was sealed to another key, was altered, or was cut off.
    """
    beginning = sealed.read(_BEGINNING)
    if len(beginning) < _BEGINNING or not beginning.startswith(MAGIC):
        raise UnsealError("this is no sealed backup")
    secret = key.exchange(X25519PublicKey.from_public_bytes(beginning[len(MAGIC) :]))
    box = _box(secret, beginning + key.public_key().public_bytes_raw())
    chunks = iter(lambda: sealed.read(CHUNK + _TAG), b"")
    number = -1
    for number, (chunk, is_last) in enumerate(_marked(chunks)):
        try:
            yield box.decrypt(_nonce(number, is_last=is_last), chunk, beginning)
        except InvalidTag:
            raise UnsealError(
                "it was sealed to another key, or altered" if number == 0 else "it was altered or cut off on the way"
            ) from None
    if number < 0:
        raise UnsealError("it was cut off on the way")


def is_sealed(path: Path) -> bool:
    """Say whether a file begins as a sealed one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _box(secret: bytes, bound: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), length=_KEY, salt=None, info=b"backup\x1f" + bound).derive(secret))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _even(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Give the same bytes in chunks of one length, the last excepted; one empty chunk of nothing."""
    kept = bytearray()
    for part in parts:
        kept += part
        while len(kept) > CHUNK:
            yield bytes(kept[:CHUNK])
            del kept[:CHUNK]
    yield bytes(kept)


def _marked(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    waiting: bytes | None = None
    for chunk in chunks:
        if waiting is not None:
            yield waiting, False
        waiting = chunk
    if waiting is not None:
        yield waiting, True


def new_owned(path: Path) -> BinaryIO:
    """Make a new file that only its owner may read, to be written.

    Raises:
        OSError: It is there already, or the folder may not be written.
    """
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
