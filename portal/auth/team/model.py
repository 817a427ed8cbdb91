"""What a manager may do with the accounts of the own organisation, as rules."""

from collections.abc import Iterable
from typing import Final

from lvws_core.actors import Role
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from portal.auth.model import Member

GRANTABLE: Final = (Role.PARTNER_WORKER, Role.PARTNER_MANAGER)
"""The roles that a partner's manager gives; every other role is the administrator's to give.

Source: assurance T33; features "Partner manages its own users".
"""


def managers(members: Iterable[Member]) -> frozenset[UserId]:
    """Give the open accounts that manage the organisation."""
    return frozenset(m.id for m in members if m.disabled_at is None and Role.PARTNER_MANAGER in m.roles)


def against_change(member: Member, members: tuple[Member, ...], me: UserId) -> tuple[Reason, ...]:
    """Give every reason why a manager cannot close an account or take its manager's role away.

    Source: assurance T34: a team is never left without anybody who can close an account.
    """
    reasons = []
    if member.id == me:
        reasons.append(because("own_account", "T34", "You cannot change your own account. Ask another manager."))
    if me not in managers(members):
        reasons.append(because("not_manager", "T34", "Your own account is no longer a manager's."))
    if not managers(members) - {member.id}:
        text = "This is the only manager. Make somebody else a manager first."
        reasons.append(because("last_manager", "T34", text))
    return tuple(reasons)


def against_role(member: Member, members: tuple[Member, ...], me: UserId) -> tuple[Reason, ...]:
    """Give every reason why a manager cannot give an account another role."""
    reasons = list(against_change(member, members, me))
    if member.disabled_at is not None:
        reasons.append(because("account_closed", "T34", "This account is closed."))
    if not member.roles <= set(GRANTABLE):
        text = "This account has a role that only the lead's administrator changes."
        reasons.append(because("foreign_role", "T33", text))
    return tuple(reasons)


def against_invitation(member: Member) -> tuple[Reason, ...]:
    """Give every reason why no invitation is made: it would let its holder in, so only a new account has one."""
    reasons = []
    if member.disabled_at is not None:
        reasons.append(because("account_closed", "T34", "This account is closed."))
    if not member.is_new:
        text = "They have signed in before. If they have lost every way to sign in, invite them anew from the team."
        reasons.append(because("account_in_use", "T33", text))
    return tuple(reasons)
