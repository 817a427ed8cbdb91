"""Telephone numbers: how one is found again however it was written."""


def phone_digits(text: str) -> str:
    """Give the digits that a number is found by: a British one begins with 0 however it was written.

    >>> phone_digits("+44 (0)7700 900-123")
    '07700900123'
    """
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    abroad = text.strip().startswith("+") or digits.startswith("00")
    bare = digits.removeprefix("00")
    return "0" + bare.removeprefix("44").removeprefix("0") if abroad and bare.startswith("44") else digits
