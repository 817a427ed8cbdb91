"""Telephone numbers: what reads as one, and how it is found again however it was written."""

from typing import Final

_DIGITS: Final = range(7, 16)


def is_phone(text: str) -> bool:
    """Say whether a text reads as a number that can be dialled: 7 to 15 digits, and the signs that people put between.

    >>> is_phone("+44 (0)7700 900-123"), is_phone("ask for Kim"), is_phone("999")
    (True, False, False)
    """
    return len(phone_digits(text)) in _DIGITS and all(c in "+-(). " or c.isdigit() for c in text)


def phone_digits(text: str) -> str:
    """Give the digits that a number is found by: a British one begins with 0 however it was written.

    >>> phone_digits("+44 (0)7700 900-123")
    '07700900123'
    """
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    abroad = text.strip().startswith("+") or digits.startswith("00")
    bare = digits.removeprefix("00")
    return "0" + bare.removeprefix("44").removeprefix("0") if abroad and bare.startswith("44") else digits
