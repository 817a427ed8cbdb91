"""Placing somebody, recording a clearance, ending either: load, decide, put, record."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from colocations.placements import store
from colocations.placements.forms import Placed, Recorded
from colocations.placements.model import Clearance, Placement
from colocations.sites import store as sites
from colocations.sites.model import Site
from colocations.sites.service import Desk, only_own
from lvws_core.actors import Role
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import UserId
from lvws_core.ports import Names
from lvws_core.reasons import because


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """A worker with every placement and clearance, and the sites that these name."""

    id: UserId
    placements: tuple[Placement, ...]
    clearances: tuple[Clearance, ...]
    sites: dict[UUID, Site]


def workers(desk: Desk, names: Names) -> dict[UserId, str]:
    """Give who may be placed: the IDVAs of the actor's organisation, by id."""
    return names.with_role(desk.actor.organisation_id, Role.IDVA)


def worker(desk: Desk, worker_id: UserId) -> Worker:
    """Give a worker: the actor's own record, or anybody's to whoever keeps the register.

    Raises:
        Missing: It is not for this actor.
    """
    own = only_own(desk)
    if own is not None and own.worker_id != worker_id:
        raise Missing
    placements = store.of_worker(desk.session, worker_id)
    clearances = store.clearances(desk.session, (worker_id,))[worker_id]
    ids = {each.site_id for each in placements} | {each.site_id for each in clearances if each.site_id is not None}
    return Worker(
        id=worker_id, placements=placements, clearances=clearances, sites=sites.named(desk.session, sorted(ids))
    )


def place(desk: Desk, site: Site, placed: Placed) -> Placement:
    """Place somebody at a site; event `placement.added`.

    Raises:
        Conflict: They are placed there already on one of the days.
    """
    placement = Placement(
        id=desk.new_id(),
        site_id=site.id,
        worker_id=placed.worker_id,
        starts_on=placed.starts_on,
        ends_on=placed.ends_on,
        **msgspec.structs.asdict(placed.managed),
    )
    held = (each for each in store.of_site(desk.session, site.id) if each.worker_id == placed.worker_id)
    if any(_overlap(placement, each) for each in held):
        text = "They are placed there already on some of these days. End that placement first."
        raise Conflict(because("placed_already", "COLO-03", text))
    store.add(desk.session, placement, desk.actor.organisation_id)
    desk.note("placement.added", placement.id, site_id=str(site.id), worker_id=str(placed.worker_id))
    return placement


def _overlap(one: Placement, other: Placement) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)


def placement_of(desk: Desk, site: Site, placement_id: UUID) -> Placement:
    """Give a placement at a site.

    Raises:
        Missing: There is none at this site.
    """
    found = store.get(desk.session, placement_id)
    if found.site_id != site.id:
        raise Missing
    return found


def end_placement(desk: Desk, placement: Placement, ends_on: date, version: int) -> None:
    """Say when a placement ends; event `placement.ended`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    store.end(desk.session, msgspec.structs.replace(placement, version=version), ends_on)
    desk.note("placement.ended", placement.id, worker_id=str(placement.worker_id))


def record_clearance(desk: Desk, worker_id: UserId, recorded: Recorded) -> Clearance:
    """Record a clearance, a new one or a renewal; event `clearance.recorded`.

    Source: COLO-03.
    """
    clearance = Clearance(id=desk.new_id(), worker_id=worker_id, **msgspec.structs.asdict(recorded))
    store.record(desk.session, clearance, desk.actor.organisation_id)
    desk.note("clearance.recorded", clearance.id, clearance=clearance.kind.value, worker_id=str(worker_id))
    return clearance


def clearance_of(found: Iterable[Clearance], clearance_id: UUID) -> Clearance:
    """Give one of a worker's clearances.

    Raises:
        Missing: There is none.
    """
    for each in found:
        if each.id == clearance_id:
            return each
    raise Missing


def give_up(desk: Desk, clearance: Clearance) -> None:
    """Say that a clearance counts no more from today: taken back, or not needed; event `clearance.given_up`.

    Raises:
        Conflict: It was given up already.
    """
    store.give_up(desk.session, clearance, desk.today)
    desk.note("clearance.given_up", clearance.id, clearance=clearance.kind.value, worker_id=str(clearance.worker_id))
