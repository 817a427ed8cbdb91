"""Files of commas that people keep: headings and old headings, lines one at a time, and what is wrong where."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

MOST_COLUMNS: Final = 200
SIGNS: Final = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_BROKEN = "From here on the quotation marks do not match: mend them in this row, or save the file again as CSV"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its row as a spreadsheet counts, and what stands in each column, empty ones left out."""

    row: int
    values: Mapping[str, str]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, where, and how to mend it; never a value of the line. `column` is empty for the whole row."""

    row: int
    column: str
    code: str
    text: str


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its heading, the words for a fault, what stands in it, an example, and its old headings."""

    key: str
    label: str
    holds: str
    example: str = ""
    aliases: tuple[str, ...] = ()


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a file: the column of each field, and what is wrong with it."""

    columns: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds: its columns in the order of the template, and those without which no line can be read."""

    columns: tuple[Column, ...]
    needed: tuple[str, ...]

    @property
    def labels(self) -> Mapping[str, str]:
        """The words for a column in a fault."""
        return {each.key: each.label for each in self.columns}

    def read_heading(self, fields: Sequence[str]) -> Heading:
        """Give the column of each field, by its heading or an old one; case, spaces and signs do not matter.

        A heading that is not known is a fault, lest a misspelt one about safety pass unread. It is told by its
        place and not by its words: a file without headings begins with a person.
        """
        named = {name: each.key for each in self.columns for name in (each.key, *each.aliases)}
        found = [named.get(plain(field), "") for field in fields[:MOST_COLUMNS]]
        faults = [*_strange(found, fields), *_twice(found)]
        missing = [key for key in self.needed if key not in found]
        text = "The file has no column {}: add it, or take the headings from the template"
        faults += [Fault(row=1, column=key, code="column_missing", text=text.format(key)) for key in missing]
        return Heading(columns=tuple(found), faults=tuple(faults))

    def read_lines(self, text: Iterable[str]) -> Iterator[Line | Fault]:
        """Give each line of a file that was opened with `newline=""`, or the fault that makes it unreadable.

        Rows count as a spreadsheet does: the headings are row 1. Commas, semicolons or tabs part the fields,
        whichever the headings have. Empty lines are left out. After faults in the headings nothing is read.
        """
        source = iter(text)
        first = next(source, "")
        rows = _records(_with(first, source), _separator(first))
        heading = self.read_heading([] if (head := next(rows, None)) is None or isinstance(head, str) else head)
        if heading.faults:
            yield from heading.faults
            return
        for number, fields in enumerate(rows, start=2):
            if isinstance(fields, str):
                yield Fault(row=number, column="", code=fields, text=_BROKEN)
                return
            if any(field.strip() for field in fields):
                yield _line(number, heading.columns, fields)

    def template(self) -> str:
        """Give the template: the headings and one invented line, as a file for a spreadsheet."""
        made = io.StringIO()
        writer = csv.writer(made)
        writer.writerow(each.key for each in self.columns)
        writer.writerow(each.example for each in self.columns)
        return made.getvalue()


def plain(heading: str) -> str:
    """Give a heading or a key without case, spaces and signs.

    >>> plain(" Day of Contact ")
    'day_of_contact'
    """
    words = "".join(c if c.isalnum() else " " for c in heading.lower())
    return "_".join(words.split())


def without_formula(text: str) -> str | None:
    """Give a text, without the sign by which a spreadsheet keeps a formula for text; None for a formula.

    >>> without_formula("'+44"), without_formula("=1+1")
    ('+44', None)
    """
    if text.startswith("'") and text[1:].startswith(SIGNS):
        return text[1:]
    return None if text.startswith(SIGNS) else text


def day_of(text: str) -> date | None:
    """Read a day, the year first or last; None for what is no real one.

    >>> day_of("2026-11-22") == day_of("22/11/2026 00:00")
    True
    """
    if found := _ISO.fullmatch(text):
        parts = (found[1], found[2], found[3])
    elif found := _BRITISH.fullmatch(text):
        parts = (found[3], found[2], found[1])
    else:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _strange(found: Iterable[str], fields: Sequence[str]) -> Iterable[Fault]:
    for place, (key, field) in enumerate(zip(found, fields, strict=False), start=1):
        if not key:
            empty = "has no heading" if not field.strip() else "has a heading that is not known"
            text = f"Column {place} {empty}: use one of the template’s headings, or delete the column"
            yield Fault(row=1, column=f"column {place}", code="heading_unknown", text=text)


def _twice(found: Sequence[str]) -> Iterable[Fault]:
    for place, key in enumerate(found, start=1):
        if key and key in found[: place - 1]:
            text = f"Column {place} is a second column {key}: keep one of them"
            yield Fault(row=1, column=key, code="heading_twice", text=text)


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
