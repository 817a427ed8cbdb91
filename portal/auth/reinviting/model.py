"""Inviting somebody anew as a rule: for whom a manager may, and how it was seen that it is they."""

from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import Labelled
from portal.auth.model import Member
from portal.auth.team.model import GRANTABLE


class Check(Labelled):
    """How the manager saw who it is; an email, a text or a call that came in is none of them (ASVS 6.4.4)."""

    MET = "met", "I met them in person"
    SEEN = "seen", "I saw them on a video call and know their face"
    CALLED = "called", "I called them on the number that we have had for them, and know their voice"


def against_reinvitation(member: Member, me: UserId) -> tuple[Reason, ...]:
    """Give every reason why a manager cannot invite somebody anew.

    Source: assurance T33, P4 (ASVS 6.4.4).
    """
    reasons = []
    if member.id == me:
        reasons.append(because("own_account", "T34", "You cannot do this for yourself. Ask another manager."))
    if member.disabled_at is not None:
        reasons.append(because("account_closed", "T34", "This account is closed."))
    if member.is_new:
        reasons.append(because("account_new", "T33", "They have not signed in yet: make an invitation instead."))
    if not member.roles <= set(GRANTABLE):
        text = "This account has a role that only the lead's administrator gives. Ask them."
        reasons.append(because("foreign_role", "T33", text))
    return tuple(reasons)
