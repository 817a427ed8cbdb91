"""The page of the case team: who needs to know, who did, and whether nobody else may."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.times import london_day
from lvws_core.vocabulary import Labelled
from portal.people.model import day_in_words
from portal.people.team.forms import JoinForm, LeaveForm, RestrictForm
from portal.people.team.model import JoinReason, LeaveReason, Member, RestrictReason, Team

Option = Mapping[str, Any]
_GONE = "A closed account"


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the team: the name, why, and since when or until when."""

    name: str
    why: str
    when: str


class TeamPage(msgspec.Struct, frozen=True, kw_only=True):
    """The team with the forms that change it."""

    template: ClassVar[str] = "people/team.html"

    title: str
    reference: Reference
    members: tuple[MemberLine, ...]
    earlier: tuple[MemberLine, ...]
    restricted: str
    colleagues: tuple[Option, ...]
    joining: tuple[Option, ...]
    on_team: tuple[Option, ...]
    leaving: tuple[Option, ...]
    restricting: tuple[Option, ...]
    join: JoinForm
    leave: LeaveForm
    restrict: RestrictForm
    errors: tuple[FieldError, ...] = ()


def team_page(
    reference: Reference,
    team: Team,
    readers: Mapping[UserId, str],
    names: Mapping[UserId, str],
    *,
    join: JoinForm | None = None,
    leave: LeaveForm | None = None,
    restrict: RestrictForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> TeamPage:
    """Give the page; `readers` are the colleagues who may be added, `names` those of everybody ever on the team."""
    on_it = {each.user_id for each in team.current}
    return TeamPage(
        title=f"Case team of person {reference}",
        reference=reference,
        members=tuple(_now(each, names) for each in team.current),
        earlier=tuple(_then(each, names) for each in team.members if each.left_at is not None),
        restricted=restriction_words(team, names),
        colleagues=_people({user_id: name for user_id, name in readers.items() if user_id not in on_it}),
        joining=_choices(JoinReason),
        on_team=_people({each.user_id: names.get(each.user_id, _GONE) for each in team.current}),
        leaving=_choices(LeaveReason),
        restricting=_choices(RestrictReason),
        join=join or JoinForm(),
        leave=leave or LeaveForm(),
        restrict=restrict or RestrictForm(),
        errors=errors,
    )


def restriction_words(team: Team, names: Mapping[UserId, str]) -> str:
    """Give the restriction in words; empty where there is none."""
    standing = team.restriction
    if standing is None:
        return ""
    by, day = names.get(standing.by, _GONE), day_in_words(london_day(standing.at))
    reason = standing.reason.label
    return f"Only this team sees the person. {reason}. Restricted by {by} on {day}."


def _now(member: Member, names: Mapping[UserId, str]) -> MemberLine:
    since = f"since {day_in_words(london_day(member.joined_at))}"
    return MemberLine(name=names.get(member.user_id, _GONE), why=member.reason.label, when=since)


def _then(member: Member, names: Mapping[UserId, str]) -> MemberLine:
    until = f"until {day_in_words(london_day(member.left_at))}" if member.left_at else ""
    why = member.left_because.label if member.left_because else ""
    return MemberLine(name=names.get(member.user_id, _GONE), why=why, when=until)


def _people(named: Mapping[UserId, str]) -> tuple[Option, ...]:
    return (_NONE, *({"value": str(user_id), "text": name} for user_id, name in named.items()))


def _choices(reasons: type[Labelled]) -> tuple[Option, ...]:
    return (_NONE, *({"value": each.value, "text": each.label} for each in reasons))


_NONE: Option = {"value": "", "text": "Choose one"}
