"""For whom the actor answers today: the own, those whom they cover, and for a manager those whom nobody has."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.ids import PersonId, UserId
from portal.auth.model import Member
from portal.auth.team import store as accounts
from portal.caseload.absence import store
from portal.caseload.absence.model import Absence, Known, Seer, looks_after
from portal.caseload.day.model import Held
from portal.caseload.day.service import day_for, held_by
from portal.caseload.tasks.model import Day
from portal.people.service import Desk


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """The day of the actor, and whose each task is.

    `covered` names the colleagues whom the actor covers, `left` those whose work is the manager's: their
    account is closed, or they are away and nobody covers. `away` is the actor's own absence of today.
    """

    day: Day
    covered: Mapping[UserId, str] = {}
    left: Mapping[UserId, str] = {}
    away: Absence | None = None
    cover: str = ""


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of an organisation, and the absences that run on this London day."""

    members: Mapping[UserId, Member]
    running: Sequence[Absence]


def today_of(desk: Desk) -> Today:
    """Give who is there and who is away today, of the actor's organisation, in two statements."""
    ours, today = desk.actor.organisation_id, desk.today
    members = {member.id: member for member in accounts.members(desk.session, ours)}
    found = store.still_to_end(desk.session, ours, today)
    return Today(members=members, running=[each for each in found if each.runs_on(today)])


def answers_for(desk: Desk, today: Today) -> tuple[Held, ...]:
    """Give those for whom the actor answers today.

    Each case and each person has exactly one who answers: the worker, the cover or the manager.

    Source: issue on people, Caseload; lifecycle 5.
    """
    me, running = desk.actor.id, today.running
    manages = may(desk.actor, Permission.CASE_MANAGE).allowed
    covered = {each.worker_id for each in running if each.cover_id == me}
    others = _left(today.members, running) if manages else frozenset[UserId]()
    held = held_by(desk, sorted({me} | covered | others, key=str))
    return _mine(desk, held, running, today.members, manages=manages)


def my_duty(desk: Desk) -> Duty:
    """Give the day of the actor with everything for which they answer today."""
    me, today = desk.actor.id, today_of(desk)
    members, running = today.members, today.running
    covered = {each.worker_id for each in running if each.cover_id == me}
    mine = answers_for(desk, today)
    nobodys = {each.worker_id for each in mine} - covered - {me}
    away = next((each for each in running if each.worker_id == me), None)
    cover = members.get(away.cover_id) if away is not None and away.cover_id is not None else None
    return Duty(
        day=day_for(desk, mine),
        covered={each: members[each].name for each in covered if each in members},
        left={each: members[each].name for each in sorted(nobodys, key=str) if each in members},
        away=away,
        cover="" if cover is None else cover.name,
    )


def _left(members: Mapping[UserId, Member], running: Sequence[Absence]) -> frozenset[UserId]:
    closed = {each for each, member in members.items() if member.disabled_at is not None}
    return frozenset(closed | {each.worker_id for each in running})


def _mine(
    desk: Desk,
    held: Sequence[Held],
    running: Sequence[Absence],
    members: Mapping[UserId, Member],
    *,
    manages: bool,
) -> tuple[Held, ...]:
    open_accounts = frozenset(each for each, member in members.items() if member.disabled_at is None)
    known = _known(desk, held, running)

    def is_mine(each: Held) -> bool:
        whom = known.get(each.person_id, Known()) if each.person_id is not None else Known()
        post = looks_after(each.worker_id, running, desk.today, open_accounts=open_accounts, known=whom)
        return post.user_id == desk.actor.id or (manages and post.seer is Seer.MANAGER)

    return tuple(each for each in held if is_mine(each))


def _known(desk: Desk, held: Sequence[Held], running: Sequence[Absence]) -> Mapping[PersonId, Known]:
    """Give who may know of those whose worker is away: of anybody else it is not asked."""
    away = {each.worker_id for each in running}
    whose = {each.person_id for each in held if each.person_id is not None and each.worker_id in away}
    return store.known_of(desk.session, whose) if whose else {}


def on_leave(desk: Desk, today: date) -> Mapping[UserId, Absence]:
    """Give the absences that run on a London day, by worker."""
    found = store.still_to_end(desk.session, desk.actor.organisation_id, today)
    return {each.worker_id: each for each in found if each.runs_on(today)}
