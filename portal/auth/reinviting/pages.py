"""The page on which a manager invites somebody anew."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from portal.auth.model import Member
from portal.auth.reinviting.model import Check, against_reinvitation


class ReinvitePage(msgspec.Struct, frozen=True, kw_only=True):
    """The manager's statement, or why there can be none."""

    template: ClassVar[str] = "auth/reinvite.html"

    title: str = "They cannot sign in"
    name: str
    action: str
    checks: tuple[Mapping[str, Any], ...]
    why_not: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


def reinvite_page(member: Member, me: UserId, errors: tuple[FieldError, ...] = ()) -> ReinvitePage:
    """Give the page for a colleague."""
    return ReinvitePage(
        name=member.name,
        action=f"/team/{member.id}/reinvite",
        checks=tuple({"value": each.value, "text": each.label} for each in Check),
        why_not=tuple(reason.text for reason in against_reinvitation(member, me)),
        errors=errors,
    )
