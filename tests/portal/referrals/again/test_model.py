"""Who else could be asked, and in which order: first who said so, then inside the consent, never who cannot."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.sharing import RecipientKind
from lvws_core.ids import (
    AgreementId,
    ConsentId,
    OfferId,
    OrganisationId,
    PersonId,
    Reference,
    RequestId,
    ServiceId,
)
from lvws_core.policy import Policy
from lvws_core.referrals import Capacity, Need, Offer, OfferStatus, Service, match
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, CapacityState, NeedCategory
from partners.directory.model import ListedService
from partners.offers.following.model import FollowedOffer
from portal.referrals.again.model import Alternative, alternatives
from tests.builders import LEAD, NOW

PERSON = PersonId(UUID(int=7))
NEEDS = frozenset({NeedCategory.SHELTER_ACCOMMODATION})
NEED = Need(categories=NEEDS, age=35, borough=Borough.HACKNEY, risk=Band.MEDIUM)
TODAY = date(2026, 11, 23)


def organisation(number: int) -> OrganisationId:
    return OrganisationId(UUID(int=0x100 + number))


def a_listed(number: int, *, age_max: int | None = None) -> ListedService:
    agreement = Agreement(
        id=AgreementId(UUID(int=0x200 + number)),
        organisation_id=organisation(number),
        categories=frozenset(DataCategory),
        status=AgreementStatus.LIVE,
        starts_on=date(2026, 1, 1),
    )
    service = Service(
        id=ServiceId(UUID(int=number)),
        organisation_id=organisation(number),
        name=f"Service {number}",
        capacity=Capacity(state=CapacityState.OPEN, places=2, said_at=NOW),
        agreement_live=True,
        valid_from=date(2026, 1, 1),
        age_max=age_max,
    )
    return ListedService(
        key=f"service_{number}",
        service=service,
        organisation_id=organisation(number),
        organisation_name=f"Team {number}",
        recipient=RecipientKind.SHELTER,
        agreement=agreement,
    )


def a_consent(number: int) -> Consent:
    return Consent(
        id=ConsentId(UUID(int=0x300 + number)),
        person_id=PERSON,
        organisation_id=organisation(number),
        categories=frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT}),
        purpose=Purpose.SUPPORT_REFERRAL,
        explicit=True,
        status=ConsentStatus.ACTIVE,
        valid_from=NOW - timedelta(days=1),
    )


def an_asked(number: int, status: OfferStatus, *, still: bool = False) -> FollowedOffer:
    offer = Offer(
        id=OfferId(UUID(int=0x400 + number)),
        request_id=RequestId(UUID(int=9)),
        service_id=ServiceId(UUID(int=number)),
        organisation_id=organisation(number),
        lead_organisation_id=LEAD,
        risk=Band.MEDIUM,
        created_at=NOW,
        status=status,
        ended_at=NOW,
        still_possible_at=NOW if still else None,
    )
    return FollowedOffer(
        offer=offer,
        reference=Reference("7QK2-M9"),
        request_reference=None,
        needs=NEEDS,
        service_name="Service",
        changed_at=NOW,
        due_at=None,
        due_kind=None,
        person_id=PERSON,
    )


def found(
    listed: Sequence[ListedService], asked: Sequence[FollowedOffer] = (), consented: Sequence[int] = ()
) -> tuple[Alternative, ...]:
    by_id = {each.service.id: each for each in listed}
    return alternatives(
        match(NEED, [each.service for each in listed], TODAY),
        by_id,
        asked,
        person_id=PERSON,
        consents=[a_consent(number) for number in consented],
        at=NOW,
        policy=Policy(),
    )


def numbers(alternatives_: Sequence[Alternative]) -> list[int]:
    return [each.listed.service.id.int for each in alternatives_]


def test_the_order_is_who_can_still_take_it_then_the_consented_then_those_to_ask_about() -> None:
    asked = [an_asked(1, OfferStatus.EXPIRED, still=True), an_asked(3, OfferStatus.DECLINED)]
    assert numbers(found([a_listed(n) for n in range(1, 6)], asked, consented=[1, 2, 3])) == [1, 2, 3, 4, 5]


def test_who_cannot_take_it_is_left_out_and_so_is_who_has_it_now() -> None:
    listed = [a_listed(1), a_listed(2, age_max=17), a_listed(3)]
    assert numbers(found(listed, [an_asked(3, OfferStatus.WAITLISTED)], consented=[1, 2, 3])) == [1]


def test_what_a_partner_said_of_an_older_offer_counts_no_more_when_it_was_asked_since() -> None:
    asked = [an_asked(1, OfferStatus.DECLINED), an_asked(1, OfferStatus.EXPIRED, still=True)]
    [only] = found([a_listed(1)], asked, consented=[1])
    assert only.still_possible_at is None


@given(consented=st.sets(st.integers(1, 8)), asked=st.sets(st.integers(1, 8)), still=st.sets(st.integers(1, 8)))
def test_cons_22_nobody_counts_as_agreed_to_who_was_not(consented: set[int], asked: set[int], still: set[int]) -> None:
    earlier = [an_asked(n, OfferStatus.EXPIRED, still=n in still) for n in sorted(asked)]
    result = found([a_listed(n) for n in range(1, 9)], earlier, sorted(consented))
    assert {n for n, each in zip(numbers(result), result, strict=True) if each.consented} == consented
    agreed = [each.consented for each in result]
    assert agreed == sorted(agreed, reverse=True)
