"""The addresses of a site's hours."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from colocations.sites.entry.service import set_hours
from colocations.sites.forms import Typed
from colocations.sites.hours.forms import Said, parse_hours
from colocations.sites.hours.pages import HoursPage, hours_page, shown
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_HOURS: Final = "/co-locations/{reference:str}/hours"


@get(_HOURS, opt=_WRITE, sync_to_thread=True)
def ask_for_hours(desk: NamedDependency[Desk], reference: FromPath[str]) -> HoursPage:
    """Show the form of the hours as they are."""
    site = open_site(desk, parse_reference(reference)).site
    return hours_page(site, shown(site))


@post(_HOURS, opt=_WRITE, sync_to_thread=True)
def save_hours(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> HoursPage | Redirect:
    """Save the hours, or show the form again."""
    site, typed = open_site(desk, parse_reference(reference)).site, Typed(values=data)
    read = parse_hours(typed)
    if not isinstance(read, Said):
        return hours_page(site, typed, read)
    set_hours(desk, site, read, typed.version)
    return Redirect(f"{path_of(site)}?done=hours", status_code=303)


HANDLERS = (ask_for_hours, save_hours)
"""Every address of this slice."""
