"""The caseloads of the actor's team, and that of one worker."""

from collections.abc import Iterator, Mapping

import msgspec

from lvws_core.errors import Missing
from lvws_core.ids import UserId
from lvws_core.paging import Page
from portal.auth.model import Member
from portal.auth.team import store as accounts
from portal.caseload.absence.model import Absence
from portal.caseload.day.model import Held
from portal.caseload.day.store import people_of
from portal.caseload.duty.service import on_leave
from portal.caseload.load import store
from portal.caseload.load.model import LeftCase, Load, PinchPoint, Waiting, Weight, load_points, pinch_points
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import Worker
from portal.intake.listing import store as lists
from portal.intake.model import CaseLine
from portal.people.service import Desk

_NOTHING: Mapping[Weight, int] = {}


class Caseloads(msgspec.Struct, frozen=True, kw_only=True):
    """Every caseload with what waits and where it pinches; `left` is what closed accounts had."""

    loads: tuple[Load, ...]
    pinches: tuple[PinchPoint, ...]
    left: tuple[LeftCase, ...]
    unallocated: Waiting
    waiting_lists: Waiting
    names: Mapping[UserId, str]


def caseloads(desk: Desk) -> Caseloads:
    """Give the caseloads of the actor's team by name, those of closed accounts last, as far as they hold anything.

    Source: issue on people, Caseload; domain 8.7 (11, 18).
    """
    session, ours = desk.session, desk.actor.organisation_id
    members = {member.id: member for member in accounts.members(session, ours)}
    loads = loads_of(desk, members)
    return Caseloads(
        loads=loads,
        pinches=pinch_points(loads),
        left=(*store.left_cases(session, ours), *_left_people(desk, members)),
        unallocated=store.unallocated(session, ours),
        waiting_lists=store.waiting_lists(session, ours),
        names={each: member.name for each, member in members.items()},
    )


def _left_people(desk: Desk, members: Mapping[UserId, Member]) -> Iterator[LeftCase]:
    """Give those without a case whose key workers' accounts are all closed, the oldest first, as `left_cases` does."""
    closed = [each for each, member in members.items() if member.disabled_at is not None]
    held = people_of(desk.session, desk.actor.organisation_id, closed) if closed else ()
    for each in held[: store.MOST]:
        if each.person is not None:
            yield LeftCase(reference=each.person, worker_id=each.worker_id, weight=None, since=each.since)


def loads_of(desk: Desk, members: Mapping[UserId, Member]) -> tuple[Load, ...]:
    """Give every caseload of the actor's organisation; `members` are its accounts, the closed ones included."""
    session, ours = desk.session, desk.actor.organisation_id
    takers = {worker.id: worker for worker in allocations.workers(session, ours, desk.policy)}
    away = on_leave(desk, desk.today)
    counts, late = store.cases_by_weight(session, ours), store.late_by_worker(session, ours, desk.now)
    people = store.people_by_worker(session, ours)
    holders = counts.keys() | people.keys()
    others = [each for each in members if each in holders and each not in takers]  # by name, as the accounts are
    return tuple(
        _load(
            desk,
            members[each],
            takers.get(each),
            counts.get(each, _NOTHING),
            people=people.get(each, 0),
            late=late.get(each, 0),
            away=away.get(each),
        )
        for each in (*takers, *others)
    )


def _load(
    desk: Desk,
    member: Member,
    taker: Worker | None,
    cases: Mapping[Weight, int],
    *,
    people: int,
    late: int,
    away: Absence | None,
) -> Load:
    return Load(
        worker_id=member.id,
        name=member.name,
        takes="" if taker is None else taker.terms.role.label,
        most_points=0 if taker is None else taker.terms.most_points,
        cases=cases,
        points=load_points(cases, desk.policy),
        people=people,
        late=late,
        is_away=away is not None,
        has_cover=away is not None and away.cover_id is not None,
        is_open=member.disabled_at is None,
    )


class OneCaseload(msgspec.Struct, frozen=True, kw_only=True):
    """One caseload with a page of its cases, and who is without one; `member` is the account."""

    load: Load
    member: Member
    rows: Page[CaseLine]
    people: tuple[Held, ...] = ()


def caseload_of(desk: Desk, worker_id: UserId, cursor: str | None) -> OneCaseload:
    """Give the caseload of a worker of the actor's organisation.

    Raises:
        Missing: Nobody here with this id takes cases or has any.
        Invalid: The cursor is none of this list.
    """
    members = {member.id: member for member in accounts.members(desk.session, desk.actor.organisation_id)}
    found = next((load for load in loads_of(desk, members) if load.worker_id == worker_id), None)
    if found is None:
        raise Missing
    rows = lists.of_worker(desk.session, desk.actor.organisation_id, worker_id, cursor)
    without = people_of(desk.session, desk.actor.organisation_id, (worker_id,)) if cursor is None else ()
    return OneCaseload(load=found, member=members[worker_id], rows=rows, people=without)
