"""Adding shifts, changing one, calling one off: load, decide, put, record."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from colocations.rota import store
from colocations.rota.model import Shift, against
from colocations.rota.series.model import Slot, weekly
from colocations.rota.service import Desk, Roster, roster
from colocations.rota.shifts.forms import Asked, last_of
from colocations.sites.hours.model import Period, period_on
from lvws_core.errors import Missing
from lvws_core.reasons import Reason


def against_each(desk: Desk, asked: Asked) -> tuple[Slot, ...]:
    """Give every date of what was asked for with everything that is against it.

    Whoever else puts the same worker on a shift at this moment is waited for.

    Source: COLO-03.
    """
    store.hold(desk.session, (asked.worker_id,))
    found = roster(desk, asked.day, last_of(asked.day, asked.weeks))
    placeholder = desk.new_id()

    def refused(period: Period) -> tuple[Reason, ...]:
        return against(found.facts, _shift(asked, period, placeholder), found.shifts)

    return weekly(asked.day, asked.times, asked.weeks, refused)


def add(desk: Desk, asked: Asked, periods: Sequence[Period]) -> tuple[UUID, ...]:
    """Put shifts on the rota against which nothing was found in this transaction; event `shift.added` for each."""
    made = tuple(_shift(asked, period, desk.new_id()) for period in periods)
    for shift in made:
        put_on(desk, shift)
    return tuple(shift.id for shift in made)


def put_on(desk: Desk, shift: Shift) -> None:
    """Put a shift on the rota against which nothing was found in this transaction; event `shift.added`."""
    store.add(desk.session, shift, desk.actor.organisation_id, by=desk.actor.id, at=desk.now)
    desk.note("shift.added", shift.id, site_id=str(shift.site_id), worker_id=str(shift.worker_id))


def _shift(asked: Asked, period: Period, shift_id: UUID) -> Shift:
    return Shift(
        id=shift_id,
        site_id=asked.site.id,
        worker_id=asked.worker_id,
        period=period,
        department=asked.department,
    )


def open_shift(desk: Desk, shift_id: UUID) -> tuple[Shift, Roster]:
    """Give a shift of today or later with the rota of its day.

    Raises:
        Missing: There is none, it was called off, it is over, or its site is not for this actor.
    """
    shift = store.get(desk.session, shift_id)
    if shift.cancelled_at is not None or shift.day < desk.today:
        raise Missing
    found = roster(desk, shift.day, shift.day)
    if shift.site_id not in found.facts.sites:
        raise Missing
    return shift, found


def change(desk: Desk, shift: Shift, asked: Asked, version: int) -> tuple[Reason, ...]:
    """Change a shift, or give everything that is against it as it would be; event `shift.changed`.

    Raises:
        Conflict: Somebody else changed it meanwhile.

    Source: COLO-03.
    """
    period = period_on(asked.day, *asked.times)
    after = replace(_shift(asked, period, shift.id), covers_id=shift.covers_id)
    store.hold(desk.session, (shift.worker_id, after.worker_id))
    found = roster(desk, asked.day, asked.day)
    if reasons := against(found.facts, after, found.shifts):
        return reasons
    store.put(desk.session, replace(shift, version=version), after)
    desk.note("shift.changed", shift.id, worker_id=str(after.worker_id))
    return ()


def call_off(desk: Desk, shift: Shift, version: int) -> None:
    """Call a shift off; event `shift.called_off`.

    Raises:
        Conflict: Somebody else changed it meanwhile, or called it off.
    """
    store.cancel(desk.session, replace(shift, version=version), by=desk.actor.id, at=desk.now)
    desk.note("shift.called_off", shift.id, worker_id=str(shift.worker_id))
