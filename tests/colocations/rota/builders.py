"""Builders of the rota: a live site with a cover plan, two cleared workers, shifts on its days."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any
from uuid import UUID

from colocations.placements.model import EVERYWHERE, NEEDED, Clearance, Placement
from colocations.rota.leave.model import Leave
from colocations.rota.model import Facts, Shift
from colocations.rota.rooms.model import Room, RoomKind
from colocations.sites.hours.model import Weekly, Window, period_on
from colocations.sites.model import Site, SiteKind
from lvws_core.ids import Reference, UserId
from tests.builders import CONSORTIUM
from tests.colocations.builders import BEGUN, TODAY, a_site, met_gates

ANNA, BELA = CONSORTIUM["idva"].id, UserId(UUID(int=0xE1))
WEEK = Weekly(windows=tuple(Window(day=day, opens=time(9), closes=time(17)) for day in range(5)))
SITE = a_site(opened_on=BEGUN, opening=WEEK, expected=WEEK, departments=("A&E", "Maternity"))
ELSEWHERE = a_site(
    id=UUID(int=0x61), reference=Reference("6666-66"), name="Birch Hospital", opened_on=BEGUN, expected=WEEK
)


def clearances_of(
    worker_id: UserId, sites: Iterable[Site] = (SITE, ELSEWHERE), **changes: Any
) -> tuple[Clearance, ...]:
    """Build everything that a hospital asks for, from the beginning on."""
    kinds = NEEDED[SiteKind.HOSPITAL]
    pairs = [(kind, None) for kind in kinds & EVERYWHERE]
    pairs += [(kind, site.id) for kind in kinds - EVERYWHERE for site in sites]
    made = enumerate(sorted(pairs, key=str))
    return tuple(
        Clearance(
            **{"id": UUID(int=n), "worker_id": worker_id, "kind": kind, "site_id": site, "issued_on": BEGUN, **changes}
        )
        for n, (kind, site) in made
    )


def placed(worker_id: UserId, site: Site = SITE, **changes: Any) -> Placement:
    """Build a placement without end."""
    return Placement(**{"id": UUID(int=1), "site_id": site.id, "worker_id": worker_id, "starts_on": BEGUN, **changes})


def some_facts(*leaves: Leave, **changes: Any) -> Facts:
    """Build facts in which both workers may work at both sites."""
    values: dict[str, Any] = {
        "sites": {SITE.id: SITE, ELSEWHERE.id: ELSEWHERE},
        "gates": {SITE.id: met_gates(), ELSEWHERE.id: met_gates()},
        "placements": tuple(placed(who, site) for who in (ANNA, BELA) for site in (SITE, ELSEWHERE)),
        "clearances": {who: clearances_of(who) for who in (ANNA, BELA)},
        "leaves": leaves,
    }
    return Facts(**{**values, **changes})


def a_shift(day: date = TODAY, first: time = time(9), last: time = time(17), **changes: Any) -> Shift:
    """Build Anna's shift at the site."""
    values: dict[str, Any] = {"id": UUID(int=0x5F), "site_id": SITE.id, "worker_id": ANNA}
    return Shift(**{**values, "period": period_on(day, first, last), **changes})


def a_room(name: str, kind: RoomKind, capacity: int, **changes: Any) -> Room:
    """Build a room at the site, with the hours of the site."""
    number = sum(name.encode())
    values: dict[str, Any] = {"id": UUID(int=0x900 + number), "site_id": SITE.id, "door_title": name}
    return Room(**{**values, "name": name, "kind": kind, "capacity": capacity, **changes})


ROOMS = (
    a_room("Room 1", RoomKind.PRIVATE, 3),
    a_room("Room 2", RoomKind.PRIVATE, 2),
    a_room("Hot desks", RoomKind.DESK, 2),
)
