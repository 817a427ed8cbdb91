"""Opening hours, through both changes of the clocks and over holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lvws_core.consent.contact import Window
from lvws_core.errors import Invalid
from lvws_core.holidays import HOLIDAYS
from lvws_core.hours import is_open, next_open
from lvws_core.times import local, london_day

SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
"""The nights in which the clocks change."""

QUARTER = timedelta(minutes=15)
WEEKDAYS = Window(days=frozenset(range(5)), opens=time(10), closes=time(17))


def quarters(first: int, last: int) -> st.SearchStrategy[time]:
    return st.integers(first * 4, last * 4 + 3).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Hours outside the hour that the clocks skip or repeat, so that a wall clock says all there is to say."""
    opens, closes = sorted(draw(st.lists(quarters(3, 23), min_size=2, max_size=2, unique=True)))
    return Window(days=draw(st.frozensets(st.integers(0, 6), min_size=1)), opens=opens, closes=closes)


CLOSED = st.frozensets(st.dates(date(2026, 3, 25), date(2026, 4, 8))) | st.just(HOLIDAYS)
HOURS = st.lists(windows(), max_size=3)
MOMENTS = st.builds(lambda start, n: start + n * QUARTER, st.sampled_from((SPRING, AUTUMN)), st.integers(-400, 400))


@given(HOURS, CLOSED, MOMENTS)
def test_it_is_open_when_a_clock_in_london_says_so(hours: list[Window], closed: frozenset[date], at: datetime) -> None:
    expected = london_day(at) not in closed and any(window.contains(at) for window in hours)
    assert is_open(hours, closed, at) is expected


@given(HOURS, CLOSED, MOMENTS)
@example([WEEKDAYS], HOLIDAYS, SPRING)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    hours: list[Window], closed: frozenset[date], now: datetime
) -> None:
    found = next_open(hours, closed, now)
    horizon = min(found or now + timedelta(days=20), now + timedelta(days=20))
    if found is not None:
        assert found >= now
        assert is_open(hours, closed, found)
    between = (now + n * QUARTER for n in range((horizon - now) // QUARTER))
    assert not any(is_open(hours, closed, at) for at in between)


@given(HOURS, CLOSED, MOMENTS)
def test_asking_again_at_the_opening_gives_the_same(
    hours: list[Window], closed: frozenset[date], now: datetime
) -> None:
    found = next_open(hours, closed, now)
    assert found is None or next_open(hours, closed, found) == found


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)),
        (datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),
        (datetime(2026, 3, 27, 18, tzinfo=UTC), datetime(2026, 3, 30, 9, tzinfo=UTC)),
        (datetime(2026, 10, 23, 17, tzinfo=UTC), datetime(2026, 10, 26, 10, tzinfo=UTC)),
        (datetime(2026, 12, 24, 18, tzinfo=UTC), datetime(2026, 12, 29, 10, tzinfo=UTC)),
    ],
)
def test_weekdays_from_ten_over_a_weekend_a_change_of_the_clocks_and_christmas(now: datetime, opens: datetime) -> None:
    assert next_open([WEEKDAYS], HOLIDAYS, now) == opens
    assert local(opens).time() >= time(10)


def test_an_hour_that_the_clocks_skip_opens_later_and_never_ends_before_it_begins() -> None:
    night = Window(days=frozenset({6}), opens=time(1, 30), closes=time(2, 0))
    assert next_open([night], (), SPRING) == datetime(2026, 4, 5, 0, 30, tzinfo=UTC)
    longer = Window(days=frozenset({6}), opens=time(1, 30), closes=time(4, 0))
    assert next_open([longer], (), SPRING) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_an_hour_that_the_clocks_repeat_the_first_counts() -> None:
    night = Window(days=frozenset({6}), opens=time(1, 0), closes=time(1, 45))
    assert next_open([night], (), AUTUMN - QUARTER) == AUTUMN
    assert not is_open([night], (), AUTUMN + timedelta(minutes=75))


def test_without_hours_or_with_every_day_closed_it_never_opens() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_open([], (), now) is None
    assert next_open([WEEKDAYS], frozenset(london_day(now) + timedelta(days=n) for n in range(400)), now) is None


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(Invalid, match="naive"):
        next_open([WEEKDAYS], (), datetime(2026, 11, 23, 12))  # noqa: DTZ001 - the point
