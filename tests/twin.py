"""The year-one twin, made once a run, and the tables that were published, read from the tests' own copies."""

import csv
from functools import cache
from pathlib import Path

from portal.reports.twin.model import Twin, year_one
from portal.reports.twin.service import margins

TABLES = Path(__file__).parent / "seed_tables"


@cache
def the_twin() -> tuple[Twin, ...]:
    """Give the 167,030 cases."""
    return year_one(margins())


def published(name: str) -> list[dict[str, str]]:
    """Give the lines of a published table."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
