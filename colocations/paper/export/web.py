"""The addresses of a month of contacts."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from colocations.paper.export.model import parse_month
from colocations.paper.export.pages import ExportPage, export_page, file_of
from colocations.paper.export.service import Desk, give_out
from colocations.sites.service import open_site
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.files import Download
from lvws_core.ids import parse_reference

_READ = {"permission": Permission.SITE_READ}


@get("/co-locations/{reference:str}/contacts", opt={**_READ, "reading": True}, sync_to_thread=True)
def show_export(desk: NamedDependency[Desk], reference: FromPath[str]) -> ExportPage:
    """Show which months there are."""
    return export_page(open_site(desk, parse_reference(reference)).site, desk.today)


@get("/co-locations/{reference:str}/contacts.ods", opt={**_READ, "step_up": True}, sync_to_thread=True)
def give_month(desk: NamedDependency[Desk], reference: FromPath[str], month: FromQuery[str] = "") -> Download:
    """Give a month as a file.

    Raises:
        Missing: No such site for this actor, or no month that is offered.
    """
    asked = parse_month(month, desk.today)
    if asked is None:
        raise Missing
    _, found = give_out(desk, parse_reference(reference), asked)
    return file_of(asked, found, desk.now)


HANDLERS = (show_export, give_month)
"""Every address of this slice."""
