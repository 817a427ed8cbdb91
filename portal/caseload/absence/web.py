"""The addresses of absences: a worker's own, and for whoever manages the team those of each."""

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
from portal.caseload.absence.pages import OWN, AbsencePage, absence_page
from portal.caseload.load.pages import path_of
from portal.people.service import Desk

_WORK: Final = {"permission": Permission.CASE_WORK}
_MANAGE: Final = {"permission": Permission.CASE_MANAGE}


@get(OWN, opt={**_WORK, "reading": True}, sync_to_thread=True)
def show_own_absences(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> AbsencePage:
    """Show when the reader is away and who covers, with the form of another absence."""
    return _shown(desk, desk.actor.id, OWN, done)


@get("/caseload/{worker:uuid}/absence", opt={**_MANAGE, "reading": True}, sync_to_thread=True)
def show_absences(desk: NamedDependency[Desk], worker: FromPath[UUID], done: FromQuery[str] = "") -> AbsencePage:
    """Show the same of a worker to whoever manages the team."""
    return _shown(desk, UserId(worker), _path(worker), done)


@post(OWN, opt=_WORK, sync_to_thread=True)
def record_own_absence(desk: NamedDependency[Desk], data: URLEncodedBody[AbsenceForm]) -> AbsencePage | Redirect:
    """Record an absence of one's own, or say what is wrong."""
    return _recorded(desk, desk.actor.id, OWN, data)


@post("/caseload/{worker:uuid}/absence", opt=_MANAGE, sync_to_thread=True)
def record_absence(
    desk: NamedDependency[Desk], worker: FromPath[UUID], data: URLEncodedBody[AbsenceForm]
) -> AbsencePage | Redirect:
    """Record an absence of a worker, or say what is wrong."""
    return _recorded(desk, UserId(worker), _path(worker), data)


@post(OWN + "/{absence:uuid}/end", opt=_WORK, sync_to_thread=True)
def end_own_absence(desk: NamedDependency[Desk], absence: FromPath[UUID]) -> Redirect:
    """End an absence of one's own now, or call it off."""
    service.end(desk, desk.actor.id, absence)
    return Redirect(f"{OWN}?done=ended", status_code=303)


@post("/caseload/{worker:uuid}/absence/{absence:uuid}/end", opt=_MANAGE, sync_to_thread=True)
def end_absence(desk: NamedDependency[Desk], worker: FromPath[UUID], absence: FromPath[UUID]) -> Redirect:
    """End an absence of a worker now, or call it off."""
    service.end(desk, UserId(worker), absence)
    return Redirect(f"{_path(worker)}?done=ended", status_code=303)


def _path(worker: UUID) -> str:
    return f"{path_of(UserId(worker))}/absence"


def _shown(desk: Desk, worker_id: UserId, path: str, done: str) -> AbsencePage:
    found = service.absences_of(desk, worker_id)
    return absence_page(found, path, desk.today, manages=may(desk.actor, Permission.CASE_MANAGE).allowed, done=done)


def _recorded(desk: Desk, worker_id: UserId, path: str, data: AbsenceForm) -> AbsencePage | Redirect:
    found, asked = service.absences_of(desk, worker_id), parse_absence(data)
    errors = asked if isinstance(asked, tuple) else service.record(desk, found, asked)
    if not errors:
        return Redirect(f"{path}?done=recorded", status_code=303)
    manages = may(desk.actor, Permission.CASE_MANAGE).allowed
    return absence_page(found, path, desk.today, data, manages=manages, errors=errors)


HANDLERS = (
    *(show_own_absences, record_own_absence, end_own_absence),
    *(show_absences, record_absence, end_absence),
)
"""Every address of this slice."""
