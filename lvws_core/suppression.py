"""The protection of small figures: what is hidden cannot be found by subtraction."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Final, Generic, TypeVar

import msgspec

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

SMALL: Final = 5
"""Counts below this, and above nothing, are not shown. Source: MON-01."""


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
