"""Recovery codes as values: how they are made, written and read.

A recovery code stands in for a code of the app, once, and only together with the password. It never stands in
for the password, nor for both (ASVS 6.4.3). Whoever has lost both is invited anew by their manager.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Final

from lvws_core.ids import UserId
from lvws_core.ports import Vault

NUMBER: Final = 10
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 that are not taken for one another: without 0, 1, I and O."""
LENGTH: Final = 16
"""80 bits, guessed at ten tries in a quarter of an hour (ASVS 6.5.2 and 6.5.4)."""

_FROM: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_SPELLED: Final = str.maketrans(_FROM, _LETTERS)


def code_of(entropy: str) -> str:
    """Give a recovery code from random text that the caller brings."""
    raw = hashlib.sha256(entropy.encode()).digest()[: LENGTH * 5 // 8]
    return base64.b32encode(raw).decode().translate(_SPELLED)


def written(code: str) -> str:
    """Give a code as it is printed, in groups of four."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def read(text: str) -> str | None:
    """Give the code that somebody typed, in whatever case and with whatever between its groups; None if it is none.

    A letter that no code has is read as the one that it is taken for.
    """
    plain = "".join(each for each in text.upper() if each.isalnum())
    return plain if len(plain) == LENGTH and set(plain) <= set(_LETTERS) else None


def hash_of(vault: Vault, user_id: UserId, code: str) -> bytes:
    """Give the keyed hash under which a code of an account is stored; the key is not in the database.

    Source: assurance P4, P8 (ASVS 6.5.2).
    """
    return vault.index(f"recovery.{user_id}", code)


def hashes_of(vault: Vault, user_id: UserId, codes: Iterable[str]) -> tuple[bytes, ...]:
    """Give the keyed hashes of several."""
    return tuple(hash_of(vault, user_id, code) for code in codes)
