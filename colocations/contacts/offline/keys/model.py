"""Sealing and opening: a fresh AES-256-GCM key for each entry, wrapped for an RSA-3072 key by OAEP with SHA-256.

The id, the key's name and the permit are bound to the content (as associated data), so that an envelope cannot be
given another id, nor be delivered for another author.
"""

import binascii
import hashlib
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from colocations.contacts.offline.model import MOST_FIELDS, Content
from lvws_core.errors import Invalid

KEY_BITS: Final = 3072
_NONCE: Final = 12
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class SealKey(msgspec.Struct, frozen=True, kw_only=True):
    """The public half of a key: `spki` is DER; `retired_at` (aware) is when a newer one took its place."""

    kid: str
    spki: bytes
    made_at: datetime
    retired_at: datetime | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What a device delivers: an id, which key, the wrapped key, the nonce, and what is sealed; bytes in base64."""

    id: str = ""
    kid: str = ""
    wk: str = ""
    iv: str = ""
    ct: str = ""

    @property
    def digest(self) -> bytes:
        """The hash by which the same envelope is known again."""
        return hashlib.sha256(f"{self.id}|{self.kid}|{self.wk}|{self.iv}|{self.ct}".encode()).digest()

    @property
    def uuid(self) -> UUID:
        """The id as a value.

        Raises:
            Invalid: It is none in its one spelling.
        """
        try:
            found = UUID(self.id)
        except ValueError as error:
            raise Invalid("id", "not_an_id") from error
        if str(found) != self.id:
            raise Invalid("id", "not_an_id")
        return found


def new_pair() -> tuple[str, bytes]:
    """Make a key: the private half as PEM, which only the vault may keep, and the public one as DER (SPKI)."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    spki = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), spki


def key_name(spki: bytes) -> str:
    """Give the name of a key, which follows from the key itself."""
    return hashlib.sha256(spki).hexdigest()[:32]


def bound_to(envelope_id: str, kid: str, permit_id: UUID) -> bytes:
    """Give what the content of an envelope is bound to."""
    return f"{envelope_id}|{kid}|{permit_id}".encode()


def seal(content: bytes, spki: bytes, *, envelope_id: str, permit_id: UUID, randomness: bytes) -> Envelope:
    """Seal a content as a device does; `randomness` are 44 fresh random bytes.

    Raises:
        Invalid: Another number of random bytes.
    """
    if len(randomness) != 32 + _NONCE:
        raise Invalid("randomness", "wrong_length")
    key, nonce, kid = randomness[:32], randomness[32:], key_name(spki)
    public = serialization.load_der_public_key(spki)
    if not isinstance(public, rsa.RSAPublicKey):
        raise Invalid("spki", "not_rsa")
    sealed = AESGCM(key).encrypt(nonce, content, bound_to(envelope_id, kid, permit_id))
    wrapped = public.encrypt(key, _OAEP)
    wk, iv, ct = (b64encode(part).decode() for part in (wrapped, nonce, sealed))
    return Envelope(id=envelope_id, kid=kid, wk=wk, iv=iv, ct=ct)


def unseal(envelope: Envelope, private_pem: str, permit_id: UUID) -> Content:
    """Open an envelope that was sealed for this key and this permit.

    Raises:
        Invalid: It does not open, or what it holds is no entry (`envelope`, `not_authentic`).
    """
    private = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise Invalid("private_pem", "not_rsa")
    try:
        wrapped, nonce, sealed = (b64decode(part, validate=True) for part in (envelope.wk, envelope.iv, envelope.ct))
        key = private.decrypt(wrapped, _OAEP)
        plain = AESGCM(key).decrypt(nonce, sealed, bound_to(envelope.id, envelope.kid, permit_id))
        content = msgspec.json.decode(plain, type=Content)
    except (binascii.Error, ValueError, InvalidTag, msgspec.DecodeError) as error:
        raise Invalid("envelope", "not_authentic") from error
    if content.sealed_at.tzinfo is None or len(content.typed) > MOST_FIELDS:
        raise Invalid("envelope", "not_authentic")
    return content
