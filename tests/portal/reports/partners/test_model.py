"""The figures of the two-way picture, from what happened to offers."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.referrals import ClockKind, Move
from lvws_core.risk.dash import Band
from portal.reports.partners.history.model import Answer, Case, case_of
from portal.reports.partners.model import answering, contacting, figures, opening, replying, reporting, runs_out
from tests.builders import NOW, SHELTER
from tests.portal.reports.partners.builders import RULES, SENT_AT, a_case, steps

HOUR = timedelta(hours=1)
WAYS: tuple[tuple[Move, ...], ...] = (
    (),
    (Move.ACKNOWLEDGE,),
    (Move.ACKNOWLEDGE, Move.ACCEPT, Move.FIRST_CONTACT, Move.FINISH, Move.RECORD_OUTCOME),
    (Move.ACKNOWLEDGE, Move.ASK),
    (Move.ACKNOWLEDGE, Move.ASK, Move.ANSWER, Move.DECLINE),
    (Move.ACKNOWLEDGE, Move.ASK, Move.EXPIRE),
    (Move.ACCEPT, Move.HAND_BACK),
    (Move.WAITLIST, Move.ACCEPT, Move.NOT_REACHED),
    (Move.EXPIRE,),
    (Move.WITHDRAW,),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    way = draw(st.sampled_from(WAYS))
    gaps = draw(st.lists(st.floats(0, 200), min_size=len(way), max_size=len(way)))
    hours = [sum(gaps[: n + 1]) for n in range(len(way))]
    moves = [(at, move, "capacity") for at, move in zip(hours, way, strict=True)]
    return case_of(SHELTER, draw(st.sampled_from(Band)), steps(*moves))


@given(st.lists(cases()), st.randoms())
def test_every_offer_is_counted_once_whatever_their_order(every: list[Case], chance: random.Random) -> None:
    found = figures(every, RULES)
    assert found.sent == len(every) == sum(found.answers.values())
    assert sum(found.reasons.values()) == found.answers.get(Answer.DECLINED, 0)
    assert found.came_back <= found.opened_cases <= found.sent
    chance.shuffle(every)
    assert figures(every, RULES) == found


@given(st.lists(cases()))
def test_no_more_is_in_time_than_was_judged_and_no_median_lies_outside_its_cases(every: list[Case]) -> None:
    found = figures(every, RULES)
    for figure in (found.opened, found.answered, found.contacted, found.outcome, found.whole_way, found.replied):
        assert 0 <= figure.in_time <= figure.judged
        assert (figure.median is None) == (figure.cases == 0)
        assert figure.median is None or figure.median >= timedelta()


@given(st.lists(cases()), st.lists(cases()))
def test_the_whole_is_the_sum_of_its_parts(some: list[Case], others: list[Case]) -> None:
    whole, part, rest = figures([*some, *others], RULES), figures(some, RULES), figures(others, RULES)
    assert whole.sent == part.sent + rest.sent
    assert whole.answered.judged == part.answered.judged + rest.answered.judged
    assert whole.answered.in_time == part.answered.in_time + rest.answered.in_time
    assert whole.questions == part.questions + rest.questions


@given(cases(), st.timedeltas(timedelta(), timedelta(days=400)))
def test_what_was_judged_stays_judged_as_time_goes_on(case: Case, later: timedelta) -> None:
    after = replace(RULES, now=NOW + later)
    for measure in (opening, answering, contacting, reporting):
        judged = measure(case, RULES).in_time
        assert judged is None or measure(case, after).in_time == judged


def test_an_answer_without_opening_opens_the_offer_too() -> None:
    case = a_case((1, Move.ACCEPT))
    assert case.opened_at == case.answered_at == case.accepted_at == SENT_AT + HOUR
    assert opening(case, RULES).in_time is True


def test_lifecycle_5_what_expired_was_not_answered_in_time() -> None:
    case = a_case((24, Move.EXPIRE))
    assert answering(case, RULES).in_time is False
    assert case.answer is Answer.EXPIRED


def test_what_was_taken_back_before_its_time_is_in_no_share() -> None:
    span = answering(a_case((23, Move.WITHDRAW)), RULES)
    assert (span.length, span.in_time) == (None, None)


def test_a_clock_that_still_runs_is_not_judged() -> None:
    rules = replace(RULES, now=SENT_AT + 23 * HOUR)
    assert answering(a_case(), rules).in_time is None
    assert answering(a_case(), replace(RULES, now=SENT_AT + 24 * HOUR)).in_time is False


def test_lifecycle_5_the_time_that_the_lead_owed_a_reply_is_not_the_partners() -> None:
    case = a_case((10, Move.ASK), (40, Move.ANSWER), (50, Move.ACCEPT))
    span = answering(case, RULES)
    assert (span.length, span.in_time) == (20 * HOUR, True)
    assert [s.in_time for s in replying(case, RULES)] == [False]
    assert case.came_back


def test_while_a_question_waits_nobody_says_that_the_partner_was_late() -> None:
    case = a_case((1, Move.ASK))
    assert answering(case, RULES).in_time is None
    assert replying(case, RULES)[0].in_time is False


def test_a_decline_for_too_little_information_came_back_and_another_did_not() -> None:
    assert a_case((1, Move.DECLINE, "insufficient_information")).came_back
    assert a_case((1, Move.ACCEPT), (2, Move.HAND_BACK, "insufficient_information")).came_back
    assert not a_case((1, Move.DECLINE, "capacity")).came_back


def test_lifecycle_5_contact_and_outcome_are_measured_by_their_own_clocks() -> None:
    case = a_case((1, Move.ACCEPT), (25, Move.FIRST_CONTACT), (200, Move.FINISH), (210, Move.RECORD_OUTCOME))
    assert contacting(case, RULES).in_time is True
    assert reporting(case, RULES).length == 10 * HOUR
    late = a_case((1, Move.ACCEPT), (25.1, Move.FIRST_CONTACT))
    assert contacting(late, RULES).in_time is False


def test_lifecycle_5_the_clocks_of_the_picture_are_the_clocks_of_the_offers() -> None:
    lengths = {
        kind: runs_out(kind, Band.HIGH, SENT_AT, RULES) - SENT_AT for kind in (ClockKind.ACKNOWLEDGE, ClockKind.DECIDE)
    }
    assert lengths == {ClockKind.ACKNOWLEDGE: 2 * HOUR, ClockKind.DECIDE: 24 * HOUR}
    assert runs_out(ClockKind.ANSWER, Band.HIGH, SENT_AT, RULES) == SENT_AT + 4 * HOUR


def test_a_place_on_the_waiting_list_that_came_free_stays_one_answer() -> None:
    case = a_case((1, Move.WAITLIST), (300, Move.ACCEPT))
    assert case.answer is Answer.WAITLISTED
    assert case.answered_at == SENT_AT + HOUR
    assert case.accepted_at == SENT_AT + 300 * HOUR
