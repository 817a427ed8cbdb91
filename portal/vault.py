"""The vault: red and amber text sealed under a key per record (assurance P8).

A data key is random; it is wrapped under its organisation's key, which is derived from the vault
key outside the database. Both layers are AES-256-GCM, bound to record, column and organisation, so
that a ciphertext moved to another row opens nothing. ADR 3 says why the wrapped key stands on the
record's own row.
"""

import hashlib
import hmac
import os
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey

_VERSION = b"\x01"
_NONCE = 12


class KeyVault:
    """Seals and opens with the two keys it was made with; satisfies `lvws_core.ports.Vault`."""

    def __init__(self, vault_key: bytes, index_key: bytes) -> None:
        self._vault_key = vault_key
        self._index_key = index_key

    def new_key(self, organisation_id: OrganisationId, record_id: UUID) -> RecordKey:
        """Make the data key of a new record."""
        place = _place("key", organisation_id, record_id)
        wrapped = _encrypt(self._organisation_key(organisation_id), AESGCM.generate_key(256), place)
        return RecordKey(organisation_id=organisation_id, record_id=record_id, wrapped=wrapped)

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

    def _organisation_key(self, organisation_id: UUID) -> bytes:
        derive = HKDF(hashes.SHA256(), length=32, salt=None, info=b"organisation\x1f" + organisation_id.bytes)
        return derive.derive(self._vault_key)

    def _data_key(self, key: RecordKey) -> bytes:
        place = _place("key", key.organisation_id, key.record_id)
        return _decrypt(self._organisation_key(key.organisation_id), key.wrapped, place)


def _place(column: str, organisation_id: UUID, record_id: UUID) -> bytes:
    return b"\x1f".join((_VERSION, column.encode(), organisation_id.bytes, record_id.bytes))


def _encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place)


def _decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes:
    if sealed[:1] != _VERSION:
        raise Invalid("sealed", "cannot_be_opened")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place)
    except (InvalidTag, ValueError) as error:
        raise Invalid("sealed", "cannot_be_opened") from error
