"""Hours: a period of one London day, and the hours of a week, which keep the wall clock when the clocks change."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.holidays import HOLIDAYS
from lvws_core.times import LONDON, local, london_day, utc, zone_of

WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of a week by their number, Monday is 0."""


class Period(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A stretch of time, aware UTC, its end not included.

    Raises:
        Invalid: It does not end after it starts.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        """Refuse a period without length."""
        if self.ends_at <= self.starts_at:
            raise Invalid("ends", "not_after_start")

    @property
    def day(self) -> date:
        """The London day on which it starts."""
        return london_day(self.starts_at)

    def overlaps(self, other: "Period") -> bool:
        """Say whether both share time; one that begins when the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def holds(self, other: "Period") -> bool:
        """Say whether the other lies wholly inside."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def period_on(day: date, first: time, last: time) -> Period:
    """Give the period of a London day between two wall-clock times.

    Of an hour that the clocks repeat it is the earlier one.

    Raises:
        Invalid: It does not end after it starts, or the clocks skip one of the times on this day.
    """
    if last <= first:
        raise Invalid("ends", "not_after_start")
    starts_at, ends_at = _moment(day, first), _moment(day, last)
    for field, moment, at in (("starts", starts_at, first), ("ends", ends_at, last)):
        if local(moment).time() != at:
            raise Invalid(field, "skipped_hour")
    return Period(starts_at=starts_at, ends_at=ends_at)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, zone_of(LONDON)).astimezone(UTC)


class Window(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """The hours of one weekday, Monday is 0: London wall-clock time, the end not included.

    Raises:
        Invalid: The day is none, or it does not end after it starts.
    """

    day: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse a window that cannot be."""
        if not 0 <= self.day < len(WEEK):
            raise Invalid("day", "not_a_weekday")
        if self.closes <= self.opens:
            raise Invalid("closes", "not_after_start")


class Weekly(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a week, at most one window a day; on bank holidays they count only where `on_holidays` says so.

    Raises:
        Invalid: A day has two windows.
    """

    windows: tuple[Window, ...] = ()
    on_holidays: bool = False

    def __post_init__(self) -> None:
        """Refuse two windows of a day."""
        if len({each.day for each in self.windows}) != len(self.windows):
            raise Invalid("windows", "twice_a_day")

    @property
    def is_known(self) -> bool:
        """Whether any hours were recorded."""
        return bool(self.windows)

    def window(self, day: date) -> Window | None:
        """Give the window of a London day; None where there is none, or it is a bank holiday that does not count."""
        if day in HOLIDAYS and not self.on_holidays:
            return None
        return next((each for each in self.windows if each.day == day.weekday()), None)

    def on(self, day: date) -> Period | None:
        """Give the hours of a London day as a period, None where there are none.

        A time that the clocks skip counts as the moment to which they jump.
        """
        window = self.window(day)
        if window is None:
            return None
        starts_at, ends_at = _moment(day, window.opens), _moment(day, window.closes)
        return Period(starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None


def without(whole: Period, taken: Iterable[Period]) -> tuple[Period, ...]:
    """Give the parts of a period that none of the others covers, in order.

    Each moment of the whole is either in a part of the answer or in one that was taken, never in both.
    """
    found, begin = [], whole.starts_at
    for each in sorted(taken):
        if each.ends_at <= begin or each.starts_at >= whole.ends_at:
            continue
        if each.starts_at > begin:
            found.append(Period(starts_at=begin, ends_at=each.starts_at))
        begin = each.ends_at
    if begin < whole.ends_at:
        found.append(Period(starts_at=begin, ends_at=whole.ends_at))
    return tuple(found)


def days_from(first: date, count: int) -> tuple[date, ...]:
    """Give so many days in a row."""
    return tuple(first + timedelta(days=n) for n in range(count))


def monday_of(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def clock_words(moment: datetime) -> str:
    """Give the London wall-clock time of a moment: "09:30"."""
    there = local(utc(moment))
    return f"{there.hour:02}:{there.minute:02}"


def period_words(period: Period) -> str:
    """Give the London times of a period: "09:00 to 17:00"."""
    return f"{clock_words(period.starts_at)} to {clock_words(period.ends_at)}"


def weekly_words(hours: Weekly) -> str:
    """Say the hours of a week, days with the same hours together: "Monday to Wednesday and Friday 09:00 to 17:00".

    Empty where none are recorded.
    """
    same: dict[str, list[int]] = {}
    for each in sorted(hours.windows):
        same.setdefault(f"{each.opens:%H:%M} to {each.closes:%H:%M}", []).append(each.day)
    words = "; ".join(f"{_days_words(days)} {times}" for times, days in same.items())
    return f"{words}, bank holidays too" if words and hours.on_holidays else words


def _days_words(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] + 1 == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [WEEK[run[0]] if len(run) == 1 else f"{WEEK[run[0]]} to {WEEK[run[-1]]}" for run in runs]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part)
