"""Periods: which are whole, in which order they are published, and which cannot be asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from portal.reports.periods.model import Grain, Span, last_whole, span_from, span_of, year_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2019, 4, 1), date(2030, 12, 31))


@given(DAYS)
def test_a_year_is_published_with_all_of_its_months_and_quarters(day: date) -> None:
    year = year_of(day)
    march = span_of(date(year.last.year, 3, 1), 1)
    found = march.published_before
    assert len(found) == len(set(found)) == 17
    assert [span.grain for span in found].count(Grain.QUARTER) == 4
    assert found[-3:] == (year, span_of(date(year.last.year, 1, 1), 3), march)
    assert [span.last for span in found] == sorted(span.last for span in found)


@given(DAYS, st.sampled_from([1, 3, 12]))
def test_the_last_whole_period_is_whole_over_and_the_last(today: date, months: int) -> None:
    found = last_whole(today, months)
    grain = {1: Grain.MONTH, 3: Grain.QUARTER, 12: Grain.YEAR}[months]
    assert found.grain is grain
    assert found.last < today
    assert span_of(found.first, 2 * months).last >= today.replace(day=1)


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        (date(2019, 4, 1), date(2019, 4, 30), Grain.MONTH),
        (date(2019, 4, 1), date(2019, 6, 30), Grain.QUARTER),
        (date(2019, 5, 1), date(2019, 7, 31), Grain.OTHER),
        (date(2019, 4, 1), date(2020, 3, 31), Grain.YEAR),
        (date(2019, 1, 1), date(2019, 12, 31), Grain.OTHER),
        (date(2019, 4, 2), date(2019, 4, 30), Grain.OTHER),
    ],
)
def test_only_whole_months_quarters_and_financial_years_are_published(first: date, last: date, grain: Grain) -> None:
    assert Span(first=first, last=last).grain is grain


def test_periods_are_named_as_people_name_them() -> None:
    assert year_of(date(2019, 4, 1)).words == "April 2019 to March 2020"
    assert span_of(date(2019, 4, 1), 3).words == "April to June 2019"
    assert span_of(date(2019, 4, 1), 1).words == "April 2019"


def test_days_may_be_written_in_either_way_and_none_is_last_month() -> None:
    assert span_from("1/4/2019", "2020-03-31", TODAY) == year_of(date(2019, 4, 1))
    assert span_from("", "", TODAY) == span_of(date(2026, 10, 1), 1)


@pytest.mark.parametrize(
    ("first", "last", "field", "code"),
    [
        ("2019-04-01", "", "to", "required"),
        ("", "2019-04-01", "from", "required"),
        ("31/2/2019", "2019-04-01", "from", "not_a_date"),
        ("2018-04-01", "2019-04-01", "from", "before_records"),
        ("2019-04-01", "2026-11-24", "to", "in_the_future"),
        ("2019-04-02", "2019-04-01", "to", "ends_before_it_begins"),
    ],
)
def test_what_is_no_period_says_why(first: str, last: str, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        span_from(first, last, TODAY)
    assert (refused.value.field, refused.value.code) == (field, code)
