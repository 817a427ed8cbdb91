"""The addresses of what has happened since an assessment."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import FindPerson
from portal.people.risk.triggers.forms import TriggerForm
from portal.people.risk.triggers.pages import TriggerPage, trigger_page
from portal.people.risk.triggers.service import note_trigger
from portal.people.service import Desk

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/trigger", opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_trigger(
    desk: NamedDependency[Desk],  # noqa: ARG001 - the transaction in which the person is looked for
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
) -> TriggerPage:
    """Show what can have happened; nothing of the person is opened."""
    return trigger_page(find_person(parse_reference(reference)).reference, TriggerForm())


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
        return trigger_page(whom, data, errors=errors)
    note_trigger(desk, whom, noted)
    return Redirect(f"/people/{whom}?done=trigger", status_code=303)


HANDLERS = (show_trigger, note)
"""Every address of this slice."""
