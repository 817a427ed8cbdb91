"""The addresses of one session: to look, to book, to give a booking up; with them, all others of this slice."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from lvws_core.reasons import Reason
from partners.directory.service import Desk
from partners.directory.sessions import service, store
from partners.directory.sessions.calendar import web as calendar
from partners.directory.sessions.forms import BookForm
from partners.directory.sessions.holding import web as holding
from partners.directory.sessions.listing import web as listing
from partners.directory.sessions.pages import PATH, SessionPage, session_page

_BOOK: Final = {"permission": Permission.SESSION_BOOK}
_ONE: Final = "/directory/sessions/{session_reference:str}"


@get(_ONE, opt={**_BOOK, "reading": True}, sync_to_thread=True)
def show_session(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    session_reference: FromPath[str],
    done: FromQuery[str] = "",
) -> SessionPage:
    """Show one session."""
    return _page(desk, names, parse_reference(session_reference), done=done)


@post(_ONE + "/book", opt=_BOOK, sync_to_thread=True)
def book(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    session_reference: FromPath[str],
    data: URLEncodedBody[BookForm],
) -> SessionPage | Redirect:
    """Book a place or join the waiting list; or show the session as it is now, and why nothing was booked."""
    reference = parse_reference(session_reference)
    refused = service.book(desk, reference, may_wait=data.wait == "yes", clash_known=data.clash == "yes")
    if refused:
        return _page(desk, names, reference, refused=refused)
    return Redirect(f"{PATH}/{reference}?done=booked", status_code=303)


@post(_ONE + "/give-up", opt=_BOOK, sync_to_thread=True)
def give_up(desk: NamedDependency[Desk], session_reference: FromPath[str]) -> Redirect:
    """Give the own booking up."""
    reference = parse_reference(session_reference)
    service.give_up(desk, reference)
    return Redirect(f"{PATH}/{reference}?done=given_up", status_code=303)


def _page(
    desk: Desk, names: Names, reference: Reference, *, done: str = "", refused: tuple[Reason, ...] = ()
) -> SessionPage:
    meeting = store.get(desk.session, reference)
    return session_page(
        meeting,
        store.bookings(desk.session, meeting.id),
        actor=desk.actor,
        names=names,
        now=desk.now,
        done=done,
        clash=service.clash_reasons(desk, meeting),
        refused=refused,
    )


HANDLERS = (*listing.HANDLERS, *holding.HANDLERS, *calendar.HANDLERS, show_session, book, give_up)
"""Every address of this slice."""
