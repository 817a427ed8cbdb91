"""The addresses that add a site, change it, and say when it opened and ended."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from colocations.sites.entry import service
from colocations.sites.entry.forms import Days, Described, days_shown, parse_days, parse_site, shown
from colocations.sites.entry.pages import DaysPage, SiteFormPage, days_page, site_form_page
from colocations.sites.forms import Typed
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ONE: Final = "/co-locations/{reference:str}"


@get("/co-locations/new", opt=_WRITE, sync_to_thread=True)
def ask_for_site(desk: NamedDependency[Desk], names: NamedDependency[Names]) -> SiteFormPage:
    """Show the form of a new site."""
    return site_form_page(None, Typed(), service.hosts(desk, names))


@post("/co-locations/new", opt=_WRITE, sync_to_thread=True)
def add_site(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[dict[str, Many]]
) -> SiteFormPage | Redirect:
    """Add a site, or show the form again."""
    typed, hosts = Typed(values=data), service.hosts(desk, names)
    read = parse_site(typed, hosts)
    if not isinstance(read, Described):
        return site_form_page(None, typed, hosts, read)
    return Redirect(f"{path_of(service.add(desk, read))}?done=added", status_code=303)


@get(_ONE + "/change", opt=_WRITE, sync_to_thread=True)
def ask_for_change(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> SiteFormPage:
    """Show the form of a site as it is."""
    site = open_site(desk, parse_reference(reference)).site
    return site_form_page(site, shown(site), service.hosts(desk, names))


@post(_ONE + "/change", opt=_WRITE, sync_to_thread=True)
def change_site(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> SiteFormPage | Redirect:
    """Change a site, or show the form again."""
    site = open_site(desk, parse_reference(reference)).site
    typed, hosts = Typed(values=data), service.hosts(desk, names)
    read = parse_site(typed, hosts)
    if not isinstance(read, Described):
        return site_form_page(site, typed, hosts, read)
    service.change(desk, site, read, typed.version)
    return Redirect(f"{path_of(site)}?done=changed", status_code=303)


@get(_ONE + "/days", opt=_WRITE, sync_to_thread=True)
def ask_for_days(desk: NamedDependency[Desk], reference: FromPath[str]) -> DaysPage:
    """Show the form of the first and the last day."""
    site = open_site(desk, parse_reference(reference)).site
    return days_page(site, days_shown(site))


@post(_ONE + "/days", opt=_WRITE, sync_to_thread=True)
def set_days(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> DaysPage | Redirect:
    """Say when a site opened and ended; or show the form again with every gate that is in the way."""
    opened, typed = open_site(desk, parse_reference(reference)), Typed(values=data)
    read = parse_days(typed, desk.today)
    if not isinstance(read, Days):
        return days_page(opened.site, typed, read)
    if refused := service.set_days(desk, opened, read, typed.version):
        return days_page(opened.site, typed, refused=refused)
    return Redirect(f"{path_of(opened.site)}?done=days", status_code=303)


HANDLERS = (ask_for_site, add_site, ask_for_change, change_site, ask_for_days, set_days)
