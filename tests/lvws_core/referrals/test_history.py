from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.errors import Conflict, Invalid
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.referrals import MOVES, Move, Note, Offer, OfferStatus, annotate, could_open, may_open, replay
from lvws_core.referrals.offers import NEVER_SHOWN
from tests.lvws_core.builders.referrals import BOB, DAY, HOUR, MONDAY, an_offer, make, send_facts


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


STEPS = st.lists(st.tuples(st.integers(0, 99), st.timedeltas(timedelta(0), 40 * DAY)), min_size=1, max_size=9)
LENGTHS = st.timedeltas(timedelta(0), 200 * DAY)


def a_life(steps: list[tuple[int, timedelta]], consent: timedelta) -> list[tuple[Offer, Event]]:
    """Give an offer after each of some moves that are possible, the first of them sending."""
    facts = send_facts(consent_expires_at=MONDAY + consent)
    at, lived = MONDAY, [make(an_offer(), Move.SEND, facts=facts)]
    for pick, wait in steps:
        at, offer = at + wait, lived[-1][0]
        possible = [action for status, action in MOVES if status == offer.status]
        if possible:
            lived.append(make(offer, possible[pick % len(possible)], now=at))
    return lived


@given(steps=STEPS, consent=LENGTHS, after=LENGTHS)
def test_i2_at_the_present_moment_the_events_say_what_the_offer_says(
    steps: list[tuple[int, timedelta]], consent: timedelta, after: timedelta
) -> None:
    lived = a_life(steps, consent)
    now = lived[-1][1].at + after
    assert could_open(an_offer(), [event for _, event in lived], now) == may_open(lived[-1][0], now)


@given(steps=STEPS, consent=LENGTHS, moments=st.lists(st.timedeltas(-DAY, 400 * DAY), min_size=2, max_size=5))
def test_i2_what_was_closed_once_is_never_seen_again_and_nothing_before_it_was_sent(
    steps: list[tuple[int, timedelta]], consent: timedelta, moments: list[timedelta]
) -> None:
    lived = a_life(steps, consent)
    events = [event for _, event in lived]
    seen = [
        could_open(an_offer(), events, MONDAY + moment) for moment in sorted(m for m in moments if m >= timedelta())
    ]
    assert seen == sorted(seen, reverse=True)
    assert not could_open(an_offer(), events, MONDAY - timedelta(microseconds=1))
    taken_back = [event.at for offer, event in lived if offer.status in {OfferStatus.WITHDRAWN, *NEVER_SHOWN}]
    assert not any(could_open(an_offer(), events, at) for at in taken_back)


@given(steps=STEPS, consent=LENGTHS, later=STEPS)
def test_what_happens_later_changes_nothing_about_then(
    steps: list[tuple[int, timedelta]], consent: timedelta, later: list[tuple[int, timedelta]]
) -> None:
    then = a_life(steps, consent)[-1][1].at
    short, long = a_life(steps, consent), a_life([*steps, *[(pick, wait + HOUR) for pick, wait in later]], consent)
    assert could_open(an_offer(), [e for _, e in short], then) == could_open(an_offer(), [e for _, e in long], then)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(Invalid):
        could_open(an_offer(), [], datetime(2026, 11, 16, 10, tzinfo=UTC).replace(tzinfo=None))
