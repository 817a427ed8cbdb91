"""Lines of a file of commas: in whatever encoding it was saved, one at a time, never the whole file."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lvws_core.errors import Invalid
from portal.intake.importing.columns.model import read_heading
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
    """Give each line of a file that was opened with `newline=""`, or the fault that makes it unreadable.

    Rows count as a spreadsheet does: the headings are row 1. Commas, semicolons or tabs part the fields,
    whichever the headings have. Empty lines are left out. After faults in the headings nothing is read.
    """
    source = iter(text)
    first = next(source, "")
    rows = _records(_with(first, source), _separator(first))
    heading = read_heading([] if (head := next(rows, None)) is None or isinstance(head, str) else head)
    if heading.faults:
        yield from heading.faults
        return
    for number, fields in enumerate(rows, start=2):
        if isinstance(fields, str):
            yield Fault(row=number, column="", code=fields, text=_BROKEN)
            return
        if any(field.strip() for field in fields):
            yield _line(number, heading.columns, fields)


_BROKEN = "From here on the quotation marks do not match: mend them in this row, or save the file again as CSV"


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _separator(first: str) -> str:
    return max(",;\t", key=first.count)


def _records(text: Iterator[str], separator: str) -> Iterator[list[str] | str]:
    """Give the fields of each record; a word of code, and then no more, where the quotation marks do not match."""
    try:
        yield from csv.reader(text, delimiter=separator, strict=True)
    except csv.Error:  # one that is never closed too: it ends at the end of the file, or at 128 kB
        yield "broken_quotes"


def _line(number: int, columns: Sequence[str], fields: Sequence[str]) -> Line | Fault:
    if any(field.strip() for field in fields[len(columns) :]):
        text = "The row has more fields than there are headings: put text with a comma in it between quotation marks"
        return Fault(row=number, column="", code="too_many_fields", text=text)
    values = {key: field.strip() for key, field in zip(columns, fields, strict=False) if field.strip()}
    return Line(row=number, values=values)
