"""Periods of the London calendar, and small figures that may not be shown."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from portal.reports.model import SMALL, choices, month_of, period_of, protect, quarter_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
TABLES = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.sampled_from("uvwxy"), st.integers(0, 30)), min_size=1
)


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_quarter_and_both_are_whole(day: date) -> None:
    for period in (month_of(day), quarter_of(day)):
        assert period.first <= day <= period.last
        assert period.first.day == 1
        assert (period.last + timedelta(days=1)).day == 1
        assert period_of(period.key, day) == period


def test_a_period_begins_and_ends_at_midnight_in_london() -> None:
    july = period_of("2026-07", TODAY)
    assert (july.begins_at, july.ends_at) == (
        datetime(2026, 6, 30, 23, tzinfo=UTC),
        datetime(2026, 7, 31, 23, tzinfo=UTC),
    )
    assert period_of("2026-q1", TODAY).ends_at == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_periods_have_the_words_that_people_use() -> None:
    assert period_of("2026-11", TODAY).words == "November 2026"
    assert period_of("", TODAY).words == "October to December 2026"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("nonsense", "not_a_period"),
        ("2026-13", "not_a_period"),
        ("2026-q5", "not_a_period"),
        ("2026-00", "not_a_period"),
        ("0000-01", "not_a_period"),
        ("٢٠٢٦-01", "not_a_period"),
        ("2026-11-23", "not_a_period"),
        ("2018-12", "before_records"),
        ("2026-12", "in_the_future"),
        ("2027-q1", "in_the_future"),
    ],
)
def test_what_is_no_period_is_refused_by_its_code(key: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        period_of(key, TODAY)
    assert refused.value.code == code


@given(st.text())
def test_no_text_of_an_address_breaks_the_period(key: str) -> None:
    with suppress(Invalid):
        assert period_of(key, TODAY).first <= TODAY


@given(DAYS)
def test_the_chooser_begins_with_the_present_and_offers_only_periods_that_can_be_read(day: date) -> None:
    quarters, months = choices(day)
    assert (quarters[0], months[0]) == (quarter_of(day), month_of(day))
    assert len(quarters) <= 8
    assert all(period_of(each.key, day) == each for each in (*quarters, *months))


@given(TABLES, st.sampled_from("abcd"))
def test_mon_01_nothing_small_is_shown_and_nothing_hidden_follows_by_subtraction(
    counts: dict[str, dict[str, int]], keep: str
) -> None:
    columns = tuple("uvwxy")
    table = protect(counts, columns, keep=keep)
    rows = (*counts, None)
    every = (*columns, None)
    for row in rows:
        assert sum(table.shown(row, column) is None for column in every) != 1
    for column in every:
        assert sum(table.shown(row, column) is None for row in rows) != 1
    for row, column in table.cells:
        shown = table.shown(row, column)
        assert shown is None or shown == 0 or shown >= SMALL


@given(TABLES)
def test_the_sums_of_a_table_are_those_of_its_cells(counts: dict[str, dict[str, int]]) -> None:
    table = protect(counts, tuple("uvwxy"))
    assert table.cells[None, None] == sum(number for row in counts.values() for number in row.values())


def test_a_table_without_small_counts_hides_nothing() -> None:
    table = protect({"a": {"u": 0, "v": 7}, "b": {"u": 5, "v": 0}}, ("u", "v"))
    assert table.hidden == frozenset()


def test_the_own_row_is_kept_as_long_as_another_cell_will_do() -> None:
    table = protect({"own": {"u": 6}, "others": {"u": 3}}, ("u",), keep="own")
    assert table.shown("own", "u") == 6
    assert table.shown(None, "u") is None
