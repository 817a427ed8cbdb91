"""Hours of a week keep the wall clock, and what nobody covers is exactly what is left."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colocations.sites.hours.model import Period, Weekly, Window, period_on, period_words, weekly_words, without
from lvws_core.errors import Invalid

BASE = datetime(2026, 11, 23, tzinfo=UTC)
MINUTES = st.integers(0, 24 * 60)
WORKING_WEEK = Weekly(windows=tuple(Window(day=day, opens=time(9), closes=time(17)) for day in range(5)))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = sorted(draw(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1])))
    return Period(starts_at=BASE + timedelta(minutes=first), ends_at=BASE + timedelta(minutes=last))


@given(whole=periods(), taken=st.lists(periods(), max_size=6), minute=MINUTES)
def test_each_moment_is_taken_or_left_and_never_both(whole: Period, taken: list[Period], minute: int) -> None:
    moment, left = BASE + timedelta(minutes=minute), without(whole, taken)
    here = [each for each in left if each.starts_at <= moment < each.ends_at]
    is_in = whole.starts_at <= moment < whole.ends_at
    is_taken = any(each.starts_at <= moment < each.ends_at for each in taken)
    assert len(here) == (is_in and not is_taken)
    assert all(one.ends_at < other.starts_at for one, other in pairwise(left))


@pytest.mark.parametrize(
    ("day", "utc_hours"),
    [
        (date(2027, 3, 26), (9, 17)),
        (date(2027, 3, 29), (8, 16)),
        (date(2027, 10, 29), (8, 16)),
        (date(2027, 11, 1), (9, 17)),
    ],
)
def test_nine_to_five_stays_nine_to_five_across_both_changes_of_the_clocks(
    day: date, utc_hours: tuple[int, int]
) -> None:
    found = Weekly(windows=WORKING_WEEK.windows, on_holidays=True).on(day)
    assert found is not None
    assert (found.starts_at.hour, found.ends_at.hour) == utc_hours
    assert period_words(found) == "09:00 to 17:00"


def test_an_hour_that_the_clocks_skip_is_no_time_and_one_that_they_repeat_is_the_earlier() -> None:
    with pytest.raises(Invalid, match="skipped_hour"):
        period_on(date(2027, 3, 28), time(1, 30), time(3))
    repeated = period_on(date(2027, 10, 31), time(1, 30), time(3))
    assert repeated.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert repeated.ends_at - repeated.starts_at == timedelta(hours=2.5)


def test_on_a_bank_holiday_nobody_is_expected_unless_it_is_said() -> None:
    holiday = date(2026, 12, 25)
    assert WORKING_WEEK.on(holiday) is None
    assert Weekly(windows=WORKING_WEEK.windows, on_holidays=True).on(holiday) is not None
    assert WORKING_WEEK.on(date(2026, 11, 28)) is None


def test_what_ends_before_it_starts_is_no_period_and_no_window() -> None:
    with pytest.raises(Invalid, match="not_after_start"):
        period_on(date(2026, 11, 23), time(12), time(12))
    with pytest.raises(Invalid, match="not_after_start"):
        Window(day=0, opens=time(17), closes=time(9))
    with pytest.raises(Invalid, match="not_a_weekday"):
        Window(day=7, opens=time(9), closes=time(17))
    with pytest.raises(Invalid, match="twice_a_day"):
        Weekly(windows=(WORKING_WEEK.windows[0], WORKING_WEEK.windows[0]))


def test_hours_are_said_in_the_fewest_words() -> None:
    assert weekly_words(WORKING_WEEK) == "Monday to Friday 09:00 to 17:00"
    mixed = Weekly(
        windows=(Window(day=0, opens=time(9), closes=time(12)), Window(day=2, opens=time(9), closes=time(12))),
        on_holidays=True,
    )
    assert weekly_words(mixed) == "Monday and Wednesday 09:00 to 12:00, bank holidays too"
    assert weekly_words(Weekly()) == ""
