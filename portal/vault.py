"""The vault: red and amber text sealed under a key per record (assurance P8).

A data key is random; it is wrapped under its organisation's key, which is derived from the vault
key outside the database. Both layers are AES-256-GCM, bound to record, column and organisation, so
that a ciphertext moved to another row opens nothing. ADR 3 says why the wrapped key stands on the
record's own row. A wrapped key begins with the version of the vault key that wrapped it, and is bound
to it: rotating wraps it again and leaves what it seals as it is.
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey
from portal.keyring import Ring
from portal.settings import Settings

_VERSION = b"\x01"
_NONCE = 12


class KeyVault:
    """Seals and opens with the keys it was made with; satisfies `lvws_core.ports.Vault`.

    `vault_key` is one key, whose version is 1, or gives all versions as they stand.
    """

    def __init__(self, vault_key: bytes | Callable[[], Ring], index_key: bytes) -> None:
        self._ring = vault_key if callable(vault_key) else _alone(vault_key)
        self._index_key = index_key

    def new_key(self, organisation_id: OrganisationId, record_id: UUID) -> RecordKey:
        """Make the data key of a new record."""
        return self._wrap(organisation_id, record_id, AESGCM.generate_key(256))

    def wrap_again(self, key: RecordKey) -> RecordKey:
        """Wrap the data key of a record under the newest vault key; what it sealed opens as before.

        Raises:
            Invalid: It was altered, or is of another record, or its vault key is gone.
        """
        return self._wrap(key.organisation_id, key.record_id, self._data_key(key))

    def seal(self, key: RecordKey, column: str, text: str) -> bytes:
        """Encrypt a text for this record and column."""
        return _encrypt(self._data_key(key), text.encode(), _place(column, key.organisation_id, key.record_id))

    def open(self, key: RecordKey, column: str, sealed: bytes) -> str:
        """Decrypt what `seal` gave for the same record and column.

        Raises:
            Invalid: It was sealed for another place, or altered, or its key is gone.
        """
        return _decrypt(self._data_key(key), sealed, _place(column, key.organisation_id, key.record_id)).decode()

    def index(self, kind: str, text: str) -> bytes:
        """Give the keyed index of a text; case, accents' encoding and spaces do not matter."""
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        return hmac.new(self._index_key, f"{kind}\x1f{plain}".encode(), hashlib.sha256).digest()

    def _wrap(self, organisation_id: OrganisationId, record_id: UUID, plain: bytes) -> RecordKey:
        ring = self._ring()
        version = bytes([ring.newest])
        place = _place("key", organisation_id, record_id, version)
        wrapped = _encrypt(_organisation_key(ring.keys[ring.newest], organisation_id), plain, place, version)
        return RecordKey(organisation_id=organisation_id, record_id=record_id, wrapped=wrapped)

    def _data_key(self, key: RecordKey) -> bytes:
        version = key.wrapped[:1]
        vault_key = self._ring().keys.get(version[0]) if version else None
        if vault_key is None:
            raise Invalid("sealed", "cannot_be_opened")
        place = _place("key", key.organisation_id, key.record_id, version)
        return _decrypt(_organisation_key(vault_key, key.organisation_id), key.wrapped, place, version)


def vault_of(settings: Settings) -> KeyVault:
    """Give the vault of an installation; it follows a rotation while it is in use."""
    return KeyVault(settings.vault_keys, settings.secrets.index_key)


def _alone(vault_key: bytes) -> Callable[[], Ring]:
    ring = Ring(newest=1, keys={1: vault_key})
    return lambda: ring


def _organisation_key(vault_key: bytes, organisation_id: UUID) -> bytes:
    derive = HKDF(hashes.SHA256(), length=32, salt=None, info=b"organisation\x1f" + organisation_id.bytes)
    return derive.derive(vault_key)


def _place(column: str, organisation_id: UUID, record_id: UUID, version: bytes = _VERSION) -> bytes:
    return b"\x1f".join((version, column.encode(), organisation_id.bytes, record_id.bytes))


def _encrypt(key: bytes, plain: bytes, place: bytes, version: bytes = _VERSION) -> bytes:
    nonce = os.urandom(_NONCE)
    return version + nonce + AESGCM(key).encrypt(nonce, plain, place)


def _decrypt(key: bytes, sealed: bytes, place: bytes, version: bytes = _VERSION) -> bytes:
    if sealed[:1] != version:
        raise Invalid("sealed", "cannot_be_opened")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place)
    except (InvalidTag, ValueError) as error:
        raise Invalid("sealed", "cannot_be_opened") from error
