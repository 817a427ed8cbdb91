"""Closing a caseworker's account: access ends at once, whatever is left to hand over."""

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import UserId
from portal.auth.invitations import store as invitations
from portal.auth.model import Member
from portal.auth.service import disable_user
from portal.auth.team import store as accounts
from portal.caseload.leaving.model import against_closing
from portal.people.service import Desk


def member_of(desk: Desk, worker_id: UserId) -> Member:
    """Give an account of the actor's organisation.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    members = accounts.members(desk.session, desk.actor.organisation_id)
    found = next((member for member in members if member.id == worker_id), None)
    if found is None:
        raise Missing
    return found


def close(desk: Desk, worker_id: UserId) -> None:
    """Close an account and end its sessions; events `user.disabled` and `session.closed`.

    What it had is nobody's from this instant, for the manager's list reads the account's state.

    Raises:
        Missing: There is none, or it is another organisation's.
        Conflict: It is not this manager's to close; every reason.

    Source: assurance T34 (ASVS 7.4.2); issue on people, Caseload.
    """
    accounts.hold(desk.session, desk.actor.organisation_id)
    found = member_of(desk, worker_id)
    if reasons := against_closing(found, desk.actor.id):
        raise Conflict(*reasons)
    invitations.void(desk.session, found.id, desk.now)
    disable_user(desk.session, desk.record, found.id, by=desk.actor.id, now=desk.now)
