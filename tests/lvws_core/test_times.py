from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.holidays import FIRST_DAY, HOLIDAYS, HOLIDAYS_VERSION, LAST_DAY
from lvws_core.policy import Length
from lvws_core.times import (
    WorkingCalendar,
    add_months,
    england_and_wales,
    in_words,
    local,
    london_day,
    utc,
)

CALENDAR = england_and_wales()
LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

days = st.dates(FIRST_DAY, LAST_DAY - timedelta(days=400))
moments = st.datetimes(datetime(2019, 1, 2), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(0, 40)


def slowly(day: date, count: int) -> date:
    """Add working days one calendar day at a time, from weekdays and the table alone."""
    while count:
        day += DAY
        if day.isoweekday() not in {6, 7} and day not in HOLIDAYS:
            count -= 1
    return day


def easter(year: int) -> date:
    """Give Easter Sunday by the anonymous Gregorian computation."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def monday(day: date, step: int) -> date:
    while day.weekday():
        day += step * DAY
    return day


def free_day(day: date, taken: set[date]) -> date:
    while day.weekday() > 4 or day in taken:
        day += DAY
    return day


def statutory(year: int) -> set[date]:
    """Compute the holidays of a year from the statute's rules, before any proclamation."""
    found = {easter(year) - 2 * DAY, easter(year) + DAY, monday(date(year, 5, 1), 1)}
    found |= {monday(date(year, 5, 31), -1), monday(date(year, 8, 31), -1)}
    found.add(free_day(date(year, 1, 1), found))
    boxing, christmas = date(year, 12, 26), date(year, 12, 25)
    if boxing.weekday() < 5:
        found.add(boxing)
    found.add(free_day(christmas, found))
    return found if boxing.weekday() < 5 else found | {free_day(boxing, found)}


PROCLAIMED = {
    2020: ({date(2020, 5, 8)}, {date(2020, 5, 4)}),
    2022: ({date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}, {date(2022, 5, 30)}),
    2023: ({date(2023, 5, 8)}, set()),
}


@pytest.mark.parametrize("year", range(FIRST_DAY.year, LAST_DAY.year + 1))
def test_the_table_is_what_the_statute_and_the_proclamations_give(year: int) -> None:
    added, removed = PROCLAIMED.get(year, (set(), set()))
    assert {day for day in HOLIDAYS if day.year == year} == statutory(year) - removed | added


def test_the_table_names_its_years_and_has_no_weekend_in_it() -> None:
    assert HOLIDAYS_VERSION.endswith(f"{FIRST_DAY.year}-{LAST_DAY.year}")
    assert all(day.weekday() < 5 for day in HOLIDAYS)


@pytest.mark.parametrize("day", [FIRST_DAY - DAY, LAST_DAY + DAY])
def test_a_day_beyond_the_table_is_refused_and_not_guessed(day: date) -> None:
    with pytest.raises(Invalid) as refused:
        CALENDAR.is_working_day(day)
    assert (refused.value.field, refused.value.code) == ("day", "beyond_holiday_table")


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_the_first_and_the_last_day_of_the_table_are_known(day: date) -> None:
    assert CALENDAR.is_working_day(day) is (day.weekday() < 5 and day not in HOLIDAYS)


@pytest.mark.parametrize("day", [LAST_DAY, LAST_DAY + DAY, LAST_DAY - 2 * DAY, date.max])
def test_working_days_that_end_beyond_the_table_are_refused(day: date) -> None:
    with pytest.raises(Invalid, match="day: beyond_holiday_table"):
        CALENDAR.add_working_days(day, 3)


@pytest.mark.parametrize("zone", ["Europe/Londn", "", "../zone"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(Invalid, match="zone: unknown_zone"):
        WorkingCalendar(frozenset(), zone=zone)


def test_bounds_out_of_order_are_refused() -> None:
    with pytest.raises(Invalid, match="last: before_first"):
        WorkingCalendar(holidays=frozenset(), first=date(2026, 1, 2), last=date(2026, 1, 1))


def test_bounds_of_one_day_are_enough() -> None:
    day = date(2026, 1, 2)
    assert WorkingCalendar(frozenset(), first=day, last=day).is_working_day(day)


def test_a_calendar_of_ones_own_knows_every_year() -> None:
    own = WorkingCalendar(frozenset({date(2040, 1, 2)}))
    assert own.add_working_days(date(2039, 12, 30), 1) == date(2040, 1, 3)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2021, 12, 24), 2, date(2021, 12, 30)),
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_code_20_counting_starts_on_the_next_day_and_skips_weekends_and_holidays(
    start: date, count: int, expected: date
) -> None:
    assert CALENDAR.add_working_days(start, count) == expected


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(Invalid, match="days: negative"):
        CALENDAR.add_working_days(date(2026, 11, 20), -1)


@given(days, counts)
def test_code_20_agrees_with_a_slow_count(day: date, count: int) -> None:
    assert CALENDAR.add_working_days(day, count) == slowly(day, count)


@given(days, days, counts)
def test_a_later_day_plus_working_days_is_never_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.add_working_days(early, count) <= CALENDAR.add_working_days(late, count)


@given(days, counts)
def test_one_working_day_more_is_later(day: date, count: int) -> None:
    assert CALENDAR.add_working_days(day, count) < CALENDAR.add_working_days(day, count + 1)


@given(days, counts)
def test_the_working_days_between_undo_their_addition(day: date, count: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, count)) == count


def test_the_working_days_between_need_their_days_in_order() -> None:
    with pytest.raises(Invalid, match="last: before_first"):
        CALENDAR.working_days_between(date(2026, 11, 21), date(2026, 11, 20))


@given(moments, counts.filter(bool))
def test_a_working_day_clock_closes_at_17_london_on_the_nth_day(start: datetime, count: int) -> None:
    ends = CALENDAR.due(start, working_days=count).astimezone(LONDON)
    assert (ends.time(), ends.date()) == (time(17), slowly(start.astimezone(LONDON).date(), count))


@given(moments, moments, counts)
def test_a_later_start_is_never_due_earlier(one: datetime, other: datetime, count: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.due(early, working_days=count) <= CALENDAR.due(late, working_days=count)


@given(moments, counts)
def test_nothing_is_due_before_it_starts(start: datetime, count: int) -> None:
    assert CALENDAR.due(start, working_days=count) >= start


@given(moments, st.timedeltas(timedelta(), timedelta(days=60)))
def test_real_hours_are_elapsed_time_whatever_the_clocks_do(start: datetime, length: timedelta) -> None:
    assert CALENDAR.due(start.astimezone(LONDON), real=length) - start == length


@pytest.mark.parametrize("night", [date(2026, 3, 28), date(2026, 10, 24)])
def test_24_hours_over_a_change_of_the_clocks_are_24_hours(night: date) -> None:
    start = datetime.combine(night, time(18), LONDON)
    ends = CALENDAR.due(start, real=timedelta(hours=24))
    assert ends.timestamp() - start.timestamp() == 24 * 3600
    assert ends.astimezone(LONDON).hour != 18


def test_the_london_day_of_the_start_counts_and_not_that_of_utc() -> None:
    start = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert CALENDAR.due(start, working_days=1) == datetime(2026, 7, 3, 16, 0, tzinfo=UTC)


def test_no_working_days_are_due_at_close_or_at_once_after_close() -> None:
    assert CALENDAR.due(NOW, working_days=0) == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    late = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    assert CALENDAR.due(late, working_days=0) == late


def test_the_close_of_day_is_a_choice() -> None:
    ends = CALENDAR.due(NOW, working_days=1, close=time(12, 30))
    assert ends == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "fault"),
    [
        ({}, "length: not_exactly_one"),
        ({"working_days": 1, "real": timedelta(hours=1)}, "length: not_exactly_one"),
        ({"working_days": -1}, "days: negative"),
        ({"real": timedelta(seconds=-1)}, "real: negative"),
        ({"real": timedelta.max}, "real: out_of_range"),
    ],
)
def test_a_length_that_cannot_be_is_refused(length: Any, fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        CALENDAR.due(NOW, **length)


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(Invalid, match="start: naive"):
        CALENDAR.due(NOW.replace(tzinfo=None), working_days=1)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (Length(hours=2), datetime(2026, 11, 20, 11, 0, tzinfo=UTC)),
        (Length(days=7), datetime(2026, 11, 27, 9, 0, tzinfo=UTC)),
        (Length(working_days=2), datetime(2026, 11, 24, 16, 30, tzinfo=UTC)),
    ],
)
def test_a_length_of_the_policy_is_due_by_its_kind(length: Length, expected: datetime) -> None:
    assert CALENDAR.due_for(NOW, length, time(16, 30)) == expected


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_utc_keeps_the_moment(moment: datetime, minutes: int) -> None:
    there = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert (utc(there), utc(there).tzinfo) == (moment, UTC)


@pytest.mark.parametrize("read", [utc, local, london_day])
def test_a_naive_moment_is_refused(read: Callable[[datetime], object]) -> None:
    with pytest.raises(Invalid, match="moment: naive"):
        read(NOW.replace(tzinfo=None))


def test_a_moment_that_utc_cannot_express_is_refused() -> None:
    with pytest.raises(Invalid, match="moment: out_of_range"):
        utc(datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))


@given(moments)
def test_the_london_day_is_that_of_london_time(moment: datetime) -> None:
    assert london_day(moment) == local(moment).date() == moment.astimezone(LONDON).date()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "today 17:00"),
        (datetime(2026, 11, 20, 0, 5, tzinfo=UTC), "today 00:05"),
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), "tomorrow 17:00"),
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "Sunday 22 November, 09:05"),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "Tuesday 24 November, 17:00"),
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), "Thursday 19 November, 17:00"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thursday 2 July, 00:30"),
        (datetime(2027, 1, 4, 17, 0, tzinfo=UTC), "Monday 4 January 2027, 17:00"),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), "Wednesday 31 December 2025, 17:00"),
    ],
)
def test_a_moment_is_said_in_words(moment: datetime, words: str) -> None:
    assert in_words(moment, NOW) == words


def test_tomorrow_holds_over_the_turn_of_the_year() -> None:
    eve = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    assert in_words(eve + DAY, eve) == "tomorrow 09:00"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(("months", "fault"), [(-1, "negative"), (12 * 8000, "out_of_range")])
def test_months_that_cannot_be_are_refused(months: int, fault: str) -> None:
    with pytest.raises(Invalid, match=f"months: {fault}"):
        add_months(date(2026, 11, 20), months)


@given(st.lists(days, min_size=2, max_size=9), st.integers(0, 60))
def test_months_later_keeps_the_order_of_days(several: list[date], months: int) -> None:
    later = [add_months(day, months) for day in sorted(several)]
    assert all(one <= other for one, other in pairwise(later))


@given(days, st.integers(1, 12))
def test_months_later_falls_in_the_right_month(day: date, months: int) -> None:
    assume(day.year < 9998)
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
