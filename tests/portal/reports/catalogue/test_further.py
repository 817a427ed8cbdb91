"""The further reports from the cases of the twin: months, the funnel, boroughs, completeness."""

import pytest

from portal.database import Database
from portal.reports.catalogue.service import report, reports
from portal.reports.periods.model import last_whole, span_of
from portal.reports.showing.pages import report_page
from portal.reports.showing.service import look, make
from tests.portal.reports.catalogue.test_year_one import YEAR, row, table
from tests.portal.reports.conftest import ANALYST, COUNTED_AT, MANAGER, a_desk
from tests.twin import the_twin

GAPS = {
    "croydon": 1.44,
    "haringey": 0.65,
    "westminster": 0.55,
    "greenwich": 0.48,
    "camden": 0.45,
    "barking_and_dagenham": 0.34,
    "hackney": 0.21,
    "brent": 0.19,
    "harrow": 0.15,
    "barnet": 0.12,
}
"""Domain section 11, SEED-09: in this order. It has 0.64 for Haringey, which is 0.645."""


def test_months_add_up_to_the_year_and_self_referrals_double(year_one: Database) -> None:
    found = table(year_one, "monthly")
    months = [line.key for line in found.lines if not line.is_sum]
    assert (len(months), months[0], months[-1]) == (12, "2019-04", "2020-03")
    for column, every in (("referrals", 167_030), ("self_referral", 12_442), ("taken_up", 38_237)):
        assert sum(found.number(month, column) or 0 for month in months) == found.number("all", column) == every
    assert row(found, "2019-10", "self_referral") == (732,)
    assert row(found, "2019-11", "self_referral") == (1_464,)
    said = found.definition.finding(found)
    assert said.startswith("167,030 referrals were received, 13,919 a month on average; most in March 2020")


def test_the_funnel_by_source_and_force(year_one: Database) -> None:
    found = table(year_one, "funnel")
    assert row(found, "metropolitan_police_service", "referrals", "taken_up", "rate") == (123_735, 22_858, 18)
    contacted = sum(case.taken_up is not None for case in the_twin())
    assert row(found, "all", "contacted", "closed") == (contacted, 38_237)
    assert row(found, "all", "contact_rate") == (round(100 * contacted / 167_030),)


def test_the_funnel_by_priority(year_one: Database) -> None:
    found = table(year_one, "funnel-priority")
    assert row(found, "yes", "referrals", "taken_up", "rate") == (63_454, 13_218, 21)
    assert row(found, "no", "referrals", "taken_up", "rate") == (64_644, 7_770, 12)
    assert row(found, "abuse", "referrals", "taken_up", "rate") == (38_932, 17_249, 44)


def test_boroughs_are_ranked_by_what_their_shares_are_before_rounding(year_one: Database) -> None:
    found = table(year_one, "boroughs")
    first = {line.key: (found.number(line.key, "gap") or 0) / 100 for line in found.lines[: len(GAPS)]}
    assert list(first.items()) == list(GAPS.items())
    assert "Croydon 1.44" in found.definition.finding(found)


def test_what_is_missing_is_told_field_by_field(year_one: Database) -> None:
    found = table(year_one, "data-quality")
    without = sum(case.age is None for case in the_twin())
    assert row(found, "age", "cases", "missing") == (167_030, without)
    assert row(found, "age_or_reason", "missing", "rate") == (0, 100)


@pytest.mark.parametrize("name", sorted(reports()))
def test_every_report_makes_a_page_for_each_length_of_period_and_for_none(year_one: Database, name: str) -> None:
    spans = (span_of(YEAR.first, 1), span_of(YEAR.first, 3), YEAR, last_whole(COUNTED_AT.date(), 1))
    with year_one.system(reading=True) as session:
        for span in spans:
            page = report_page(look(a_desk(session, ANALYST), report(name), span), COUNTED_AT.date())
            assert len(page.rows) >= len(page.chart.bars if page.chart else ())
            assert bool(page.empty) == (span == spans[-1] or name == "co-locations")  # no contact is in the twin
            assert {term.name for term in page.how} >= {"Numerator", "Denominator", "Period", "Definition"}


def test_allocations_by_the_role_of_the_worker(year_one: Database) -> None:
    found = table(year_one, "allocation")
    assert row(found, "triage_iva", "first", "share") == (30_299, 79)
    assert row(found, "complex_iva", "first", "share") == (4_746, 12)
    assert row(found, "idva", "first", "share") == (3_192, 8)


def test_a_protected_table_shows_no_small_figure_and_no_share_of_one(year_one: Database) -> None:
    month = span_of(YEAR.first, 1)
    with year_one.system(reading=True) as session:
        whole = make(a_desk(session, MANAGER), report("funnel-crime"), month, protected=False).table
        shown = make(a_desk(session, ANALYST), report("funnel-crime"), month, protected=True).table
    assert shown.withheld
    for cell, number in whole.cells.items():
        if shown.cells[cell] is not None:
            assert shown.cells[cell] == number
    counts = [column.key for column in shown.shown if type(column).__name__ == "Count"]
    seen = [shown.number(line.key, key) for line in shown.lines for key in counts]
    assert not {1, 2, 3, 4}.intersection(seen)
