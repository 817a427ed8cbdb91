"""The addresses of a gap: who could come, and putting one of them on the rota."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.placements.service import workers
from colocations.rota.gaps import service
from colocations.rota.gaps.pages import GapPage, gap_page
from colocations.rota.pages import week_href
from colocations.rota.service import Desk, day_in
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_GAP: Final = "/co-locations/{reference:str}/gap"


@get(_GAP, opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_gap(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], day: FromQuery[str] = ""
) -> GapPage:
    """Show who could come to a site on a day in the hours that nobody has."""
    people, wanted = workers(desk, names), day_in(day, desk.today)
    site, found = service.site_day(desk, parse_reference(reference), wanted)
    return gap_page(site, wanted, service.gaps(desk, site, found, people), people)


@post(_GAP, opt=_WRITE, sync_to_thread=True)
def fill_gap(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> Redirect:
    """Put a worker into a gap.

    Raises:
        Missing: Nobody, or somebody who cannot be placed, was chosen.
    """
    typed = Typed(values=data)
    worker = next((each for each in workers(desk, names) if str(each) == typed.value("worker")), None)
    if worker is None:
        raise Missing
    day = day_in(typed.value("day"), desk.today)
    made = service.fill(desk, parse_reference(reference), day, typed.value("times"), worker)
    return Redirect(f"{week_href(made.day)}&done=added", status_code=303)


HANDLERS = (show_gap, fill_gap)
"""Every address of this slice."""
