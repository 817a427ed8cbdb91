from uuid import UUID

import pytest
from msgspec.structs import replace

from lvws_core.errors import Conflict, Invalid
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.referrals import Move, Note, Offer, annotate, replay
from tests.lvws_core.builders.referrals import BOB, DAY, MONDAY, an_offer, make, send_facts


def a_history() -> tuple[Offer, list[Event]]:
    """Give an offer with its events: sent, assigned, accepted, declined again by nobody."""
    sent, first = make(an_offer(), Move.SEND, facts=send_facts(consent_expires_at=MONDAY + 90 * DAY))
    taken, second = annotate(sent, Note.ASSIGNED, BOB, MONDAY, sent.version)
    ended, third = make(taken, Move.DECLINE, policy=Policy(version="2027-01", visible_after_expiry_days=3))
    return ended, [first, second, third]


def test_replaying_the_events_gives_the_offer_whatever_the_policy_is_now() -> None:
    offer, events = a_history()
    assert replay(an_offer(), events) == offer
    assert offer.visible_until == MONDAY + 3 * DAY


def test_no_events_leave_the_draft() -> None:
    assert replay(an_offer(), []) == an_offer()


def test_a_gap_in_the_history_is_a_conflict() -> None:
    _, events = a_history()
    with pytest.raises(Conflict):
        replay(an_offer(), events[1:])


@pytest.mark.parametrize("changes", [{"new": "accepted"}, {"old": "acknowledged"}])
def test_an_event_that_does_not_follow_is_a_conflict(changes: dict[str, str]) -> None:
    _, events = a_history()
    with pytest.raises(Conflict):
        replay(an_offer(), [*events[:2], replace(events[2], **changes)])


@pytest.mark.parametrize("changes", [{"kind": "request.moved"}, {"subject_id": UUID(int=99)}])
def test_an_event_of_something_else_is_refused(changes: dict[str, object]) -> None:
    _, events = a_history()
    with pytest.raises(Invalid):
        replay(an_offer(), [replace(events[0], **changes)])
