"""The addresses of what has happened since an assessment."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import FindPerson
from portal.people.risk.triggers.forms import TriggerForm
from portal.people.risk.triggers.pages import TriggerPage, trigger_page
from portal.people.risk.triggers.service import note_trigger
from portal.people.safe_contact.service import read_plain_panel
from portal.people.service import Desk

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/trigger", opt=_WRITE, sync_to_thread=True)
def show_trigger(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
) -> TriggerPage:
    """Show what can have happened, below the plan."""
    whom = find_person(parse_reference(reference)).reference
    return replace(trigger_page(whom, TriggerForm()), safe=read_plain_panel(desk, whom))


@post("/people/{reference:str}/risk/trigger", opt=_WRITE, sync_to_thread=True)
def note(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
    data: URLEncodedBody[TriggerForm],
) -> TriggerPage | Redirect:
    """Store what has happened, or show the form again."""
    whom = find_person(parse_reference(reference)).reference
    noted, errors = data.parse(desk.now)
    if noted is None:
        return replace(trigger_page(whom, data, errors=errors), safe=read_plain_panel(desk, whom))
    note_trigger(desk, whom, noted)
    return Redirect(f"/people/{whom}?done=trigger", status_code=303)


HANDLERS = (show_trigger, note)
"""Every address of this slice."""
