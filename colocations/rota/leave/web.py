"""The addresses of leave for whoever makes the rota; a worker says their own under My day, once for everything."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from colocations.placements.service import workers
from colocations.rota.leave import service, store
from colocations.rota.leave.forms import LONGEST, parse_leave
from colocations.rota.leave.model import Leave
from colocations.rota.leave.pages import LeavePage, leave_page
from colocations.rota.pages import PATH, week_href
from colocations.rota.service import Desk
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import UserId
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_LEAVE: Final = f"{PATH}/leave/{{worker:uuid}}"


@get(_LEAVE, opt=_WRITE, sync_to_thread=True)
def ask_for_leave(desk: NamedDependency[Desk], names: NamedDependency[Names], worker: FromPath[UUID]) -> LeavePage:
    """Show when a worker is away, and the form of more."""
    return leave_page(UserId(worker), _name(desk, names, worker), _known(desk, worker), Typed())


@post(_LEAVE, opt=_WRITE, sync_to_thread=True)
def record_leave(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    worker: FromPath[UUID],
    data: URLEncodedBody[dict[str, Many]],
) -> LeavePage | Redirect:
    """Record when a worker is away, or show the form again."""
    name, known, typed = _name(desk, names, worker), _known(desk, worker), Typed(values=data)
    read = parse_leave(typed, UserId(worker), known, desk.today)
    if not isinstance(read, Leave):
        return leave_page(UserId(worker), name, known, typed, read)
    service.record(desk, read)
    return Redirect(f"{week_href(max(read.first, desk.today))}&done=leave", status_code=303)


def _known(desk: Desk, worker: UUID) -> tuple[Leave, ...]:
    return store.between(desk.session, desk.today, desk.today + 2 * LONGEST, [UserId(worker)])


def _name(desk: Desk, names: Names, worker: UUID) -> str:
    found = workers(desk, names).get(UserId(worker))
    if found is None:
        raise Missing
    return found


HANDLERS = (ask_for_leave, record_leave)
"""Every address of this slice."""
