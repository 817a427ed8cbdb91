"""A device with a passkey, in software: what it answers is made by hand, so that a test may make it wrong."""

import base64
import hashlib
import json
from typing import Any

import cbor2
import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, HOST = "https://portal.example", "portal.example"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def spelled(raw: bytes) -> str:
    """Give bytes in base64url without its filling, as browsers spell them."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Give back the bytes."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device(msgspec.Struct, kw_only=True):
    """A device that holds one passkey and counts how often it is used; each field may be set wrong."""

    credential_id: bytes = b"a credential of sixteen bytes and more"
    key: ec.EllipticCurvePrivateKey = msgspec.field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: bytes | None = None
    count: int = 0
    origin: str = ORIGIN
    host: str = HOST
    verifies: bool = True

    def make(self, options: dict[str, Any], **changes: Any) -> str:
        """Give what a browser answers when a passkey is made."""
        self.user_handle = read(options["user"]["id"])
        said = self._said("webauthn.create", options, changes)
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        place = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(_ATTESTED) + place + cbor2.dumps(public)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": spelled(said), "attestationObject": spelled(attestation)})

    def use(self, options: dict[str, Any], **changes: Any) -> str:
        """Give what a browser answers when the passkey is used; `signs` replaces what is signed."""
        self.count += 1
        said, data = self._said("webauthn.get", options, changes), self._data()
        signed = changes.get("signs", data + hashlib.sha256(said).digest())
        response = {
            "clientDataJSON": spelled(said),
            "authenticatorData": spelled(data),
            "signature": spelled(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        }
        if self.user_handle is not None:
            response["userHandle"] = spelled(self.user_handle)
        return self._answer(response)

    def _said(self, kind: str, options: dict[str, Any], changes: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**told, **changes.get("client", {})}).encode()

    def _data(self, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, str]) -> str:
        id_ = spelled(self.credential_id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})
