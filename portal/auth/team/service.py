"""Closing the account of a colleague: at once, for good, and never one's own."""

from lvws_core import desk as desks
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import UserId
from lvws_core.reasons import because
from portal.auth import store
from portal.auth.model import Member
from portal.auth.service import disable_user

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def members(desk: Desk) -> tuple[Member, ...]:
    """Give the accounts of the actor's organisation, by name."""
    return store.team(desk.session, desk.actor.organisation_id)


def colleague(desk: Desk, user_id: UserId) -> Member:
    """Give a colleague's account.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    found = next((member for member in members(desk) if member.id == user_id), None)
    if found is None:
        raise Missing
    return found


def close(desk: Desk, user_id: UserId) -> None:
    """Close a colleague's account and end its sessions; events `user.disabled` and `session.closed`.

    Raises:
        Missing: There is none, or it is another organisation's.
        Conflict: It is the actor's own.

    Source: assurance T34 (ASVS 7.4.2).
    """
    found = colleague(desk, user_id)
    if found.id == desk.actor.id:
        raise Conflict(because("own_account", "T34", "You cannot close your own account. Ask another manager."))
    disable_user(desk.session, desk.record, found.id, by=desk.actor.id, now=desk.now)
