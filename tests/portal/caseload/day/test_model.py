"""The rules of a day: nothing that is due is lost, each task stands in one list, and reviews come when they should."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.consent.contact import (
    Attempt,
    AttemptOutcome,
    AttemptPriority,
    Channel,
    ContactPlan,
    NextAttempt,
    Safety,
)
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.ports import FoundCase
from lvws_core.referrals import ClockKind, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from partners.offers.lists.model import end_of_day
from portal.caseload.day.model import Facts, Held, OfferDue, contact, of_marac, of_offer, reviews, unfinished
from portal.caseload.tasks.model import SOON, Group, Kind, Task, day_of
from portal.people.attempts.model import ToReach
from portal.people.marac.model import Filed, Referral, Status
from tests.builders import CONSORTIUM, NOW, SHELTER

WORKER, PERSON, CASE, OFFER = CONSORTIUM["caseworker"].id, Reference("7QK2-M9"), Reference("4HD8-T2"), "9XW3-B7"
CALENDAR, CLOSE, DAY = england_and_wales(), Policy().close_of_day, date(2026, 11, 24)
CALM = ContactPlan(channels={Channel.MOBILE_CALL: Safety.YES}, sensitive=False)
REFERRAL = Referral(
    id=UUID(int=5), reference=PERSON, person_id=PersonId(UUID(int=1)), author_id=UserId(UUID(int=8)), created_at=NOW
)
HELD = Held(worker_id=WORKER, person_id=PersonId(UUID(int=1)), person=PERSON, since=NOW, case=CASE)
moments = st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days, hours=days % 7))
tasks = st.builds(
    Task,
    kind=st.sampled_from(Kind),
    about=st.sampled_from([PERSON, CASE]),
    href=st.just("/people"),
    worker_id=st.just(WORKER),
    due_at=st.none() | moments,
)


@given(st.lists(tasks, max_size=30))
def test_each_task_stands_in_one_list_once_and_nothing_of_the_next_week_is_lost(found: list[Task]) -> None:
    day = day_of(found, NOW)
    latest = end_of_day(NOW) + SOON
    assert sorted(day.every, key=repr) == sorted({t for t in found if t.due_at is None or t.due_at <= latest}, key=repr)
    assert len(set(day.every)) == len(day.every)


@given(st.lists(tasks, max_size=30))
def test_what_is_due_sooner_comes_first_and_the_order_given_does_not_matter(found: list[Task]) -> None:
    day = day_of(found, NOW)
    due = [task.due_at for task in (*day.today, *day.soon) if task.due_at is not None]
    assert due == sorted(due)
    assert day_of(reversed(found), NOW) == day
    assert all(task.due_at is not None and task.due_at <= end_of_day(NOW) for task in day.today)


@given(st.lists(tasks, max_size=30))
def test_the_parts_of_a_day_are_the_whole_of_it(found: list[Task]) -> None:
    day = day_of(found, NOW)
    assert sum(len(day.only(group).every) for group in Group) == len(day.every)
    assert day.only(None) == day


@pytest.mark.parametrize(("level", "days"), [(Band.HIGH, 28), (Band.MEDIUM, 60), (Band.STANDARD, 90)])
def test_risk_37_the_review_of_the_risk_falls_due_by_its_level(level: Band, days: int) -> None:
    (task,) = reviews(HELD, Facts(assessed_at=NOW, level=level), Policy())
    assert (task.kind, task.href) == (Kind.RISK, f"/people/{PERSON}/risk/new")
    assert task.due_at == datetime(2026, 11, 23, 17, tzinfo=UTC) + timedelta(days=days)


def test_risk_36_what_happened_after_the_assessment_asks_for_another_at_once() -> None:
    after, before = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    (task,) = reviews(HELD, Facts(assessed_at=NOW, level=Band.HIGH, happened_at=after), Policy())
    assert (task.kind, task.due_at) == (Kind.HAPPENED, after)
    (task,) = reviews(HELD, Facts(assessed_at=NOW, level=Band.HIGH, happened_at=before), Policy())
    assert task.kind is Kind.RISK


def test_a_plan_and_a_consent_are_gone_through_again_when_they_are_old() -> None:
    ends = NOW + timedelta(days=20)
    facts = Facts(
        plan_at=NOW,
        consents=((SHELTER, NOW, None, ends), (SHELTER, NOW, None, None), (SHELTER, NOW, date(2027, 1, 4), None)),
    )
    found = {(task.kind, task.due_at) for task in reviews(HELD, facts, Policy())}
    assert (Kind.PLAN, datetime(2026, 12, 23, 17, tzinfo=UTC)) in found
    assert (Kind.CONSENT, ends) in found
    assert (Kind.CONSENT, datetime(2027, 1, 4, 17, tzinfo=UTC)) in found
    assert (Kind.CONSENT, datetime(2027, 5, 23, 16, tzinfo=UTC)) in found


def test_a_case_lacks_what_nobody_has_recorded_and_nothing_else() -> None:
    def lacking(held: Held, facts: Facts, *, reached: bool = False) -> set[Kind]:
        return {task.kind for task in unfinished(held, facts, reached=reached)}

    whole = Facts(plan_at=NOW, assessed_at=NOW, level=Band.HIGH, scored_at=NOW, is_asked=True)
    nobody = Held(worker_id=WORKER, person_id=None, person=None, since=NOW, case=CASE)
    supported = Held(**{**_fields(HELD), "answered": True, "supported": True, "domestic_abuse": True})
    assert lacking(nobody, Facts()) == {Kind.WHO}
    assert lacking(replace(HELD, case=None), Facts(), reached=True) == {Kind.NO_PLAN}
    assert lacking(replace(HELD, case=None), whole) == set()
    assert lacking(HELD, Facts()) == {Kind.NO_PLAN}
    assert lacking(HELD, whole, reached=True) == {Kind.TAKE_UP}
    assert lacking(supported, Facts()) == {Kind.NO_PLAN, Kind.NO_RISK, Kind.NO_NEEDS, Kind.NOT_ASKED}
    assert lacking(supported, whole, reached=True) == set()


def _fields(held: Held) -> dict[str, object]:
    return {name: getattr(held, name) for name in held.__struct_fields__}


def test_cont_20_reaching_a_person_names_the_channel_and_the_safe_hour_or_what_comes_instead() -> None:
    call = NextAttempt(due_at=NOW, channels=(Channel.MOBILE_CALL,), opens_at=NOW)
    named = contact(HELD, call)
    assert named is not None
    assert (named.kind, named.channels, named.opens_at) == (Kind.CONTACT, (Channel.MOBILE_CALL,), NOW)
    for ahead, kind in ((NextAttempt(due_at=NOW), Kind.NO_SAFE_WAY), (NextAttempt(exhausted=True), Kind.ALL_TRIED)):
        other = contact(HELD, ahead)
        assert other is not None
        assert other.kind is kind
    assert contact(HELD, NextAttempt()) is None


def an_offer(clock: ClockKind | None, due: timedelta, came_back: date | None = None) -> OfferDue:
    return OfferDue(
        reference=Reference(OFFER),
        person_id=PersonId(UUID(int=1)),
        organisation_id=OrganisationId(SHELTER),
        status=OfferStatus.SENT,
        due_at=NOW + due,
        clock=clock,
        came_back_at=NOW if came_back else None,
    )


@pytest.mark.parametrize(
    ("clock", "hours", "kind"),
    [
        (ClockKind.ANSWER, 4, Kind.ANSWER),
        (ClockKind.LOOP, 4, Kind.OUTCOME),
        (ClockKind.WAITING_REVIEW, 4, Kind.WAITING),
        (ClockKind.DECIDE, 4, None),
        (ClockKind.DECIDE, -4, Kind.LATE),
        (None, -4, None),
    ],
)
def test_an_offer_asks_for_what_is_ours_and_for_what_a_partner_is_late_with(
    clock: ClockKind | None, hours: int, kind: Kind | None
) -> None:
    found = of_offer(HELD, an_offer(clock, timedelta(hours=hours)), NOW, CALENDAR, Policy())
    assert (found and found.kind) == kind


def test_route_04_an_offer_that_came_back_asks_for_somebody_else_by_the_next_working_day() -> None:
    found = of_offer(HELD, an_offer(None, timedelta(), date(2026, 11, 23)), NOW, CALENDAR, Policy())
    assert found is not None
    assert (found.kind, found.worker_id) == (Kind.CAME_BACK, WORKER)
    assert found.due_at == datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ({"high_risk": True}, 1),
        ({"enhanced": True}, 1),
        ({"sexual_violence": True}, 1),
        ({"domestic_abuse": True}, 2),
        ({"is_witness": True}, 3),
        ({}, 3),
    ],
)
def test_cont_20_the_first_attempt_is_due_by_the_case(case: dict[str, bool], days: int) -> None:
    came = FoundCase(received_at=NOW, **case)
    person = ToReach(since=NOW - timedelta(days=900), plan=CALM, case=came)
    assert person.next((), NOW, CALENDAR, Policy()).due_at == CALENDAR.due(NOW, working_days=days, close=CLOSE)


def test_cont_20_a_plan_that_was_only_told_makes_no_case_one_of_domestic_abuse() -> None:
    told, confirmed = replace(CALM, sensitive=True), replace(CALM, sensitive=True, confirmed_at=NOW)
    case = FoundCase(received_at=NOW, is_witness=True)
    assert ToReach(since=NOW, plan=told, case=case).priority is AttemptPriority.WITNESS
    assert ToReach(since=NOW, plan=confirmed, case=case).priority is AttemptPriority.DA_LOW_MEDIUM
    assert ToReach(since=NOW, plan=told, case=case, level=Band.MEDIUM).priority is AttemptPriority.DA_LOW_MEDIUM
    assert ToReach(since=NOW, plan=told).priority is AttemptPriority.DA_LOW_MEDIUM


def test_cont_20_the_trial_decides_when_a_witness_is_first_tried() -> None:
    case = FoundCase(received_at=NOW, is_witness=True, trial_on=date(2027, 2, 8))
    witness = ToReach(since=NOW, plan=CALM, case=case)
    assert witness.next((), NOW, CALENDAR, Policy()).due_at == datetime(2027, 1, 25, 17, tzinfo=UTC)
    victim = replace(witness, case=replace(case, is_witness=False))
    assert victim.next((), NOW, CALENDAR, Policy()).due_at == CALENDAR.due(NOW, working_days=3, close=CLOSE)


def test_who_was_reached_in_an_earlier_case_and_comes_back_is_to_be_reached_again() -> None:
    spoke = Attempt(at=NOW - timedelta(days=40), channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.SPOKE)
    person = ToReach(since=NOW - timedelta(days=50), plan=CALM)
    assert person.next((spoke,), NOW, CALENDAR, Policy()).due_at is None
    back = replace(person, case=FoundCase(received_at=NOW))
    assert back.next((spoke,), NOW, CALENDAR, Policy()).due_at is not None
    while_it_was_taken_down = replace(spoke, at=NOW - timedelta(minutes=20))
    assert back.next((while_it_was_taken_down,), NOW, CALENDAR, Policy()).due_at is None


def test_cont_03_a_dead_number_of_an_earlier_case_stays_dead() -> None:
    dead = Attempt(at=NOW - timedelta(days=40), channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.NUMBER_DEAD)
    back = ToReach(since=NOW - timedelta(days=50), plan=CALM, case=FoundCase(received_at=NOW))
    assert back.next((dead,), NOW, CALENDAR, Policy()).channels == ()


@pytest.mark.parametrize(
    ("role", "values", "kinds"),
    [
        (Role.IDVA, {"bypass_due_on": DAY, "bypassed_by": UUID(int=7)}, [Kind.MARAC_BYPASS]),
        (Role.IDVA, {"peer_due_on": DAY}, [Kind.MARAC_PEER]),
        (Role.LEAD_MANAGER, {"peer_due_on": DAY}, []),
        (Role.LEAD_CASEWORKER, {"bypass_due_on": DAY, "bypassed_by": UUID(int=7)}, []),
    ],
)
def test_mar_40_mar_41_a_second_look_is_a_task_of_whoever_may_take_it(
    role: Role, values: dict[str, object], kinds: list[Kind]
) -> None:
    looker = Actor(id=UserId(UUID(int=9)), organisation_id=SHELTER, roles=frozenset({role}))
    filed = Filed(referral=replace(REFERRAL, status=Status.SUBMITTED, **values), person=PERSON)
    found = list(of_marac(filed, looker, Policy()))
    assert [task.kind for task in found] == kinds
    assert all(task.due_at == datetime(2026, 11, 24, 17, tzinfo=UTC) for task in found)


def test_what_a_marac_agreed_is_to_be_told_by_its_author_with_a_day_and_is_no_draft() -> None:
    author = Actor(id=REFERRAL.author_id, organisation_id=SHELTER, roles=frozenset({Role.LEAD_CASEWORKER}))
    heard = Filed(referral=replace(REFERRAL, status=Status.HEARD, feedback_due_on=DAY), person=PERSON)
    (task,) = of_marac(heard, author, Policy())
    assert (task.kind, task.due_at) == (Kind.MARAC_TELL, datetime(2026, 11, 24, 17, tzinfo=UTC))
    (task,) = of_marac(Filed(referral=REFERRAL, person=PERSON), author, Policy())
    assert (task.kind, task.due_at) == (Kind.MARAC_DRAFT, None)
