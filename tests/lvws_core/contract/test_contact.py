"""Safe contact and attempts, called as design 5.4 writes them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from lvws_core.consent.contact import (
    Attempt,
    AttemptPriority,
    Channel,
    ContactPlan,
    NextAttempt,
    Safety,
    Window,
    may_contact,
    next_attempt,
)
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales
from tests.lvws_core.contract.outside import NOW, a_plan

CALENDAR = england_and_wales()
CALL = Channel.MOBILE_CALL


def tried(*attempts: Attempt, priority: Any = "da_high", now: datetime = NOW, **plan: Any) -> NextAttempt:
    return next_attempt(a_plan(**plan), priority, attempts, NOW, now, CALENDAR)


def test_a_plan_needs_only_channels_and_whether_it_is_sensitive() -> None:
    plan = ContactPlan(channels={}, sensitive=False)
    assert may_contact(plan, CALL, NOW).allowed


def test_top_10_an_unknown_channel_is_denied_when_sensitive_else_allowed_with_a_reason() -> None:
    for channels in ({}, {CALL: Safety.UNKNOWN}):
        denied = may_contact(a_plan(channels=channels, sensitive=True), CALL, NOW)
        allowed = may_contact(a_plan(channels=channels, sensitive=False), CALL, NOW)
        assert (denied.allowed, allowed.allowed) == (False, True)
        assert denied.reasons
        assert allowed.reasons


@pytest.mark.parametrize("sensitive", [True, False])
def test_a_channel_said_unsafe_is_denied_and_one_said_safe_allowed(sensitive: bool) -> None:
    assert not may_contact(a_plan(channels={CALL: Safety.NO}, sensitive=sensitive), CALL, NOW).allowed
    assert may_contact(a_plan(sensitive=sensitive), CALL, NOW).allowed


@pytest.mark.parametrize("age", [None, timedelta(days=30, seconds=1)])
def test_a_plan_never_confirmed_or_too_old_is_denied_when_sensitive(age: timedelta | None) -> None:
    confirmed_at = None if age is None else NOW - age
    assert not may_contact(a_plan(confirmed_at=confirmed_at), CALL, NOW).allowed
    assert may_contact(a_plan(confirmed_at=confirmed_at, sensitive=False), CALL, NOW).allowed


def test_the_age_of_a_plan_is_a_policy() -> None:
    plan = a_plan(confirmed_at=NOW - timedelta(days=10))
    assert may_contact(plan, CALL, NOW).allowed
    assert not may_contact(plan, CALL, NOW, Policy(plan_stale_days=9)).allowed


@pytest.mark.parametrize(
    ("text_ok", "sensitive", "allowed"),
    [
        (Safety.YES, True, True),
        (Safety.UNKNOWN, True, False),
        (Safety.NO, True, False),
        (Safety.YES, False, True),
        (Safety.UNKNOWN, False, True),
        (Safety.NO, False, False),
    ],
)
def test_sms_also_needs_text_ok(text_ok: Safety, sensitive: bool, allowed: bool) -> None:
    plan = a_plan(channels={Channel.SMS: Safety.YES}, text_ok=text_ok, sensitive=sensitive)
    assert may_contact(plan, Channel.SMS, NOW).allowed is allowed


@pytest.mark.parametrize("field", ["breach_open", "no_contact_requested"])
@pytest.mark.parametrize("sensitive", [True, False])
def test_cont_01_a_breach_or_a_wish_for_no_contact_stops_everything(field: str, sensitive: bool) -> None:
    assert not may_contact(a_plan(**{field: True}, sensitive=sensitive), CALL, NOW).allowed


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 11, 16, 9, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 10, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 13, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 14, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 17, 11, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 6, 13, 0, tzinfo=UTC), False),
    ],
)
def test_a_window_counts_in_london_opens_inclusive_closes_exclusive_monday_being_0(at: datetime, allowed: bool) -> None:
    window = Window(days=frozenset({0}), opens=time(10), closes=time(14))
    assert may_contact(a_plan(windows=(window,), sensitive=False), CALL, at).allowed is allowed
    assert may_contact(a_plan(not_when=(window,), sensitive=False), CALL, at).allowed is not allowed


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": time(22), "closes": time(6)},
        {"opens": time(9), "closes": time(9)},
        {"days": frozenset({7})},
        {"days": frozenset({-1})},
    ],
)
def test_a_window_that_crosses_midnight_or_names_no_day_is_invalid(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Window(**({"days": frozenset({0}), "opens": time(9), "closes": time(17)} | wrong))


def test_a_refusal_has_every_reason() -> None:
    window = Window(days=frozenset({6}), opens=time(9), closes=time(17))
    plan = a_plan(channels={CALL: Safety.NO}, breach_open=True, no_contact_requested=True, windows=(window,))
    decision = may_contact(plan=plan, channel=CALL, at=NOW)
    codes = {reason.code for reason in decision.reasons}
    assert codes >= {"channel_unsafe", "breach_open", "no_contact_requested", "outside_window"}


def test_channels_may_be_plain_keys_but_none_is_ignored() -> None:
    plain: Any = {"mobile_call": "yes"}
    assert may_contact(a_plan(channels=plain), CALL, NOW).allowed
    assert may_contact(a_plan(), plain.popitem()[0], NOW).allowed
    wrong: Any = {"pigeon": "yes"}
    with pytest.raises(Invalid):
        a_plan(channels=wrong)


@pytest.mark.parametrize("answer", ["maybe", "", None, False, True])
def test_top_10_nothing_but_yes_passes_for_safe(answer: Any) -> None:
    with pytest.raises(Invalid):
        a_plan(channels={CALL: answer})
    with pytest.raises(Invalid):
        a_plan(text_ok=answer)


@pytest.mark.parametrize(
    ("priority", "days"),
    [("da_high", 17), ("epr_or_sexual_violence", 17), ("da_low_medium", 18), ("non_epr", 19), ("witness", 19)],
)
def test_the_first_attempt_is_due_by_its_priority(priority: str, days: int) -> None:
    found = tried(priority=AttemptPriority(priority))
    assert found.due_at == datetime(2026, 11, days, 17, tzinfo=UTC)
    assert (found.exhausted, CALL in found.channels, tuple(found.then)) == (False, True, ())
    assert tried(priority=priority) == found


def test_after_three_attempts_the_series_is_exhausted_and_says_what_comes_then() -> None:
    made = [Attempt(at=NOW + timedelta(hours=20 * n), channel=CALL, outcome="no_answer") for n in range(3)]
    found = tried(*made, now=NOW + timedelta(days=3))
    assert (found.exhausted, found.due_at) == (True, None)
    assert {"tell_referrer", "tell_manager", "safety_check"} <= set(found.then)
    assert found.reasons


def test_cont_04_without_a_safe_channel_the_referrer_is_asked_within_a_working_day() -> None:
    found = tried(channels={CALL: Safety.NO})
    assert (found.channels, found.due_at) == ((), datetime(2026, 11, 17, 17, tzinfo=UTC))
    assert found.then


def test_who_was_reached_is_not_tried_again() -> None:
    found = tried(Attempt(at=NOW, channel=CALL, outcome="spoke"))
    assert (found.due_at, found.channels, found.exhausted) == (None, (), False)
