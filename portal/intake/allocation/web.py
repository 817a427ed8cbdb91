"""The addresses of allocation."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, reads_own_intakes_only
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from portal.intake.allocation import service, store
from portal.intake.allocation.forms import AllocateForm, Given, parse_allocation, parse_workers
from portal.intake.allocation.pages import AllocatePage, WorkersPage, allocate_page, workers_page
from portal.people.forms import read_version
from portal.people.service import Desk

_WRITE, _MANAGE = {"permission": Permission.CASE_WRITE}, {"permission": Permission.CASE_MANAGE}


@get("/cases/{reference:str}/allocate", opt=_WRITE, sync_to_thread=True)
def show_allocation(desk: NamedDependency[Desk], reference: FromPath[str], needs: FromQuery[str] = "") -> AllocatePage:
    """Show whom the core proposes, and why."""
    is_complex = needs == "complex"
    proposal = service.open_allocation(desk, parse_reference(reference), complex_needs=is_complex)
    may_read_on = not reads_own_intakes_only(desk.actor)
    return allocate_page(proposal, complex_needs=is_complex, may_read_on=may_read_on)


@post("/cases/{reference:str}/allocate", opt=_WRITE, sync_to_thread=True)
def allocate(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[AllocateForm]
) -> AllocatePage | Redirect:
    """Give a case to the worker whom a human chose."""
    proposal = service.open_allocation(desk, parse_reference(reference))
    may_read_on = not reads_own_intakes_only(desk.actor)
    match parse_allocation(data, is_first=proposal.case.allocated_to is None):
        case Given(worker_id=worker_id, reason=reason):
            service.allocate(desk, proposal, read_version(data.version), worker_id, reason)
            after = f"/cases/{proposal.case.reference}" if may_read_on else "/intake"
            return Redirect(f"{after}?done=allocated", status_code=303)
        case errors:
            return allocate_page(proposal, complex_needs=False, may_read_on=may_read_on, typed=data, errors=errors)


@get("/cases/workers", opt={**_MANAGE, "reading": True}, sync_to_thread=True)
def show_workers(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> WorkersPage:
    """Show what each caseworker takes, and has."""
    return workers_page(store.workers(desk.session, desk.actor.organisation_id, desk.policy), done=done)


@post("/cases/workers", opt=_MANAGE, sync_to_thread=True)
def describe_workers(desk: NamedDependency[Desk], data: URLEncodedBody[dict[str, Many]]) -> WorkersPage | Redirect:
    """Store what caseworkers take."""
    found = parse_workers(data)
    if isinstance(found, tuple):
        workers = store.workers(desk.session, desk.actor.organisation_id, desk.policy)
        return workers_page(workers, data, found)
    for worker_id, terms in found.items():
        service.describe_worker(desk, worker_id, terms)
    return Redirect("/cases/workers?done=saved", status_code=303)


HANDLERS = (show_workers, describe_workers, show_allocation, allocate)
"""Every address of this slice."""
