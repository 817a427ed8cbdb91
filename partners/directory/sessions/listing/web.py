"""The address of the list of sessions: `/directory/sessions`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ports import Names
from partners.directory.service import Desk
from partners.directory.sessions import store
from partners.directory.sessions.listing.pages import SessionsPage, sessions_page

_LISTS = {"coming": store.coming, "past": store.past}


@get("/directory/sessions", opt={"permission": Permission.SESSION_BOOK, "reading": True}, sync_to_thread=True)
def show_sessions(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    show: FromQuery[str] = "coming",
    after: FromQuery[str | None] = None,
) -> SessionsPage:
    """Show the sessions that come, or those that are over."""
    if show not in _LISTS:
        raise Invalid("show", "unknown_view")
    found = _LISTS[show](desk.session, desk.now, after)
    seats = store.seats(desk.session, frozenset(meeting.id for meeting in found.items), desk.actor.id)
    return sessions_page(found, seats, view=show, after=after, actor=desk.actor, names=names, now=desk.now)


HANDLERS = (show_sessions,)
