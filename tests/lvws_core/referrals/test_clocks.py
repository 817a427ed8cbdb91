from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.policy import Length, Lengths, Policy
from lvws_core.referrals import Move, Note, Offer, OfferStatus, Pause, Side, annotate, expires_at, next_due, sort_key
from lvws_core.referrals.clocks import RULES, Clock, ClockKind, clocks, in_words
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales, london_day
from tests.lvws_core.builders.referrals import BOB, DAY, HOUR, MONDAY, an_inward_offer, an_offer, make, moved

CALENDAR = england_and_wales()
S, K = OfferStatus, ClockKind
H, M, L = Band.HIGH, Band.MEDIUM, Band.STANDARD
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2026, 12, 24, 10, 0, tzinfo=UTC)


def at(day: int, hour: int = 17, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


DUE = [
    (S.SENT, K.ACKNOWLEDGE, {H: MONDAY + 2 * HOUR, M: at(17), L: at(17)}),
    (S.SENT, K.DECIDE, {H: MONDAY + 24 * HOUR, M: at(18), L: at(19)}),
    (S.ACKNOWLEDGED, K.DECIDE, {H: MONDAY + 24 * HOUR, M: at(18), L: at(19)}),
    (S.INFO_NEEDED, K.ANSWER, {H: MONDAY + 4 * HOUR, M: at(17), L: at(18)}),
    (S.WAITLISTED, K.WAITING_REVIEW, {H: MONDAY + 7 * DAY, M: MONDAY + 7 * DAY, L: MONDAY + 14 * DAY}),
    (S.ACCEPTED, K.FIRST_CONTACT, {H: MONDAY + 24 * HOUR, M: at(19), L: at(23)}),
    (S.ACTIVE, K.UPDATE, {H: MONDAY + 7 * DAY, M: MONDAY + 28 * DAY, L: MONDAY + 28 * DAY}),
    (S.OUTCOME_DUE, K.OUTCOME, {H: at(23), M: at(30), L: at(30)}),
    (S.COMPLETED, K.LOOP, {H: at(18), M: at(23), L: at(23)}),
    (S.WITHDRAWN, K.STOP, {H: MONDAY + 4 * HOUR, M: at(17), L: at(17)}),
]


def clock_of(offer: Offer, kind: ClockKind, policy: Policy = Policy()) -> Clock:
    return next(clock for clock in clocks(offer, CALENDAR, policy) if clock.kind == kind)


@pytest.mark.parametrize("risk", Band)
@pytest.mark.parametrize(("status", "kind", "due"), DUE)
def test_lifecycle_5_each_clock_has_its_length_by_risk(
    status: OfferStatus, kind: ClockKind, due: dict[Band, datetime], risk: Band
) -> None:
    clock = clock_of(an_offer(status, risk=risk), kind)
    assert (clock.starts_at, clock.due_at) == (MONDAY, due[risk])


RUNNING = {
    S.SENT: {K.ACKNOWLEDGE, K.DECIDE},
    S.ACKNOWLEDGED: {K.DECIDE},
    S.INFO_NEEDED: {K.DECIDE, K.ANSWER},
    S.WAITLISTED: {K.WAITING_REVIEW},
    S.ACCEPTED: {K.FIRST_CONTACT},
    S.ACTIVE: {K.UPDATE},
    S.PAUSED: {K.UPDATE},
    S.OUTCOME_DUE: {K.OUTCOME},
    S.COMPLETED: {K.LOOP},
    S.WITHDRAWN: {K.STOP},
}


@pytest.mark.parametrize("status", OfferStatus)
def test_lifecycle_5_each_state_runs_its_clocks_and_no_other(status: OfferStatus) -> None:
    assert {clock.kind for clock in clocks(an_offer(status), CALENDAR)} == RUNNING.get(status, set())


def test_lifecycle_5_clocks_come_earliest_first() -> None:
    assert [clock.kind for clock in clocks(an_offer(S.SENT), CALENDAR)] == [K.ACKNOWLEDGE, K.DECIDE]


def test_lifecycle_5_confirmed_stops_and_acknowledged_outcomes_wait_for_nobody() -> None:
    assert not clocks(an_offer(S.WITHDRAWN, stop_confirmed_at=MONDAY), CALENDAR)
    assert not clocks(an_offer(S.COMPLETED, outcome_acknowledged_at=MONDAY), CALENDAR)


@pytest.mark.parametrize(
    ("reason", "opened", "waits"),
    [
        ("by_lead", False, False),
        ("recalled", False, False),
        ("by_lead", True, True),
        ("consent_withdrawn", False, True),
        ("wrong_recipient", False, True),
    ],
)
def test_lifecycle_5_a_stop_is_confirmed_unless_nobody_opened_it(reason: str, *, opened: bool, waits: bool) -> None:
    offer = an_offer(S.WITHDRAWN, reason=reason, acknowledged_at=MONDAY if opened else None)
    assert bool(clocks(offer, CALENDAR)) == waits


def test_lifecycle_5_only_decide_has_reminders_before_it_is_due() -> None:
    decide = clock_of(an_offer(S.SENT, risk=H), K.DECIDE)
    assert decide.remind_at == (MONDAY + 12 * HOUR, MONDAY + 19.2 * HOUR)
    assert decide.escalate_at == decide.due_at
    acknowledge = clock_of(an_offer(S.SENT, risk=H), K.ACKNOWLEDGE)
    assert (acknowledge.remind_at, acknowledge.escalate_at) == ((acknowledge.due_at,), MONDAY + 4 * HOUR)


def test_lifecycle_5_managers_are_told_at_twice_the_working_days() -> None:
    assert clock_of(an_offer(S.SENT, sent_at=FRIDAY), K.ACKNOWLEDGE).escalate_at == at(24)
    assert clock_of(an_offer(S.ACTIVE, risk=H), K.UPDATE).escalate_at == MONDAY + 14 * DAY


def test_reminders_are_fractions_of_elapsed_time_and_move_with_a_question() -> None:
    question = Pause(from_at=MONDAY + 6 * HOUR, until_at=MONDAY + 9 * HOUR)
    decide = clock_of(an_offer(S.ACKNOWLEDGED, risk=H, pauses=(question,)), K.DECIDE)
    assert decide.remind_at == (MONDAY + 15 * HOUR, MONDAY + 22.2 * HOUR)
    late = Pause(from_at=MONDAY + 15 * HOUR, until_at=MONDAY + 18 * HOUR)
    decide = clock_of(an_offer(S.ACKNOWLEDGED, risk=H, pauses=(late,)), K.DECIDE)
    assert decide.remind_at == (MONDAY + 12 * HOUR, MONDAY + 22.2 * HOUR)


@pytest.mark.parametrize("kind", ClockKind)
def test_every_clock_names_whom_it_reminds_and_whom_it_tells(kind: ClockKind) -> None:
    assert RULES[kind].escalate_to
    assert RULES[kind].reminds in {Side.LEAD, Side.PARTNER}


def test_the_stop_is_told_to_information_governance() -> None:
    assert clock_of(an_offer(S.WITHDRAWN), K.STOP).escalate_to == (Role.INFORMATION_GOVERNANCE,)


def test_bank_holidays_and_weekends_are_left_out_for_working_days_only() -> None:
    sent = {"sent_at": CHRISTMAS_EVE}
    assert clock_of(an_offer(S.SENT, **sent), K.DECIDE).due_at == at(30, month=12)
    assert clock_of(an_offer(S.SENT, risk=H, **sent), K.DECIDE).due_at == CHRISTMAS_EVE + DAY


def test_a_real_hour_is_an_hour_when_the_clocks_change() -> None:
    before = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    assert clock_of(an_offer(S.SENT, risk=H, sent_at=before), K.DECIDE).due_at == before + 24 * HOUR
    summer = clock_of(an_offer(S.SENT, sent_at=before), K.DECIDE).due_at
    assert summer == datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


def test_i11_a_question_moves_a_real_due_by_its_length() -> None:
    offer = moved(an_offer(risk=H), Move.SEND, Move.ASK, Move.ANSWER, every=3 * HOUR)
    assert clock_of(offer, K.DECIDE).due_at == MONDAY + 27 * HOUR


@pytest.mark.parametrize(("answered", "due"), [(at(16, 15), at(18)), (at(17, 9), at(19)), (at(22, 9), at(24))])
def test_i11_a_question_moves_a_working_due_by_the_working_days_in_it(answered: datetime, due: datetime) -> None:
    asked = moved(an_offer(), Move.SEND, Move.ASK)
    assert clock_of(moved(asked, Move.ANSWER, at=answered), K.DECIDE).due_at == due


def test_while_a_question_waits_decide_stands_still_and_the_answer_is_due() -> None:
    asked = moved(an_offer(), Move.SEND, Move.ASK)
    assert clock_of(asked, K.DECIDE).paused
    assert next_due(asked, CALENDAR).kind == K.ANSWER
    assert not clock_of(asked, K.ANSWER).paused


def test_each_question_has_a_clock_of_its_own() -> None:
    offer = moved(an_offer(), Move.SEND, Move.ASK, Move.ANSWER)
    assert clock_of(moved(offer, Move.ASK, at=at(18, 9)), K.ANSWER).starts_at == at(18, 9)


def test_an_update_starts_its_clock_again_and_a_pause_before_it_does_not_count() -> None:
    active = moved(an_offer(S.ACCEPTED, risk=H), Move.FIRST_CONTACT, Move.PAUSE, Move.RESUME)
    assert clock_of(active, K.UPDATE).due_at == MONDAY + 7 * DAY + HOUR
    updated, _ = annotate(active, Note.UPDATE, BOB, MONDAY + 5 * HOUR, active.version)
    assert clock_of(updated, K.UPDATE).due_at == MONDAY + 7 * DAY + 5 * HOUR


def test_an_update_within_a_pause_counts_the_rest_of_the_pause() -> None:
    paused = moved(an_offer(S.ACCEPTED, risk=H), Move.FIRST_CONTACT, Move.PAUSE)
    updated, _ = annotate(paused, Note.UPDATE, BOB, MONDAY + 2 * HOUR, paused.version)
    resumed = moved(updated, Move.RESUME, at=MONDAY + 5 * HOUR)
    assert clock_of(resumed, K.UPDATE).due_at == MONDAY + 7 * DAY + 5 * HOUR


def test_while_paused_nothing_is_due() -> None:
    paused = moved(an_offer(S.ACTIVE), Move.PAUSE)
    assert clock_of(paused, K.UPDATE).paused
    assert next_due(paused, CALENDAR) is None


def test_a_review_of_the_waiting_list_starts_its_clock_again() -> None:
    assert clock_of(an_offer(S.WAITLISTED, reviewed_at=MONDAY + DAY), K.WAITING_REVIEW).starts_at == MONDAY + DAY
    assert clock_of(an_offer(S.WAITLISTED, reviewed_at=MONDAY - DAY), K.WAITING_REVIEW).starts_at == MONDAY


def test_an_offer_that_lacks_its_instants_is_timed_from_when_it_was_made() -> None:
    assert clock_of(an_offer(S.SENT, sent_at=None, entered_at=None), K.DECIDE).starts_at == MONDAY


@pytest.mark.parametrize("status", [S.SENT, S.ACKNOWLEDGED])
def test_only_decide_expires_an_offer(status: OfferStatus) -> None:
    offer = an_offer(status)
    assert expires_at(offer, CALENDAR) == clock_of(offer, K.DECIDE).due_at


def test_from_a_question_only_the_outer_limit_expires() -> None:
    asked = moved(an_offer(), Move.SEND, Move.ASK)
    assert expires_at(asked, CALENDAR) == at(30)
    short = Policy(info_needed_limit=Length(hours=1))
    assert expires_at(asked, CALENDAR, short) == clock_of(asked, K.DECIDE).due_at


@pytest.mark.parametrize("status", sorted(set(OfferStatus) - {S.SENT, S.ACKNOWLEDGED, S.INFO_NEEDED}))
def test_no_other_state_expires(status: OfferStatus) -> None:
    assert expires_at(an_offer(status), CALENDAR) is None


def test_lengths_are_the_policys() -> None:
    ours = Policy(decide=Lengths(high=Length(hours=1), medium=Length(hours=2), standard=Length(hours=3)))
    assert [clock_of(an_offer(S.SENT, risk=risk), K.DECIDE, ours).due_at for risk in (H, M, L)] == [
        MONDAY + HOUR,
        MONDAY + 2 * HOUR,
        MONDAY + 3 * HOUR,
    ]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(17, 9), "Answer due tomorrow 17:00, then it returns to the lead"),
        (at(16, 9), "Answer due Wednesday 18 November, 17:00, then it returns to the lead"),
        (at(18), "Answer was due today 17:00, then it returns to the lead"),
    ],
)
def test_a_clock_says_in_words_when_it_is_due_and_what_happens_then(now: datetime, words: str) -> None:
    assert in_words(clock_of(an_offer(S.ACKNOWLEDGED), K.DECIDE), now) == words


def test_a_clock_that_stands_still_says_so() -> None:
    assert in_words(clock_of(moved(an_offer(S.SENT), Move.ASK), K.DECIDE), MONDAY) == "Answer paused"


def test_the_inbox_has_the_soonest_hour_first_and_in_it_the_highest_risk() -> None:
    soon = an_offer(S.ACKNOWLEDGED, sent_at=MONDAY - 7 * DAY)
    high = an_offer(S.ACKNOWLEDGED, risk=H, sent_at=at(17, 17) + 30 * timedelta(minutes=1))
    medium, nothing = an_offer(S.ACKNOWLEDGED), an_offer(S.DECLINED)
    assert next_due(high, CALENDAR).due_at > next_due(medium, CALENDAR).due_at
    keys = [sort_key(offer, CALENDAR) for offer in (soon, high, medium, nothing)]
    assert keys == sorted(keys)
    assert {len(key) for key in keys} == {15}


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(), timedelta(days=12))


def a_questioned(sent_at: datetime, risk: Band, waits: list[timedelta]) -> list[Offer]:
    """Give an offer as it was after each question and answer."""
    told = [an_offer(S.SENT, risk=risk, sent_at=sent_at, entered_at=sent_at)]
    for number, wait in enumerate(waits):
        now = told[-1].entered_at + wait
        told.append(make(told[-1], Move.ANSWER if number % 2 else Move.ASK, now=now)[0])
    return told


@given(moments, st.sampled_from(Band), st.lists(lengths, max_size=6))
def test_i11_no_move_makes_a_due_instant_earlier_or_lets_it_vanish(sent_at: datetime, risk: Band, waits: list) -> None:
    dues = [clock_of(offer, K.DECIDE).due_at for offer in a_questioned(sent_at, risk, waits)]
    assert dues == sorted(dues)


@given(moments, st.sampled_from(Band), st.lists(lengths, max_size=6))
def test_reminders_are_in_order_and_never_after_the_due_instant(sent_at: datetime, risk: Band, waits: list) -> None:
    decide = clock_of(a_questioned(sent_at, risk, waits)[-1], K.DECIDE)
    assert decide.starts_at < decide.remind_at[0] <= decide.remind_at[1] <= decide.due_at


@given(moments, lengths)
def test_a_real_pause_moves_the_due_by_exactly_its_length(sent_at: datetime, pause: timedelta) -> None:
    offers = a_questioned(sent_at, H, [HOUR, pause])
    assert clock_of(offers[2], K.DECIDE).due_at == sent_at + 24 * HOUR + pause


@given(moments, lengths)
def test_a_working_pause_moves_the_due_by_the_working_days_in_it(sent_at: datetime, pause: timedelta) -> None:
    before, _, after = a_questioned(sent_at, M, [HOUR, pause])
    first, last = london_day(sent_at + HOUR), london_day(sent_at + HOUR + pause)
    stood = CALENDAR.working_days_between(first, last)
    due_day = london_day(clock_of(before, K.DECIDE).due_at)
    assert london_day(clock_of(after, K.DECIDE).due_at) == CALENDAR.add_working_days(due_day, stood)


@given(moments, lengths, st.sampled_from(Band))
def test_who_is_sent_later_is_never_due_earlier(sent_at: datetime, later: timedelta, risk: Band) -> None:
    first, second = (an_offer(S.SENT, risk=risk, sent_at=start) for start in (sent_at, sent_at + later))
    for one, other in zip(clocks(first, CALENDAR), clocks(second, CALENDAR), strict=True):
        assert one.due_at <= other.due_at
        assert one.starts_at < one.due_at <= one.escalate_at


@given(moments, moments, st.sampled_from(Band), st.sampled_from(Band))
def test_the_key_sorts_by_hour_then_risk_then_moment(one: datetime, two: datetime, risk: Band, other: Band) -> None:
    offers = [an_offer(S.SENT, sent_at=sent, risk=band) for sent, band in ((one, risk), (two, other))]

    def place(offer: Offer) -> tuple[datetime, int, datetime]:
        due = next_due(offer, CALENDAR).due_at.replace(microsecond=0)
        return due.replace(minute=0, second=0), -offer.risk.rank, due

    by_key = sorted(offers, key=lambda offer: sort_key(offer, CALENDAR))
    assert [place(offer) for offer in by_key] == sorted(map(place, offers))


def test_inward_each_clock_runs_as_long_and_tells_the_other_managers() -> None:
    onward, inward = clocks(an_offer(S.SENT), CALENDAR), clocks(an_inward_offer(S.SENT), CALENDAR)
    assert [clock.due_at for clock in inward] == [clock.due_at for clock in onward]
    assert inward[0].escalate_to == (Role.PARTNER_MANAGER, Role.LEAD_MANAGER)
    assert inward[1].escalate_to == (Role.PARTNER_WORKER, Role.PARTNER_MANAGER)
    assert clock_of(an_inward_offer(S.WITHDRAWN), K.STOP).escalate_to == (Role.INFORMATION_GOVERNANCE,)
