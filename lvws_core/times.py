"""Times: London days, working days and the moments at which clocks run out.

A moment is always aware; inside the library it is UTC, and people read London time. Nothing here
reads the clock.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import msgspec

from lvws_core.errors import Invalid
from lvws_core.holidays import FIRST_DAY, HOLIDAYS, LAST_DAY
from lvws_core.policy import Length

LONDON = "Europe/London"
"""The zone in which the service keeps its days."""

CLOSE_OF_DAY = time(17, 0)
"""When a working day ends, London time; `Policy.close_of_day` says otherwise."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ONE_DAY = timedelta(days=1)


class WorkingCalendar(msgspec.Struct, frozen=True):
    """Which days are worked: all but Saturdays, Sundays and the holidays.

    `first` and `last` bound the days that the holidays are known for, both inclusive; beyond them
    every question is refused, because a guess would be wrong in silence.

    Raises:
        Invalid: The zone does not exist, or `last` comes before `first`.

    Source: CODE-20, TOP-13.
    """

    holidays: frozenset[date]
    zone: str = LONDON
    first: date = date.min
    last: date = date.max

    def __post_init__(self) -> None:
        """Refuse a zone that does not exist and bounds that are out of order."""
        try:
            zone_of(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise Invalid("zone", "unknown_zone") from error
        if self.last < self.first:
            raise Invalid("last", "before_first")

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is worked.

        >>> england_and_wales().is_working_day(date(2026, 12, 28))
        False

        Raises:
            Invalid: The day lies outside the years that the table knows.
        """
        if not self.first <= day <= self.last:
            raise Invalid("day", "beyond_holiday_table")
        return day.weekday() < 5 and day not in self.holidays

    def add_working_days(self, day: date, days: int) -> date:
        """Give the day that is so many working days later; counting starts on the next day.

        No working days give the day itself, worked or not.

        >>> england_and_wales().add_working_days(date(2026, 12, 24), 2)
        datetime.date(2026, 12, 30)

        Raises:
            Invalid: `days` is negative, or the table of holidays ends before the answer.

        Source: CODE-20.
        """
        if days < 0:
            raise Invalid("days", "negative")
        left = days
        while left:
            if day >= self.last:
                raise Invalid("day", "beyond_holiday_table")
            day += _ONE_DAY
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and including `last`.

        So it undoes `add_working_days`: between a day and the n-th working day after it there are n.

        >>> england_and_wales().working_days_between(date(2026, 12, 24), date(2026, 12, 30))
        2

        Raises:
            Invalid: `last` comes before `first`, or a day lies outside the table.
        """
        if last < first:
            raise Invalid("last", "before_first")
        return sum(self.is_working_day(first + n * _ONE_DAY) for n in range(1, (last - first).days + 1))

    def due(
        self,
        start: datetime,
        *,
        working_days: int | None = None,
        real: timedelta | None = None,
        close: time = CLOSE_OF_DAY,
    ) -> datetime:
        """Give the moment, in UTC, at which a clock that began at `start` runs out.

        Exactly one length is given. `working_days` ends at `close`, local time, on the n-th working
        day after the local day of `start`, and never before `start` itself. `real` is elapsed time
        and cares for no weekend and no change of the clocks. A later start is never due earlier.

        >>> friday = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
        >>> england_and_wales().due(friday, working_days=1).isoformat()
        '2026-11-23T17:00:00+00:00'
        >>> england_and_wales().due(friday, real=timedelta(hours=24)).isoformat()
        '2026-11-21T18:30:00+00:00'

        Raises:
            Invalid: A naive start, a negative length, no length or two, or days beyond the table.
        """
        begin = _in_zone(start, UTC, "start")
        if real is not None and working_days is None:
            return _later(begin, real)
        if working_days is None or real is not None:
            raise Invalid("length", "not_exactly_one")
        zone = zone_of(self.zone)
        day = self.add_working_days(_in_zone(begin, zone, "start").date(), working_days)
        return max(begin, datetime.combine(day, close, zone).astimezone(UTC))

    def due_for(self, start: datetime, length: Length, close: time = CLOSE_OF_DAY) -> datetime:
        """Give the moment, in UTC, at which a clock of a policy's length runs out; see `due`.

        Raises:
            Invalid: As `due`.
        """
        if length.real is not None:
            return self.due(start, real=length.real)
        return self.due(start, working_days=length.working_days, close=close)


def england_and_wales() -> WorkingCalendar:
    """Give the calendar of England and Wales, from 2019 to the last year that the table knows.

    Its version is `lvws_core.holidays.HOLIDAYS_VERSION`.

    Source: CODE-20; the bank holidays under the Banking and Financial Dealings Act 1971.
    """
    return WorkingCalendar(holidays=HOLIDAYS, first=FIRST_DAY, last=LAST_DAY)


@lru_cache(maxsize=8)
def zone_of(name: str) -> tzinfo:
    """Give a time zone by its name in the IANA database.

    Raises:
        ZoneInfoNotFoundError: There is none, or the machine has no database.
    """
    # A tenth of what importing the library costs (ADR 7).
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return ZoneInfo(name)


def utc(moment: datetime) -> datetime:
    """Give the same moment in UTC.

    Raises:
        Invalid: The moment is naive, or UTC cannot express it.
    """
    return moment if moment.tzinfo is UTC else _in_zone(moment, UTC, "moment")


def local(moment: datetime) -> datetime:
    """Give the same moment in London time.

    >>> local(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)).hour
    17

    Raises:
        Invalid: The moment is naive, or cannot be expressed.
    """
    return _in_zone(moment, zone_of(LONDON), "moment")


def london_day(moment: datetime) -> date:
    """Give the day on which a moment falls in London.

    >>> london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 2)

    Raises:
        Invalid: As `local`.
    """
    return _london_day(moment if moment.tzinfo is UTC else utc(moment))


def start_of_day(day: date) -> datetime:
    """Give the instant, in UTC, at which a day begins in London.

    >>> start_of_day(date(2026, 7, 1)).isoformat()
    '2026-06-30T23:00:00+00:00'
    """
    return datetime.combine(day, time.min, zone_of(LONDON)).astimezone(UTC)


def in_words(moment: datetime, now: datetime) -> str:
    """Give a moment in the words that people read, in London time, seen from `now`.

    >>> now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    >>> in_words(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), now)
    'Tuesday 24 November, 17:00'
    >>> in_words(datetime(2026, 11, 21, 17, 0, tzinfo=UTC), now)
    'tomorrow 17:00'

    Raises:
        Invalid: One of the two is naive, or cannot be expressed.
    """
    there, here = local(moment), local(now)
    clock = f"{there.hour:02}:{there.minute:02}"
    near = {0: "today", 1: "tomorrow"}.get((there.date() - here.date()).days)
    if near is not None:
        return f"{near} {clock}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"{_DAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}{year}, {clock}"


def day_in_words(day: date) -> str:
    """Give a day in the words that people read.

    >>> day_in_words(date(2026, 12, 3))
    '3 December 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def add_months(day: date, months: int) -> date:
    """Give the same day so many months later, or the last day of that month where it has no such day.

    >>> add_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)

    Raises:
        Invalid: `months` is negative, or the answer lies beyond the year 9999.

    Source: MAR-30 as design section 5.4 reads it.
    """
    if months < 0:
        raise Invalid("months", "negative")
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise Invalid("months", "out_of_range")
    return date(year, month + 1, day.day if day.day <= 28 else min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    """Give the days of a month; `calendar` knows them too, but brings the locales with it."""
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - _ONE_DAY).day


# The same few instants (now, when a capacity was told) are asked about for case after case. Only an
# instant in UTC is a key: of an hour that the clocks repeat, Python takes one for the other in any other zone.
@lru_cache(maxsize=1024)
def _london_day(instant: datetime) -> date:
    return local(instant).date()


def _in_zone(moment: datetime, zone: tzinfo, field: str) -> datetime:
    if moment.utcoffset() is None:
        raise Invalid(field, "naive")
    try:
        return moment.astimezone(zone)
    except OverflowError as error:
        raise Invalid(field, "out_of_range") from error


def _later(moment: datetime, length: timedelta) -> datetime:
    if length < timedelta():
        raise Invalid("real", "negative")
    try:
        return moment + length
    except OverflowError as error:
        raise Invalid("real", "out_of_range") from error
