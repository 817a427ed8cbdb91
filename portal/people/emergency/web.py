"""The addresses of emergency access."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from portal.auth.emergency.model import Emergency
from portal.auth.model import SignedIn
from portal.people import store as people
from portal.people.emergency import service
from portal.people.emergency.forms import NOTHING, Asked, EmergencyForm, parse_emergency
from portal.people.emergency.pages import EmergencyPage, emergency_page
from portal.people.service import Desk

_READ = {"permission": Permission.PERSON_READ}


@get("/emergency-access", opt={**_READ, "reading": True}, sync_to_thread=True)
def show_emergency(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], done: FromQuery[str] = ""
) -> EmergencyPage:
    """Show what emergency access does, and until when it runs."""
    running = _running(desk, signed_in)
    return emergency_page(running, desk.now, desk.policy, path=_path(desk, running), done=done)


@post("/emergency-access", opt={**_READ, "step_up": True}, sync_to_thread=True)
def open_in_emergency(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], data: URLEncodedBody[EmergencyForm]
) -> EmergencyPage | Redirect:
    """Open a record at once, or show the form again."""
    asked = parse_emergency(data, desk.today, desk.policy)
    opened = service.open_in_emergency(desk, asked) if isinstance(asked, Asked) else None
    if opened is not None:
        return Redirect(opened.path, status_code=303)
    errors = (NOTHING,) if isinstance(asked, Asked) else asked
    running = _running(desk, signed_in)
    return emergency_page(running, desk.now, desk.policy, path=_path(desk, running), typed=data, errors=errors)


@post("/emergency-access/end", opt=_READ, sync_to_thread=True)
def end_emergency(desk: NamedDependency[Desk]) -> Redirect:
    """End it before its time."""
    service.shut(desk)
    return Redirect("/emergency-access?done=shut", status_code=303)


def _running(desk: Desk, signed_in: SignedIn) -> Emergency | None:
    emergency = signed_in.emergency
    return emergency if emergency is not None and emergency.runs_at(desk.now) else None


def _path(desk: Desk, running: Emergency | None) -> str:
    if running is None:
        return ""
    found = people.references(desk.session, [running.person_id])
    return f"/people/{found[running.person_id]}" if running.person_id in found else ""


HANDLERS = (show_emergency, open_in_emergency, end_emergency)
"""Every address of this slice."""
