"""The addresses of one person's rights."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.rights.holds import service as holds
from portal.rights.holds.forms import HoldForm, LiftForm
from portal.rights.holds.model import Held
from portal.rights.person.pages import PersonRightsPage, person_page
from portal.rights.person.service import read_standing
from portal.rights.requests import service as requests
from portal.rights.requests.forms import RaiseForm
from portal.rights.requests.model import Raised
from portal.rights.requests.service import Desk

_RAISE, _WRITE = {"permission": Permission.RIGHTS_RAISE}, {"permission": Permission.RIGHTS_WRITE}


@get("/people/{reference:str}/rights", opt=_RAISE, sync_to_thread=True)
def show(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> PersonRightsPage:
    """Show requests and holds of a person, and how long the record is kept."""
    whom = parse_reference(reference)
    return person_page(whom, read_standing(desk, whom), desk.today, desk.calendar, desk.policy, done=done)


@post("/people/{reference:str}/rights", opt=_RAISE, sync_to_thread=True)
def raise_request(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[RaiseForm]
) -> PersonRightsPage | Redirect:
    """Raise a request of a person, or show again what was typed."""
    whom = parse_reference(reference)
    match data.parse(desk.today):
        case Raised() as raised:
            requests.raise_request(desk, whom, raised)
            return Redirect(f"/people/{whom}/rights?done=raised", status_code=303)
        case errors:
            found = read_standing(desk, whom)
            return person_page(whom, found, desk.today, desk.calendar, desk.policy, typed=data, errors=errors)


@post("/people/{reference:str}/rights/hold", opt=_WRITE, sync_to_thread=True)
def hold(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[HoldForm]
) -> PersonRightsPage | Redirect:
    """Hold a record, or show again what was typed."""
    whom = parse_reference(reference)
    match data.parse(desk.today):
        case Held() as held:
            holds.hold(desk, whom, held)
            return Redirect(f"/people/{whom}/rights?done=held", status_code=303)
        case errors:
            found = read_standing(desk, whom)
            return person_page(whom, found, desk.today, desk.calendar, desk.policy, typed_hold=data, errors=errors)


@post("/people/{reference:str}/rights/lift", opt={**_WRITE, "step_up": True}, sync_to_thread=True)
def lift(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[LiftForm]) -> Redirect:
    """Lift a hold."""
    whom = parse_reference(reference)
    holds.lift(desk, whom, data.id)
    return Redirect(f"/people/{whom}/rights?done=lifted", status_code=303)


HANDLERS = (show, raise_request, hold, lift)
"""Every address of this slice."""
