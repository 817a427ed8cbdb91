"""The accounts of one's own team: adding, inviting, another role, and closing at once and for good."""

from lvws_core import desk as desks
from lvws_core.actors import Role
from lvws_core.errors import Conflict, Missing
from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.reasons import Reason
from portal.auth import service as accounts
from portal.auth.invitations import store as invitations
from portal.auth.model import Account, Member, account_event
from portal.auth.service import disable_user
from portal.auth.team import store
from portal.auth.team.forms import TAKEN, NewColleague
from portal.auth.team.model import against_change, against_invitation, against_role

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def members(desk: Desk) -> tuple[Member, ...]:
    """Give the accounts of the actor's organisation, by name."""
    return store.members(desk.session, desk.actor.organisation_id)


def colleague(desk: Desk, user_id: UserId) -> Member:
    """Give a colleague's account.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    return _one(members(desk), user_id)


def _one(team: tuple[Member, ...], user_id: UserId) -> Member:
    found = next((member for member in team if member.id == user_id), None)
    if found is None:
        raise Missing
    return found


def _held(desk: Desk) -> tuple[Member, ...]:
    store.hold(desk.session, desk.actor.organisation_id)
    return members(desk)


def add(desk: Desk, new: NewColleague) -> UserId | tuple[FieldError, ...]:
    """Add an account of the actor's organisation that cannot sign in until it is invited; event `user.created`.

    Gives the fault when the e-mail has an account already.

    Source: assurance T33: whose manager it is decides whose account it becomes, and nothing that was sent.
    """
    if store.is_taken(desk.session, new.email):
        return (TAKEN,)
    account = Account(
        id=UserId(desk.new_id()),
        organisation_id=desk.actor.organisation_id,
        display_name=new.name,
        email=new.email,
        roles=frozenset({new.role}),
    )
    accounts.create_user(desk.session, desk.record, account, by=desk.actor.id, now=desk.now)
    return account.id


def invite(desk: Desk, user_id: UserId, token: str) -> Member:
    """Make the one link that opens a new account within a day, in place of those before; event `user.invited`.

    Raises:
        Missing: There is no such account, or it is another organisation's.
        Conflict: It is closed, or somebody has signed in with it.
    """
    found = colleague(desk, user_id)
    _refuse(against_invitation(found))
    invitations.void(desk.session, found.id, desk.now)
    accounts.invite(desk.session, desk.record, found.id, token=token, by=desk.actor.id, now=desk.now)
    return found


def change_role(desk: Desk, user_id: UserId, role: Role) -> None:
    """Give a colleague another role, from the next request on; event `user.role_changed`.

    Raises:
        Missing: There is no such account, or it is another organisation's.
        Conflict: It is the actor's own, closed, holds a role of the administrator's, or is the last manager.
    """
    team = _held(desk)
    found = _one(team, user_id)
    _refuse(against_role(found, team, desk.actor.id))
    if found.roles != {role}:
        store.put_role(desk.session, desk.actor.organisation_id, found.id, role)
        mine, actor = desk.actor.organisation_id, desk.actor.id
        roles = {"old": sorted(found.roles), "new": [role.value]}
        desk.record(account_event("user.role_changed", found.id, mine, by=actor, now=desk.now, roles=roles))


def close(desk: Desk, user_id: UserId) -> None:
    """Close a colleague's account and end its sessions; events `user.disabled` and `session.closed`.

    Raises:
        Missing: There is none, or it is another organisation's.
        Conflict: It is the actor's own, or the last manager's.

    Source: assurance T34 (ASVS 7.4.2).
    """
    team = _held(desk)
    found = _one(team, user_id)
    _refuse(against_change(found, team, desk.actor.id))
    invitations.void(desk.session, found.id, desk.now)
    disable_user(desk.session, desk.record, found.id, by=desk.actor.id, now=desk.now)


def _refuse(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise Conflict(*reasons)
