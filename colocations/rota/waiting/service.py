"""Waiting for a confidential space, and telling the next in line that one is free."""

from collections.abc import Sequence

from colocations.rota import store as shifts
from colocations.rota.bookings import store as bookings
from colocations.rota.bookings.model import free_now
from colocations.rota.bookings.service import spaces
from colocations.rota.model import Facts, standing_shifts
from colocations.rota.rooms import store as rooms
from colocations.rota.service import Desk, facts_of
from colocations.rota.waiting import store
from colocations.rota.waiting.model import Now, Wait, to_tell
from colocations.sites.model import Site
from lvws_core.events import Event
from lvws_core.ids import OrganisationId

ROOM_FREE = "room.free"
"""The kind of the event that a worker who waits is told of."""


def wait(desk: Desk, site: Site) -> None:
    """Put the actor on the waiting list of a site for today; who waits already keeps the place. Event `room.waited`."""
    waits = store.on(desk.session, desk.today, (site.id,))
    if any(each.worker_id == desk.actor.id for each in waits):
        return
    store.end(desk.session, site.id, desk.actor.id, desk.now)  # what was left over from another day
    made = Wait(id=desk.new_id(), site_id=site.id, worker_id=desk.actor.id, day=desk.today, asked_at=desk.now)
    store.add(desk.session, made, desk.actor.organisation_id)
    desk.note("room.waited", made.id, site_id=str(site.id))


def stop(desk: Desk, site: Site) -> None:
    """Take the actor off the waiting list of a site; event `room.waited_no_more`."""
    if store.end(desk.session, site.id, desk.actor.id, desk.now):
        desk.note("room.waited_no_more", site.id)


def tell_waiting(desk: Desk, site: Site) -> tuple[Wait, ...]:
    """Tell the next in line at a site that a room is free, as many as there are rooms; event `room.free` for each."""
    waits = store.on(desk.session, desk.today, (site.id,))
    if not waits:
        return ()
    told = to_tell(waits, len(spaces(desk, site)), desk.now)
    owners = store.owners(desk.session, told) if told else {}
    for each in told:
        store.say(desk.session, each, desk.now)
        desk.record(_free(desk, site, each, owners[each.id]))
    return told


def now_at(desk: Desk, sites: Sequence[Site]) -> Now:
    """Give what stands on the own site of its rooms and of the own shift today; the statements do not grow with it."""
    ids, today, session = [site.id for site in sites], desk.today, desk.session
    found = rooms.of_sites(session, ids)
    taken = bookings.between(session, today, today, site_ids=ids)
    own = shifts.between(session, today, today, worker_id=desk.actor.id)
    facts = facts_of(desk.session, sites, today, today) if own else Facts()
    return Now(
        me=desk.actor.id,
        at=desk.now,
        free=tuple(free for site in sites for free in free_now(site, found, taken, desk.now)),
        rooms={str(room.id): room for room in found},
        bookings=taken,
        waits=store.on(session, today, ids),
        shifts=standing_shifts(facts, [each for each in own if each.site_id in facts.sites]),
    )


def _free(desk: Desk, site: Site, waits: Wait, owner: OrganisationId) -> Event:
    return Event(
        kind=ROOM_FREE,
        at=desk.now,
        actor_id=None,
        subject_id=waits.id,
        organisation_ids=(owner,),
        detail={"reference": site.reference, "worker_id": str(waits.worker_id)},
    )
