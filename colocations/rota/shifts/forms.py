"""The form of a shift: where, who, when, and for how many weeks."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import Final

import msgspec

from colocations.rota.model import Shift
from colocations.rota.series.model import MOST_WEEKS
from colocations.rota.service import FURTHEST_DAYS
from colocations.sites.forms import Typed, day_of, parts_of
from colocations.sites.hours.model import clock_words, period_on
from colocations.sites.model import Site
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError, Many
from lvws_core.ids import UserId
from lvws_core.reasons import Reason

FIELDS: Final = (
    *("site", "worker", "department", "on_day", "on_month", "on_year"),
    *("starts", "ends", "weeks"),
)
"""What comes back from the list of a series."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A shift as it was asked for; the times are London's wall clock."""

    site: Site
    worker_id: UserId
    department: str
    day: date
    times: tuple[time, time]
    weeks: int = 1


def parse_shift(
    typed: Typed, sites: Sequence[Site], workers: Collection[UserId], today: date
) -> Asked | tuple[FieldError, ...]:
    """Read a shift, or give every fault; `sites` and `workers` may be chosen."""
    faults = Faults()
    site = next((each for each in sites if each.reference == typed.value("site")), None)
    if site is None:
        faults.add("site", "required", "Select the site")
    worker = next((each for each in workers if str(each) == typed.value("worker")), None)
    if worker is None:
        faults.add("worker", "required", "Select who works")
    department = typed.value("department")
    if site is not None and department and department not in site.departments:
        faults.add("department", "unknown_choice", f"{site.name} has no such ward. Select one of the list")
    day, times = when_of(faults, typed, today)
    weeks = weeks_of(faults, typed)
    if faults.found or site is None or worker is None or day is None or times is None or weeks is None:
        return faults.found
    return Asked(site=site, worker_id=worker, department=department, day=day, times=times, weeks=weeks)


def when_of(faults: Faults, typed: Typed, today: date) -> tuple[date | None, tuple[time, time] | None]:
    """Read a day from today on and two times of it, the second after the first; London's wall clock."""
    day = day_of(faults, typed, "on", "The day")
    if day is not None and not 0 <= (day - today).days <= FURTHEST_DAYS:
        faults.add("on", "out_of_range", "The day must be today or later, and within a year")
        day = None
    starts = faults.hour("starts", typed.value("starts"), text="Enter when it starts, such as 09:00")
    ends = faults.hour("ends", typed.value("ends"), text="Enter when it ends, such as 17:00")
    if starts is None or ends is None:
        return day, None
    if ends <= starts:
        faults.add("ends", "not_after_start", "It must end after it starts, on the same day")
        return day, None
    if day is not None:
        _refuse_skipped(faults, day, (starts, ends))
    return day, (starts, ends)


def _refuse_skipped(faults: Faults, day: date, times: tuple[time, time]) -> None:
    try:
        period_on(day, *times)
    except Invalid as error:
        faults.add(error.field, error.code, "The clocks skip that hour on this day. Choose another time")


def weeks_of(faults: Faults, typed: Typed) -> int | None:
    """Read for how many weeks something is; without a word it is once."""
    if not typed.value("weeks").strip():
        return 1
    return faults.number("weeks", typed.value("weeks"), label="The number of weeks", lowest=1, highest=MOST_WEEKS)


def refusals(reasons: Sequence[Reason]) -> tuple[FieldError, ...]:
    """Give every reason against a shift as a fault of its worker, the last with what to do instead."""
    *texts, last = (each.text for each in reasons)
    said = (*texts, f"{last} Choose somebody else or another day, or record what was renewed under “Clearances”.")
    return tuple(
        FieldError(field="worker", code=each.code, text=text) for each, text in zip(reasons, said, strict=True)
    )


def shown(shift: Shift, site: Site) -> Typed:
    """Give the form that says what is recorded."""
    values: dict[str, Many] = {
        "site": site.reference,
        "worker": str(shift.worker_id),
        "department": shift.department,
        "starts": clock_words(shift.period.starts_at),
        "ends": clock_words(shift.period.ends_at),
        "version": str(shift.version),
        **parts_of("on", shift.day),
    }
    return Typed(values=values)


def last_of(day: date, weeks: int) -> date:
    """Give the last day of a series that begins on a day."""
    return day + timedelta(weeks=weeks - 1)
