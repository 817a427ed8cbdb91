"""No figure under five follows from what is shown, whatever is added and subtracted over a year of tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.reports.disclosure.model import Atom, Figure, withheld
from portal.reports.periods.model import Span, span_of, year_of

YEAR = span_of(date(2019, 4, 1), 12)
YEAR_AND_MARCH = span_of(date(2020, 3, 1), 1)
"""The last month of a year, before which everything else of it is published."""

JUNE = span_of(date(2019, 6, 1), 1)
QUARTER = span_of(date(2019, 4, 1), 3)
ROWS, COLUMNS = 3, 2
NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def tables_of(span: Span) -> list[list[Figure]]:
    return [list(figures_of(part)) for part in span.published_before]


def figures_of(span: Span) -> Iterator[Figure]:
    """A table of rows and columns with its sums, over all months of a period."""
    for row in (*range(ROWS), None):
        for column in (*range(COLUMNS), None):
            atoms = frozenset(
                (month, r, c)
                for month in span.months
                for r in (range(ROWS) if row is None else (row,))
                for c in (range(COLUMNS) if column is None else (column,))
            )
            yield Figure(key=(span.first, span.last, row, column), atoms=atoms)


def counted(span: Span, numbers: Sequence[int]) -> dict[Atom, int]:
    atoms = [(month, row, column) for month in span.months for row in range(ROWS) for column in range(COLUMNS)]
    return dict(zip(atoms, numbers, strict=False))


def follows(figure: Figure, shown: Sequence[Figure], counts: Mapping[Atom, int]) -> bool:
    """Say whether a figure is a sum of shown ones with any factors: by exact fractions, in a way of its own."""
    order = [atom for atom, number in counts.items() if number]
    rows: list[list[Fraction]] = []
    for each in shown:
        row = reduced([Fraction(atom in each.atoms) for atom in order], rows)
        if any(row):
            lead = next(value for value in row if value)
            rows.append([value / lead for value in row])
    return not any(reduced([Fraction(atom in figure.atoms) for atom in order], rows))


def reduced(row: list[Fraction], rows: list[list[Fraction]]) -> list[Fraction]:
    for known in rows:
        place = next(place for place, value in enumerate(known) if value)
        if row[place]:
            factor = row[place]
            row = [value - factor * other for value, other in zip(row, known, strict=True)]
    return row


def check(span: Span, numbers: Sequence[int]) -> None:
    tables, counts = tables_of(span), counted(year_of(span.first), numbers)
    hidden = withheld(tables, counts)
    figures = [figure for table in tables for figure in table]
    shown = [figure for figure in figures if figure.key not in hidden]
    for figure in figures:
        if 0 < sum(counts.get(atom, 0) for atom in figure.atoms) < 5:
            assert figure.key in hidden
            assert not follows(figure, shown, counts)


@given(st.lists(NUMBERS, min_size=18, max_size=18))
@settings(max_examples=60, deadline=None)
@example([1, 9, 9, 9, 9, 9] * 3)
@example([3, 9, 9, 9, 9, 9] + [9] * 12)
def test_nothing_under_five_follows_from_a_quarter_and_its_months(numbers: list[int]) -> None:
    check(JUNE, numbers)


@given(st.lists(NUMBERS, min_size=72, max_size=72))
@settings(max_examples=3, deadline=None)
def test_nothing_under_five_follows_from_a_year_its_quarters_and_its_months(numbers: list[int]) -> None:
    check(YEAR_AND_MARCH, numbers)


def test_a_bridge_between_two_hidden_blocks_is_withheld_too() -> None:
    # No line hides one cell alone, and yet the cell between the two blocks follows from their sums.
    cells = {(r, c): 20 for r in range(4) for c in range(4)} | {(r, c): 2 for r in (0, 1) for c in (0, 1)}
    cells |= {(r, c): 2 for r in (2, 3) for c in (2, 3)} | {(1, 2): 3}
    lines = [[(r, c) for c in range(4)] for r in range(4)] + [[(r, c) for r in range(4)] for c in range(4)]
    table = [Figure(key=cell, atoms=frozenset({cell})) for cell in cells]
    table += [Figure(key=f"sum {number}", atoms=frozenset(line)) for number, line in enumerate(lines)]
    hidden = withheld([table], cells)
    shown = [figure for figure in table if figure.key not in hidden]
    bridge = next(figure for figure in table if figure.key == (1, 2))
    assert not follows(bridge, shown, cells)
    only_small = [figure for figure in table if sum(cells[cell] for cell in figure.atoms) >= 5]  # type: ignore[index]
    assert follows(bridge, only_small, cells)


@given(st.lists(NUMBERS, min_size=72, max_size=72))
@settings(max_examples=10, deadline=None)
def test_what_is_published_later_changes_nothing_that_was_published_before(numbers: list[int]) -> None:
    counts = counted(YEAR, [number or 1 for number in numbers])
    every, spans = tables_of(YEAR_AND_MARCH), YEAR_AND_MARCH.published_before
    whole = withheld(every, counts)
    for end in (2, 5, 9):
        before = [figure.key for table in every[:end] for figure in table]
        then = {atom: number for atom, number in counts.items() if atom[0] <= spans[end - 1].last}  # type: ignore[index]
        assert withheld(every[:end], then) == whole.intersection(before)


def test_a_figure_that_follows_from_two_is_protected_though_no_table_shows_it() -> None:
    counts = {"taken": 30, "not": 2}
    referrals = Figure(key="referrals", atoms=frozenset(counts))
    taken = Figure(key="taken", atoms=frozenset({"taken"}))
    rest = Figure(key="not", atoms=frozenset({"not"}), shown=False)
    assert withheld([[referrals, taken]], counts) == frozenset()
    assert withheld([[referrals, taken, rest]], counts) == {"taken"}
