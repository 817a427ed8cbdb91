"""What every report shares: whole periods of the London calendar, and the protection of small figures."""

from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.errors import Invalid
from lvws_core.times import LONDON, add_months

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

SMALL: Final = 5
"""Counts below this, and above nothing, are not shown. Source: MON-01."""

FEW: Final = 10
"""Below so many cases there is no median, no share and so no ranking. Source: features, fairness report."""

FIRST_YEAR: Final = 2019
"""The year in which the service began, and the first that the table of holidays knows."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A median over `cases`, and how many of the `judged` were within the clock."""

    cases: int = 0
    median: timedelta | None = None
    judged: int = 0
    in_time: int = 0


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A whole month or quarter; `key` is how the address names it, `first` and `last` are London days, inclusive."""

    key: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """Name it as people do: "November 2026", "October to December 2026"."""
        first, last = _MONTHS[self.first.month - 1], _MONTHS[self.last.month - 1]
        return f"{last} {self.last.year}" if first == last else f"{first} to {last} {self.last.year}"

    @property
    def begins_at(self) -> datetime:
        """The first instant, in UTC."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it, in UTC."""
        return _midnight(self.last + timedelta(days=1))

    def is_over(self, today: date) -> bool:
        """Say whether a London day lies after it."""
        return self.last < today


def month_of(day: date) -> Period:
    """Give the month in which a day falls."""
    first = day.replace(day=1)
    return Period(key=f"{first:%Y-%m}", first=first, last=add_months(first, 1) - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """Give the quarter of the year in which a day falls."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    return Period(key=f"{day.year}-q{number + 1}", first=first, last=add_months(first, 3) - timedelta(days=1))


def period_of(key: str, today: date) -> Period:
    """Read a period from an address; the empty key is the present quarter.

    Raises:
        Invalid: `not_a_period` when it is no month or quarter, `before_records` when the service
            did not exist yet, `in_the_future` when it has not begun.
    """
    if not key:
        return quarter_of(today)
    found = _read(key)
    if found.first.year < FIRST_YEAR:
        raise Invalid("period", "before_records")
    if found.first > today:
        raise Invalid("period", "in_the_future")
    return found


def _read(key: str) -> Period:
    year, _, part = key.partition("-")
    quarter = part.removeprefix("q") if part.startswith("q") else ""
    if not (key.isascii() and len(year) == 4 and year.isdigit() and len(part) == 2 and int(year) > 0):
        raise Invalid("period", "not_a_period")
    if quarter in {"1", "2", "3", "4"}:
        return quarter_of(date(int(year), 3 * int(quarter), 1))
    if part.isdigit() and 1 <= int(part) <= 12:
        return month_of(date(int(year), int(part), 1))
    raise Invalid("period", "not_a_period")


def choices(today: date) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Give the last eight quarters and the last twelve months, the present ones first."""
    starts = [_months_before(today, n) for n in range(24)]
    quarters = dict.fromkeys(quarter_of(day) for day in starts if day.year >= FIRST_YEAR)
    months = [month_of(day) for day in starts[:12] if day.year >= FIRST_YEAR]
    return tuple(quarters)[:8], tuple(months)


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(LONDON)).astimezone(UTC)


class Counts(msgspec.Struct, Generic[Row, Column], frozen=True, kw_only=True):
    """A table of counts with its sums, in which small figures are hidden; None stands for a sum.

    `hidden` names the cells that may not be shown. What is hidden cannot be found by subtraction,
    because no row and no column hides exactly one of its cells, the sum among them.

    Source: MON-01.
    """

    cells: Mapping[tuple[Row | None, Column | None], int]
    hidden: frozenset[tuple[Row | None, Column | None]]

    def shown(self, row: Row | None, column: Column | None) -> int | None:
        """Give a count, None when it may not be shown."""
        cell = row, column
        return None if cell in self.hidden else self.cells[cell]


def protect(
    counts: Mapping[Row, Mapping[Column, int]], columns: tuple[Column, ...], *, keep: Row | None = None
) -> Counts[Row, Column]:
    """Add up a table of counts and hide what is small, and as much beside it as subtraction would need.

    A missing count is 0, and 0 is shown. `keep` is a row whose cells are hidden beside a small one
    only when no other will do.

    Source: MON-01.
    """
    cells: dict[tuple[Row | None, Column | None], int] = {
        (row, column): counts[row].get(column, 0) for row in counts for column in columns
    }
    for row in counts:
        cells[row, None] = sum(cells[row, column] for column in columns)
    for column in (*columns, None):
        cells[None, column] = sum(cells[row, column] for row in counts)
    hidden = {cell for cell, number in cells.items() if 0 < number < SMALL}
    lines = tuple(_lines((*counts, None), (*columns, None)))
    while more := {_beside(line, cells, hidden, keep) for line in lines if len(hidden.intersection(line)) == 1}:
        hidden |= more
    return Counts(cells=cells, hidden=frozenset(hidden))


def _lines(
    rows: tuple[Row | None, ...], columns: tuple[Column | None, ...]
) -> Iterator[tuple[tuple[Row | None, Column | None], ...]]:
    yield from (tuple((row, column) for column in columns) for row in rows)
    yield from (tuple((row, column) for row in rows) for column in columns)


def _beside(
    line: tuple[tuple[Row | None, Column | None], ...],
    cells: Mapping[tuple[Row | None, Column | None], int],
    hidden: set[tuple[Row | None, Column | None]],
    keep: Row | None,
) -> tuple[Row | None, Column | None]:
    """Give the cell of a line that is hidden beside the only hidden one: the smallest that is not nothing."""
    others = [cell for cell in line if cell not in hidden]
    return min(others, key=lambda cell: (cells[cell] == 0, keep is not None and cell[0] == keep, cells[cell]))
