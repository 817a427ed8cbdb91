"""The address at which a manager invites somebody anew."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, URLEncodedBody
from litestar.plugins.htmx import HTMXRequest

from lvws_core.actors import Permission
from lvws_core.ids import UserId
from portal.auth.reinviting.forms import ReinviteForm, parse_check
from portal.auth.reinviting.pages import ReinvitePage, reinvite_page
from portal.auth.reinviting.service import reinvite
from portal.auth.team.pages import InvitePage, invite_page
from portal.auth.team.service import Desk, colleague
from portal.auth.team.web import link_of
from portal.auth.web import SignInSettings

_ADMIN: Final = {"permission": Permission.TEAM_ADMIN, "step_up": True}


@get("/team/{user:uuid}/reinvite", opt={**_ADMIN, "reading": True}, sync_to_thread=True)
def ask_to_reinvite(desk: NamedDependency[Desk], user: FromPath[UUID]) -> ReinvitePage:
    """Ask how it was seen that it is they."""
    return reinvite_page(colleague(desk, UserId(user)), desk.actor.id)


@post("/team/{user:uuid}/reinvite", opt=_ADMIN, sync_to_thread=True)
def make_reinvitation(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[ReinviteForm],
    desk: NamedDependency[Desk],
    user: FromPath[UUID],
    settings: NamedDependency[SignInSettings],
    new_token: NamedDependency[Callable[[], str]],
) -> ReinvitePage | InvitePage:
    """Invite them anew and show the invitation this once, or say what is wrong."""
    found, check = colleague(desk, UserId(user)), parse_check(data)
    if isinstance(check, tuple):
        return reinvite_page(found, desk.actor.id, check)
    token = new_token()
    invited = reinvite(desk, found.id, check, token)
    return invite_page(invited, link_of(request, settings, token))


HANDLERS: tuple[HTTPRouteHandler, ...] = (ask_to_reinvite, make_reinvitation)
"""Every address of this slice."""
