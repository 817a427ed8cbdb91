"""The addresses of take-up and closure."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.intake.life import service
from portal.intake.life.forms import CloseForm, TakeUpForm, parse_closing, parse_take_up
from portal.intake.life.model import Answered, Closing
from portal.intake.life.pages import ClosePage, TakeUpPage, close_page, take_up_page
from portal.people.forms import read_version
from portal.people.service import Desk

_WORK = {"permission": Permission.CASE_WORK}


@get("/cases/{reference:str}/take-up", opt=_WORK, sync_to_thread=True)
def show_take_up(desk: NamedDependency[Desk], reference: FromPath[str]) -> TakeUpPage:
    """Show the form for what the person answered."""
    return take_up_page(service.open_act(desk, parse_reference(reference)), desk.today)


@post("/cases/{reference:str}/take-up", opt=_WORK, sync_to_thread=True)
def record_take_up(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[TakeUpForm]
) -> TakeUpPage | Redirect:
    """Store what the person answered."""
    found = service.open_act(desk, parse_reference(reference))
    match parse_take_up(data, found, desk.today):
        case Answered() as answered:
            service.record_take_up(desk, found, read_version(data.version), answered)
            return Redirect(f"/cases/{found.reference}?done=took-up", status_code=303)
        case errors:
            return take_up_page(found, desk.today, data, errors)


@get("/cases/{reference:str}/close", opt=_WORK, sync_to_thread=True)
def show_close(desk: NamedDependency[Desk], reference: FromPath[str]) -> ClosePage:
    """Show the form that closes a case."""
    return close_page(service.open_act(desk, parse_reference(reference)), desk.today)


@post("/cases/{reference:str}/close", opt=_WORK, sync_to_thread=True)
def close(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[CloseForm]
) -> ClosePage | Redirect:
    """Close a case."""
    found = service.open_act(desk, parse_reference(reference))
    match parse_closing(data, found, desk.today):
        case Closing() as closing:
            service.close(desk, found, read_version(data.version), closing)
            return Redirect(f"/cases/{found.reference}?done=closed", status_code=303)
        case errors:
            return close_page(found, desk.today, data, errors)


HANDLERS = (show_take_up, record_take_up, show_close, close)
"""Every address of this slice."""
