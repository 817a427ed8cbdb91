"""The secret of an authenticator app while it is being set up: made by us, kept by the page, shown to be ours."""

import base64
import hashlib
import hmac


def seed_of(entropy: str) -> str:
    """Give a TOTP seed of 160 bits, in base32, from random text that the caller brings.

    Source: assurance P4, ASVS 6.5.3; RFC 4226 section 4, R6.
    """
    return base64.b32encode(hashlib.sha1(entropy.encode(), usedforsecurity=False).digest()).decode()


def seed_proof(key: bytes, link_hash: bytes, seed: str) -> str:
    """Give what shows that a seed was made by us for this link, so that the form can carry it.

    Nothing is stored before the invitation is accepted, and every look at the page has a seed of its
    own: whoever handed the link over and looked at it first knows nothing of the one that counts.
    """
    return hmac.new(
        key, b"seed\x1f" + link_hash + b"\x1f" + seed.encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()


def is_ours(key: bytes, link_hash: bytes, seed: str, proof: str) -> bool:
    """Say whether a seed that a form brings back is the one that the page gave it."""
    return hmac.compare_digest(seed_proof(key, link_hash, seed).encode(), proof.encode("utf-8", "replace"))
