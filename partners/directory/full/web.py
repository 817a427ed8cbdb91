"""The address of one service."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from partners.directory import store
from partners.directory.agreements import store as agreements
from partners.directory.full.pages import ServicePage, sees_file, service_page
from partners.directory.service import Desk, listed_service

_READ = {"permission": Permission.DIRECTORY_READ, "reading": True}


@get("/directory/{service_key:str}", opt=_READ, sync_to_thread=True)
def show_service(desk: NamedDependency[Desk], service_key: FromPath[str], done: FromQuery[str] = "") -> ServicePage:
    """Show one service in full, with the history of its remits."""
    listed = listed_service(desk, service_key)
    history = store.history(desk.session, listed.service.id)
    agreement = None
    if listed.agreement is not None and sees_file(desk.actor, listed):
        agreement = agreements.get(desk.session, listed.agreement.id)
    return service_page(listed, history, agreement, desk, done=done)


HANDLERS = (show_service,)
