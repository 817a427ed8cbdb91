"""Inviting somebody anew: every old way ends at once, and the account is theirs again by a new invitation."""

from lvws_core.errors import Conflict
from lvws_core.ids import UserId
from notifications.notices.model import NoticeKind
from portal.auth import service as accounts
from portal.auth.invitations import store as invitations
from portal.auth.model import Member
from portal.auth.passkeys import store as passkeys
from portal.auth.recovery import store as recovery
from portal.auth.reinviting.model import Check, against_reinvitation
from portal.auth.team.service import Desk, colleague
from portal.auth.telling.service import tell
from portal.auth.ways.store import account_of, hold, remove_password_and_codes


def reinvite(desk: Desk, user_id: UserId, check: Check, token: str) -> Member:
    """Take every way to sign in off an account, end its sessions, and make the one link that opens it within a day.

    The manager's statement and what followed are two entries of the audit: `user.identity_checked` with how, and
    `user.ways_removed` with `user.invited`. The owner is told by a notice, so that nobody is locked out unseen.

    Raises:
        Missing: There is no such account, or it is another organisation's.
        Conflict: It is the actor's own, closed, new, or has a role that the actor may not give.

    Source: assurance P4, T33 (ASVS 6.4.3, 6.4.4).
    """
    found = colleague(desk, user_id)
    reasons = against_reinvitation(found, desk.actor.id)
    if reasons:
        raise Conflict(*reasons)
    hold(desk.session, found.id)
    desk.note("user.identity_checked", found.id, check=check.value)
    removed = passkeys.remove_all(desk.session, found.id)
    remove_password_and_codes(desk.session, found.id)
    recovery.forget(desk.session, found.id)
    desk.note("user.ways_removed", found.id, passkeys=removed)
    accounts.end_sessions_of(desk.session, desk.record, found.id, by=desk.actor.id, now=desk.now)
    invitations.void(desk.session, found.id, desk.now)
    accounts.invite(desk.session, desk.record, found.id, token=token, by=desk.actor.id, now=desk.now)
    tell(desk.session, desk.new_id(), account_of(desk.session, found.id), NoticeKind.WAY_REMOVED, desk.now)
    return found
