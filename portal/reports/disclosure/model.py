"""Which figures are withheld: those under five, and as many others as it takes that none can be worked out.

Whoever has every published table may add and subtract whatever is in them, the tables of the months and those
of the quarters and the year that they add up to among them. Such a sum gives a figure exactly when that
figure is a linear combination of the figures that are shown. So figures are shown one by one, and one
whose showing would complete such a combination for a figure under five is withheld (MON-01).

What was published once cannot be taken back: tables are decided in the order in which they are published.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from lvws_core.suppression import SMALL

Atom = Hashable
"""What is counted once: a month, and everything by which the table tells cases apart."""

_PRIME: Final = 2**61 - 1
"""Combinations are sought among the remainders by a large prime, where division is exact and cheap."""

_Vector = dict[int, int]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A count: its name, and the atoms that it adds up.

    One that is not `shown` stands in no table, but follows from two that do: it is protected alike.
    """

    key: Hashable
    atoms: frozenset[Atom]
    shown: bool = True


def withheld(tables: Sequence[Sequence[Figure]], counts: Mapping[Any, int]) -> frozenset[Hashable]:
    """Give the keys of the figures that may not be shown, of tables in the order in which they are published.

    An atom of which there is none counts as known: that there is nobody is shown.

    Source: MON-01.
    """
    figures = [figure for table in tables for figure in table]
    vectors = _vectors(figures, counts)
    numbers = [sum(counts.get(atom, 0) for atom in figure.atoms) for figure in figures]
    small = {place for place, number in enumerate(numbers) if 0 < number < SMALL}
    known, hidden, begin = _Known([vectors[place] for place in small]), set(), 0
    for table in tables:
        places = range(begin, begin + len(table))
        begin += len(table)
        for place in sorted(places, key=lambda place: (-numbers[place], place)):
            if figures[place].shown and (place in small or not known.learns(vectors[place])):
                hidden.add(figures[place].key)
    return frozenset(hidden)


def _vectors(figures: Sequence[Figure], counts: Mapping[Any, int]) -> list[_Vector]:
    """Write each figure as a sum of unknowns; atoms that no figure tells apart are one unknown."""
    where: dict[Atom, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        for atom in figure.atoms:
            if counts.get(atom, 0):
                where[atom].append(place)
    unknown: dict[tuple[int, ...], int] = {}
    vectors: list[_Vector] = [{} for _ in figures]
    for places in where.values():
        number = unknown.setdefault(tuple(places), len(unknown))
        for place in places:
            vectors[place][number] = 1
    return vectors


class _Known:
    """What can be worked out from the figures that are shown so far, and how far the protected ones are from it."""

    def __init__(self, protected: Iterable[_Vector]) -> None:
        self._rows: dict[int, _Vector] = {}
        self._left = [_normal(vector) for vector in protected]

    def learns(self, vector: _Vector) -> bool:
        """Show a figure, unless a protected one would follow; say whether it is shown."""
        new = dict(vector)
        for pivot in [pivot for pivot in vector if pivot in self._rows]:
            _subtract(new, self._rows[pivot], new[pivot])
        if not new:
            return True  # it followed from the others already
        new = _normal(new)
        if new in self._left:
            return False
        pivot = min(new)
        self._left = [_normal(_without(row, new, pivot)) for row in self._left]
        for row in self._rows.values():
            _subtract(row, new, row.get(pivot, 0))
        self._rows[pivot] = new
        return True


def _without(row: _Vector, new: _Vector, pivot: int) -> _Vector:
    if pivot in row:
        row = dict(row)
        _subtract(row, new, row[pivot])
    return row


def _subtract(row: _Vector, other: Mapping[int, int], times: int) -> None:
    if times:
        for number, value in other.items():
            left = (row.get(number, 0) - times * value) % _PRIME
            if left:
                row[number] = left
            else:
                row.pop(number, None)


def _normal(vector: _Vector) -> _Vector:
    """Give the vector whose first coefficient is one: two that follow from one another are then the same."""
    factor = pow(vector[min(vector)], -1, _PRIME)
    return vector if factor == 1 else {number: value * factor % _PRIME for number, value in vector.items()}
