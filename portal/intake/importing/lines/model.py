"""Lines of a file of commas: in whatever encoding it was saved, one at a time, never the whole file."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import Final

from lvws_core.errors import Invalid
from portal.intake.importing.columns.model import LAYOUT
from portal.intake.importing.model import Fault, Line

_UNDEFINED: Final = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""What stands for nothing in cp1252."""


def encoding_of(chunks: Iterable[bytes]) -> str:
    """Give the encoding of a file: UTF-8 with a mark or without, UTF-16 with its mark, else cp1252.

    Raises:
        Invalid: It is empty, or no text in any of these.
    """
    decoder, is_utf8, is_empty, is_wide = getincrementaldecoder("utf-8")(), True, True, False
    can_be_windows = True
    for chunk in chunks:
        if is_empty:
            is_wide = chunk.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
        is_empty = is_empty and not chunk
        if not is_wide and b"\0" in chunk:
            raise Invalid("file", "not_text")
        can_be_windows = can_be_windows and not any(each in chunk for each in _UNDEFINED)
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if is_empty:
        raise Invalid("file", "empty")
    if is_wide:
        return "utf-16"
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig"
    if can_be_windows:
        return "cp1252"
    raise Invalid("file", "not_text")


def _decodes(decoder: object, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)  # type: ignore[attr-defined]  # codecs names no class for what it gives
    except UnicodeDecodeError:
        return False
    return True


def read_lines(text: Iterable[str]) -> Iterator[Line | Fault]:
    """Give each line of a file that was opened with `newline=""`, or the fault that makes it unreadable."""
    return LAYOUT.read_lines(text)
