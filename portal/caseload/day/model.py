"""What is due on the cases of a worker: one list of tasks, from what stands in clear in the records."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.actors import Actor
from lvws_core.consent.contact import NextAttempt
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.referrals import ClockKind, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.risk.level import review_due_on
from lvws_core.times import LONDON, WorkingCalendar, add_months, london_day, utc
from portal.caseload.tasks.model import Kind, Task
from portal.people.marac.model import EDITABLE, Filed, Move, allowed_moves

_OURS: Final = {ClockKind.ANSWER: Kind.ANSWER, ClockKind.LOOP: Kind.OUTCOME, ClockKind.WAITING_REVIEW: Kind.WAITING}


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A case or a person for whom a worker answers, in clear columns; instants are aware UTC.

    `case` is None for somebody without a case, `person` while nobody has said who it is. `leads` is false
    for a case of somebody whose newer case decides who their worker is. `answered` says that the
    offer of support was answered, `supported` that it was with yes.
    """

    worker_id: UserId
    person_id: PersonId | None
    person: Reference | None
    since: datetime
    case: Reference | None = None
    leads: bool = True
    answered: bool = False
    supported: bool = False
    domestic_abuse: bool = False


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of a person, in clear: when each thing was last done (aware UTC), None for never.

    `level` is that of the assessment that counts; `consents` are those in force, by organisation, with
    when each began, the London day on which it was to be gone through again, and when it ends.
    """

    plan_at: datetime | None = None
    assessed_at: datetime | None = None
    level: Band | None = None
    happened_at: datetime | None = None
    scored_at: datetime | None = None
    is_asked: bool = False
    consents: tuple[tuple[OrganisationId, datetime, date | None, datetime | None], ...] = ()


class OfferDue(msgspec.Struct, frozen=True, kw_only=True):
    """An offer on which something runs, or which came back; `due_at` is aware UTC."""

    reference: Reference
    person_id: PersonId
    organisation_id: OrganisationId
    status: OfferStatus
    due_at: datetime | None
    clock: ClockKind | None
    came_back_at: datetime | None = None
    request: Reference | None = None


def reviews(held: Held, facts: Facts, policy: Policy) -> Iterator[Task]:
    """Give every review of a person that has a day: plan, risk, consents and needs.

    Source: RISK-36, RISK-37, NEED-01; domain 4.3 and 5.1 for the ages of a consent and of a plan.
    """
    if held.person is None:
        return
    whose = f"/people/{held.person}"
    if facts.plan_at is not None:
        day = london_day(facts.plan_at) + timedelta(days=policy.plan_stale_days)
        yield _task(held, Kind.PLAN, f"{whose}/contact-plan", _closing(day, policy))
    if facts.assessed_at is not None and facts.level is not None:
        if facts.happened_at is not None and facts.happened_at > facts.assessed_at:
            yield _task(held, Kind.HAPPENED, f"{whose}/risk/new", facts.happened_at)
        else:
            day = review_due_on(london_day(facts.assessed_at), facts.level, policy)
            yield _task(held, Kind.RISK, f"{whose}/risk/new", _closing(day, policy))
    for organisation_id, begun, review_on, ends in facts.consents:
        review = _closing(review_on or add_months(london_day(begun), policy.consent_review_months), policy)
        at = review if ends is None else min(review, ends)
        yield _task(held, Kind.CONSENT, f"{whose}/consent", at, organisation_id)
    if facts.scored_at is not None:
        day = review_due_on(london_day(facts.scored_at), facts.level or Band.STANDARD, policy)
        yield _task(held, Kind.NEEDS, f"{whose}/needs/new", _closing(day, policy))


def unfinished(held: Held, facts: Facts, *, reached: bool) -> Iterator[Task]:
    """Give what a record still lacks; `reached` says that somebody has spoken to the person.

    Nothing of it has a day, and nothing of it holds anything up. Without a case that is the plan alone.
    """
    if held.person is None:
        yield _task(held, Kind.WHO, f"/cases/{held.case}", None)
        return
    whose = f"/people/{held.person}"
    if held.case is not None and reached and not held.answered:
        yield _task(held, Kind.TAKE_UP, f"/cases/{held.case}/take-up", None)
    lacks = (
        (Kind.NO_PLAN, "contact-plan", facts.plan_at is None),
        (Kind.NO_RISK, "risk/new", held.domestic_abuse and facts.assessed_at is None),
        (Kind.NO_NEEDS, "needs/new", held.supported and facts.scored_at is None),
        (Kind.NOT_ASKED, "characteristics", held.supported and not facts.is_asked),
    )
    yield from (_task(held, kind, f"{whose}/{path}", None) for kind, path, is_missing in lacks if is_missing)


def contact(held: Held, ahead: NextAttempt) -> Task | None:
    """Give what reaching a person asks for now, None where nothing is due.

    Source: domain 5.4, CONT-04, CONT-20.
    """
    if ahead.exhausted:
        kind = Kind.ALL_TRIED
    elif ahead.due_at is None:
        return None
    else:
        kind = Kind.CONTACT if ahead.channels else Kind.NO_SAFE_WAY
    made = _task(held, kind, f"/people/{held.person}/attempts", ahead.due_at)
    return msgspec.structs.replace(made, channels=ahead.channels, opens_at=ahead.opens_at)


def of_offer(held: Held, offer: OfferDue, now: datetime, calendar: WorkingCalendar, policy: Policy) -> Task | None:
    """Give what an offer asks of whoever answers for its person, None where it is the partner's turn and not late."""
    if offer.came_back_at is not None:
        href = f"/requests/{offer.request}" if offer.request else f"/offers/{offer.reference}"
        days, close = policy.place_again_working_days, policy.close_of_day
        by = calendar.due(offer.came_back_at, working_days=days, close=close)
        return _offered(held, offer, Kind.CAME_BACK, href, by)
    if offer.clock is None or offer.due_at is None:
        return None
    href = f"/offers/{offer.reference}"
    if offer.clock in _OURS:
        return _offered(held, offer, _OURS[offer.clock], href, offer.due_at)
    if offer.due_at > now:
        return None
    return _offered(held, offer, Kind.LATE, href, offer.due_at)


def of_marac(filed: Filed, actor: Actor, policy: Policy) -> Iterator[Task]:
    """Give what a MARAC referral asks of the actor: to finish it, to look at it again, or to tell the person of it.

    Source: MAR-40, MAR-41, domain 2.6.
    """
    referral = filed.referral
    moves = allowed_moves(referral, actor)
    is_author = referral.author_id == actor.id
    asks = (
        (Kind.MARAC_DRAFT, is_author and referral.status in EDITABLE, None),
        (Kind.MARAC_TELL, is_author and referral.feedback_due_on is not None, referral.feedback_due_on),
        (Kind.MARAC_BYPASS, Move.REVIEW_BYPASS in moves, referral.bypass_due_on),
        (Kind.MARAC_PEER, Move.PEER_CHECK in moves, referral.peer_due_on),
    )
    for kind, applies, day in asks:
        if applies:
            yield Task(
                kind=kind,
                about=referral.reference,
                href=f"/people/{filed.person}/marac/{referral.reference}",
                worker_id=actor.id,
                due_at=None if day is None else _closing(day, policy),
            )


def _offered(held: Held, offer: OfferDue, kind: Kind, href: str, at: datetime) -> Task:
    return Task(
        kind=kind,
        about=offer.reference,
        href=href,
        worker_id=held.worker_id,
        due_at=at,
        organisation_id=offer.organisation_id,
        clock=offer.clock,
    )


def _closing(day: date, policy: Policy) -> datetime:
    return utc(datetime.combine(day, policy.close_of_day, ZoneInfo(LONDON)))


def _task(
    held: Held, kind: Kind, href: str, at: datetime | None, organisation_id: OrganisationId | None = None
) -> Task:
    about = held.person or held.case
    assert about is not None  # noqa: S101 - a case has a reference of its own, and so has a person
    return Task(kind=kind, about=about, href=href, worker_id=held.worker_id, due_at=at, organisation_id=organisation_id)
