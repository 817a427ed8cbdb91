"""Attempts as the timeline holds them, and what the policy asks for next."""

from datetime import timedelta
from typing import Any

import pytest

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Attempt, AttemptOutcome, AttemptPriority, Channel, FollowUp
from lvws_core.policy import Policy
from lvws_core.referrals import Note, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from partners.offers.contact.model import NO_PLAN, attempts_in, priority_of, what_next
from partners.offers.timeline.model import TimelineEntry
from tests.builders import CONSORTIUM, NOW
from tests.partners.offers.scene import a_contact, a_plan
from tests.partners.offers.test_model import an_offer

OFFER = an_offer(OfferStatus.ACCEPTED, accepted_at=NOW - timedelta(hours=3))
SNAPSHOT = {DataCategory.SAFE_CONTACT: a_contact()}
RULES: dict[str, Any] = {"now": NOW, "calendar": england_and_wales(), "policy": Policy()}


def an_entry(hours: int, result: AttemptOutcome = AttemptOutcome.NO_ANSWER) -> TimelineEntry:
    at = NOW - timedelta(hours=hours)
    detail = {
        "note": Note.ATTEMPT,
        "tried_at": at.isoformat(),
        "channel": "mobile_call",
        "result": result.value,
        "version": 3,
    }
    return TimelineEntry(at=at, actor_id=CONSORTIUM["shelter_worker"].id, kind="offer.noted", detail=detail)


def test_cont_20_attempts_are_read_from_the_timeline_and_nothing_else_is() -> None:
    bare = TimelineEntry(at=NOW, actor_id=None, kind="offer.noted", detail={"note": Note.ATTEMPT})
    update = TimelineEntry(at=NOW, actor_id=None, kind="offer.noted", detail={"note": Note.UPDATE})
    expected = Attempt(at=NOW - timedelta(hours=2), channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.NO_ANSWER)
    assert attempts_in((bare, an_entry(2), update)) == (expected,)


@pytest.mark.parametrize(
    ("risk", "sensitive", "priority"),
    [
        (Band.HIGH, False, AttemptPriority.DA_HIGH),
        (Band.MEDIUM, True, AttemptPriority.DA_LOW_MEDIUM),
        (Band.STANDARD, False, AttemptPriority.NON_EPR),
    ],
)
def test_how_pressing_it_is_follows_from_what_a_partner_is_told(
    risk: Band, sensitive: bool, priority: AttemptPriority
) -> None:
    assert priority_of(an_offer(risk=risk), a_plan(sensitive=sensitive)) == priority


def test_cont_20_three_attempts_exhaust_and_two_do_not() -> None:
    entries = tuple(an_entry(hours) for hours in (3, 2, 1))
    assert not what_next(OFFER, SNAPSHOT, entries[:2], **RULES).exhausted
    ahead = what_next(OFFER, SNAPSHOT, entries, **RULES)
    assert ahead.exhausted
    assert FollowUp.SAFETY_CHECK in ahead.then


def test_cont_04_without_a_shared_plan_no_channel_is_known_to_be_safe() -> None:
    for snapshot in (None, {}):
        ahead = what_next(OFFER, snapshot, (), **RULES)
        assert not ahead.exhausted
        assert ahead.channels == ()
        assert FollowUp.ASK_FOR_SAFE_CHANNEL in ahead.then
    assert NO_PLAN.sensitive


def test_who_was_reached_is_not_given_up() -> None:
    assert not what_next(OFFER, SNAPSHOT, (an_entry(1, AttemptOutcome.SPOKE),), **RULES).exhausted
