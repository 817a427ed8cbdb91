"""The address of a handover: one form, a last look, and then it happens."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import UserId
from portal.caseload.handover import service
from portal.caseload.handover.forms import one, parse_handover
from portal.caseload.handover.pages import CheckPage, HandoverPage, check_page, handover_page
from portal.people.service import Desk

_MANAGE: Final = {"permission": Permission.CASE_MANAGE}


@get("/caseload/{worker:uuid}/hand-over", opt={**_MANAGE, "reading": True}, sync_to_thread=True)
def show_handover(desk: NamedDependency[Desk], worker: FromPath[UUID], done: FromQuery[str] = "") -> HandoverPage:
    """Show everything that a worker has, each with who would take it."""
    return handover_page(service.open_handover(desk, UserId(worker)), desk.policy, done=done)


@post("/caseload/{worker:uuid}/hand-over", opt=_MANAGE, sync_to_thread=True)
def hand_over(
    desk: NamedDependency[Desk], worker: FromPath[UUID], data: URLEncodedBody[dict[str, Many]]
) -> HandoverPage | CheckPage | Redirect:
    """Check what was chosen, show it once more, and on confirmation hand all of it over, or nothing."""
    opened = service.open_handover(desk, UserId(worker))
    handover, step = parse_handover(data), one(data, "step")
    if isinstance(handover, tuple):
        return handover_page(opened, desk.policy, typed=data, errors=handover)
    if step == "change":
        return handover_page(opened, desk.policy, typed=data)
    stale = service.hand_over(desk, opened, handover) if step == "confirm" else service.check(opened, handover)
    if stale:
        return handover_page(opened, desk.policy, typed=data, stale=stale)
    if step == "confirm":
        return Redirect("/caseload?done=handed-over", status_code=303)
    return check_page(opened, handover, desk.policy)


HANDLERS = (show_handover, hand_over)
"""Every address of this slice."""
