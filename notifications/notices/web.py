"""The addresses of the notices."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from lvws_core.actors import Permission
from notifications.notices import service
from notifications.notices.pages import NoticesPage, notices_page
from notifications.notices.service import Desk

_READ = {"permission": Permission.NOTICE_READ}


@get("/notices", opt=_READ | {"reading": True}, sync_to_thread=True)
def show_notices(
    desk: NamedDependency[Desk], after: FromQuery[str | None] = None, done: FromQuery[str] = ""
) -> NoticesPage:
    """Show what the actor's team is told."""
    return notices_page(service.read(desk, after), desk.actor, desk.now, after=after, seen=done == "seen")


@post("/notices/seen", opt=_READ, sync_to_thread=True)
def mark_seen(desk: NamedDependency[Desk]) -> Redirect:
    """Mark every notice as seen."""
    service.see_all(desk)
    return Redirect("/notices?done=seen", status_code=303)


HANDLERS = (show_notices, mark_seen)
"""Every address of this slice."""
