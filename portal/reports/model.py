"""What every report shares: whole periods of the London calendar; small figures are protected by the core."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.errors import Invalid
from lvws_core.suppression import SMALL as SMALL
from lvws_core.suppression import Counts as Counts
from lvws_core.suppression import protect as protect
from lvws_core.times import LONDON, add_months

FEW: Final = 10
"""Below so many cases there is no median, no share and so no ranking. Source: features, fairness report."""

FIRST_YEAR: Final = 2019
"""The year in which the service began, and the first that the table of holidays knows."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A median over `cases`, and how many of the `judged` were within the clock."""

    cases: int = 0
    median: timedelta | None = None
    judged: int = 0
    in_time: int = 0


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A whole month or quarter; `key` is how the address names it, `first` and `last` are London days, inclusive."""

    key: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """Name it as people do: "November 2026", "October to December 2026"."""
        first, last = _MONTHS[self.first.month - 1], _MONTHS[self.last.month - 1]
        return f"{last} {self.last.year}" if first == last else f"{first} to {last} {self.last.year}"

    @property
    def begins_at(self) -> datetime:
        """The first instant, in UTC."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it, in UTC."""
        return _midnight(self.last + timedelta(days=1))

    def is_over(self, today: date) -> bool:
        """Say whether a London day lies after it."""
        return self.last < today


def month_of(day: date) -> Period:
    """Give the month in which a day falls."""
    first = day.replace(day=1)
    return Period(key=f"{first:%Y-%m}", first=first, last=add_months(first, 1) - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """Give the quarter of the year in which a day falls."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    return Period(key=f"{day.year}-q{number + 1}", first=first, last=add_months(first, 3) - timedelta(days=1))


def period_of(key: str, today: date) -> Period:
    """Read a period from an address; the empty key is the present quarter.

    Raises:
        Invalid: `not_a_period` when it is no month or quarter, `before_records` when the service
            did not exist yet, `in_the_future` when it has not begun.
    """
    if not key:
        return quarter_of(today)
    found = _read(key)
    if found.first.year < FIRST_YEAR:
        raise Invalid("period", "before_records")
    if found.first > today:
        raise Invalid("period", "in_the_future")
    return found


def _read(key: str) -> Period:
    year, _, part = key.partition("-")
    quarter = part.removeprefix("q") if part.startswith("q") else ""
    if not (key.isascii() and len(year) == 4 and year.isdigit() and len(part) == 2 and int(year) > 0):
        raise Invalid("period", "not_a_period")
    if quarter in {"1", "2", "3", "4"}:
        return quarter_of(date(int(year), 3 * int(quarter), 1))
    if part.isdigit() and 1 <= int(part) <= 12:
        return month_of(date(int(year), int(part), 1))
    raise Invalid("period", "not_a_period")


def choices(today: date) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Give the last eight quarters and the last twelve months, the present ones first."""
    starts = [months_before(today, n) for n in range(24)]
    quarters = dict.fromkeys(quarter_of(day) for day in starts if day.year >= FIRST_YEAR)
    months = [month_of(day) for day in starts[:12] if day.year >= FIRST_YEAR]
    return tuple(quarters)[:8], tuple(months)


def months_before(day: date, months: int) -> date:
    """Give the first day of the month so many months before that of a day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(LONDON)).astimezone(UTC)
