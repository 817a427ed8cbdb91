"""What waits on whom, for every state."""

import pytest

from lvws_core.referrals import OfferStatus
from partners.offers.following.model import waits_on
from tests.builders import NOW
from tests.partners.offers.test_model import an_offer

OURS = {
    OfferStatus.INFO_NEEDED,
    OfferStatus.DECLINED,
    OfferStatus.EXPIRED,
    OfferStatus.HANDED_BACK,
    OfferStatus.NOT_REACHED,
    OfferStatus.COMPLETED,
}


@pytest.mark.parametrize("status", OfferStatus)
def test_i10_every_state_says_who_has_to_act(status: OfferStatus) -> None:
    waits = waits_on(an_offer(status), "Galop")
    assert waits.what
    assert waits.is_ours == (waits.who == "You") == (status in OURS)


def test_after_withdrawal_who_had_opened_it_confirms_the_stop_once() -> None:
    opened = {"acknowledged_at": NOW}
    assert waits_on(an_offer(OfferStatus.WITHDRAWN, **opened), "Galop").who == "Galop"
    assert not waits_on(an_offer(OfferStatus.WITHDRAWN), "Galop").who
    assert not waits_on(an_offer(OfferStatus.WITHDRAWN, **opened, stop_confirmed_at=NOW), "Galop").who


def test_an_acknowledged_outcome_waits_on_nobody() -> None:
    assert not waits_on(an_offer(OfferStatus.COMPLETED, outcome_acknowledged_at=NOW), "Galop").who
