"""The twin as a file of cases, and the published tables from which it is made."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from portal.reports.twin.margins.model import Lines, Margins, margins_of
from portal.reports.twin.model import Twin

COLUMNS: Final = (
    *("case_ref", "received_on", "reported_on", "source", "force", "crime_category", "da_level", "epr"),
    *("borough_gss", "age", "taken_up", "taken_up_on", "support_type", "allocated_to", "closed_on"),
    "closure_reason",
)
"""The columns of the file. `allocated_to` holds the worker's role. Source: design 5.1."""


def published(name: str) -> Lines:
    """Give the lines of a published table: `table1_referral_source` and so on."""
    return list(csv.DictReader((files(__package__) / "seed_tables" / f"{name}.csv").read_text("utf-8").splitlines()))


def margins() -> Margins:
    """Give the margins of year one."""
    names = ("table1_referral_source", "table2_crime_category", "table3_borough", "table4_age")
    return margins_of(*(published(name) for name in names))


def line_of(case: Twin) -> tuple[str, ...]:
    """Give a case as a line of the file, in the order of `COLUMNS`; what is not known is empty."""
    yes_no = {True: "yes", False: "no", None: ""}
    cells = (
        *(f"Y1-{case.number:06}", case.received_on, case.reported_on, case.source, case.force),
        *(case.crime_category, case.da_level, yes_no[case.epr]),
        *(case.borough.gss or ("" if case.borough == "unknown" else case.borough), case.age),
        *(yes_no[case.taken_up], case.taken_up_on, case.support_type, case.allocated_to),
        *(case.closed_on, case.closure_reason),
    )
    return tuple("" if cell is None else str(cell) for cell in cells)


def lines(cases: tuple[Twin, ...]) -> Iterator[tuple[str, ...]]:
    """Give the file: the headings, then a line a case."""
    yield COLUMNS
    yield from map(line_of, cases)
