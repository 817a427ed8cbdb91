"""What falls due by itself: a room became free, and somebody waits for one."""

from uuid import UUID

from colocations.rota.service import Desk
from colocations.rota.waiting import store
from colocations.rota.waiting.service import tell_waiting
from colocations.sites import store as sites


def tell_of_free_rooms(desk: Desk) -> tuple[UUID, ...]:
    """Tell whoever is next in line, at every site where somebody waits today; give which waits were told.

    A booking ends by itself, so nobody acts when a room becomes free. The desk is the clock's, in a transaction of
    the system.
    """
    waits = store.on(desk.session, desk.today)
    there = sites.named(desk.session, sorted({each.site_id for each in waits}))
    return tuple(each.id for site in there.values() for each in tell_waiting(desk, site))
