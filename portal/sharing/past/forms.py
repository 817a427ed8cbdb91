"""The form of a moment of the past: a London day and time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.times import LONDON

Errors = tuple[FieldError, ...]


class MomentForm(msgspec.Struct, frozen=True, kw_only=True):
    """A moment as it was typed; day and time are London's."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed yet."""
        return not any((self.day, self.month, self.year, self.time))


def parse_moment(form: MomentForm, now: datetime) -> datetime | Errors:
    """Read a moment as aware UTC; it lies in the past, and exists on the clocks of London.

    An hour that the clocks show twice counts the first time.
    """
    faults = Faults()
    day = faults.day("day", (form.day, form.month, form.year), label="The day")
    hour = _time(form.time)
    if hour is None:
        faults.add("time", "not_a_time", "Enter the time as hours and minutes, such as 14:05")
    if day is None or hour is None:
        return faults.found
    at = _instant(day, hour)
    if at is None:
        faults.add("time", "skipped", "The clocks went forward then: this time did not exist. Enter an hour later")
        return faults.found
    if at > now:
        faults.add("day", "in_future", "Choose a moment that has passed: nobody can know what will be shared")
        return faults.found
    return at


def _time(text: str) -> time | None:
    hours, colon, minutes = text.strip(" ").replace(".", ":").partition(":")
    if not colon or not all(part.isascii() and part.isdigit() and len(part) < 3 for part in (hours, minutes)):
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def _instant(day: date, hour: time) -> datetime | None:
    """Give the instant of a London time, None where the clocks jumped over it or no calendar reaches."""
    there = ZoneInfo(LONDON)
    try:
        at = datetime.combine(day, hour, there).astimezone(UTC)
        return at if at.astimezone(there).replace(tzinfo=None) == datetime.combine(day, hour) else None
    except OverflowError:
        return None
