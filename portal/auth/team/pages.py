"""The pages about the staff of one organisation."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from lvws_core.ids import UserId
from lvws_core.times import day_in_words, london_day
from portal.auth.model import Member
from portal.auth.pages import ROLE_WORDS


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff; `href` closes the account, "" where that is not possible."""

    name: str
    roles: str
    state: str
    href: str


class TeamPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody with an account, by name."""

    template: ClassVar[str] = "auth/team.html"

    title: str
    lines: tuple[MemberLine, ...]
    closed: bool


class ClosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before an account is closed."""

    template: ClassVar[str] = "auth/close_account.html"

    title: str
    name: str
    action: str
    possible: bool


def team_page(members: Sequence[Member], me: UserId, *, closed: bool = False) -> TeamPage:
    """Give the team; `closed` says that an account has just been closed."""
    return TeamPage(title="Team", lines=tuple(_line(member, me) for member in members), closed=closed)


def close_page(member: Member, me: UserId) -> ClosePage:
    """Give the page that asks once more."""
    possible = member.disabled_at is None and member.id != me
    return ClosePage(title="Close an account", name=member.name, action=_href(member), possible=possible)


def _line(member: Member, me: UserId) -> MemberLine:
    state = "Open" if member.disabled_at is None else f"Closed on {day_in_words(london_day(member.disabled_at))}"
    roles = ", ".join(words for role, words in ROLE_WORDS.items() if role in member.roles)
    is_me = member.id == me
    return MemberLine(
        name=f"{member.name} (you)" if is_me else member.name,
        roles=roles,
        state=state,
        href="" if is_me or member.disabled_at is not None else _href(member),
    )


def _href(member: Member) -> str:
    return f"/team/{member.id}/disable"
