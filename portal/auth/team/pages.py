"""The pages about the staff of one organisation."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from lvws_core.actors import Role
from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.times import day_in_words, london_day
from notifications.deliveries.alarm.model import Alarm
from portal.auth.model import Member
from portal.auth.pages import ROLE_WORDS
from portal.auth.reinviting.model import against_reinvitation
from portal.auth.team.forms import ColleagueForm
from portal.auth.team.model import GRANTABLE, against_change, against_invitation, against_role

Option = Mapping[str, Any]
_NEWS = {
    "closed": "The account is closed and signed out everywhere. Offers that were assigned to it stay with the team: "
    "in the inbox they stand under “With a colleague”, and there they are assigned anew.",
    "role": "The role is changed. It counts from their next click.",
}
_HINTS = {
    Role.PARTNER_WORKER: "Opens, answers and works on offers, and says what room there is",
    Role.PARTNER_MANAGER: "The same, and changes services, sessions, staff and reports",
}


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done with an account."""

    text: str
    href: str


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff, and what can be done with the account."""

    name: str
    roles: str
    state: str
    acts: tuple[Act, ...]


class TeamPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody with an account, by name."""

    template: ClassVar[str] = "auth/team.html"

    title: str
    lines: tuple[MemberLine, ...]
    news: str
    alarm: Alarm = Alarm()


class ClosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before an account is closed; `why_not` says why it cannot be."""

    template: ClassVar[str] = "auth/close_account.html"

    title: str
    name: str
    action: str
    why_not: tuple[str, ...]


class ColleaguePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new colleague."""

    template: ClassVar[str] = "auth/colleague.html"

    title: str
    name: str
    email: str
    roles: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


class RolePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of another role; `why_not` says why it cannot be changed."""

    template: ClassVar[str] = "auth/role.html"

    title: str
    name: str
    action: str
    roles: tuple[Option, ...]
    why_not: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


class InvitePage(msgspec.Struct, frozen=True, kw_only=True):
    """What comes before an invitation, and the invitation itself: `address` is shown this once."""

    template: ClassVar[str] = "auth/invite.html"

    title: str
    name: str
    action: str
    address: str
    why_not: tuple[str, ...]


def team_page(members: Sequence[Member], me: UserId, *, done: str = "", alarm: Alarm | None = None) -> TeamPage:
    """Give the team; `done` names what has just been done."""
    team = tuple(members)
    lines = tuple(_line(member, team, me) for member in team)
    return TeamPage(title="Team", lines=lines, news=_NEWS.get(done, ""), alarm=alarm or Alarm())


def close_page(member: Member, members: tuple[Member, ...], me: UserId) -> ClosePage:
    """Give the page that asks once more."""
    closed = ("This account is closed already.",) if member.disabled_at is not None else ()
    why_not = closed or tuple(reason.text for reason in against_change(member, members, me))
    return ClosePage(title="Close an account", name=member.name, action=f"{_base(member)}/disable", why_not=why_not)


def colleague_page(form: ColleagueForm, errors: tuple[FieldError, ...] = ()) -> ColleaguePage:
    """Give the form of a new colleague with what was typed."""
    return ColleaguePage(
        title="Add a colleague", name=form.name, email=form.email, roles=_roles(form.role), errors=errors
    )


def role_page(
    member: Member,
    members: tuple[Member, ...],
    me: UserId,
    typed: str | None = None,
    errors: tuple[FieldError, ...] = (),
) -> RolePage:
    """Give the form of another role with what was typed, or with the role that is held."""
    held = next((role.value for role in GRANTABLE if role in member.roles), "")
    return RolePage(
        title="Change a role",
        name=member.name,
        action=f"{_base(member)}/role",
        roles=_roles(held if typed is None else typed),
        why_not=tuple(reason.text for reason in against_role(member, members, me)),
        errors=errors,
    )


def invite_page(member: Member, address: str = "") -> InvitePage:
    """Give the page that makes an invitation, or with its address the invitation itself."""
    return InvitePage(
        title="Invitation",
        name=member.name,
        action=f"{_base(member)}/invitation",
        address=address,
        why_not=tuple(reason.text for reason in against_invitation(member)),
    )


def _roles(chosen: str) -> tuple[Option, ...]:
    return tuple(
        {
            "value": role.value,
            "text": ROLE_WORDS[role],
            "hint": {"text": _HINTS[role]},
            "checked": role.value == chosen,
        }
        for role in GRANTABLE
    )


def _line(member: Member, team: tuple[Member, ...], me: UserId) -> MemberLine:
    return MemberLine(
        name=f"{member.name} (you)" if member.id == me else member.name,
        roles=", ".join(words for role, words in ROLE_WORDS.items() if role in member.roles),
        state=_state(member),
        acts=tuple(_acts(member, team, me)),
    )


def _state(member: Member) -> str:
    if member.disabled_at is not None:
        return f"Closed on {day_in_words(london_day(member.disabled_at))}"
    return "Open, has not signed in yet" if member.is_new else "Open"


def _acts(member: Member, team: tuple[Member, ...], me: UserId) -> list[Act]:
    base, acts = _base(member), []
    if member.disabled_at is not None:
        return []
    if not against_invitation(member) and member.id != me:
        acts.append(Act(text="Invite", href=f"{base}/invitation"))
    if not against_reinvitation(member, me):
        acts.append(Act(text="Cannot sign in", href=f"{base}/reinvite"))
    if not against_role(member, team, me):
        acts.append(Act(text="Change role", href=f"{base}/role"))
    if not against_change(member, team, me):
        acts.append(Act(text="Close", href=f"{base}/disable"))
    return acts


def _base(member: Member) -> str:
    return f"/team/{member.id}"
