"""Opening hours: whether a service is open at a moment, and when it opens next, by London clocks."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from lvws_core.consent.plan import Window
from lvws_core.times import LONDON, london_day, utc, zone_of

LOOK_AHEAD_DAYS = 366
"""How many days after today `next_open` looks at before it gives up."""


def is_open(windows: Iterable[Window], closed: Collection[date], at: datetime) -> bool:
    """Say whether a service is open at an aware moment: inside its hours, and not on a day in `closed`.

    Raises:
        Invalid: `at` is naive.

    Source: domain 7.1, `hours`.
    """
    return any(opens <= at < closes for opens, closes in _spans(tuple(windows), closed, london_day(at)))


def next_open(windows: Iterable[Window], closed: Collection[date], now: datetime) -> datetime | None:
    """Give the first moment from `now` on at which a service is open, in UTC: `now` itself while it is.

    None when it keeps no hours, or does not open within `LOOK_AHEAD_DAYS`. `closed` holds London
    days on which it stays shut, holidays among them. An hour that the clocks skip opens as much
    later; of an hour that they repeat the first counts.

    >>> from datetime import time
    >>> weekdays = Window(days=frozenset(range(5)), opens=time(10), closes=time(17))
    >>> next_open([weekdays], (), datetime(2026, 11, 20, 18, tzinfo=UTC))  # a Friday evening
    datetime.datetime(2026, 11, 23, 10, 0, tzinfo=datetime.timezone.utc)

    Raises:
        Invalid: `now` is naive.

    Source: domain 7.1, `hours`.
    """
    kept, today = tuple(windows), london_day(now)
    days = (today + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS + 1)) if kept else ()
    for day in days:
        left = [max(opens, utc(now)) for opens, closes in _spans(kept, closed, day) if closes > now]
        if left:
            return min(left)
    return None


def _spans(windows: tuple[Window, ...], closed: Collection[date], day: date) -> Iterator[tuple[datetime, datetime]]:
    """Give the hours of one London day, in UTC; those that the clocks skip are none."""
    zone = zone_of(LONDON)
    for window in windows:
        if day.weekday() not in window.days or day in closed:
            continue
        opens = datetime.combine(day, window.opens, zone).astimezone(UTC)
        closes = datetime.combine(day, window.closes, zone).astimezone(UTC)
        if opens < closes:
            yield opens, closes
