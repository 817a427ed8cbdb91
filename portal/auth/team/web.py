"""The addresses of a team's accounts."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import UserId
from notifications.deliveries.alarm.service import alarm
from portal.auth.team import service
from portal.auth.team.forms import ColleagueForm, RoleForm, parse_colleague, parse_role
from portal.auth.team.pages import (
    ClosePage,
    ColleaguePage,
    InvitePage,
    RolePage,
    TeamPage,
    close_page,
    colleague_page,
    invite_page,
    role_page,
    team_page,
)
from portal.auth.team.service import Desk
from portal.auth.web import SignInSettings

_ADMIN: Final = {"permission": Permission.TEAM_ADMIN}
_READ: Final = {**_ADMIN, "reading": True}
_ACCESS: Final = {**_ADMIN, "step_up": True}


@get("/team", opt=_READ, sync_to_thread=True)
def show_team(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> TeamPage:
    """Show everybody of the actor's organisation who has an account."""
    return team_page(service.members(desk), desk.actor.id, done=done, alarm=alarm(desk))


@get("/team/new", opt=_ADMIN, sync_to_thread=False)
def show_new() -> ColleaguePage:
    """Show the empty form of a colleague."""
    return colleague_page(ColleagueForm())


@post("/team/new", opt=_ADMIN, sync_to_thread=True)
def add_colleague(desk: NamedDependency[Desk], data: URLEncodedBody[ColleagueForm]) -> ColleaguePage | Redirect:
    """Add a colleague and lead on to the invitation, or say what is wrong."""
    new = parse_colleague(data)
    if isinstance(new, tuple):
        return colleague_page(data, new)
    added = service.add(desk, new)
    if isinstance(added, tuple):
        return colleague_page(data, added)
    return Redirect(f"/team/{added}/invitation", status_code=303)


@get("/team/{user:uuid}/invitation", opt=_READ, sync_to_thread=True)
def show_invitation(desk: NamedDependency[Desk], user: FromPath[UUID]) -> InvitePage:
    """Show what an invitation is, before it is made."""
    return invite_page(service.colleague(desk, UserId(user)))


@post("/team/{user:uuid}/invitation", opt=_ACCESS, sync_to_thread=True)
def make_invitation(
    request: HTMXRequest,
    desk: NamedDependency[Desk],
    user: FromPath[UUID],
    settings: NamedDependency[SignInSettings],
    new_token: NamedDependency[Callable[[], str]],
) -> InvitePage:
    """Make the invitation and show it this once; every earlier one stops working."""
    token = new_token()
    invited = service.invite(desk, UserId(user), token)
    return invite_page(invited, link_of(request, settings, token))


def link_of(request: HTMXRequest, settings: SignInSettings, token: str) -> str:
    """Give an invitation as it is handed over, at the address that the settings name if they name one."""
    scheme = "https" if settings.cookie_secure else "http"
    here = settings.address or f"{scheme}://{request.headers.get('host', '')}"
    return f"{here}/invitation/{token}"


@get("/team/{user:uuid}/role", opt=_READ, sync_to_thread=True)
def show_role(desk: NamedDependency[Desk], user: FromPath[UUID]) -> RolePage:
    """Show which role a colleague has, to change it."""
    return role_page(service.colleague(desk, UserId(user)), service.members(desk), desk.actor.id)


@post("/team/{user:uuid}/role", opt=_ACCESS, sync_to_thread=True)
def change_role(
    desk: NamedDependency[Desk], user: FromPath[UUID], data: URLEncodedBody[RoleForm]
) -> RolePage | Redirect:
    """Give a colleague another role, or say what is wrong."""
    member, role = service.colleague(desk, UserId(user)), parse_role(data)
    if isinstance(role, tuple):
        return role_page(member, service.members(desk), desk.actor.id, data.role, role)
    service.change_role(desk, member.id, role)
    return Redirect("/team?done=role", status_code=303)


@get("/team/{user:uuid}/disable", opt=_READ, sync_to_thread=True)
def ask_to_close(desk: NamedDependency[Desk], user: FromPath[UUID]) -> ClosePage:
    """Ask once more before an account is closed."""
    return close_page(service.colleague(desk, UserId(user)), service.members(desk), desk.actor.id)


@post("/team/{user:uuid}/disable", opt=_ADMIN, sync_to_thread=True)
def close_account(desk: NamedDependency[Desk], user: FromPath[UUID]) -> Redirect:
    """Close the account; its sessions end at once."""
    service.close(desk, UserId(user))
    return Redirect("/team?done=closed", status_code=303)


HANDLERS = (
    *(show_team, show_new, add_colleague, show_invitation, make_invitation),
    *(show_role, change_role, ask_to_close, close_account),
)
"""Every address of this slice."""
