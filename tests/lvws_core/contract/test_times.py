"""Working days and dues, called as design 5.4 writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.times import WorkingCalendar, england_and_wales

LONDON = ZoneInfo("Europe/London")
CALENDAR = england_and_wales()


def test_a_calendar_is_built_from_its_holidays_by_place_or_by_name() -> None:
    holidays = frozenset({date(2026, 11, 17)})
    assert WorkingCalendar(holidays) == WorkingCalendar(holidays=holidays, zone="Europe/London")
    assert WorkingCalendar(holidays).add_working_days(date(2026, 11, 16), 1) == date(2026, 11, 18)
    assert not WorkingCalendar(holidays).is_working_day(date(2026, 11, 17))


@pytest.mark.parametrize(
    "day", [date(2019, 12, 25), date(2020, 5, 8), date(2022, 9, 19), date(2023, 5, 8), date(2026, 12, 28)]
)
def test_the_calendar_of_england_and_wales_begins_in_2019(day: date) -> None:
    assert isinstance(CALENDAR, WorkingCalendar)
    assert not CALENDAR.is_working_day(day)


def test_code_20_counting_starts_on_the_next_day() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert CALENDAR.add_working_days(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert CALENDAR.add_working_days(day=date(2026, 12, 24), days=2) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime(2026, 11, 16, 10, tzinfo=UTC), datetime(2026, 11, 17, 17, tzinfo=UTC)),
        (datetime(2026, 11, 16, 23, 59, tzinfo=UTC), datetime(2026, 11, 17, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 18, 30, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 6, 15, 10, tzinfo=UTC), datetime(2026, 6, 16, 16, tzinfo=UTC)),
        (datetime(2026, 6, 15, 23, 30, tzinfo=UTC), datetime(2026, 6, 17, 16, tzinfo=UTC)),
    ],
)
def test_a_working_day_clock_closes_at_17_london_on_the_nth_working_day(start: datetime, due: datetime) -> None:
    found = CALENDAR.due(start, working_days=1)
    assert (found, found.utcoffset()) == (due, timedelta())
    assert found.astimezone(LONDON).hour == 17


def test_a_later_start_is_never_due_earlier() -> None:
    starts = [datetime(2026, 12, 23, 0, 30, tzinfo=UTC) + n * timedelta(minutes=30) for n in range(480)]
    dues = [CALENDAR.due(start, working_days=1) for start in starts]
    assert dues == sorted(dues)


def test_real_hours_count_weekends_and_the_change_of_the_clocks() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)
    assert CALENDAR.due(before, real=timedelta(hours=24)) == datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    assert CALENDAR.due(start=before, real=timedelta()) == before


def test_negative_lengths_naive_starts_and_no_or_two_lengths_are_invalid() -> None:
    start = datetime(2026, 11, 16, 10, tzinfo=UTC)
    with pytest.raises(Invalid):
        CALENDAR.add_working_days(start.date(), -1)
    with pytest.raises(Invalid):
        CALENDAR.due(start, working_days=-1)
    with pytest.raises(Invalid):
        CALENDAR.due(start, real=timedelta(seconds=-1))
    with pytest.raises(Invalid):
        CALENDAR.due(start.replace(tzinfo=None), working_days=1)
    with pytest.raises(Invalid):
        CALENDAR.due(start)
    with pytest.raises(Invalid):
        CALENDAR.due(start, working_days=1, real=timedelta(hours=1))


def test_a_policy_has_every_default_and_a_version() -> None:
    assert Policy() == Policy.from_toml("")
    assert Policy().version
    assert (Policy().plan_stale_days, Policy().draft_days, Policy().info_needed_limit.working_days) == (30, 90, 10)


def test_a_policy_is_read_from_toml_and_nothing_is_ignored() -> None:
    read = Policy.from_toml('version = "here-1"\nplan_stale_days = 7\nclose_of_day = 16:00:00\n')
    assert (read.version, read.plan_stale_days, read.close_of_day.hour) == ("here-1", 7, 16)
    for wrong in ("plan_stale_day = 7", "plan_stale_days = 'seven'", "plan_stale_days = -1", "not toml"):
        with pytest.raises(Invalid):
            Policy.from_toml(wrong)
