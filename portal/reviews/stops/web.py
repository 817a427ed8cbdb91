"""The addresses of stops that are not confirmed."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.offers.following.pages import STOPS
from partners.offers.service import Desk
from partners.offers.taking_back import store
from portal.reviews.stops import service
from portal.reviews.stops.pages import Reader, StopsPage, stops_page

_FOLLOW = {"permission": Permission.STOP_FOLLOW}


@get(STOPS, opt=_FOLLOW | {"reading": True}, sync_to_thread=True)
def show_stops(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    after: FromQuery[str | None] = None,
    done: FromQuery[str] = "",
) -> StopsPage:
    """Show which partners have not confirmed that they have stopped."""
    page = store.unconfirmed(desk.session, desk.actor.organisation_id, after)
    reader = Reader(actor=desk.actor, names=names, now=desk.now, calendar=desk.calendar, policy=desk.policy)
    return stops_page(page, reader, after=after, done=done)


@post(STOPS + "/{reference:str}/remind", opt=_FOLLOW, sync_to_thread=True)
def remind(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Remind a partner; overdue, its managers too."""
    service.remind(desk, parse_reference(reference))
    return Redirect(f"{STOPS}?done=reminded", status_code=303)


HANDLERS = (show_stops, remind)
"""Every address of this slice."""
