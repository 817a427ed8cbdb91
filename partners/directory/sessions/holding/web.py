"""The addresses of whoever holds a session."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.directory.service import Desk
from partners.directory.sessions import service, store
from partners.directory.sessions.forms import (
    SessionForm,
    parse_came,
    parse_session,
    session_fields,
    typed_came,
    version_of,
)
from partners.directory.sessions.holding.pages import (
    CallOffPage,
    CamePage,
    SessionFormPage,
    call_off_page,
    came_page,
    form_page,
)
from partners.directory.sessions.model import Meeting
from partners.directory.sessions.pages import PATH

_HOLD: Final = {"permission": Permission.SESSION_HOLD}
_ONE: Final = "/directory/sessions/{session_reference:str}"


def _to(meeting: Meeting, done: str) -> Redirect:
    return Redirect(f"{PATH}/{meeting.reference}?done={done}", status_code=303)


@get("/directory/sessions/new", opt=_HOLD, sync_to_thread=False)
def show_new() -> SessionFormPage:
    """Show the empty form."""
    return form_page(SessionForm())


@post("/directory/sessions/new", opt=_HOLD, sync_to_thread=True)
def add_session(desk: NamedDependency[Desk], data: URLEncodedBody[SessionForm]) -> SessionFormPage | Redirect:
    """Add a session, or say what is wrong."""
    new = parse_session(data, desk.today, desk.now)
    if isinstance(new, tuple):
        return form_page(data, errors=new)
    return _to(service.hold(desk, new), "added")


@get(_ONE + "/change", opt=_HOLD, sync_to_thread=True)
def show_change(desk: NamedDependency[Desk], session_reference: FromPath[str]) -> SessionFormPage:
    """Show the form with what is recorded."""
    meeting = service.own_session(desk, parse_reference(session_reference))
    return form_page(session_fields(meeting), reference=meeting.reference)


@post(_ONE + "/change", opt=_HOLD, sync_to_thread=True)
def change_session(
    desk: NamedDependency[Desk], session_reference: FromPath[str], data: URLEncodedBody[SessionForm]
) -> SessionFormPage | Redirect:
    """Change a session, or say what is wrong."""
    meeting = service.own_session(desk, parse_reference(session_reference), to_change=True)
    booked = len(store.bookings(desk.session, meeting.id))
    new = parse_session(data, desk.today, desk.now, before=meeting, booked=booked)
    if isinstance(new, tuple):
        return form_page(data, reference=meeting.reference, errors=new)
    service.change(desk, meeting, new, version_of(data.version))
    return _to(meeting, "changed")


@get(_ONE + "/call-off", opt=_HOLD, sync_to_thread=True)
def ask_to_call_off(desk: NamedDependency[Desk], session_reference: FromPath[str]) -> CallOffPage:
    """Ask once more before a session is called off."""
    meeting = service.own_session(desk, parse_reference(session_reference))
    return call_off_page(meeting, len(store.bookings(desk.session, meeting.id)), desk.now)


@post(_ONE + "/call-off", opt=_HOLD, sync_to_thread=True)
def call_off(desk: NamedDependency[Desk], session_reference: FromPath[str]) -> Redirect:
    """Call a session off."""
    meeting = service.own_session(desk, parse_reference(session_reference), to_change=True)
    service.call_off(desk, meeting)
    return _to(meeting, "called_off")


@get(_ONE + "/attendance", opt=_HOLD, sync_to_thread=True)
def show_came(desk: NamedDependency[Desk], names: NamedDependency[Names], session_reference: FromPath[str]) -> CamePage:
    """Ask who came."""
    meeting = service.own_session(desk, parse_reference(session_reference))
    return came_page(meeting, store.bookings(desk.session, meeting.id), names, desk.now)


@post(_ONE + "/attendance", opt=_HOLD, sync_to_thread=True)
def record_came(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    session_reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> CamePage | Redirect:
    """Record who came, or say what is wrong."""
    meeting = service.own_session(desk, parse_reference(session_reference), to_change=True)
    bookings = store.bookings(desk.session, meeting.id)
    came = parse_came(data, bookings)
    if isinstance(came, tuple):
        return came_page(meeting, bookings, names, desk.now, typed=typed_came(data), errors=came)
    service.record_came(desk, meeting, came)
    return _to(meeting, "recorded")


HANDLERS = (
    *(show_new, add_session, show_change, change_session),
    *(ask_to_call_off, call_off, show_came, record_came),
)
