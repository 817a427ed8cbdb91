"""Invented intakes: people taken in by the inbound team, most of them handed over, some closed, some sent back."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, select

from lvws_core.actors import Actor, Role
from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel, ContactPlan, Safety
from lvws_core.desk import Desk
from lvws_core.times import london_day
from lvws_core.vocabulary import ClosureReason, CrimeCategory, PoliceForce, ReferralSource, SupportType
from portal.demo.people import Drawer, Invented
from portal.intake.allocation import service as allocation
from portal.intake.allocation.model import AllocationReason
from portal.intake.life import service as life
from portal.intake.life.model import Answered, Change, Closing, Outcome
from portal.intake.listing import store as list_store
from portal.intake.model import Case, Particulars, Registration
from portal.intake.returns import service as returns
from portal.intake.returns.model import Gap
from portal.intake.service import possibly_known, take_in
from portal.intake.store import get
from portal.intake.terms.model import Involvement, TakeUp, Trait
from portal.people.attempts.forms import Tried
from portal.people.attempts.service import record_attempt
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, Person
from portal.people.store import reference_of
from portal.people.tables import PersonRow

DeskOf = Callable[[Actor, datetime], Desk[Session]]
_HOW_MANY, _WAITING, _SEED = 36, 8, 7
_SOURCES = (ReferralSource.POLICE,) * 3 + (
    ReferralSource.SELF_REFERRAL,
    ReferralSource.SELF_REFERRAL,
    ReferralSource.OTHER_AGENCY,
    ReferralSource.WITNESS_CARE_UNIT,
)
_FRESH = (
    (3, None),
    (5, None),
    (22, AttemptOutcome.NO_ANSWER),
    (26, AttemptOutcome.SPOKE),
    (46, AttemptOutcome.UNEXPECTED_ANSWERER),
)
"""How many hours ago somebody came in whom the first caseworker has, and what became of the first attempt."""

_BACK = (frozenset({Gap.SAFE_CONTACT}), frozenset({Gap.AGE, Gap.PLACE}), frozenset({Gap.CRIME}))


def take_people_in(desk_of: DeskOf, staff: Iterable[Actor], drawer: Drawer, now: datetime) -> None:
    """Take people in through the real use cases, the last few still with intake, a few sent back to be mended."""
    every, rng = tuple(staff), random.Random(_SEED)
    taker = next(actor for actor in every if actor.has(Role.INTAKE_WORKER))
    worker = next(actor for actor in every if actor.has(Role.LEAD_CASEWORKER))
    for number in range(_HOW_MANY):
        at = now - timedelta(days=_HOW_MANY - number, hours=rng.randint(1, 6))
        case = _taken(desk_of(taker, at), drawer.draw(), rng)
        if number >= _HOW_MANY - _WAITING:
            continue
        _hand_over(desk_of(taker, at + timedelta(minutes=20)), case, rng)
        _go_on(desk_of(worker, min(at + timedelta(days=2), now)), case, rng)
    _send_back(desk_of(worker, now - timedelta(hours=1)), taker)
    for hours, outcome in _FRESH:
        _take_on(desk_of, taker, worker, drawer.draw(), now - timedelta(hours=hours), outcome=outcome)


def _take_on(
    desk_of: DeskOf, taker: Actor, worker: Actor, invented: Invented, at: datetime, *, outcome: AttemptOutcome | None
) -> None:
    """Take somebody in and give them to a worker, who has tried to reach them or is still to do so."""
    rng, desk = random.Random(invented.phone), desk_of(taker, at)
    registration = _registration(desk, invented, ReferralSource.SELF_REFERRAL, rng)
    case = take_in(desk, registration, apart=_alike(desk, registration.identity))
    proposal = allocation.open_allocation(desk, case.reference)
    allocation.allocate(desk, proposal, case.version, worker.id, AllocationReason.FIRST)
    if outcome is None or case.person_id is None:
        return
    tried = desk_of(worker, at + timedelta(hours=2))
    attempt = Attempt(at=tried.now, channel=Channel.MOBILE_CALL, outcome=outcome)
    record_attempt(tried, reference_of(tried.session, case.person_id), Tried(attempt=attempt, minutes=2))


def _taken(desk: Desk[Session], invented: Invented, rng: random.Random) -> Case:
    source = rng.choice(_SOURCES)
    registration = _registration(desk, invented, source, rng)
    return take_in(desk, registration, apart=_alike(desk, registration.identity))


def _alike(desk: Desk[Session], identity: Identity) -> tuple[Person, ...]:
    # The sessions of the demonstration are the system's own, and see the people of partners too.
    own = PersonRow.owner_organisation_id == desk.actor.organisation_id
    ours = set(desk.session.exec(select(PersonRow.id).where(own)))
    return tuple(person for person in possibly_known(desk, identity) if person.id in ours)


def _registration(desk: Desk[Session], invented: Invented, source: ReferralSource, rng: random.Random) -> Registration:
    identity = Identity(
        name=invented.name,
        birth_date=invented.born,
        phone=invented.phone,
        address=invented.address,
        borough=invented.borough,
    )
    texts = rng.choice((Safety.NO, Safety.YES))
    channels = {Channel.MOBILE_CALL: Safety.YES, Channel.SMS: texts}
    plan = ContactPlan(channels=channels, sensitive=invented.domestic_abuse, voicemail_ok=Safety.NO, text_ok=texts)
    ways = dict.fromkeys(channels, invented.phone)
    is_police, is_witness = source is ReferralSource.POLICE, source is ReferralSource.WITNESS_CARE_UNIT
    traits = frozenset({Trait.REPEAT_VICTIM}) if rng.random() < 0.2 else frozenset[Trait]()
    return Registration(
        identity=identity,
        source=source,
        received_on=desk.today,
        reported_on=london_day(desk.now - timedelta(days=rng.choice((0, 1, 1, 2, 6)))) if is_police else None,
        force=PoliceForce.METROPOLITAN_POLICE_SERVICE if is_police else None,
        agency="Croydon Council" if source is ReferralSource.OTHER_AGENCY else "",
        involvement=Involvement.WITNESS if is_witness else Involvement.VICTIM,
        crime_category=invented.crime or CrimeCategory.VIOLENCE_WITH_INJURY,
        risk=invented.level if invented.domestic_abuse else None,
        source_epr=rng.choice((None, True, False)) if is_police else None,
        particulars=Particulars(domestic_abuse=invented.domestic_abuse, traits=traits),
        needs=invented.needs,
        contact=None if is_police else SafeContact(plan=plan, ways=ways),
    )


def _hand_over(desk: Desk[Session], case: Case, rng: random.Random) -> None:
    proposal = allocation.open_allocation(desk, case.reference)
    chosen = proposal.allocation.worker_id or rng.choice(proposal.workers).id
    allocation.allocate(desk, proposal, case.version, chosen, AllocationReason.FIRST)


def _go_on(desk: Desk[Session], case: Case, rng: random.Random) -> None:
    answer = rng.choice((None, TakeUp.TAKEN_UP, TakeUp.TAKEN_UP, TakeUp.NOT_TAKEN_UP))
    if answer is None:
        return
    support = SupportType.ONGOING if answer is TakeUp.TAKEN_UP else None
    current = get(desk.session, case.reference)
    life.record_take_up(desk, current, current.version, Answered(take_up=answer, on=desk.today, support=support))
    if answer is TakeUp.NOT_TAKEN_UP or rng.random() < 0.25:
        reason = ClosureReason.SERVICE_REFUSED if answer is TakeUp.NOT_TAKEN_UP else ClosureReason.NEEDS_MET
        closing = Closing(reason=reason, on=desk.today, outcomes={Outcome.SAFETY: Change.BETTER}, is_safe=True)
        current = get(desk.session, case.reference)
        life.close(desk, current, current.version, closing)


def _send_back(desk: Desk[Session], taker: Actor) -> None:
    found = list_store.open_ones(desk.session, taker.organisation_id, None).items
    with_workers = [line for line in found if line.allocated_to is not None and line.agency == ""]
    for gaps, line in zip(_BACK, with_workers, strict=False):
        case = get(desk.session, line.reference)
        if case.taken_by == taker.id:
            returns.send_back(desk, case.reference, case.version, gaps)
