"""The addresses by which closed services are found and opened again."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ports import Names
from partners.directory.service import Desk
from partners.directory.services.reopening import service
from partners.directory.services.reopening.pages import ClosedPage, closed_page

_WRITE: Final = {"permission": Permission.SERVICE_WRITE}


@get("/directory/closed", opt=_WRITE | {"reading": True}, sync_to_thread=True)
def show_closed(desk: NamedDependency[Desk], names: NamedDependency[Names]) -> ClosedPage:
    """Show the closed services that the actor may open again."""
    return closed_page(service.closed(desk), names)


@post("/directory/{service_key:str}/reopen", opt=_WRITE, sync_to_thread=True)
def reopen(desk: NamedDependency[Desk], service_key: FromPath[str]) -> Redirect:
    """Let a service take referrals again."""
    service.reopen(desk, service_key)
    return Redirect(f"/directory/{service_key}?done=reopened", status_code=303)


HANDLERS = (show_closed, reopen)
"""Every address of this slice."""
