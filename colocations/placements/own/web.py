"""The address of the own site: `/my-site`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from colocations.contacts.linking.pages import own_log
from colocations.contacts.offline.quarantine.store import count_waiting
from colocations.placements import service
from colocations.placements.own.pages import MySitePage, my_site_page
from colocations.rota.waiting.service import now_at
from colocations.sites.issues import store as issues
from colocations.sites.pages import When
from colocations.sites.service import Desk, with_gates
from lvws_core.actors import Permission


@get("/my-site", opt={"permission": Permission.SITE_OWN, "reading": True}, sync_to_thread=True)
def show_my_site(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> MySitePage:
    """Show the site at which the actor is placed."""
    found = service.worker(desk, desk.actor.id)
    opened = with_gates(desk, tuple(found.sites.values()))
    still_open = issues.still_open(desk.session, tuple(found.sites))
    when, rooms = When(now=desk.now, calendar=desk.calendar), now_at(desk, tuple(found.sites.values()))
    log, waiting = own_log(desk, done), count_waiting(desk.session, desk.actor.id)
    return my_site_page(found, opened, still_open, when, log=log, rooms=rooms, waiting=waiting, done=done)


HANDLERS = (show_my_site,)
