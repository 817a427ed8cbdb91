"""Gathering the day of a worker: everything from clear columns, and the plans of those whom somebody has to reach."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from lvws_core.consent.contact import AttemptOutcome
from lvws_core.ids import PersonId, UserId
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
from portal.caseload.day import store
from portal.caseload.day.begun import store as begun
from portal.caseload.day.model import Facts, Held, contact, of_marac, of_offer, reviews, unfinished
from portal.caseload.day.recorded import store as recorded
from portal.caseload.tasks.model import Day, Kind, Task, day_of
from portal.intake.facts.store import cases_facts
from portal.intake.listing import store as intakes
from portal.people import store as people
from portal.people.attempts import store as attempts
from portal.people.attempts.model import MadeAttempt, ToReach, of_this_time
from portal.people.contact_plan import store as plans
from portal.people.marac import store as marac
from portal.people.marac.model import checks
from portal.people.service import Desk
from portal.people.tell import store as tell

MOST_TO_REACH: Final = 50
"""For how many people who are still to be reached the plan is opened: high risk first, then the longest waiting."""

_REACHED: Final = frozenset({AttemptOutcome.SPOKE, AttemptOutcome.DECLINED})
Made = Mapping[PersonId, Sequence[MadeAttempt]]
Cases = Mapping[PersonId, FoundCase]


def day_for(desk: Desk, held: Sequence[Held]) -> Day:
    """Give the day of the actor from those for whom they answer, and from what they alone can finish.

    What is opened of a person, the plan and the attempts, is an event `person.read`.

    Source: issue on people, Caseload; domain 5.4, RISK-36, RISK-37; lifecycle 5.
    """
    return day_of((*tasks_of(desk, held), *_begun(desk)), desk.now)


def held_by(desk: Desk, workers: Collection[UserId]) -> tuple[Held, ...]:
    """Give the open cases of workers and, of those without one, the people whose key worker they are."""
    ours = desk.actor.organisation_id
    return (*store.cases_of(desk.session, ours, workers), *store.people_of(desk.session, ours, workers))


def tasks_of(desk: Desk, held: Sequence[Held]) -> Iterator[Task]:
    """Give everything that is to be done about those who are held."""
    leading = {each.person_id: each for each in held if each.person_id is not None and each.leads}
    facts, stopped = recorded.facts_of(desk.session, tuple(leading)) if leading else ({}, {})
    unanswered = [whose for whose, each in leading.items() if each.case is not None and not each.answered]
    made: Made = attempts.of_people(desk.session, unanswered) if unanswered else {}
    cases: Cases = cases_facts(desk.session, unanswered) if unanswered else {}
    reached = frozenset(whose for whose, tries in made.items() if _is_reached(tries, cases.get(whose)))
    yield from (_stop(leading[whose], at) for whose, at in stopped.items())
    to_reach = [leading[whose] for whose in unanswered if whose not in reached and whose not in stopped]
    yield from _contacts(desk, to_reach, facts, made, cases)
    yield from _of_partners(desk, leading)
    for each in held:
        known = facts.get(each.person_id, Facts()) if each.person_id is not None else Facts()
        if each.leads:
            yield from reviews(each, known, desk.policy)
        yield from unfinished(each, known, reached=each.person_id in reached)


def reviews_of(desk: Desk, held: Sequence[Held]) -> Iterator[Task]:
    """Give the reviews of those who are held that have a day, in clear columns alone."""
    leading = {each.person_id: each for each in held if each.person_id is not None and each.leads}
    facts, _ = recorded.facts_of(desk.session, tuple(leading)) if leading else ({}, {})
    for whose, each in leading.items():
        yield from reviews(each, facts[whose], desk.policy)


def _stop(held: Held, since: datetime) -> Task:
    assert held.person is not None  # noqa: S101 - only of people is it asked whether contact is stopped
    href = f"/people/{held.person}/safety"
    return Task(kind=Kind.STOPPED, about=held.person, href=href, worker_id=held.worker_id, due_at=since)


def _is_reached(made: Iterable[MadeAttempt], case: FoundCase | None) -> bool:
    return any(each.outcome in _REACHED for each in of_this_time((each.attempt for each in made), case))


def _contacts(
    desk: Desk, to_reach: Sequence[Held], facts: Mapping[PersonId, Facts], made: Made, cases: Cases
) -> Iterator[Task]:
    def urgency(each: Held) -> tuple[bool, datetime]:
        case = cases.get(_id(each))
        is_high = facts[_id(each)].level is Band.HIGH or (case is not None and case.high_risk)
        return (not is_high, each.since)

    first = sorted(to_reach, key=urgency)[:MOST_TO_REACH]
    if not first:
        return
    keys = people.keys_of(desk.session, [_id(each) for each in first])
    histories = plans.of_people(desk.session, desk.vault, keys)
    for each in first:
        whose = _id(each)
        desk.note("person.read", whose, fields=("contact_plan", "contact_attempts"))
        told, tries = histories.get(whose, ()), [attempt.attempt for attempt in made.get(whose, ())]
        newest = told[0][1] if told else None
        if newest is not None and facts[whose].assessed_at is not None:
            newest = newest.as_sensitive()
        person = ToReach(
            since=each.since,
            level=facts[whose].level,
            plan=None if newest is None else newest.plan,
            case=cases.get(whose),
            details_changed_at=plans.changed_at(told),
        )
        task = contact(each, person.next(tries, desk.now, desk.calendar, desk.policy))
        if task is not None:
            yield task


def _id(held: Held) -> PersonId:
    assert held.person_id is not None  # noqa: S101 - nobody is reached before it is said who they are
    return held.person_id


def _of_partners(desk: Desk, leading: Mapping[PersonId, Held]) -> Iterator[Task]:
    """Give what offers ask of us, and what the people are to be told of them."""
    if not leading:
        return
    ours, whose = desk.actor.organisation_id, tuple(leading)
    for offer in store.offers_of(desk.session, ours, whose):
        task = of_offer(leading[offer.person_id], offer, desk.now, desk.calendar, desk.policy)
        if task is not None:
            yield task
    for each in tell.of_people(desk.session, ours, whose):
        held = leading[each.person_id]
        if held.person is not None:
            yield Task(
                kind=Kind.TELL,
                about=held.person,
                href=f"/people/{held.person}",
                worker_id=held.worker_id,
                due_at=each.due_at,
                organisation_id=each.organisation_id,
                news=each.news,
            )


def _begun(desk: Desk) -> Iterator[Task]:
    """Give what the actor alone can finish: drafts, intakes that came back, and referrals to MARAC to look at."""
    ours, me = desk.actor.organisation_id, desk.actor.id
    yield from begun.begun_by(desk.session, ours, me)
    for filed in marac.unfinished(desk.session, me):
        yield from of_marac(filed, desk.actor, desk.policy)
    for filed in marac.second_looks(desk.session) if checks(desk.actor) else ():
        if filed.referral.author_id != me:
            yield from of_marac(filed, desk.actor, desk.policy)
    for line in intakes.returned_to(desk.session, ours, me):
        href = f"/intake/{line.reference}/mend"
        yield Task(kind=Kind.MEND, about=line.reference, href=href, worker_id=me, due_at=line.returned_at)
