"""Recording a leave, and what follows every one, wherever it was said: desks come free and wards are named."""

from datetime import date

from colocations.rota import store as shifts
from colocations.rota.bookings import store as bookings
from colocations.rota.bookings.model import Released
from colocations.rota.leave import store
from colocations.rota.leave.model import Leave
from colocations.rota.model import Standing, standing_of, standing_shifts, wards_left
from colocations.rota.service import Desk, facts_of
from colocations.sites import store as sites
from lvws_core.events import Event
from lvws_core.ids import UserId

LEFT_OPEN = "shift.left_open"
"""The kind of the event that a leave leaves hours at a site without anybody."""


def record(desk: Desk, leave: Leave) -> None:
    """Record a leave; event `absence.recorded`, the same as in the caseload, and the same follows it.

    The cases of the worker are with the manager until somebody is named in the caseload.
    """
    owner = desk.actor.organisation_id
    store.add(desk.session, leave, desk.new_id(), owner, by=desk.actor.id, at=desk.now)
    days = {"starts_on": leave.first.isoformat(), "ends_on": leave.last.isoformat()}
    desk.note("absence.recorded", leave.worker_id, cover="", **days)


def follow_leave(desk: Desk, event: Event) -> None:
    """Free the desks and rooms of whoever is away, and say at which sites nobody is there instead.

    Follows `absence.recorded` in its transaction, whoever recorded it and where; event `shift.left_open` for each
    site, with how many wards are left.
    """
    worker_id = UserId(event.subject_id)
    first, last = (date.fromisoformat(event.detail[name]) for name in ("starts_on", "ends_on"))
    released = bookings.release_of_worker(desk.session, worker_id, (first, last), Released.LEAVE, desk.now)
    if released:
        desk.note("booking.released", worker_id, count=released)
    first = max(first, desk.today)
    own = shifts.between(desk.session, first, last, worker_id=worker_id) if first <= last else ()
    if not own:
        return
    there = sites.named(desk.session, sorted({each.site_id for each in own}))
    others = shifts.between(desk.session, first, last, site_ids=there)
    facts = facts_of(desk.session, tuple(there.values()), first, last)
    standing = standing_shifts(facts, others)
    for site in there.values():
        gone = [s for s in own if s.site_id == site.id and standing_of(facts, s)[0] is Standing.AWAY]
        wards = wards_left(site, gone, standing)
        if wards:
            desk.note(LEFT_OPEN, site.id, reference=site.reference, worker_id=str(worker_id), wards=len(wards))
