"""The addresses of who opened a record, and of what a worker opened."""

from typing import Final
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from lvws_core.ids import UserId, parse_reference
from lvws_core.ports import Names
from portal.rights.opened import service
from portal.rights.opened.pages import OpenedPage, record_page, worker_page
from portal.rights.requests.service import Desk

_AUDIT: Final = {"permission": Permission.AUDIT_READ}


@get("/reviews/access/records", opt=_AUDIT, sync_to_thread=True)
def show_record(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> OpenedPage:
    """Ask for a reference, and show who opened that record; that this was read is an event itself."""
    if not reference.strip():
        return record_page(None, None, names, desk.now)
    mark = parse_reference(reference)
    return record_page(mark, service.of_record(desk, mark, after), names, desk.now, after=after)


@get("/reviews/access/staff/{user:uuid}", opt=_AUDIT, sync_to_thread=True)
def show_worker(
    desk: NamedDependency[Desk], names: NamedDependency[Names], user: FromPath[UUID], after: FromQuery[str] = ""
) -> OpenedPage:
    """Show what a member of staff opened; that this was read is an event itself."""
    user_id = UserId(user)
    found = service.by_worker(desk, user_id, after)
    name = names.colleagues(frozenset({user_id})).get(user_id, "Somebody who has left")
    return worker_page(user_id, name, found, names, desk.now, after=after)


HANDLERS = (show_record, show_worker)
"""Every address of this slice."""
