"""The addresses of placements at a site and of the clearances of workers."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.placements import service, store
from colocations.placements.forms import Placed, Recorded, parse_clearance, parse_end, parse_placement
from colocations.placements.lines.pages import CLEARANCES
from colocations.placements.managed import web as managed
from colocations.placements.own import web as own
from colocations.placements.pages import (
    EndPage,
    PlacementFormPage,
    PlacementsPage,
    RecordPage,
    WorkerPage,
    WorkersPage,
    end_page,
    placement_form_page,
    placements_page,
    record_page,
    worker_page,
    workers_page,
)
from colocations.sites import store as sites
from colocations.sites.forms import Typed, parts_of
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import UserId, parse_reference
from lvws_core.ports import Names

_READ: Final = {"permission": Permission.SITE_READ, "reading": True}
_WRITE: Final = {"permission": Permission.SITE_WRITE}
_SITE: Final = "/co-locations/{reference:str}/people"
_WORKER: Final = "/clearances/{worker:uuid}"
Form = URLEncodedBody[dict[str, Many]]


@get(_SITE, opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_placements(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> PlacementsPage:
    """Show who is placed at a site."""
    site = _site(desk, reference)
    placed = store.of_site(desk.session, site.id)
    ids = frozenset(each.worker_id for each in placed)
    held = store.clearances(desk.session, sorted(ids))
    return placements_page(site, placed, held, names.colleagues(ids), desk.today, done=done)


@get(_SITE + "/new", opt=_WRITE, sync_to_thread=True)
def ask_for_placement(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> PlacementFormPage:
    """Show the form that places somebody."""
    typed = Typed(values=parts_of("starts_on", desk.today))
    return placement_form_page(_site(desk, reference), typed, service.workers(desk, names))


@post(_SITE + "/new", opt=_WRITE, sync_to_thread=True)
def place(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: Form,
) -> PlacementFormPage | Redirect:
    """Place somebody, or show the form again."""
    site, typed, workers = _site(desk, reference), Typed(values=data), service.workers(desk, names)
    read = parse_placement(typed, workers)
    if not isinstance(read, Placed):
        return placement_form_page(site, typed, workers, read)
    service.place(desk, site, read)
    return Redirect(f"{path_of(site)}/people?done=placed", status_code=303)


@get(_SITE + "/{placement:uuid}/end", opt=_WRITE, sync_to_thread=True)
def ask_for_end(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], placement: FromPath[UUID]
) -> EndPage:
    """Show the form that ends a placement."""
    site = _site(desk, reference)
    found = service.placement_of(desk, site, placement)
    day = found.ends_on or max(desk.today, found.starts_on)
    return end_page(site, found, _name(names, found.worker_id), Typed(values=parts_of("day", day)))


@post(_SITE + "/{placement:uuid}/end", opt=_WRITE, sync_to_thread=True)
def end(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    placement: FromPath[UUID],
    data: Form,
) -> EndPage | Redirect:
    """Say when a placement ends, or show the form again."""
    site, typed = _site(desk, reference), Typed(values=data)
    found = service.placement_of(desk, site, placement)
    read = parse_end(typed, found.starts_on, "The last day")
    if isinstance(read, tuple):
        return end_page(site, found, _name(names, found.worker_id), typed, read)
    service.end_placement(desk, found, read, typed.version)
    return Redirect(f"{path_of(site)}/people?done=ended", status_code=303)


@get(CLEARANCES, opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_workers(desk: NamedDependency[Desk], names: NamedDependency[Names]) -> WorkersPage:
    """Show every worker, what runs out first at the top."""
    workers = service.workers(desk, names)
    placed = store.on(desk.session, desk.today)
    at = sites.named(desk.session, sorted({each.site_id for each in placed}))
    return workers_page(workers, store.clearances(desk.session, workers), placed, at, desk.today)


@get(_WORKER, opt=_READ, sync_to_thread=True)
def show_worker(
    desk: NamedDependency[Desk], names: NamedDependency[Names], worker: FromPath[UUID], done: FromQuery[str] = ""
) -> WorkerPage:
    """Show the placements and clearances of a worker; everybody may see their own."""
    name = _worker_name(desk, names, worker)
    may_change = may(desk.actor, Permission.SITE_WRITE).allowed
    return worker_page(service.worker(desk, UserId(worker)), name, desk.today, may_change=may_change, done=done)


@get(_WORKER + "/record", opt=_WRITE, sync_to_thread=True)
def ask_for_clearance(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    worker: FromPath[UUID],
    kind: FromQuery[str] = "",
    site: FromQuery[str] = "",
) -> RecordPage:
    """Show the form of a clearance; a renewal names its kind and site."""
    name = _worker_name(desk, names, worker)
    typed = Typed(values={"kind": kind, "site": site, **parts_of("issued_on", desk.today)})
    return record_page(service.worker(desk, UserId(worker)), name, typed)


@post(_WORKER + "/record", opt=_WRITE, sync_to_thread=True)
def record(
    desk: NamedDependency[Desk], names: NamedDependency[Names], worker: FromPath[UUID], data: Form
) -> RecordPage | Redirect:
    """Record a clearance, or show the form again."""
    name, typed = _worker_name(desk, names, worker), Typed(values=data)
    found = service.worker(desk, UserId(worker))
    read = parse_clearance(typed, tuple(found.sites.values()), desk.today, desk.policy.dbs_months)
    if not isinstance(read, Recorded):
        return record_page(found, name, typed, read)
    service.record_clearance(desk, found.id, read)
    return Redirect(f"{CLEARANCES}/{worker}?done=recorded", status_code=303)


@post(_WORKER + "/{clearance:uuid}/give-up", opt=_WRITE, sync_to_thread=True)
def give_up(
    desk: NamedDependency[Desk], names: NamedDependency[Names], worker: FromPath[UUID], clearance: FromPath[UUID]
) -> Redirect:
    """Say that a clearance counts no more from today."""
    _worker_name(desk, names, worker)
    found = service.worker(desk, UserId(worker))
    service.give_up(desk, service.clearance_of(found.clearances, clearance))
    return Redirect(f"{CLEARANCES}/{worker}?done=given_up", status_code=303)


def _site(desk: Desk, reference: str) -> Site:
    return open_site(desk, parse_reference(reference)).site


def _name(names: Names, worker_id: UserId) -> str:
    return names.colleagues(frozenset({worker_id})).get(worker_id, "A closed account")


def _worker_name(desk: Desk, names: Names, worker: UUID) -> str:
    """Give the name of a worker of the actor's organisation; anybody else is missing."""
    found = service.workers(desk, names).get(UserId(worker))
    if found is None and worker != desk.actor.id:
        raise Missing
    return found or _name(names, desk.actor.id)


HANDLERS = (
    *(show_placements, ask_for_placement, place, ask_for_end, end),
    *(show_workers, show_worker, ask_for_clearance, record, give_up),
    *managed.HANDLERS,
    *own.HANDLERS,
)
"""Every address of this slice."""
