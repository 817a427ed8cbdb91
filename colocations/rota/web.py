"""The addresses of the rota: the week, the shifts, leave, cover, gaps, rooms, bookings, and the calendar feed."""

from datetime import timedelta
from typing import Final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from colocations.rota import service
from colocations.rota.bookings import web as bookings
from colocations.rota.cover import web as cover
from colocations.rota.feed import web as feed
from colocations.rota.gaps import web as gaps
from colocations.rota.leave import web as leave
from colocations.rota.pages import Reader, RotaPage, rota_page
from colocations.rota.rooms import web as rooms
from colocations.rota.service import Desk
from colocations.rota.shifts import web as shifts
from colocations.sites.hours.model import monday_of
from lvws_core.actors import Permission, may
from lvws_core.ids import Reference
from lvws_core.ports import Names

_READ: Final = {"permission": Permission.SITE_READ, "reading": True}


@get("/rota", opt=_READ, sync_to_thread=True)
def show_rota(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    week: FromQuery[str] = "",
    site: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> RotaPage:
    """Show a week of the rota: of every site, or of one."""
    first = monday_of(service.day_in(week, desk.today))
    ahead = service.AHEAD if first <= desk.today else timedelta()
    last = first + timedelta(days=6)
    found = service.roster(desk, first, max(last, desk.today + ahead) if desk.today <= last else last)
    every = found.sites
    if site:
        found = service.only(found, Reference(site))
    is_worker = may(desk.actor, Permission.SITE_OWN).allowed
    reader = Reader(
        asks=cover.asked_of(desk) if is_worker else (),
        id=desk.actor.id,
        today=desk.today,
        only=site,
        may_change=service.keeps_rota(desk),
        is_worker=is_worker,
        names=names.colleagues(frozenset(each.worker_id for each in found.shifts)),
    )
    return rota_page(found, every, reader, done=done)


HANDLERS = (
    show_rota,
    *shifts.HANDLERS,
    *leave.HANDLERS,
    *cover.HANDLERS,
    *gaps.HANDLERS,
    *rooms.HANDLERS,
    *bookings.HANDLERS,
    *feed.HANDLERS,
)
"""Every address of this slice."""
