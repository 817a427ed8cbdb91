"""The addresses by which services are added and closed."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ports import Names
from partners.directory.entry.forms import Fields, fields_of
from partners.directory.service import Desk
from partners.directory.services import service
from partners.directory.services.forms import LastDayForm, parse_last_day, parse_new
from partners.directory.services.pages import ClosePage, NewServicePage, close_page, new_service_page
from partners.directory.services.reopening import web as reopening

_WRITE: Final = {"permission": Permission.SERVICE_WRITE}


@get("/directory/new", opt=_WRITE, sync_to_thread=True)
def show_new(desk: NamedDependency[Desk], names: NamedDependency[Names]) -> NewServicePage:
    """Show the empty form of a service."""
    return new_service_page(Fields(values={"gender_rule": ("all",)}), service.organisations(desk, names))


@post("/directory/new", opt=_WRITE, sync_to_thread=True)
def add_service(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[dict[str, Many]]
) -> NewServicePage | Redirect:
    """Add a service, or say what is wrong."""
    typed, organisations = fields_of(data), service.organisations(desk, names)
    new = parse_new(typed, organisations, desk.today)
    if isinstance(new, tuple):
        return new_service_page(typed, organisations, new)
    key = service.add(desk, new)
    begun = new.remit.begins_on <= desk.today
    return Redirect(f"/directory/{key}?done=added" if begun else "/directory?done=added_later", status_code=303)


@get("/directory/{service_key:str}/close", opt=_WRITE, sync_to_thread=True)
def show_close(desk: NamedDependency[Desk], service_key: FromPath[str]) -> ClosePage:
    """Ask for the last day."""
    return close_page(service.closable(desk, service_key))


@post("/directory/{service_key:str}/close", opt=_WRITE, sync_to_thread=True)
def close_service(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[LastDayForm]
) -> ClosePage | Redirect:
    """Let the service end on a day, or say what is wrong."""
    listed = service.closable(desk, service_key)
    last = parse_last_day(data, desk.today, listed.service.valid_to)
    if isinstance(last, tuple):
        return close_page(listed, data, last)
    service.close(desk, listed, last)
    return Redirect(f"/directory/{listed.key}?done=closing", status_code=303)


HANDLERS = (*reopening.HANDLERS, show_new, add_service, show_close, close_service)
"""Every address of this slice."""
