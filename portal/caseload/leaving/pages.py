"""The last look before a caseworker's account is closed."""

from typing import ClassVar

import msgspec

from lvws_core.ids import UserId
from portal.auth.model import Member
from portal.caseload.leaving.model import against_closing
from portal.caseload.load.pages import path_of


class LeavingPage(msgspec.Struct, frozen=True, kw_only=True):
    """What closing does, and what comes next; `why_not` says why it cannot be done."""

    template: ClassVar[str] = "caseload/close_account.html"

    title: str
    name: str
    path: str
    back: str
    why_not: tuple[str, ...]


def leaving_page(member: Member, me: UserId) -> LeavingPage:
    """Give the page that asks once more."""
    back = path_of(member.id)
    why_not = tuple(reason.text for reason in against_closing(member, me))
    return LeavingPage(title="Close this account", name=member.name, path=f"{back}/close", back=back, why_not=why_not)
