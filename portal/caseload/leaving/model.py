"""Whose account a manager of casework may close."""

from lvws_core.actors import Role
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from portal.auth.model import Member

_CASEWORKERS = frozenset({Role.LEAD_CASEWORKER, Role.IDVA})


def against_closing(member: Member, me: UserId) -> tuple[Reason, ...]:
    """Give every reason why a manager of casework cannot close an account.

    Source: assurance T33, T34: roles beyond casework are the administrator's to give and to end.
    """
    causes = (
        (member.disabled_at is not None, "account_closed", "This account is closed already."),
        (member.id == me, "own_account", "You cannot close your own account. Ask another manager."),
        (
            not member.roles <= _CASEWORKERS,
            "foreign_role",
            "This account has a role that only the lead’s administrator changes. Ask them to close it.",
        ),
    )
    return tuple(because(code, "T34", text) for applies, code, text in causes if applies)
