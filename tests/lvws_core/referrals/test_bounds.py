"""Bounds: what a partner may read becomes shorter or less, longer only while it is open, and nothing else changes."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.consent import DataCategory
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.referrals import (
    Closing,
    Move,
    OfferStatus,
    bound,
    can_bound,
    closed_since,
    lengthen,
    may_open,
    narrow,
    readable,
    replay,
)
from tests.lvws_core.builders.referrals import ALICE, BOB, CHARLIE, CLOCK, DAY, HOUR, MONDAY, an_offer, make, send_facts

shown = st.sampled_from(sorted(set(OfferStatus) - {OfferStatus.DRAFT, OfferStatus.ERROR}))
moments = st.integers(-100, 100).map(lambda hours: MONDAY + timedelta(hours=hours))


@given(status=shown, until=st.none() | moments, new=moments, at=moments)
def test_i2_a_bound_only_ever_narrows(status: OfferStatus, until: datetime | None, new: datetime, at: datetime) -> None:
    offer = an_offer(status, visible_until=until)
    if not can_bound(offer, new):
        assert not may_open(offer, new)
        return
    after, _ = bound(offer, new, ALICE, MONDAY)
    assert may_open(after, at) == (may_open(offer, at) and at < new)
    assert replace(after, visible_until=until) == offer


@pytest.mark.parametrize("offer", [an_offer(), an_offer(OfferStatus.ERROR), an_offer(frozen_at=MONDAY)])
def test_what_is_closed_stays_as_it_is(offer: object) -> None:
    with pytest.raises(Conflict) as refused:
        bound(offer, MONDAY, ALICE, MONDAY)  # type: ignore[arg-type]
    assert [reason.code for reason in refused.value.reasons] == ["already_closed"]


@pytest.mark.parametrize("actor", [BOB, CHARLIE, CLOCK])
def test_nobody_but_the_lead_says_how_long(actor: object) -> None:
    with pytest.raises(NotAllowed):
        bound(an_offer(OfferStatus.SENT), MONDAY, actor, MONDAY)  # type: ignore[arg-type]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(Invalid):
        bound(an_offer(OfferStatus.SENT), datetime(2026, 11, 16), ALICE, MONDAY)  # noqa: DTZ001 - on purpose


def test_replaying_a_bound_gives_the_offer_again() -> None:
    sent, first = make(an_offer(), Move.SEND, facts=send_facts(consent_expires_at=MONDAY + 90 * DAY))
    after, second = bound(sent, MONDAY + HOUR, ALICE, MONDAY)
    assert replay(an_offer(), [first, second]) == after
    assert after.visible_until == MONDAY + HOUR
    assert second.kind == "offer.bounded"


SHARED = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT, DataCategory.RISK_LEVEL})
parts = st.frozensets(st.sampled_from(sorted(SHARED)), min_size=1)


@given(status=shown, first=parts, second=parts, at=moments)
def test_i2_what_is_closed_is_closed_from_that_moment_on_and_never_opens_again(
    status: OfferStatus, first: frozenset[DataCategory], second: frozenset[DataCategory], at: datetime
) -> None:
    offer = an_offer(status)
    once, _ = narrow(offer, first, ALICE, MONDAY)
    twice = once if second <= first else narrow(once, second, ALICE, MONDAY + HOUR)[0]
    closed = (first if at >= MONDAY else frozenset()) | (second if at >= MONDAY + HOUR else frozenset())
    assert readable(twice, SHARED, at) == (SHARED - closed if may_open(offer, at) else frozenset())
    assert [each for each in closed_since(twice) if each in first] == sorted(first)
    assert replace(twice, closings=()) == offer


def test_i2_nothing_is_readable_of_what_is_shut_or_over() -> None:
    for offer in (an_offer(OfferStatus.ERROR), an_offer(OfferStatus.SENT, visible_until=MONDAY)):
        assert readable(offer, SHARED, MONDAY) == frozenset()


def test_top_07_nothing_closes_twice_and_nothing_closes_on_what_is_shut() -> None:
    once, _ = narrow(an_offer(OfferStatus.SENT), SHARED, ALICE, MONDAY)
    for offer in (once, an_offer(frozen_at=MONDAY), an_offer(OfferStatus.ERROR)):
        with pytest.raises(Conflict):
            narrow(offer, SHARED, ALICE, MONDAY)


@given(status=shown, until=st.none() | moments, new=moments)
def test_lifecycle_6_a_later_end_counts_only_for_what_is_live_and_open(
    status: OfferStatus, until: datetime | None, new: datetime
) -> None:
    offer = an_offer(status, visible_until=until)
    is_open = offer.is_live and until is not None and until > MONDAY
    if not (is_open and until is not None and new > until):
        with pytest.raises(Conflict):
            lengthen(offer, new, ALICE, MONDAY)
        return
    after, event = lengthen(offer, new, ALICE, MONDAY)
    assert after == replace(offer, visible_until=new)
    assert event.kind == "offer.lengthened"


@pytest.mark.parametrize("actor", [BOB, CHARLIE, CLOCK])
def test_lifecycle_7_no_clock_and_no_partner_closes_a_part_or_lengthens(actor: Actor) -> None:
    offer = an_offer(OfferStatus.SENT, visible_until=MONDAY + HOUR)
    with pytest.raises(NotAllowed):
        narrow(offer, SHARED, actor, MONDAY)
    with pytest.raises(NotAllowed):
        lengthen(offer, MONDAY + DAY, actor, MONDAY)


def test_replaying_what_closed_and_what_lengthened_gives_the_offer_again() -> None:
    sent, first = make(an_offer(), Move.SEND, facts=send_facts(consent_expires_at=MONDAY + 9 * DAY))
    less, second = narrow(sent, SHARED - {DataCategory.RISK_LEVEL}, ALICE, MONDAY + HOUR)
    longer, third = lengthen(less, MONDAY + 90 * DAY, ALICE, MONDAY + 2 * HOUR)
    assert replay(an_offer(), [first, second, third]) == longer
    assert second.detail == {"closed": ["identity", "safe_contact"], "version": sent.version}
    assert longer.version == sent.version


def test_a_closing_of_nothing_known_or_at_no_moment_is_refused() -> None:
    with pytest.raises(Invalid):
        Closing(category="gossip", at=MONDAY)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        Closing(category=DataCategory.IDENTITY, at=datetime(2026, 11, 16))  # noqa: DTZ001 - on purpose
