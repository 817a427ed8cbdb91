"""Paging: keyset cursors, never offsets."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from lvws_core.errors import Invalid

Item = TypeVar("Item")

PAGE_SIZE = 25
"""Rows on a page of a list."""


class Page(msgspec.Struct, Generic[Item], frozen=True, kw_only=True):
    """One page of a list and the cursor of the next, None on the last."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


def encode_cursor(*keys: str) -> str:
    """Give the cursor that stands for the last row's sort keys; opaque, and safe in a URL.

    >>> decode_cursor(encode_cursor("2026-11-22T17:00:00", "7QK2-M9"), 2)
    ('2026-11-22T17:00:00', '7QK2-M9')
    """
    return msgspec.json.encode(keys).hex()


def decode_cursor(cursor: str, length: int) -> tuple[str, ...]:
    """Read a cursor back into its sort keys.

    Raises:
        Invalid: It is not a cursor with `length` keys.
    """
    try:
        keys = msgspec.json.decode(bytes.fromhex(cursor), type=tuple[str, ...])
    except (msgspec.DecodeError, ValueError) as error:
        raise Invalid("cursor", "not_a_cursor") from error
    if len(keys) != length or any("\0" in key for key in keys):  # PostgreSQL takes no NUL
        raise Invalid("cursor", "not_a_cursor")
    return keys


def page_of(rows: Sequence[Item], *, size: int = PAGE_SIZE, cursor: str | None = None) -> Page[Item]:
    """Cut a page from up to `size + 1` rows; the surplus row only tells that there is more.

    `cursor` is that of the last row kept, which the store knows how to make.
    """
    return Page(items=tuple(rows[:size]), next_cursor=cursor if len(rows) > size else None)
