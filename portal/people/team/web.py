"""The addresses of the case team."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from portal.people.service import Desk
from portal.people.team import service, store
from portal.people.team.forms import (
    JoinForm,
    Joining,
    LeaveForm,
    Leaving,
    RestrictForm,
    parse_join,
    parse_leave,
    parse_restrict,
)
from portal.people.team.model import RestrictReason
from portal.people.team.pages import TeamPage, team_page

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/team", opt=_WRITE, sync_to_thread=True)
def show_team(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> TeamPage:
    """Show who needs to know."""
    return _page(desk, names, parse_reference(reference))


@post("/people/{reference:str}/team/join", opt=_WRITE, sync_to_thread=True)
def join(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[JoinForm],
) -> TeamPage | Redirect:
    """Put a colleague on the team, or show the form again."""
    whom = parse_reference(reference)
    joining = parse_join(data, store.readers(desk.session, desk.actor.organisation_id))
    if not isinstance(joining, Joining):
        return _page(desk, names, whom, join=data, errors=joining)
    service.join(desk, whom, joining)
    return _to_team(whom)


@post("/people/{reference:str}/team/leave", opt=_WRITE, sync_to_thread=True)
def leave(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[LeaveForm],
) -> TeamPage | Redirect:
    """Take somebody off the team, or show the form again; who leaves a restricted person's sees the people."""
    whom = parse_reference(reference)
    team = service.team_of(desk, whom)
    leaving = parse_leave(data, {each.user_id for each in team.current})
    if not isinstance(leaving, Leaving):
        return _page(desk, names, whom, leave=data, errors=leaving)
    service.leave(desk, whom, leaving)
    gone = team.restriction is not None and leaving.user_id == desk.actor.id
    return Redirect("/people", status_code=303) if gone else _to_team(whom)


@post("/people/{reference:str}/team/restrict", opt=_WRITE, sync_to_thread=True)
def restrict(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[RestrictForm],
) -> TeamPage | Redirect:
    """Let only the team see the person, or show the form again."""
    whom = parse_reference(reference)
    reason = parse_restrict(data)
    if not isinstance(reason, RestrictReason):
        return _page(desk, names, whom, restrict=data, errors=reason)
    service.restrict(desk, whom, reason)
    return _to_team(whom)


@post("/people/{reference:str}/team/lift", opt={**_WRITE, "step_up": True}, sync_to_thread=True)
def lift(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Lift the restriction."""
    whom = parse_reference(reference)
    service.lift(desk, whom)
    return _to_team(whom)


def _to_team(whom: Reference) -> Redirect:
    return Redirect(f"/people/{whom}/team", status_code=303)


def _page(desk: Desk, names: Names, whom: Reference, **shown: Any) -> TeamPage:
    team = service.team_of(desk, whom)
    readers = store.readers(desk.session, desk.actor.organisation_id)
    ever = {each.user_id for each in team.members} | ({team.restriction.by} if team.restriction else set())
    return team_page(whom, team, readers, names.colleagues(frozenset(ever)), **shown)


HANDLERS = (show_team, join, leave, restrict, lift)
"""Every address of this slice."""
