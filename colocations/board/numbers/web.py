"""The address of a site's numbers."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from colocations.board.numbers.pages import NumbersPage, numbers_page
from colocations.board.numbers.service import asked_month, month_numbers
from colocations.sites.service import Desk
from lvws_core.actors import Permission
from lvws_core.ids import parse_reference

_READ = {"permission": Permission.SITE_READ, "reading": True}


@get("/co-locations/{reference:str}/numbers", opt=_READ, sync_to_thread=True)
def show_numbers(desk: NamedDependency[Desk], reference: FromPath[str], month: FromQuery[str] = "") -> NumbersPage:
    """Show a month of a site in numbers, this one unless another is asked for.

    Raises:
        Missing: No such site for this actor, or no month that is offered.
    """
    asked = asked_month(month, desk.today)
    site, found = month_numbers(desk, parse_reference(reference), asked)
    return numbers_page(site, asked, found, desk.today)


HANDLERS = (show_numbers,)
"""Every address of this slice."""
