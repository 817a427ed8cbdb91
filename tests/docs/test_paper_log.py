"""The page about the paper log lists every column, old heading and key, and none that is not there."""

import re
from pathlib import Path

from colocations.paper.model import LAYOUT, MOST_BYTES, MOST_ROWS
from colocations.paper.rows.forms import _LISTS

TEXT = (Path(__file__).parents[2] / "docs" / "paper-log.md").read_text(encoding="utf-8")
COLUMNS, _, LISTS = TEXT.partition("## Columns")[2].partition("## Words of the lists")


def rows(table: str) -> dict[str, set[str]]:
    found = (line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| `"))
    return {cells[0].strip(" `"): set(re.findall(r"`([^`]+)`", cells[-1])) for cells in found}


def test_every_column_stands_there_with_its_old_headings() -> None:
    assert rows(COLUMNS) == {column.key: set(column.aliases) for column in LAYOUT.columns}
    assert re.findall(r"\| `(\w+)` \| [^|]*\(\*\*needed\*\*\)", COLUMNS) == list(LAYOUT.needed)


def test_every_key_of_a_list_stands_there() -> None:
    lists = LISTS.partition("## A month")[0]
    assert rows(lists) == {name: {each.value for each in choices} for name, choices in _LISTS.items()}


def test_the_limits_are_those_of_the_page() -> None:
    assert f"up to {MOST_ROWS} rows and {MOST_BYTES // 1000} kB" in TEXT
