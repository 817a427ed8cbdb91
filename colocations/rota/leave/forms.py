"""The form of a leave that a coordinator records: two London days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from colocations.rota.leave.model import Leave
from colocations.sites.forms import Typed, day_of
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from lvws_core.times import day_in_words

LONGEST: Final = timedelta(days=366)
"""The longest leave that is recorded here, as in the caseload."""


def parse_leave(typed: Typed, worker_id: UserId, known: Iterable[Leave], today: date) -> Leave | tuple[FieldError, ...]:
    """Read a leave, or give every fault; `known` are those that are not over."""
    faults = Faults()
    first = day_of(faults, typed, "first", "The first day away")
    last = day_of(faults, typed, "last", "The last day away")
    if first is None or last is None:
        return faults.found
    if last < first:
        faults.add("last", "before_start", "The last day is before the first: check both days")
    elif last < today:
        faults.add("last", "over", "These days are over: enter a last day that is today or later")
    elif last - first > LONGEST:
        faults.add("last", "too_long", "This is more than a year: end the placement instead")
    for each in known:
        if each.worker_id == worker_id and each.first <= last and first <= each.last:
            days = f"{day_in_words(each.first)} to {day_in_words(each.last)}"
            faults.add("first", "overlaps", f"They are away already, {days}: change the days")
    return faults.found or Leave(worker_id=worker_id, first=first, last=last)
