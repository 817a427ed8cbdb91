from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.contact import (
    Attempt,
    AttemptOutcome,
    AttemptPriority,
    Channel,
    ContactPlan,
    FollowUp,
    NextAttempt,
    Safety,
    after_attempt,
    may_contact,
    next_attempt,
)
from lvws_core.errors import Invalid
from lvws_core.policy import AttemptRule, AttemptRules, Policy
from lvws_core.times import WorkingCalendar
from tests.lvws_core.consent.builders import NOW, a_plan, an_attempt, office_hours
from tests.lvws_core.consent.strategies import attempts, plans

CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
HIGH, EPR, LOW, PLAIN, WITNESS = AttemptPriority
CALL, SMS, EMAIL = Channel.MOBILE_CALL, Channel.SMS, Channel.EMAIL
DAY = timedelta(days=1)
priorities = st.sampled_from(AttemptPriority)


def after(
    *made: Attempt, plan: ContactPlan | None = None, priority: AttemptPriority = HIGH, **options: Any
) -> NextAttempt:
    now = max([NOW, *(attempt.at for attempt in made)])
    return next_attempt(plan or a_plan(), priority, made, NOW, now, CALENDAR, **options)


def unanswered(count: int, *, apart: timedelta = DAY) -> list[Attempt]:
    return [an_attempt(at=NOW + n * apart) for n in range(count)]


def codes(answer: NextAttempt) -> list[str]:
    return [reason.code for reason in answer.reasons]


def dues(priority: AttemptPriority, count: int) -> list[int]:
    found = [after(*unanswered(n), priority=priority).due_at for n in range(count)]
    return [due.day for due in found if due is not None]


@pytest.mark.parametrize("kind", [AttemptPriority, AttemptOutcome, FollowUp])
def test_every_choice_has_words_of_its_own(kind: Any) -> None:
    assert len({choice.label for choice in kind}) == len(kind)


@pytest.mark.parametrize(
    ("priority", "days"), [(HIGH, [25, 27, 1]), (EPR, [25, 27, 1]), (LOW, [26, 30, 3]), (PLAIN, [27, 2, 8])]
)
def test_cont_20_the_attempts_are_spread_over_working_days(priority: AttemptPriority, days: list[int]) -> None:
    assert dues(priority, 3) == days


def test_cont_20_the_first_attempt_is_due_at_the_close_of_a_working_day() -> None:
    answer = after()
    assert answer.due_at == CALENDAR.due(NOW, working_days=1)
    assert (answer.channels, answer.exhausted, answer.then, answer.opens_at) == ((CALL,), False, (), NOW)
    assert codes(answer) == ["attempts_made"]


@pytest.mark.parametrize(
    ("priority", "then"),
    [
        (HIGH, ["tell_referrer", "tell_manager", "tell_marac_representative", "safety_check"]),
        (EPR, ["tell_referrer"]),
        (LOW, ["tell_referrer", "leave_route_back"]),
        (PLAIN, ["leave_route_back"]),
        (WITNESS, ["tell_witness_care_unit"]),
    ],
)
def test_cont_22_after_three_attempts_the_priority_says_what_follows(
    priority: AttemptPriority, then: list[str]
) -> None:
    answer = after(*unanswered(3), priority=priority)
    assert (answer.exhausted, answer.due_at, answer.channels) == (True, None, ())
    assert list(answer.then) == then


@pytest.mark.parametrize(("priority", "step"), [(EPR, "one_safe_message"), (PLAIN, "send_self_help")])
def test_one_message_is_sent_only_where_a_text_or_letter_is_safe(priority: AttemptPriority, step: str) -> None:
    plan = a_plan(channels={CALL: Safety.YES, SMS: Safety.YES}, text_ok=Safety.YES)
    answer = after(*unanswered(3), plan=plan, priority=priority)
    assert (answer.then[0], answer.channels) == (step, (SMS,))


def test_two_calls_and_a_safe_text_where_a_text_is_safe() -> None:
    plan = a_plan(channels={CALL: Safety.YES, SMS: Safety.YES}, text_ok=Safety.YES)
    second, third = (after(*unanswered(n), plan=plan, priority=PLAIN) for n in (1, 2))
    assert (second.channels, third.channels) == ((CALL, SMS), (SMS,))
    assert "text_last" in codes(third)
    assert after(*unanswered(2), priority=PLAIN).channels == (CALL,)


def test_the_times_of_day_that_are_lacking_are_named() -> None:
    made = unanswered(2, apart=timedelta(hours=4))
    assert codes(after(made[0])) == ["attempts_made", "other_time_of_day"]
    assert codes(after(*made, priority=EPR)) == ["attempts_made"]
    assert codes(after(*made, priority=LOW)) == ["attempts_made", "evening_untried"]
    evening = an_attempt(at=NOW + timedelta(hours=6))
    assert codes(after(made[0], evening, priority=LOW)) == ["attempts_made"]
    assert codes(after(*unanswered(3))) == ["attempts_made", "other_time_of_day"]


@pytest.mark.parametrize(
    ("outcome", "code"), [(AttemptOutcome.SPOKE, "reached"), (AttemptOutcome.DECLINED, "declined")]
)
def test_cont_20_who_was_reached_is_not_tried_again(outcome: AttemptOutcome, code: str) -> None:
    answer = after(*unanswered(3), an_attempt(outcome=outcome))
    assert answer == NextAttempt(reasons=answer.reasons)
    assert codes(answer) == [code]


def test_cont_01_nobody_tries_who_was_asked_for_no_contact() -> None:
    assert codes(after(plan=a_plan(no_contact_requested=True))) == ["no_contact_requested"]


def test_a_wish_to_be_called_back_is_kept_however_many_attempts_were_made() -> None:
    back = an_attempt(at=NOW + 3 * DAY, outcome=AttemptOutcome.ASKED_TO_CALL_BACK)
    answer = after(*unanswered(3), back)
    assert (answer.exhausted, answer.due_at) == (False, CALENDAR.due(back.at, working_days=1))
    assert "asked_to_call_back" in codes(answer)


def test_cont_03_somebody_else_who_answers_makes_the_channel_unknown() -> None:
    plan = a_plan(channels={CALL: Safety.YES, EMAIL: Safety.YES})
    other = an_attempt(outcome=AttemptOutcome.UNEXPECTED_ANSWERER)
    assert after(other, plan=plan).channels == (EMAIL,)
    for confirmed in (NOW, NOW + DAY):
        assert after(other, plan=a_plan(confirmed_at=confirmed)).channels == (CALL,)
    free = a_plan(channels={CALL: Safety.YES, EMAIL: Safety.YES}, sensitive=False)
    assert after(other, plan=free).channels == (EMAIL, CALL)


def test_a_dead_number_is_not_tried_again() -> None:
    dead = an_attempt(outcome=AttemptOutcome.NUMBER_DEAD)
    assert after(dead, plan=a_plan(channels={CALL: Safety.YES, EMAIL: Safety.YES}, sensitive=False)).channels == (
        EMAIL,
    )
    assert not may_contact(after_attempt(a_plan(), dead), CALL, NOW).allowed
    assert not after_attempt(a_plan(), dead).breach_open


def test_cont_03_the_plan_after_somebody_else_answered_allows_nothing_until_cleared() -> None:
    plan = after_attempt(a_plan(), an_attempt(outcome=AttemptOutcome.UNEXPECTED_ANSWERER))
    assert plan.breach_open
    assert plan.safety_of(CALL) == Safety.UNKNOWN
    answer = after(plan=plan)
    assert (answer.channels, answer.then) == ((), (FollowUp.CLEAR_BREACH, FollowUp.SAFETY_CHECK))


def test_cont_03_an_attempt_without_an_answer_leaves_the_plan_as_it_is() -> None:
    assert after_attempt(a_plan(breach_open=True), an_attempt()) == a_plan(breach_open=True)


def test_cont_04_without_a_safe_channel_the_referrer_is_asked_within_a_working_day() -> None:
    answer = after(plan=a_plan(channels={CALL: Safety.NO}), priority=LOW)
    assert (answer.channels, answer.exhausted) == ((), False)
    assert answer.due_at == CALENDAR.due(NOW, working_days=1)
    assert answer.then == (FollowUp.ASK_FOR_SAFE_CHANNEL,)
    assert codes(answer) == ["no_safe_channel", "channel_unsafe"]


def test_cont_04_the_day_runs_from_the_attempt_that_used_up_the_last_channel() -> None:
    dead = an_attempt(at=NOW + DAY, outcome=AttemptOutcome.NUMBER_DEAD)
    assert after(dead).due_at == CALENDAR.due(NOW + DAY, working_days=1)


def test_cont_21_new_contact_details_start_the_count_again() -> None:
    changed = NOW + 3 * DAY
    answer = after(*unanswered(3), details_changed_at=changed)
    assert answer.due_at == CALENDAR.due(changed, working_days=1)
    assert not answer.exhausted
    assert after(*unanswered(3), details_changed_at=NOW).exhausted


def test_an_attempt_that_is_late_says_so_and_one_whose_hours_come_too_late_too() -> None:
    late = next_attempt(a_plan(), HIGH, (), NOW, NOW + 2 * DAY, CALENDAR)
    assert codes(late) == ["attempts_made", "overdue"]
    assert late.due_at is not None
    assert codes(next_attempt(a_plan(), HIGH, (), NOW, late.due_at, CALENDAR)) == ["attempts_made"]
    sundays = a_plan(windows=(office_hours(days=frozenset({6})),))
    answer = after(plan=sundays)
    assert codes(answer) == ["attempts_made", "window_after_due"]
    assert answer.opens_at == datetime(2026, 11, 29, 10, tzinfo=UTC)
    never = after(plan=a_plan(windows=(office_hours(),), not_when=(office_hours(),)))
    assert (never.opens_at, codes(never)) == (None, ["attempts_made", "window_after_due"])


def test_a_witness_is_tried_first_ten_working_days_before_the_trial() -> None:
    trial = date(2027, 1, 4)
    first, second = (after(*unanswered(n), priority=WITNESS, trial_on=trial).due_at for n in (0, 1))
    assert first == datetime(2026, 12, 17, 17, tzinfo=UTC)
    assert second == datetime(2026, 12, 22, 17, tzinfo=UTC)
    assert after(priority=WITNESS, trial_on=date(2026, 11, 26)).due_at == CALENDAR.due(NOW, working_days=1)
    assert after(priority=WITNESS).due_at == CALENDAR.due(NOW, working_days=3)
    assert after(trial_on=trial).due_at == after().due_at


def test_a_single_attempt_is_due_on_its_first_day() -> None:
    rule = AttemptRule(first_working_days=2, within_working_days=4, attempts=1)
    policy = Policy(contact_attempts=AttemptRules(da_high=rule))
    assert after(policy=policy).due_at == CALENDAR.due(NOW, working_days=2)
    assert after(an_attempt(), policy=policy).exhausted


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_working_days": 0}, "out_of_range"),
        ({"attempts": 0}, "out_of_range"),
        ({"times_of_day": 0}, "out_of_range"),
        ({"times_of_day": 4}, "out_of_range"),
        ({"first_working_days": 6}, "out_of_order"),
    ],
)
def test_a_rule_of_attempts_that_makes_no_sense_is_refused(change: dict[str, int], code: str) -> None:
    fields: dict[str, Any] = {"first_working_days": 1, "within_working_days": 5}
    with pytest.raises(Invalid, match=code):
        AttemptRule(**(fields | change))


def test_naive_moments_are_refused() -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001 - what has to be refused
    with pytest.raises(Invalid, match="at: naive"):
        an_attempt(at=naive)
    for received_at, now in ((naive, NOW), (NOW, naive)):
        with pytest.raises(Invalid, match="naive"):
            next_attempt(a_plan(), HIGH, (), received_at, now, CALENDAR)
    with pytest.raises(Invalid, match="details_changed_at: naive"):
        after(details_changed_at=naive)


@given(plans, priorities, st.lists(attempts, max_size=4), st.randoms(use_true_random=False))
def test_cont_22_the_order_of_attempts_does_not_matter(
    plan: ContactPlan, priority: AttemptPriority, made: list[Attempt], chance: Any
) -> None:
    answers = [
        next_attempt(plan, priority, some, NOW, NOW, CALENDAR) for some in (made, chance.sample(made, len(made)))
    ]
    assert answers[0] == answers[1]


@given(plans, priorities, st.lists(attempts, max_size=4))
def test_top_10_no_channel_is_offered_that_may_not_be_used_at_its_hour(
    plan: ContactPlan, priority: AttemptPriority, made: list[Attempt]
) -> None:
    answer = next_attempt(plan, priority, made, NOW, NOW, CALENDAR)
    if plan.sensitive:
        assert all(plan.safety_of(channel) == Safety.YES for channel in answer.channels)
    if answer.opens_at is not None:
        assert any(may_contact(plan, channel, answer.opens_at).allowed for channel in answer.channels)
    if answer.exhausted:
        assert answer.then


@given(priorities, st.integers(0, 2), st.integers(0, 400))
def test_cont_20_each_attempt_is_due_no_earlier_than_the_one_before_and_within_the_span(
    priority: AttemptPriority, count: int, hours: int
) -> None:
    received = NOW + timedelta(hours=hours)
    plan = a_plan(sensitive=False)
    rule: AttemptRule = getattr(Policy().contact_attempts, priority)
    found = [
        next_attempt(plan, priority, unanswered(n), received, received, CALENDAR).due_at for n in (count, count + 1)
    ]
    due = [moment for moment in found if moment is not None]
    assert due == sorted(due)
    assert due[-1] <= CALENDAR.due(received, working_days=rule.within_working_days)
