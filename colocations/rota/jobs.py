"""What falls due by itself: word of shifts that cannot stand any more, whatever it was that changed."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from colocations.rota import store
from colocations.rota.model import Standing, standing_of
from colocations.rota.service import Desk, facts_of
from colocations.sites import store as sites
from lvws_core.events import Event

CANNOT_STAND: Final = "shift.cannot_stand"
"""The kind of the event that a shift which is on the rota cannot stand."""

AHEAD_DAYS: Final = 14
"""How far ahead shifts are looked at."""

BATCH: Final = 1000
"""How many shifts one transaction looks at: every one of a fortnight."""


def tell_of_fallen_shifts(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Say, once each, that a shift of the next fortnight cannot stand; give of which.

    A check that lapsed or was given up, a gate that opened again, a placement that ended: what stands is computed
    anew, so nothing needs to know what changed. A shift that can stand again may be told of again. Leave is told
    of when it is recorded. The desk is the clock's, in a transaction of the system.

    Source: COLO-03.
    """
    first, last = desk.today, desk.today + timedelta(days=AHEAD_DAYS)
    found = store.not_told(desk.session, first, last, most)
    there = sites.named(desk.session, sorted({shift.site_id for shift, _, _ in found}))
    facts = facts_of(desk.session, tuple(there.values()), first, last)
    fallen = {shift.id for shift, _, _ in found if standing_of(facts, shift)[0] is Standing.CANNOT_STAND}
    new = [(shift, owner) for shift, owner, told in found if shift.id in fallen and not told]
    again = [shift.id for shift, _, told in found if shift.id not in fallen and told]
    if new:
        store.say(desk.session, [shift.id for shift, _ in new], desk.now)
    if again:
        store.say(desk.session, again, None)
    for shift, owner in new:
        reference = there[shift.site_id].reference
        event = Event(
            kind=CANNOT_STAND,
            at=desk.now,
            actor_id=None,
            subject_id=shift.id,
            organisation_ids=(owner,),
            detail={"reference": reference, "worker_id": str(shift.worker_id)},
        )
        desk.record(event)
    return tuple(shift.id for shift, _ in new)
