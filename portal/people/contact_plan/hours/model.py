"""Hours of the week in one line, as they are typed: read into windows, and written again."""

import re
from datetime import time
from typing import Final

from lvws_core.consent.contact import Window
from lvws_core.errors import Invalid

MOST: Final = 10
"""How many windows one line may hold."""

_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_HOURS = re.compile(rf"(?:(?P<days>[a-z ,-]*[a-z])\s+)?(?P<opens>{_CLOCK}) ?(?:-|–|to) ?(?P<closes>{_CLOCK})")
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {"weekdays": range(5), "weekends": range(5, 7), "every day": range(7), "daily": range(7)}


def all_hours_in(text: str, most: int = MOST) -> tuple[Window, ...]:
    """Read one or several hours with semicolons between them, such as `Fri 15:30-18; Sat, Sun 10-12`.

    Raises:
        Invalid: Any of them is none, ends before it begins, or there are too many.
    """
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > most:
        raise Invalid("hours", "not_hours")
    return tuple(hours_in(part) for part in parts)


def all_hours_words(windows: tuple[Window, ...]) -> str:
    """Give hours as `all_hours_in` reads them."""
    return "; ".join(hours_words(window) for window in windows)


def hours_in(text: str) -> Window:
    """Read hours such as `Mon-Fri 10-14` or `10:00 to 14:30`; without days they hold every day. London time.

    Raises:
        Invalid: They are none, or end before they begin.
    """
    found = _HOURS.fullmatch(" ".join(text.lower().split()))
    if found is None:
        raise Invalid("hours", "not_hours")
    return Window(
        days=_days_in(found["days"] or "every day"), opens=_time(found["opens"]), closes=_time(found["closes"])
    )


def hours_words(window: Window) -> str:
    """Give hours as `hours_in` reads them."""
    days = ", ".join(_WEEK[day].title() for day in sorted(window.days))
    return f"{days} {window.opens:%H:%M}-{window.closes:%H:%M}"


def _days_in(text: str) -> frozenset[int]:
    if text in _DAYS:
        return frozenset(_DAYS[text])
    days: set[int] = set()
    for part in text.replace(" and ", ",").split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        begins = _day(first)
        days.update(range(begins, (_day(last) if dash else begins) + 1))
    if not days:
        raise Invalid("hours", "not_hours")
    return frozenset(days)


def _day(text: str) -> int:
    if text[:3] not in _WEEK:
        raise Invalid("hours", "not_hours")
    return _WEEK.index(text[:3])


def _time(text: str) -> time:
    hours, _, minutes = text.replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError as error:
        raise Invalid("hours", "not_hours") from error
