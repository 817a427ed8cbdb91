from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lvws_core.consent.contact import (
    Channel,
    ContactPlan,
    Safety,
    Window,
    may_contact,
    next_safe_window,
)
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from tests.lvws_core.consent.builders import NOW, a_plan, office_hours
from tests.lvws_core.consent.strategies import moments, plans, windows

CALL, SMS, POST = Channel.MOBILE_CALL, Channel.SMS, Channel.POST
LONDON = ZoneInfo("Europe/London")
NAIVE = datetime(2026, 11, 24, 11, 0)  # noqa: DTZ001 - what has to be refused
MINUTE = timedelta(minutes=1)


def codes(plan: ContactPlan, channel: Channel = CALL, at: datetime = NOW) -> tuple[bool, list[str]]:
    decision = may_contact(plan, channel, at)
    return decision.allowed, [reason.code for reason in decision.reasons]


@pytest.mark.parametrize("kind", [Channel, Safety])
def test_every_choice_has_words_of_its_own(kind: Any) -> None:
    assert len({choice.label for choice in kind}) == len(kind)


def test_cont_01_a_channel_said_to_be_safe_may_be_used() -> None:
    assert codes(a_plan()) == (True, ["channel_safe"])


@pytest.mark.parametrize("sensitive", [True, False])
def test_top_10_a_channel_said_not_to_be_safe_is_denied_always(sensitive: bool) -> None:
    plan = a_plan(channels={CALL: Safety.NO}, sensitive=sensitive)
    assert codes(plan) == (False, ["channel_unsafe"])


def test_top_10_an_unknown_channel_is_denied_when_sensitive_and_only_mentioned_when_not() -> None:
    for channels in ({}, {CALL: Safety.UNKNOWN}):
        assert codes(a_plan(channels=channels)) == (False, ["channel_unknown"])
        assert codes(a_plan(channels=channels, sensitive=False)) == (True, ["channel_unknown"])


def test_cont_01_a_plan_never_confirmed_is_denied_when_sensitive() -> None:
    plan = a_plan(confirmed_at=None)
    assert codes(plan) == (False, ["plan_never_confirmed"])
    assert codes(msgspec.structs.replace(plan, sensitive=False)) == (True, ["plan_never_confirmed"])


def test_cont_01_a_plan_is_stale_after_thirty_days_not_on_the_thirtieth() -> None:
    plan = a_plan(confirmed_at=NOW - timedelta(days=30))
    assert codes(plan) == (True, ["channel_safe"])
    assert codes(plan, at=NOW + MINUTE) == (False, ["plan_stale"])
    assert codes(msgspec.structs.replace(plan, sensitive=False), at=NOW + MINUTE) == (True, ["plan_stale"])
    assert not may_contact(plan, CALL, NOW, Policy(plan_stale_days=29)).allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"breach_open": True}, "breach_open"),
        ({"no_contact_requested": True}, "no_contact_requested"),
        ({"windows": (office_hours(days=frozenset({0})),)}, "outside_window"),
        ({"not_when": (office_hours(),)}, "not_when"),
    ],
)
@pytest.mark.parametrize("sensitive", [True, False])
def test_cont_01_a_breach_a_wish_and_the_hours_deny_always(
    change: dict[str, Any],
    code: str,
    sensitive: bool,
) -> None:
    assert codes(a_plan(sensitive=sensitive, **change)) == (False, [code])


def test_cont_01_a_refusal_gives_every_cause() -> None:
    plan = a_plan(
        channels={SMS: Safety.NO},
        text_ok=Safety.NO,
        confirmed_at=None,
        breach_open=True,
        no_contact_requested=True,
        windows=(office_hours(days=frozenset({6})),),
        not_when=(office_hours(),),
    )
    every = ["no_contact_requested", "breach_open", "channel_unsafe", "texts_unsafe", "plan_never_confirmed"]
    assert codes(plan, SMS) == (False, [*every, "outside_window", "not_when"])


@pytest.mark.parametrize(("channel", "field", "words"), [(SMS, "text_ok", "texts"), (POST, "post_ok", "post")])
def test_top_10_a_text_and_a_letter_need_their_own_yes(channel: Channel, field: str, words: str) -> None:
    def plan(safety: Safety, *, sensitive: bool) -> ContactPlan:
        return a_plan(channels={channel: Safety.YES}, sensitive=sensitive, **{field: safety})

    for sensitive in (True, False):
        assert codes(plan(Safety.YES, sensitive=sensitive), channel) == (True, ["channel_safe"])
        assert codes(plan(Safety.NO, sensitive=sensitive), channel) == (False, [f"{words}_unsafe"])
        assert codes(plan(Safety.UNKNOWN, sensitive=sensitive), channel) == (not sensitive, [f"{words}_unknown"])


def test_post_is_not_safe_unless_somebody_said_so() -> None:
    assert codes(a_plan(channels={POST: Safety.YES}), POST) == (False, ["post_unsafe"])


def test_a_window_opens_inclusive_and_closes_exclusive_in_london() -> None:
    window, day = office_hours(), datetime(2026, 7, 1, tzinfo=LONDON)
    inside = [window.contains(day + timedelta(hours=10) + step) for step in (-MINUTE, timedelta(), MINUTE)]
    assert inside == [False, True, True]
    assert window.contains(datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    assert not window.contains(datetime(2026, 7, 1, 13, 0, tzinfo=UTC))
    assert not window.contains(datetime(2026, 7, 4, 11, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"days": frozenset()}, "days: not_days_of_the_week"),
        ({"days": frozenset({7})}, "days: not_days_of_the_week"),
        ({"closes": time(10)}, "closes: not_after_opens"),
        ({"opens": time(22), "closes": time(6)}, "closes: not_after_opens"),
        ({"opens": time(9, tzinfo=UTC)}, "opens: has_zone"),
        ({"closes": time(19, tzinfo=UTC)}, "opens: has_zone"),
    ],
)
def test_a_window_that_cannot_be_is_refused(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        office_hours(**change)


def test_a_plan_that_cannot_be_is_refused() -> None:
    with pytest.raises(Invalid, match="channels: unknown_channel"):
        a_plan(channels={"pigeon": Safety.YES})
    with pytest.raises(Invalid, match="confirmed_at: naive"):
        a_plan(confirmed_at=NAIVE)
    with pytest.raises(Invalid):
        may_contact(a_plan(), CALL, NAIVE)


@given(plans, st.sampled_from(Channel), moments)
def test_top_10_when_sensitive_only_a_channel_marked_safe_is_ever_used(
    plan: ContactPlan, channel: Channel, at: datetime
) -> None:
    if may_contact(plan, channel, at).allowed:
        assert plan.safety_of(channel) == Safety.YES or not plan.sensitive
        assert plan.safety_of(channel) != Safety.NO
        assert not plan.breach_open
        assert not plan.no_contact_requested


@given(plans, st.sampled_from(Channel), moments)
def test_cont_01_outside_every_window_or_inside_a_barred_one_is_denied(
    plan: ContactPlan, channel: Channel, at: datetime
) -> None:
    outside = plan.windows and not any(window.contains(at) for window in plan.windows)
    if outside or any(window.contains(at) for window in plan.not_when):
        assert not may_contact(plan, channel, at).allowed


@given(plans, st.sampled_from(Channel), moments)
def test_a_sensitive_plan_never_allows_more_than_the_same_plan_that_is_not(
    plan: ContactPlan, channel: Channel, at: datetime
) -> None:
    strict, free = (msgspec.structs.replace(plan, sensitive=sensitive) for sensitive in (True, False))
    assert may_contact(free, channel, at).allowed or not may_contact(strict, channel, at).allowed


def test_the_next_safe_window_is_now_when_it_is_open() -> None:
    assert next_safe_window(a_plan(windows=(office_hours(),)), NOW, CALL) == NOW
    assert next_safe_window(a_plan(), NOW) == NOW


def test_the_next_safe_window_waits_for_monday_and_for_the_end_of_what_is_barred() -> None:
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    plan = a_plan(windows=(office_hours(),), not_when=(office_hours(days=frozenset({0}), closes=time(11)),))
    assert next_safe_window(plan, friday, CALL) == datetime(2026, 11, 30, 11, 0, tzinfo=UTC)


def test_there_is_no_next_safe_window_where_nothing_is_safe_or_the_plan_will_be_stale() -> None:
    assert next_safe_window(a_plan(channels={}), NOW) is None
    assert next_safe_window(a_plan(), NOW, SMS) is None
    stale_soon = a_plan(windows=(office_hours(days=frozenset({6})),), confirmed_at=NOW - timedelta(days=29))
    assert next_safe_window(stale_soon, NOW) is None


@pytest.mark.parametrize(
    ("window", "after", "opens"),
    [
        # the hour from 01:00 does not exist on 29 March 2026: what is left of the window opens at 02:00 London
        (Window(days=frozenset({6}), opens=time(1, 30), closes=time(3)), (3, 29, 0, 0), (3, 29, 1, 0)),
        # a window that lies wholly inside it comes back a week later
        (Window(days=frozenset({6}), opens=time(1, 15), closes=time(1, 45)), (3, 29, 0, 0), (4, 5, 0, 15)),
        (Window(days=frozenset({6}), opens=time(1, 15), closes=time(1, 45)), (3, 22, 1, 50), (4, 5, 0, 15)),
        # the hour from 01:00 comes twice on 25 October 2026: the second time counts too
        (Window(days=frozenset({6}), opens=time(1, 30), closes=time(1, 45)), (10, 25, 0, 50), (10, 25, 1, 30)),
        (Window(days=frozenset({6}), opens=time(0, 30), closes=time(1, 30)), (10, 25, 0, 45), (10, 25, 1, 0)),
    ],
)
def test_the_next_safe_window_holds_when_london_clocks_change(
    window: Window, after: tuple[int, ...], opens: tuple[int, ...]
) -> None:
    plan = a_plan(sensitive=False, windows=(window,))
    month, day, hour, minute = after
    found = next_safe_window(plan, datetime(2026, month, day, hour, minute, tzinfo=UTC), CALL)
    month, day, hour, minute = opens
    assert found == datetime(2026, month, day, hour, minute, tzinfo=UTC)


quarters = windows.map(
    lambda w: Window(
        days=w.days, opens=w.opens.replace(minute=0, second=0), closes=w.closes.replace(minute=59, second=0)
    )
)
autumn = st.integers(0, 14 * 24).map(lambda n: datetime(2026, 10, 18, tzinfo=UTC) + timedelta(hours=n))
spring = st.integers(0, 14 * 24).map(lambda n: datetime(2026, 3, 22, tzinfo=UTC) + timedelta(hours=n))


@settings(max_examples=40)
@given(st.lists(quarters, max_size=2).map(tuple), st.lists(quarters, max_size=2).map(tuple), autumn | spring)
def test_the_next_safe_window_is_the_first_moment_that_is_allowed(
    open_: tuple[Window, ...], barred: tuple[Window, ...], after: datetime
) -> None:
    plan = a_plan(sensitive=False, windows=open_, not_when=barred)
    found = next_safe_window(plan, after, CALL)
    end = after + timedelta(days=8) if found is None else found
    earlier = (after + n * timedelta(hours=1) for n in range((end - after) // timedelta(hours=1)))
    assert not any(may_contact(plan, CALL, moment).allowed for moment in earlier)
    assert found is None or may_contact(plan, CALL, found).allowed
    if found is not None and found > after:
        assert not may_contact(plan, CALL, found - timedelta(microseconds=1)).allowed
