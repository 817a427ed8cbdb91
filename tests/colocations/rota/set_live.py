"""Live sites with cleared workers and rooms, put into a database."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace
from sqlmodel import Session

from colocations.placements import store as placements
from colocations.rota.rooms import store as rooms
from colocations.rota.rooms.model import Room, RoomKind
from colocations.sites import store as sites
from colocations.sites.gates import store as gates
from colocations.sites.model import Site
from lvws_core.ids import UserId
from tests.builders import LEAD
from tests.colocations.builders import met_gates
from tests.colocations.rota.builders import ANNA, BELA, ELSEWHERE, ROOMS, SITE, WEEK, a_room, clearances_of, placed

LIVE = replace(ELSEWHERE, opening=WEEK, departments=("A&E", "Maternity"))
"""A live site that can stand beside those of the scene."""

DESKS = a_room("Hot desks", RoomKind.DESK, 2, id=UUID(int=0xA00), site_id=LIVE.id)
"""Its desks."""


def set_live(
    session: Session,
    places: Sequence[Site] = (SITE, ELSEWHERE),
    workers: Sequence[UserId] = (ANNA, BELA),
    having: Sequence[Room] = ROOMS,
) -> None:
    """Add live sites with rooms, and workers who are placed and cleared for each."""
    for site in places:
        sites.add(session, site)
        gates.add_all(session, site)
        for before, met in zip(gates.of_sites(session, (site.id,))[site.id], met_gates(), strict=True):
            gates.put(session, site.id, before, replace(before, started_on=met.started_on, spans=met.spans))
    for number, worker_id in enumerate(workers):
        for at, site in enumerate(places):
            row = placed(worker_id, site, id=UUID(int=0x701 + 2 * number - at))
            placements.add(session, row, LEAD)
        for n, each in enumerate(clearances_of(worker_id, places)):
            placements.record(session, replace(each, id=UUID(int=0x800 + 0x20 * number + n)), LEAD)
    for room in having:
        rooms.add(session, room, LEAD)
