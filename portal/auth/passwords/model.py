"""The rule for passwords: long, not a common one, and not made of what everybody knows of its owner.

Nothing is asked about kinds of characters, and nothing of what was typed is changed (ASVS 6.2.5, 6.2.8).
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from lvws_core.errors import Invalid
from portal.auth.model import PASSWORD_LONGEST, PASSWORD_SHORTEST, Account

COMMON: Final = Path(__file__).parent / "common.bin"
"""The bundled list of common passwords; `common.txt` beside it says where it comes from."""

COMMON_BYTES: Final = 5
"""How much of a SHA-256 the list keeps: of three million good passwords it takes one for a common one."""

SERVICE_WORDS: Final = frozenset({"lvws", "portal", "london", "victim", "witness", "service", "password", "passphrase"})
"""Words of the portal itself; those of the owner and the organisations come on top (ASVS 6.1.2, 6.2.11)."""

_OWN_SHORTEST: Final = 8
_WORD_SHORTEST: Final = 3
_LETTERS: Final = re.compile(r"[^\W_]+")


def words_of(account: Account, *organisations: str) -> frozenset[str]:
    """Give the words that a password of this account must not be made of: those of its owner and organisations."""
    told = " ".join((account.display_name, account.email.partition("@")[0], *organisations))
    return frozenset(each for each in _LETTERS.findall(told.casefold()) if len(each) >= _WORD_SHORTEST)


def check_password(password: str, *, email: str, words: Iterable[str] = ()) -> None:
    """Refuse a new password that is short, too long, a common one, or made of words that everybody knows.

    Made of them is what leaves fewer than 8 letters and digits once those of the service and the given `words`
    are taken out; so each may stand in a longer password.

    Raises:
        Invalid: `too_short`, `too_long`, `like_the_account`, `common` or `known_words`.

    Source: assurance P4, ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11 and 6.2.12.
    """
    if len(password) < PASSWORD_SHORTEST:
        raise Invalid("password", "too_short")
    if len(password) > PASSWORD_LONGEST:
        raise Invalid("password", "too_long")
    if password.casefold().startswith(email.partition("@")[0].casefold()):
        raise Invalid("password", "like_the_account")
    if is_common(password):
        raise Invalid("password", "common")
    if _is_made_of(password, frozenset(words) | SERVICE_WORDS):
        raise Invalid("password", "known_words")


def is_common(password: str) -> bool:
    """Say whether a password is in the bundled list, in whatever case.

    Source: ASVS 6.2.4 and 6.2.12; nothing leaves the machine.
    """
    wanted = hashlib.sha256(password.casefold().encode("utf-8", "surrogatepass")).digest()[:COMMON_BYTES]
    known = _common()
    low, high = 0, len(known) // COMMON_BYTES
    while low < high:
        middle = (low + high) // 2
        here = known[middle * COMMON_BYTES : (middle + 1) * COMMON_BYTES]
        if here == wanted:
            return True
        low, high = (middle + 1, high) if here < wanted else (low, middle)
    return False


@cache
def _common() -> bytes:
    return COMMON.read_bytes()


def _is_made_of(password: str, words: frozenset[str]) -> bool:
    whole = "".join(_LETTERS.findall(password.casefold()))
    left = whole
    for word in sorted(words, key=lambda each: (-len(each), each)):
        left = left.replace(word, "")
    return left != whole and len(left) < _OWN_SHORTEST
