"""A weekly series: the same wall-clock time in so many weeks, each with every conflict, bank holidays marked.

Nothing is saved before it was shown, and then all of the free ones or none: what was shown comes back with the
press as a text, and where the free days are others by then, it is shown again.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from typing import Final

import msgspec

from colocations.sites.hours.model import Period, period_on
from lvws_core.errors import Invalid
from lvws_core.holidays import HOLIDAYS
from lvws_core.reasons import Reason, because

MOST_WEEKS: Final = 26
"""How many weeks one series may have: half a year."""


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One date of a series; `period` is None where the clocks skip the time on that day."""

    day: date
    period: Period | None
    reasons: tuple[Reason, ...] = ()
    is_holiday: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing is against it."""
        return not self.reasons


def weekly(
    first: date, times: tuple[time, time], weeks: int, against: Callable[[Period], Sequence[Reason]]
) -> tuple[Slot, ...]:
    """Give the dates of a series from a first day on, each with everything that is against it.

    The wall clock stays the same across a change of the clocks; a date on which they skip the time is a conflict.

    Raises:
        Invalid: It does not end after it starts, or there are no weeks or too many.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid("weeks", "out_of_range")
    if times[1] <= times[0]:
        raise Invalid("ends", "not_after_start")
    return tuple(_slot(first + timedelta(weeks=n), times, against) for n in range(weeks))


def _slot(day: date, times: tuple[time, time], against: Callable[[Period], Sequence[Reason]]) -> Slot:
    try:
        period = period_on(day, *times)
    except Invalid:
        skipped = because("skipped_hour", "COLO-04", "The clocks skip that hour on this day.")
        return Slot(day=day, period=None, reasons=(skipped,), is_holiday=day in HOLIDAYS)
    return Slot(day=day, period=period, reasons=tuple(against(period)), is_holiday=day in HOLIDAYS)


def free(slots: Iterable[Slot], *, holidays: bool = True) -> tuple[Period, ...]:
    """Give the times of a series against which nothing is; without the bank holidays where they are left out."""
    return tuple(
        each.period for each in slots if each.period is not None and each.is_free and (holidays or not each.is_holiday)
    )


def as_shown(slots: Iterable[Slot]) -> str:
    """Give the free days as a text that a form brings back."""
    return " ".join(each.day.isoformat() for each in slots if each.is_free)
