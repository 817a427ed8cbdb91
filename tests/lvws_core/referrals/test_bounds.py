"""Bounds: what a partner may read can only become shorter, whatever the state, and says nothing about anything else."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.referrals import Move, OfferStatus, bound, can_bound, may_open, replay
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
