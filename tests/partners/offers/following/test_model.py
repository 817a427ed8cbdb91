"""What waits on whom, for every state."""

from uuid import UUID

import msgspec
import pytest

from lvws_core.consent import DataCategory
from lvws_core.ids import PersonId, Reference
from lvws_core.referrals import Direction, OfferStatus
from lvws_core.vocabulary import NeedCategory
from partners.offers.following.model import FollowedOffer, also_ours, waits_on
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


@pytest.mark.parametrize("status", [OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.HANDED_BACK])
def test_a_partner_whose_referral_came_back_decides_with_the_person(status: OfferStatus) -> None:
    offer = msgspec.structs.replace(an_offer(status), direction=Direction.INWARD)
    assert waits_on(offer, "Lead Team").what.startswith("decide with the person what next")


def a_row(status: OfferStatus, **changes: object) -> FollowedOffer:
    row = FollowedOffer(
        offer=an_offer(status),
        reference=Reference("7QK2-M9"),
        request_reference=None,
        needs=frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        service_name="Advocacy",
        changed_at=NOW,
        due_at=None,
        due_kind=None,
        person_id=PersonId(UUID(int=3)),
    )
    return msgspec.structs.replace(row, **changes)


def test_while_it_lives_a_stop_and_what_was_not_told_stand_beside_what_waits() -> None:
    untold = {"awaiting": frozenset({DataCategory.SAFE_CONTACT})}
    assert also_ours(a_row(OfferStatus.ACTIVE)) == ""
    assert also_ours(a_row(OfferStatus.ACTIVE, **untold)) == "tell them what changed"
    stopped = a_row(OfferStatus.ACTIVE, contact_stopped_at=NOW, **untold)
    assert also_ours(stopped) == "decide about contact, which is stopped"
    assert also_ours(a_row(OfferStatus.WITHDRAWN, contact_stopped_at=NOW)) == ""
