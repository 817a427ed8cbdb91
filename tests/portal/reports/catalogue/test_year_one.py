"""Tables 1 to 4 as the evaluation published them: every cell, counted from the cases of the twin."""

from datetime import date

import pytest

from lvws_core.vocabulary import CrimeCategory
from portal.database import Database
from portal.reports.catalogue.service import report
from portal.reports.defining.model import Table
from portal.reports.periods.model import Span
from portal.reports.showing.service import look
from tests.portal.reports.conftest import ANALYST, a_desk
from tests.twin import published

YEAR = Span(first=date(2019, 4, 1), last=date(2020, 3, 31))
Row = tuple[int | None, ...]


def table(database: Database, name: str) -> Table:
    """Make a table of year one as an analyst sees it: nothing that is published had to be withheld."""
    with database.system(reading=True) as session:
        made = look(a_desk(session, ANALYST), report(name), YEAR)
    assert made.protected
    assert not made.table.withheld
    return made.table


def row(found: Table, line: str, *columns: str) -> Row:
    return tuple(found.number(line, column) for column in columns)


def cells(line: dict[str, str]) -> Row:
    return tuple(int(cell) for cell in line.values() if cell.isdigit())


def test_table_1(year_one: Database) -> None:
    found = table(year_one, "table-1")
    for line, key in zip(published("table1_referral_source"), ("police", "self_referral", "other_agency"), strict=True):
        assert row(found, key, "referrals", "taken_up", "rate", "share") == cells(line)
    assert row(found, "all", "referrals", "taken_up", "rate") == (167_030, 38_237, 23)


def test_table_2(year_one: Database) -> None:
    found = table(year_one, "table-2")
    keys = [*CrimeCategory, "no_abuse", "high", "low_medium", "abuse", "all"]
    for line, key in zip(published("table2_crime_category"), keys, strict=True):
        assert row(found, key, "referrals", "taken_up", "rate") == cells(line), key


def test_table_3(year_one: Database) -> None:
    found = table(year_one, "table-3")
    columns = ("referrals", "share", "offences", "offences_share", "incidents", "incidents_share")
    for line in published("table3_borough"):
        key = line["borough"].lower().replace(" ", "_")
        assert row(found, key, *columns) == cells(line), key
    assert row(found, "listed", "referrals", "offences", "incidents") == (36_883, 87_256, 144_474)
    assert row(found, "elsewhere", "referrals") == (2_049,)
    assert row(found, "all", "referrals") == (38_932,)
    in_order = [line.label for line in found.lines][:32]
    numbers = [int(line["da_referrals"]) for line in published("table3_borough")]
    assert [found.number(line.key, "referrals") for line in found.lines][:32] == numbers
    assert in_order[0] == "Enfield"


def test_table_4(year_one: Database) -> None:
    found = table(year_one, "table-4")
    keys = ["17_and_under", "18_24", "25_34", "35_44", "45_54", "55_64", "65_plus", "not_given", "all"]
    for line, key in zip(published("table4_age"), keys, strict=True):
        assert row(found, key, "referrals", "taken_up", "rate") == cells(line), key


@pytest.mark.parametrize("name", ["table-1", "table-2", "table-4"])
def test_every_percentage_is_that_of_the_numbers_beside_it(year_one: Database, name: str) -> None:
    found = table(year_one, name)
    for line in found.lines:
        referrals, taken, rate = row(found, line.key, "referrals", "taken_up", "rate")
        assert rate == (round(100 * taken / referrals) if taken is not None and referrals else None)


def test_the_finding_is_said_in_words(year_one: Database) -> None:
    definition = report("table-1")
    said = definition.finding(table(year_one, "table-1"))
    assert said == "18% of police referrals took up support; self-referrals 77%."
