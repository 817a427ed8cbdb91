"""The addresses of the stalking follow-up."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import FindPerson
from portal.people.risk.stalking.forms import StalkingForm, stalking_form
from portal.people.risk.stalking.pages import StalkingPage, stalking_page
from portal.people.risk.stalking.service import record_follow_up
from portal.people.safe_contact.service import read_plain_panel
from portal.people.service import Desk

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/stalking", opt=_WRITE, sync_to_thread=True)
def show_stalking(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
) -> StalkingPage:
    """Show the eleven questions, none of them answered, below the plan."""
    whom = find_person(parse_reference(reference)).reference
    return replace(stalking_page(whom, StalkingForm()), safe=read_plain_panel(desk, whom))


@post("/people/{reference:str}/risk/stalking", opt=_WRITE, sync_to_thread=True)
def follow_up(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> StalkingPage | Redirect:
    """Store the answers, or show the form again."""
    whom, typed = find_person(parse_reference(reference)).reference, stalking_form(data)
    made, errors = typed.parse(desk.now)
    if made is None:
        return replace(stalking_page(whom, typed, errors=errors), safe=read_plain_panel(desk, whom))
    record_follow_up(desk, whom, made)
    return Redirect(f"/people/{whom}/risk?done=stalking", status_code=303)


HANDLERS = (show_stalking, follow_up)
"""Every address of this slice."""
