"""The addresses of open sessions."""

from typing import Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.ids import UserId
from portal.auth.model import SignedIn
from portal.auth.sessions import service
from portal.auth.sessions.pages import ColleaguesPage, SessionsPage, colleagues_page, sessions_page
from portal.auth.sessions.service import Desk

_OWN: Final = {"permission": Permission.OWN_SESSION}
_ADMIN: Final = {"permission": Permission.SIGN_IN_ADMIN}


class EndForm(msgspec.Struct, kw_only=True):
    """Which session ends: its id, or "others" for all but this one."""

    which: str = ""


@get("/account/sessions", opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_sessions(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], done: FromQuery[str] = ""
) -> SessionsPage:
    """Show where the account is signed in."""
    return sessions_page(service.own(desk), signed_in, desk.now, done=done)


@post("/account/sessions/end", opt=_OWN, sync_to_thread=True)
def end_sessions(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], data: URLEncodedBody[EndForm]
) -> Redirect:
    """End one other session, or all others."""
    if data.which == "others":
        service.end_others(desk, signed_in)
        return Redirect("/account/sessions?done=others", status_code=303)
    service.end_one(desk, signed_in, _id(data.which))
    return Redirect("/account/sessions?done=one", status_code=303)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None


@get("/team/sessions", opt={**_ADMIN, "reading": True}, sync_to_thread=True)
def show_colleagues(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], done: FromQuery[str] = ""
) -> ColleaguesPage:
    """Show who of the actor's organisation is signed in."""
    return colleagues_page(service.of_colleagues(desk), signed_in, desk.now, done=done)


@post("/team/{user:uuid}/sign-out", opt=_ADMIN, sync_to_thread=True)
def sign_colleague_out(desk: NamedDependency[Desk], user: FromPath[UUID]) -> Redirect:
    """Sign a colleague out everywhere."""
    service.end_of_colleague(desk, UserId(user))
    return Redirect("/team/sessions?done=colleague", status_code=303)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_sessions, end_sessions, show_colleagues, sign_colleague_out)
"""Every address of this slice."""
