"""The addresses of caseloads; a worker is named by the id of the account, which tells nothing of a person."""

from typing import Final
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from lvws_core.ids import UserId
from notifications.deliveries.alarm.service import alarm
from portal.caseload.load import service
from portal.caseload.load.pages import CaseloadPage, CaseloadsPage, caseload_page, caseloads_page
from portal.people.service import Desk

_READ: Final = {"permission": Permission.CASE_MANAGE, "reading": True}


@get("/caseload", opt=_READ, sync_to_thread=True)
def show_caseloads(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> CaseloadsPage:
    """Show the weighted caseloads, what waits and where it pinches."""
    return caseloads_page(service.caseloads(desk), desk.now, desk.policy, alarm=alarm(desk), done=done)


@get("/caseload/{worker:uuid}", opt=_READ, sync_to_thread=True)
def show_caseload(
    desk: NamedDependency[Desk],
    worker: FromPath[UUID],
    after: FromQuery[str | None] = None,
    done: FromQuery[str] = "",
) -> CaseloadPage:
    """Show one caseload with its cases."""
    found = service.caseload_of(desk, UserId(worker), after)
    return caseload_page(found, desk.policy, after=after, done=done)


HANDLERS = (show_caseloads, show_caseload)
"""Every address of this slice."""
