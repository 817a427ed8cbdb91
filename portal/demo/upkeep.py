"""The work of the last weeks: what fell due was done, but for a little, so that a day looks like a day."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.desk import Desk
from lvws_core.ids import OrganisationId, Reference
from lvws_core.referrals import Detail, Note
from lvws_core.referrals.clocks import ClockKind
from lvws_core.referrals.codes import CloseReason
from lvws_core.referrals.moves import RequestMove
from partners.offers import store as offers
from partners.offers.acts import service as acts
from partners.offers.returned.store import unplaced
from portal.caseload.day.service import held_by, tasks_of
from portal.caseload.tasks.model import Kind, Task
from portal.people import store as people
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.service import confirm_contact_plan
from portal.people.needs import store as needs
from portal.people.needs.forms import Told
from portal.people.needs.model import Occasion
from portal.people.needs.service import record_needs
from portal.people.risk.service import record_assessment
from portal.referrals.requests import service as requests
from portal.referrals.requests import store as request_store

DeskOf = Callable[[Actor, datetime], Desk[Session]]
Partner = Callable[[OrganisationId], Actor]
LEFT: Final = 1
"""How many of each kind a caseworker has not got round to: what waits for the shortest time."""

_WAITING: Final = 4
"""How many needs that came back still wait for somebody else."""

_ENDINGS: Final = (
    (RequestMove.CLOSE_UNMET, CloseReason.NO_SERVICE_AVAILABLE),
    (RequestMove.CLOSE_UNMET, CloseReason.PERSON_DECLINED),
    (RequestMove.HOLD, None),
    (RequestMove.CLOSE_UNMET, CloseReason.FOUND_ELSEWHERE),
)


def keep_up(desk_of: DeskOf, staff: Iterable[Actor], partner: Partner, now: datetime) -> None:
    """Do what fell due for the caseworkers, each on a day of the last weeks, through the real use cases."""
    every = tuple(staff)
    manager = next(actor for actor in every if actor.has(Role.LEAD_MANAGER))
    _settle_what_came_back(desk_of, manager, now)
    rng = random.Random(now.date().toordinal())
    for worker in (actor for actor in every if actor.has(Role.LEAD_CASEWORKER)):
        desk = desk_of(worker, now)
        for task in _late(tasks_of(desk, held_by(desk, (worker.id,))), now):
            _do(desk_of, worker, partner, task, _ago(rng, now))


def _late(tasks: Iterable[Task], now: datetime) -> Iterator[Task]:
    """Give what is late but for the newest of each kind."""
    by_kind: dict[Kind, list[tuple[datetime, str, Task]]] = {}
    for task in tasks:
        if task.due_at is not None and task.due_at <= now:
            by_kind.setdefault(task.kind, []).append((task.due_at, task.about, task))
    for found in by_kind.values():
        yield from (task for *_, task in sorted(found, key=lambda each: each[:2])[: max(len(found) - LEFT, 0)])


def _do(desk_of: DeskOf, worker: Actor, partner: Partner, task: Task, at: datetime) -> None:
    """Do one task at a moment of the last weeks, so that the next of its kind comes on a day of the next ones."""
    about, desk = task.about, desk_of(worker, at)
    session, vault = desk.session, desk.vault
    match task.kind:
        case Kind.PLAN:
            contact = plans.latest(session, vault, people.key_of(session, about))
            if contact is not None:
                confirm_contact_plan(desk, about, contact)
        case Kind.RISK:
            assessment = people.record_of(session, vault, about).assessment
            if assessment is not None:
                record_assessment(desk, about, assessment.findings)
        case Kind.NEEDS:
            newest = needs.series(session, vault, people.key_of(session, about), most=1)[0]
            told = Told(occasion=Occasion.REVIEW, scores=newest.scores)
            record_needs(desk, about, told, expected_version=newest.version)
        case Kind.OUTCOME if task.due_at is not None:
            in_time = desk_of(worker, task.due_at - timedelta(hours=3))
            acts.mark(in_time, about, Note.OUTCOME_ACKNOWLEDGED, offers.get(session, about).offer.version)
        case Kind.LATE if task.clock is ClockKind.UPDATE:
            offer = offers.get(session, about).offer
            theirs = desk_of(partner(offer.organisation_id), at)
            acts.mark(theirs, about, Note.UPDATE, offer.version, text="Meets each week; it goes on.")
        case _:
            return


def _settle_what_came_back(desk_of: DeskOf, manager: Actor, now: datetime) -> None:
    """Let the manager settle what came back long ago; the newest few still wait for somebody else."""
    desk = desk_of(manager, now)
    for number, reference in enumerate(_came_back(desk)[:-_WAITING]):
        action, reason = _ENDINGS[number % len(_ENDINGS)]
        kept = request_store.get(desk.session, reference)
        at = desk_of(manager, max(kept.changed_at, now - timedelta(days=1 + number % 6)))
        requests.make(at, reference, action, kept.request.version, Detail(reason=reason))


def _came_back(desk: Desk[Session]) -> Sequence[Reference]:
    """Give the needs that came back, the oldest first."""
    found, cursor = [], None
    while True:
        page = unplaced(desk.session, desk.actor.organisation_id, cursor, most=50)
        kept = request_store.of_ids(desk.session, page.items)
        found += [(each.changed_at, each.reference) for each in kept.values()]
        cursor = page.next_cursor
        if cursor is None:
            return [reference for _, reference in sorted(found)]


def _ago(rng: random.Random, now: datetime) -> datetime:
    """Give a moment in the middle of a day of the last weeks."""
    hour = time(rng.randint(9, 15), rng.choice((5, 20, 35, 50)))
    return datetime.combine((now - timedelta(days=rng.randint(3, 25))).date(), hour, UTC)
