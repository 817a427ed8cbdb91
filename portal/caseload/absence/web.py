"""The addresses of a worker's absences: for the worker, and for whoever manages the team."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.ids import UserId
from portal.caseload.absence import service
from portal.caseload.absence.forms import AbsenceForm, parse_absence
from portal.caseload.absence.pages import AbsencePage, absence_page
from portal.people.service import Desk

_WORK: Final = {"permission": Permission.CASE_WORK}


@get("/caseload/{worker:uuid}/absence", opt={**_WORK, "reading": True}, sync_to_thread=True)
def show_absences(desk: NamedDependency[Desk], worker: FromPath[UUID], done: FromQuery[str] = "") -> AbsencePage:
    """Show when a worker is away and who covers, with the form of another absence."""
    found = service.absences_of(desk, UserId(worker))
    return absence_page(found, desk.actor.id, desk.today, manages=_manages(desk), done=done)


@post("/caseload/{worker:uuid}/absence", opt=_WORK, sync_to_thread=True)
def record_absence(
    desk: NamedDependency[Desk], worker: FromPath[UUID], data: URLEncodedBody[AbsenceForm]
) -> AbsencePage | Redirect:
    """Record an absence, or say what is wrong."""
    found, asked = service.absences_of(desk, UserId(worker)), parse_absence(data)
    errors = asked if isinstance(asked, tuple) else service.record(desk, found, asked)
    if errors:
        return absence_page(found, desk.actor.id, desk.today, data, manages=_manages(desk), errors=errors)
    return Redirect(f"/caseload/{worker}/absence?done=recorded", status_code=303)


@post("/caseload/{worker:uuid}/absence/{absence:uuid}/end", opt=_WORK, sync_to_thread=True)
def end_absence(desk: NamedDependency[Desk], worker: FromPath[UUID], absence: FromPath[UUID]) -> Redirect:
    """End an absence now, or call it off."""
    service.end(desk, UserId(worker), absence)
    return Redirect(f"/caseload/{worker}/absence?done=ended", status_code=303)


def _manages(desk: Desk) -> bool:
    return may(desk.actor, Permission.CASE_MANAGE).allowed


HANDLERS = (show_absences, record_absence, end_absence)
"""Every address of this slice."""
