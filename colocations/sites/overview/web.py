"""The address of one site."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from colocations.sites.overview.pages import SitePage, site_page
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission, may
from lvws_core.ids import parse_reference


@get("/co-locations/{reference:str}", opt={"permission": Permission.SITE_READ, "reading": True}, sync_to_thread=True)
def show_site(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> SitePage:
    """Show one site."""
    opened = open_site(desk, parse_reference(reference))
    may_change = may(desk.actor, Permission.SITE_WRITE).allowed
    return site_page(opened, desk.today, desk.calendar, may_change=may_change, done=done)


HANDLERS = (show_site,)
"""Every address of this slice."""
