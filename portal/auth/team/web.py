"""The addresses of a team's accounts."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import UserId
from portal.auth.team import service
from portal.auth.team.pages import ClosePage, TeamPage, close_page, team_page
from portal.auth.team.service import Desk

_ADMIN = {"permission": Permission.TEAM_ADMIN}


@get("/team", opt=_ADMIN | {"reading": True}, sync_to_thread=True)
def show_team(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> TeamPage:
    """Show everybody of the actor's organisation who has an account."""
    return team_page(service.members(desk), desk.actor.id, closed=done == "closed")


@get("/team/{user:uuid}/disable", opt=_ADMIN | {"reading": True}, sync_to_thread=True)
def ask_to_close(desk: NamedDependency[Desk], user: FromPath[UUID]) -> ClosePage:
    """Ask once more before an account is closed."""
    return close_page(service.colleague(desk, UserId(user)), desk.actor.id)


@post("/team/{user:uuid}/disable", opt=_ADMIN, sync_to_thread=True)
def close_account(desk: NamedDependency[Desk], user: FromPath[UUID]) -> Redirect:
    """Close the account; its sessions end at once."""
    service.close(desk, UserId(user))
    return Redirect("/team?done=closed", status_code=303)


HANDLERS = (show_team, ask_to_close, close_account)
"""Every address of this slice."""
