"""The addresses of what a person is told."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.people.safe_contact.service import read_panel
from portal.people.service import Desk
from portal.people.told.forms import Pressed, ToldForm, parse
from portal.people.told.pages import ToldPage, told_page
from portal.people.told.service import record_told, standing_of

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/told", opt=_WRITE, sync_to_thread=True)
def show_told(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> ToldPage:
    """Show each topic with its answers as buttons."""
    whom = parse_reference(reference)
    return told_page(whom, standing_of(desk, whom), desk.today, read_panel(desk, whom), done=done)


@post("/people/{reference:str}/told", opt=_WRITE, sync_to_thread=True)
def press_answer(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[ToldForm]
) -> ToldPage | Redirect:
    """Record the answer that was pressed, of today or of the day that was typed."""
    whom = parse_reference(reference)
    pressed = parse(data, desk.today)
    if not isinstance(pressed, Pressed):
        found, safe = standing_of(desk, whom), read_panel(desk, whom)
        return told_page(whom, found, desk.today, safe, typed=data, errors=pressed)
    record_told(desk, whom, pressed)
    return Redirect(f"/people/{whom}/told?done={pressed.topic.value}", status_code=303)


HANDLERS = (show_told, press_answer)
"""Every address of this slice."""
