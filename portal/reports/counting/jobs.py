"""What falls due by itself: the months in which cases, contacts or allocations changed are counted again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.times import add_months
from portal.audit import store as audit
from portal.reports import store as cases
from portal.reports.counting import store
from portal.reports.counting.model import DEFINITION, Mark
from portal.reports.periods.model import span_of

Desk = desks.Desk[store.Session]
"""The desk of the clock, in a transaction of the system."""

PACE: Final = timedelta(minutes=1)
"""How old counts are at least before they are looked at again."""

MOST: Final = 2000
"""How many entries of the audit one transaction looks at."""


def count_cases(desk: Desk) -> Sequence[object]:
    """Count one month in which something changed since the last time, and give it; nothing when all are counted.

    What changed is read from the audit, in which every change stands in its own transaction. So a run that was
    missed is made up for by the next, and the counts are what counting everything anew would give.
    """
    mark = store.mark(desk.session)
    if mark is None or mark.definition != DEFINITION:
        mark = _from_nothing(desk)
    elif not mark.pending:
        if desk.now - mark.counted_at < PACE:
            return ()
        mark = _changed(desk, mark)
    done = mark.pending[:1]
    for month in done:
        span = span_of(month, 1)
        store.replace(desk.session, month, cases.counts(desk.session, span.first, span.last))
    store.put(desk.session, replace(mark, counted_at=desk.now, pending=mark.pending[1:]))
    return done


def _from_nothing(desk: Desk) -> Mark:
    head = audit.head(desk.session)
    sequence = 0 if head is None else head.sequence
    return Mark(definition=DEFINITION, sequence=sequence, counted_at=desk.now, pending=_every_month(desk))


def _changed(desk: Desk, mark: Mark) -> Mark:
    found = cases.changed(desk.session, mark.sequence, MOST)
    pending = _every_month(desk) if found.moved else tuple(sorted(found.months))
    return replace(mark, sequence=found.sequence, pending=pending)


def _every_month(desk: Desk) -> tuple[date, ...]:
    between = cases.days_counted(desk.session)
    if between is None:
        return ()
    months = [between[0].replace(day=1)]
    while months[-1] < between[1].replace(day=1):
        months.append(add_months(months[-1], 1))
    return tuple(months)
