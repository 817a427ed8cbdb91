"""The addresses of planned sessions, and of the quiet times of a site."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.contacts.entry.service import sites_of
from colocations.contacts.service import Desk
from colocations.contacts.sessions import service, store
from colocations.contacts.sessions.forms import Planned, Quiet, parse_plan, parse_quiet
from colocations.contacts.sessions.model import Activity
from colocations.contacts.sessions.pages import QuietPage, SessionsPage, quiet_page, sessions_page
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from colocations.sites.service import open_site
from lvws_core.actors import Permission
from lvws_core.forms import FieldError, Many
from lvws_core.ids import parse_reference

_OWN: Final = {"permission": Permission.SITE_OWN}
_READ: Final = {"permission": Permission.SITE_READ}
_QUIET: Final = "/co-locations/{reference:str}/quiet-times"
Form = URLEncodedBody[dict[str, Many]]


@get("/my-site/sessions", opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_sessions(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> SessionsPage:
    """Show the own planned sessions, and the form of the next."""
    return _page(desk, Typed(), done=done)


@post("/my-site/sessions", opt=_OWN, sync_to_thread=True)
def plan(desk: NamedDependency[Desk], data: Form) -> SessionsPage | Redirect:
    """Plan a session."""
    typed = Typed(values=data)
    read = parse_plan(typed, desk.now)
    found = service.plan(desk, read) if isinstance(read, Planned) else read
    if not isinstance(found, Activity):
        return _page(desk, typed, errors=found)
    return Redirect("/my-site/sessions?done=planned", status_code=303)


@post("/my-site/sessions/{activity:uuid}/cancel", opt=_OWN, sync_to_thread=True)
def cancel(desk: NamedDependency[Desk], activity: FromPath[UUID]) -> Redirect:
    """Say that a session does not take place."""
    service.cancel(desk, service.own(desk, activity))
    return Redirect("/my-site/sessions?done=cancelled", status_code=303)


@get(_QUIET, opt={**_READ, "reading": True}, sync_to_thread=True)
def show_quiet_times(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> QuietPage:
    """Show when the departments of a site are quiet."""
    return _quiet(desk, _site(desk, reference), Typed(), done=done)


@post(_QUIET, opt=_READ, sync_to_thread=True)
def change_quiet_time(desk: NamedDependency[Desk], reference: FromPath[str], data: Form) -> QuietPage | Redirect:
    """Say when a department is quiet."""
    site, typed = _site(desk, reference), Typed(values=data)
    read = parse_quiet(typed, site.departments)
    if not isinstance(read, Quiet):
        return _quiet(desk, site, typed, errors=read)
    service.put_quiet(desk, site, read)
    return Redirect(f"{path_of(site)}/quiet-times?done=saved", status_code=303)


def _site(desk: Desk, reference: str) -> Site:
    return open_site(desk, parse_reference(reference)).site


def _page(desk: Desk, typed: Typed, *, done: str = "", errors: tuple[FieldError, ...] = ()) -> SessionsPage:
    sites = sites_of(desk)
    quiet = store.quiet_times(desk.session, (each.id for each in sites))
    return sessions_page(sites, service.coming(desk), quiet, desk.now, typed, done=done, errors=errors)


def _quiet(desk: Desk, site: Site, typed: Typed, *, done: str = "", errors: tuple[FieldError, ...] = ()) -> QuietPage:
    return quiet_page(site, store.quiet_times(desk.session, (site.id,)), typed, done=done, errors=errors)


HANDLERS = (show_sessions, plan, cancel, show_quiet_times, change_quiet_time)
"""Every address of this slice."""
