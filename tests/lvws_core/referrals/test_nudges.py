"""Nudges: who is reminded, who is told past them, and at which moments (lifecycle 5)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.referrals import ClockKind, Move, OfferStatus, Side
from lvws_core.referrals.clocks import clocks
from lvws_core.referrals.nudges import Nudge, Step, due_nudges, nudges, to_tell
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from tests.lvws_core.builders.referrals import DAY, HOUR, MONDAY, an_offer, moved

CALENDAR = england_and_wales()
HIGH = moved(an_offer(risk=Band.HIGH), Move.SEND)


def brief(found: tuple[Nudge, ...]) -> list[tuple[Step, ClockKind, timedelta]]:
    return [(nudge.step, nudge.clock, nudge.at - MONDAY) for nudge in found]


def test_a_sent_offer_reminds_of_opening_and_of_the_answer_and_tells_both_managers() -> None:
    found = nudges(HIGH, CALENDAR)
    assert brief(found) == [
        (Step.REMIND, ClockKind.ACKNOWLEDGE, 2 * HOUR),
        (Step.ESCALATE, ClockKind.ACKNOWLEDGE, 4 * HOUR),
        (Step.REMIND, ClockKind.DECIDE, 12 * HOUR),
        (Step.REMIND, ClockKind.DECIDE, timedelta(hours=19.2)),
    ]
    assert {nudge.side for nudge in found if nudge.step == Step.REMIND} == {Side.PARTNER}
    assert found[1].roles == (Role.LEAD_MANAGER, Role.PARTNER_MANAGER)
    assert [nudge.due_at for nudge in found] == [MONDAY + 2 * HOUR] * 2 + [MONDAY + DAY] * 2


def test_the_clock_that_expires_tells_nobody_besides_for_the_return_is_told() -> None:
    opened = moved(HIGH, Move.ACKNOWLEDGE, at=MONDAY + HOUR)
    assert {nudge.step for nudge in nudges(opened, CALENDAR) if nudge.clock == ClockKind.DECIDE} == {Step.REMIND}


def test_a_question_reminds_the_lead_and_the_paused_answer_is_silent() -> None:
    asked = moved(HIGH, Move.ASK, at=MONDAY + HOUR)
    found = nudges(asked, CALENDAR)
    assert {(nudge.clock, nudge.side) for nudge in found if nudge.step == Step.REMIND} == {
        (ClockKind.ANSWER, Side.LEAD)
    }


@pytest.mark.parametrize("status", [OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.HANDED_BACK])
def test_an_offer_that_has_ended_is_silent(status: OfferStatus) -> None:
    assert nudges(an_offer(status), CALENDAR) == ()


def test_a_clock_that_moved_nudges_again_under_another_key() -> None:
    again = moved(HIGH, Move.ASK, Move.ANSWER, at=MONDAY + HOUR, every=2 * HOUR)
    before = {n.key for n in nudges(HIGH, CALENDAR) if n.clock == ClockKind.DECIDE}
    after = {n.key for n in nudges(again, CALENDAR) if n.clock == ClockKind.DECIDE}
    assert before.isdisjoint(after)


@given(st.sampled_from(list(OfferStatus)), st.sampled_from(list(Band)), st.timedeltas(timedelta(), 40 * DAY))
def test_what_is_due_and_what_comes_next_part_all_nudges_at_now(
    status: OfferStatus, risk: Band, after: timedelta
) -> None:
    offer, now = an_offer(status, risk=risk, acknowledged_at=MONDAY), MONDAY + after
    every = nudges(offer, CALENDAR)
    due, following = due_nudges(offer, now, CALENDAR)
    assert set(due) == {nudge for nudge in every if nudge.at <= now}
    assert following == min((nudge.at for nudge in every if nudge.at > now), default=None)
    assert len({nudge.key for nudge in every}) == len(every)
    assert {nudge.clock for nudge in every} == {clock.kind for clock in clocks(offer, CALENDAR) if not clock.paused}


def test_after_a_time_without_a_sweep_a_clock_that_escalated_is_not_reminded_of_too() -> None:
    due, _ = due_nudges(HIGH, MONDAY + 20 * HOUR, CALENDAR)
    assert brief(to_tell(due)) == [
        (Step.ESCALATE, ClockKind.ACKNOWLEDGE, 4 * HOUR),
        (Step.REMIND, ClockKind.DECIDE, timedelta(hours=19.2)),
    ]
    assert to_tell(()) == ()


@given(st.sampled_from(list(OfferStatus)), st.timedeltas(timedelta(), 40 * DAY))
def test_every_clock_that_has_something_to_say_says_its_last_word(status: OfferStatus, after: timedelta) -> None:
    due, _ = due_nudges(an_offer(status, acknowledged_at=MONDAY), MONDAY + after, CALENDAR)
    told = to_tell(due)
    assert {nudge.clock for nudge in told} == {nudge.clock for nudge in due}
    assert all(nudge.at >= other.at for nudge in told for other in due if other.clock == nudge.clock)
