"""The address of a moment of the past."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.sharing import service
from portal.sharing.past.forms import MomentForm, parse_moment
from portal.sharing.past.model import sights
from portal.sharing.past.pages import PastPage, past_page
from portal.sharing.service import Desk


@get("/people/{reference:str}/shared/then", opt={"permission": Permission.PERSON_READ}, sync_to_thread=True)
def show_past(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    *,
    reference: FromPath[str],
    day: FromQuery[str] = "",
    month: FromQuery[str] = "",
    year: FromQuery[str] = "",
    time: FromQuery[str] = "",
) -> PastPage:
    """Ask for a moment, and show what each organisation could see then."""
    whom, typed = parse_reference(reference), MomentForm(day=day, month=month, year=year, time=time)
    sharings = service.read_ledger(desk, whom)
    if typed.is_empty:
        return past_page(whom, typed, names, desk.now)
    match parse_moment(typed, desk.now):
        case datetime() as at:
            return past_page(whom, typed, names, desk.now, at=at, sights=sights(sharings, at))
        case errors:
            return past_page(whom, typed, names, desk.now, errors=errors)


HANDLERS = (show_past,)
"""Every address of this slice."""
