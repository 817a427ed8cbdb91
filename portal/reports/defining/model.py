"""What a report is: a definition over counts, and the table that is made of it for a period.

A definition names its lines and its columns by what they count; a rate names two of its columns. Page, file and
command are made from the one table, so they cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from portal.reports.counting.model import Counted, Key
from portal.reports.disclosure.model import Figure, withheld
from portal.reports.periods.model import Span

Test = Callable[[Mapping[str, str]], bool]
"""Whether a count belongs to a line or a column, by the parts of its key under their names."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a table: what it counts, and whether it is a sum of others; a rare one is shown only if it counts."""

    key: str
    label: str
    of: Test
    is_sum: bool = False
    is_rare: bool = False


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A column of numbers; one that is not `shown` is there for a rate, or to be protected like one."""

    key: str
    label: str
    of: Test
    shown: bool = True


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """A column of percentages: a column by another, or by the same column of the line `by_line`; no places."""

    key: str
    label: str
    part: str
    whole: str
    by_line: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A column of numbers from elsewhere, by line: published before, so never withheld. `by_line` makes it a share."""

    key: str
    label: str
    numbers: Mapping[str, int]
    by_line: str = ""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A column of differences: the share of a given number less that of a counted one, both of the line `by_line`.

    In hundredths of a percentage point.
    """

    key: str
    label: str
    part: str
    given: str
    by_line: str


Column = Count | Rate | Given | Gap


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A report: what it counts, by which lines and columns, and the words for all of it (TOP-20).

    `charted` is the column that the chart draws, `finding` makes the sentence of the table; a `is_ranked`
    one has its highest line first. `by_month` puts a line a month before the lines.
    `nothing` says that there was nothing to count.
    """

    name: str
    title: str
    about: str
    version: int
    cube: str
    dimensions: tuple[str, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    numerator: str
    denominator: str
    period_rule: str
    charted: str
    finding: Callable[["Table"], str]
    line_label: str
    notes: tuple[str, ...] = ()
    nothing: str = "Nobody was referred"
    by_month: bool = False
    is_ranked: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A definition filled for a period: a number a cell, None where it is withheld, or cannot be.

    `lines` are those that are shown, in their order; `withheld` the cells that may not be shown.
    """

    definition: Definition
    span: Span
    lines: tuple[Line, ...]
    cells: Mapping[tuple[str, str], int | None]
    withheld: frozenset[tuple[str, str]] = frozenset()

    def number(self, line: str, column: str) -> int | None:
        """Give a cell: a count, a whole percentage or hundredths of a point; None where there is none to show."""
        return self.cells[line, column]

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        return tuple(each for each in self.definition.columns if not isinstance(each, Count) or each.shown)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        counted = [column.key for column in self.definition.columns if isinstance(column, Count)]
        return all(self.cells[line.key, key] == 0 for line in self.lines for key in counted)


def percent(part: int, whole: int) -> int:
    """Give a share in whole per cent, halves up.

    >>> percent(1, 8)
    13
    """
    return (200 * part + whole) // (2 * whole)


def table_of(definition: Definition, span: Span, counted: Iterable[Counted], *, protected: bool) -> Table:
    """Make the table of a period; `protected` withholds what may not leave the service.

    A protected one is of a published period, and `counted` has every month of its financial year.

    Source: MON-01, TOP-20.
    """
    counts = {(each.month, each.key): each.number for each in counted}
    lines = lines_of(definition, span)
    numbers = {
        (line.key, column.key): sum(counts.get(atom, 0) for atom in atoms)
        for line, column, atoms in _figures(definition, span, lines, counts)
    }
    hidden = _withheld(definition, span, counts) if protected else frozenset()
    cells: dict[tuple[str, str], int | None] = {
        cell: None if cell in hidden else number for cell, number in numbers.items()
    }
    for column in definition.columns:
        if not isinstance(column, Count):
            cells |= {(line.key, column.key): _derived(column, line, cells) for line in lines}
    rates = frozenset(
        (line.key, rate.key)
        for line in lines
        for rate in definition.columns
        if isinstance(rate, Rate | Gap) and not hidden.isdisjoint(_behind(rate, line))
    )
    return Table(
        definition=definition,
        span=span,
        lines=_in_order(definition, lines, cells, numbers),
        cells=cells,
        withheld=hidden | rates,
    )


def lines_of(definition: Definition, span: Span) -> tuple[Line, ...]:
    """Give the lines of a period: those of the definition, or one a month and their sum."""
    if not definition.by_month:
        return definition.lines
    months = [_of_month(month) for month in span.months]
    return (*months, *definition.lines)


def _of_month(month: date) -> Line:
    key = f"{month:%Y-%m}"
    return Line(key=key, label=f"{month:%B %Y}", of=lambda parts: parts["month"] == key)


def _in_order(
    definition: Definition,
    lines: tuple[Line, ...],
    cells: Mapping[tuple[str, str], int | None],
    numbers: Mapping[tuple[str, str], int],
) -> tuple[Line, ...]:
    counted = {line for line, column in numbers if numbers[line, column]}
    kept = [line for line in lines if not line.is_rare or line.key in counted]
    if not definition.is_ranked:
        return tuple(kept)
    ends = next((place for place, line in enumerate(kept) if line.is_sum), len(kept))
    # What is withheld comes last, in the order of the definition: its place must not tell its size.
    return (*sorted(kept[:ends], key=lambda line: -(cells[line.key, definition.charted] or 0)), *kept[ends:])


_Figures = Iterable[tuple[Line, Count, frozenset[tuple[date, Key]]]]
_Counts = Mapping[tuple[date, Key], int]


def _figures(definition: Definition, span: Span, lines: tuple[Line, ...], counts: _Counts) -> _Figures:
    inside = set(span.months)
    named = [
        (atom, {**dict(zip(definition.dimensions, atom[1], strict=True)), "month": f"{atom[0]:%Y-%m}"})
        for atom in counts
        if atom[0] in inside
    ]
    columns = [column for column in definition.columns if isinstance(column, Count)]
    by_column = {column.key: [pair for pair in named if column.of(pair[1])] for column in columns}
    for line in lines:
        for column in columns:
            yield line, column, frozenset(atom for atom, parts in by_column[column.key] if line.of(parts))


def _withheld(definition: Definition, span: Span, counts: _Counts) -> frozenset[tuple[str, str]]:
    # What is published earlier was decided without what comes later: so it stays as it is.
    tables = [
        [
            Figure(key=(part, line.key, column.key), atoms=atoms, shown=column.shown)
            for line, column, atoms in _figures(definition, part, lines_of(definition, part), counts)
        ]
        for part in span.published_before
    ]
    hidden = withheld(tables, counts)
    cells = {
        (line.key, column.key)
        for line in lines_of(definition, span)
        for column in definition.columns
        if isinstance(column, Count)
    }
    return frozenset(cell for cell in cells if (span, *cell) in hidden)


def _behind(rate: Rate | Gap, line: Line) -> tuple[tuple[str, str], ...]:
    if isinstance(rate, Gap):
        return (line.key, rate.part), (rate.by_line, rate.part)
    return (line.key, rate.part), (rate.by_line or line.key, rate.whole)


def _derived(column: Rate | Given | Gap, line: Line, cells: Mapping[tuple[str, str], int | None]) -> int | None:
    if isinstance(column, Given):
        number, whole = column.numbers.get(line.key), column.numbers.get(column.by_line)
        return percent(number, whole) if number is not None and whole else None if column.by_line else number
    part, base = (cells.get(cell) for cell in _behind(column, line))
    if isinstance(column, Gap):
        number, whole = cells.get((line.key, column.given)), cells.get((column.by_line, column.given))
        if part is None or number is None or not base or not whole or line.key == column.by_line:
            return None
        return round(10_000 * (number / whole - part / base))
    return percent(part, base) if part is not None and base else None


PERIOD_RULE: Final = "The day on which the service received the referral, in London, whatever happened to it later."
"""By which day a case falls into a period. Source: TAKE-02."""
