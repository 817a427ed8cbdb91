"""Stops: what makes a plan narrower, what a stop closes, and what reopens it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent.contact import (
    Channel,
    ContactPlan,
    Safety,
    Window,
    against_lifting,
    may_contact,
    narrower,
    next_safe_window,
    safe_hours_before,
    stopped,
)
from lvws_core.errors import Invalid
from tests.lvws_core.consent.strategies import moments, plans

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEEKDAYS = frozenset(range(5))
CALL = {Channel.MOBILE_CALL: Safety.YES}


def a_plan(**changes: object) -> ContactPlan:
    values = {
        "channels": CALL,
        "sensitive": True,
        "windows": (Window(days=WEEKDAYS, opens=time(10), closes=time(14)),),
        "voicemail_ok": Safety.NO,
        "confirmed_at": NOON,
    }
    return ContactPlan(**{**values, **changes})  # type: ignore[arg-type]


def codes(before: ContactPlan, after: ContactPlan) -> list[str]:
    return [reason.code for reason in narrower(before, after)]


@given(plans)
def test_cont_01_a_plan_is_not_narrower_than_itself(plan: ContactPlan) -> None:
    assert narrower(plan, plan) == ()


@given(plans, plans, st.sampled_from(Channel), moments)
def test_cont_01_what_was_allowed_and_is_refused_makes_a_plan_narrower(
    before: ContactPlan, after: ContactPlan, channel: Channel, at: datetime
) -> None:
    then, now = (replace(plan, confirmed_at=at) for plan in (before, after))
    if may_contact(then, channel, at).allowed and not may_contact(now, channel, at).allowed:
        assert narrower(before, after) != ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"channels": {Channel.MOBILE_CALL: Safety.UNKNOWN}}, ["channels_narrower"]),
        ({"channels": {}}, ["channels_narrower"]),
        ({"channels": {**CALL, Channel.SMS: Safety.YES}}, []),
        ({"text_ok": Safety.NO}, ["answers_narrower"]),
        ({"voicemail_ok": Safety.YES}, []),
        ({"windows": (Window(days=WEEKDAYS, opens=time(10), closes=time(13, 59)),)}, ["hours_narrower"]),
        ({"windows": (Window(days=frozenset(range(4)), opens=time(9), closes=time(20)),)}, ["hours_narrower"]),
        ({"windows": (Window(days=WEEKDAYS, opens=time(9), closes=time(14)),)}, []),
        ({"windows": ()}, []),
        ({"not_when": (Window(days=frozenset({4}), opens=time(13), closes=time(15)),)}, ["hours_narrower"]),
        ({"not_when": (Window(days=frozenset({5}), opens=time(13), closes=time(15)),)}, []),
        ({"no_contact_requested": True}, ["no_contact_requested"]),
        ({"breach_open": True}, ["breach_open"]),
        ({"confirmed_at": None}, []),
    ],
)
def test_cont_01_each_way_of_becoming_narrower_is_named(changes: dict[str, object], found: list[str]) -> None:
    assert codes(a_plan(), a_plan(**changes)) == found


def test_cont_01_hours_where_there_were_none_are_narrower() -> None:
    assert codes(a_plan(windows=()), a_plan()) == ["hours_narrower"]


def test_top_10_becoming_sensitive_is_narrower_and_ceasing_to_be_is_not() -> None:
    assert codes(a_plan(sensitive=False), a_plan()) == ["now_sensitive"]
    assert codes(a_plan(), a_plan(sensitive=False)) == []


@given(plans, st.sampled_from(Channel), moments)
def test_cont_03_while_it_is_stopped_no_channel_may_be_used(plan: ContactPlan, channel: Channel, at: datetime) -> None:
    assert not may_contact(stopped(plan), channel, at).allowed
    assert next_safe_window(stopped(plan), at) is None


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (None, ["safe_contact_missing"]),
        (a_plan(), []),
        (a_plan(confirmed_at=NOON - timedelta(seconds=1)), ["plan_not_confirmed_since"]),
        (a_plan(confirmed_at=None), ["plan_not_confirmed_since"]),
        (a_plan(no_contact_requested=True, breach_open=True), ["no_contact_requested", "breach_open"]),
    ],
)
def test_top_11_a_stop_is_lifted_only_after_the_plan_was_confirmed_again(
    plan: ContactPlan | None, found: list[str]
) -> None:
    assert [reason.code for reason in against_lifting(plan, NOON)] == found


def test_a_naive_moment_of_a_report_is_refused() -> None:
    with pytest.raises(Invalid):
        against_lifting(a_plan(), NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("now", "due_at", "next_at", "in_time"),
    [
        (NOON, NOON + timedelta(hours=1), NOON, True),
        (NOON + timedelta(hours=3), NOON + timedelta(hours=12), NOON + timedelta(hours=22), False),
        (NOON + timedelta(hours=3), NOON + timedelta(hours=22), NOON + timedelta(hours=22), True),
        (NOON, NOON - timedelta(hours=1), NOON, True),
    ],
)
def test_cont_04_the_next_safe_hour_stands_beside_what_is_due(
    now: datetime, due_at: datetime, next_at: datetime, in_time: bool
) -> None:
    found = safe_hours_before(a_plan(), (Channel.MOBILE_CALL,), due_at, now)
    assert (found.next_at, found.in_time) == (next_at, in_time)
    assert [reason.code for reason in found.reasons] == ([] if in_time else ["window_after_due"])


def test_cont_04_without_any_safe_hour_the_lead_is_asked_for_one() -> None:
    found = safe_hours_before(a_plan(), (Channel.EMAIL,), NOON + timedelta(days=1), NOON)
    assert (found.next_at, found.in_time) == (None, False)
    assert [reason.code for reason in found.reasons] == ["no_safe_window"]


@given(plans, moments, st.integers(0, 400))
def test_cont_01_a_clock_never_asks_anyone_to_call_outside_the_plan(
    plan: ContactPlan, now: datetime, hours: int
) -> None:
    channels = tuple(plan.channels)
    found = safe_hours_before(plan, channels, now + timedelta(hours=hours), now)
    if found.next_at is not None:
        assert any(may_contact(plan, channel, found.next_at).allowed for channel in channels)
    assert found.in_time == (found.next_at is not None and found.next_at <= now + timedelta(hours=hours))


def test_the_words_and_the_rule_of_every_reason() -> None:
    whole = a_plan(sensitive=False, windows=(), voicemail_ok=Safety.YES)
    after = a_plan(channels={}, voicemail_ok=Safety.NO, no_contact_requested=True, breach_open=True)
    assert [(reason.rule, reason.text) for reason in narrower(whole, after)] == [
        ("CONT-01", "The person has asked for no contact."),
        ("CONT-01", "A safety breach has not been cleared."),
        ("TOP-10", "What is not known counts as unsafe now."),
        ("CONT-01", "A channel is no longer said to be as safe as it was."),
        ("CONT-01", "Voicemail, texts, post or what may be said is narrower than it was."),
        ("CONT-01", "There are hours that were safe and are not any more."),
    ]
    assert [(r.rule, r.text) for r in against_lifting(None, NOON)] == [
        ("TOP-10", "Nothing is recorded about how to make contact safely."),
    ]
    assert [(r.rule, r.text) for r in against_lifting(a_plan(confirmed_at=None), NOON)] == [
        ("CONT-01", "The safe-contact plan has not been confirmed since contact was stopped."),
    ]
    late = safe_hours_before(a_plan(), (Channel.MOBILE_CALL,), NOON + timedelta(hours=4), NOON + timedelta(hours=3))
    none = safe_hours_before(a_plan(), (), NOON, NOON)
    assert [(r.rule, r.text) for r in (*late.reasons, *none.reasons)] == [
        ("CONT-04", "The next safe hour is after contact is due."),
        ("CONT-04", "No safe hour lies ahead: the lead is asked for one."),
    ]
