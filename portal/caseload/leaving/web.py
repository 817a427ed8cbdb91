"""The address at which a caseworker's account is closed."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import UserId
from portal.caseload.leaving import service
from portal.caseload.leaving.pages import LeavingPage, leaving_page
from portal.people.service import Desk

_MANAGE: Final = {"permission": Permission.CASE_MANAGE}


@get("/caseload/{worker:uuid}/close", opt={**_MANAGE, "reading": True}, sync_to_thread=True)
def ask_to_close_account(desk: NamedDependency[Desk], worker: FromPath[UUID]) -> LeavingPage:
    """Ask once more before an account is closed."""
    return leaving_page(service.member_of(desk, UserId(worker)), desk.actor.id)


@post("/caseload/{worker:uuid}/close", opt=_MANAGE, sync_to_thread=True)
def close_caseworker(desk: NamedDependency[Desk], worker: FromPath[UUID]) -> Redirect:
    """Close the account at once, and lead on to what it had."""
    service.close(desk, UserId(worker))
    return Redirect(f"/caseload/{worker}/hand-over?done=closed", status_code=303)


HANDLERS = (ask_to_close_account, close_caseworker)
"""Every address of this slice."""
