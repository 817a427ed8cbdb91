"""The address of a session's calendar file."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from lvws_core.actors import Permission
from lvws_core.files import Download
from lvws_core.ids import parse_reference
from partners.directory.service import Desk
from partners.directory.sessions import store
from partners.directory.sessions.calendar.pages import calendar_file

_LOOK = {"permission": Permission.SESSION_BOOK, "reading": True}


@get("/directory/sessions/{session_reference:str}/calendar", opt=_LOOK, sync_to_thread=True)
def give_calendar(desk: NamedDependency[Desk], session_reference: FromPath[str]) -> Download:
    """Give a session as a file to be saved."""
    return calendar_file(store.get(desk.session, parse_reference(session_reference)), desk.now)


HANDLERS = (give_calendar,)
"""Every address of this slice."""
