"""Updates: another level of risk after sending, and what it does to the clocks."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.referrals import LIVE, Offer, OfferStatus, RiskChange, expires_at, reassess, replay
from lvws_core.referrals.clocks import ClockKind, clocks
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from tests.lvws_core.builders.referrals import ALICE, BOB, CHARLIE, DAY, HOUR, MONDAY, an_offer

CALENDAR = england_and_wales()
LEVELS = st.sampled_from(Band)


def told(offer: Offer, risk: Band, at: datetime) -> Offer:
    changed, _ = reassess(offer, risk, ALICE, at, offer.version)
    return changed


def due(offer: Offer) -> dict[ClockKind, datetime]:
    return {clock.kind: clock.due_at for clock in clocks(offer, CALENDAR)}


def test_risk_15_the_offer_has_the_new_level_a_higher_version_and_what_stood_before() -> None:
    offer = an_offer(OfferStatus.ACCEPTED, risk=Band.STANDARD)
    after, event = reassess(offer, Band.HIGH, ALICE, MONDAY + HOUR, offer.version)
    assert (after.risk, after.version, after.status) == (Band.HIGH, offer.version + 1, OfferStatus.ACCEPTED)
    assert after.risk_changes == (RiskChange(at=MONDAY + HOUR, before=Band.STANDARD),)
    assert event.detail == {"risk": "high", "before": "standard", "version": after.version}
    assert replay(offer, [event]) == after


def test_what_stands_beside_a_life_is_passed_over_when_it_is_told_again() -> None:
    offer = an_offer(OfferStatus.ACCEPTED)
    stopped = Event(kind="offer.contact_stopped", at=MONDAY, actor_id=None, subject_id=offer.id)
    assert replay(offer, [stopped]) == offer


def test_a_rise_begins_the_shorter_clock_when_the_partner_is_told() -> None:
    offer = an_offer(OfferStatus.ACCEPTED, risk=Band.STANDARD)
    assert due(told(offer, Band.HIGH, MONDAY + DAY))[ClockKind.FIRST_CONTACT] == MONDAY + 2 * DAY


def test_a_rise_just_before_the_end_leaves_the_end() -> None:
    offer = an_offer(OfferStatus.ACCEPTED, risk=Band.MEDIUM)
    before = due(offer)[ClockKind.FIRST_CONTACT]
    assert due(told(offer, Band.HIGH, before - HOUR))[ClockKind.FIRST_CONTACT] == before


def test_a_fall_gives_nobody_more_time() -> None:
    offer = an_offer(OfferStatus.SENT, risk=Band.HIGH)
    assert due(told(offer, Band.STANDARD, MONDAY + HOUR)) == due(offer)
    assert expires_at(told(offer, Band.STANDARD, MONDAY + HOUR), CALENDAR) == expires_at(offer, CALENDAR)


@example(OfferStatus.ACCEPTED, Band.MEDIUM, [(Band.STANDARD, 0)])
@given(st.sampled_from(sorted(LIVE)), LEVELS, st.lists(st.tuples(LEVELS, st.integers(0, 300)), max_size=4))
def test_no_change_of_level_moves_a_clock_later_or_into_the_past(
    status: OfferStatus, first: Band, changes: list[tuple[Band, int]]
) -> None:
    offer, at = an_offer(status, risk=first), MONDAY
    for level, hours in changes:
        at += timedelta(hours=hours)
        if level == offer.risk:
            continue
        before, offer = due(offer), told(offer, level, at)
        after = due(offer)
        assert after.keys() == before.keys()
        assert all(min(before[kind], at) <= after[kind] <= before[kind] for kind in after)


def test_reminders_and_escalation_follow_the_clock_that_counts() -> None:
    offer = told(an_offer(OfferStatus.ACKNOWLEDGED, risk=Band.STANDARD), Band.HIGH, MONDAY + 10 * HOUR)
    (clock,) = clocks(offer, CALENDAR)
    assert clock.remind_at == (MONDAY + 22 * HOUR, MONDAY + 10 * HOUR + 0.8 * DAY)
    assert (clock.starts_at, clock.due_at, clock.escalate_at) == (MONDAY, MONDAY + 34 * HOUR, MONDAY + 34 * HOUR)


@pytest.mark.parametrize("by", [BOB, CHARLIE])
def test_top_06_only_the_lead_tells_another_level(by: object) -> None:
    with pytest.raises(NotAllowed):
        reassess(an_offer(OfferStatus.SENT), Band.STANDARD, by, MONDAY, 1)  # type: ignore[arg-type]


def test_a_level_that_stands_an_offer_that_is_over_and_an_old_version_are_all_told() -> None:
    offer = an_offer(OfferStatus.DECLINED, risk=Band.HIGH)
    with pytest.raises(Conflict) as refused:
        reassess(offer, Band.HIGH, ALICE, MONDAY, offer.version + 1)
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state", "risk_same", "version_changed"]


def test_a_level_that_does_not_exist_and_a_naive_moment_are_refused() -> None:
    offer = an_offer(OfferStatus.SENT, risk=Band.HIGH)
    with pytest.raises(Invalid):
        reassess(offer, "extreme", ALICE, MONDAY, offer.version)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        reassess(offer, Band.MEDIUM, ALICE, MONDAY.replace(tzinfo=None), offer.version)
    with pytest.raises(Invalid):
        RiskChange(at=MONDAY, before="extreme")  # type: ignore[arg-type]
