"""The buttons of a request over the full product of its states and the lead's roles: what the library allows."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest

from lvws_core.desk import Desk
from lvws_core.ids import OfferId, PersonId, Reference, RequestId, ServiceId
from lvws_core.policy import Policy
from lvws_core.referrals import (
    Offer,
    OfferStatus,
    Request,
    RequestStatus,
    allowed_request_moves,
    custody_in,
    may_grant,
    request_status,
)
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import NeedCategory
from partners.offers.following.model import FollowedOffer
from portal.referrals.model import Composition
from portal.referrals.requests.model import KeptRequest
from portal.referrals.requests.pages import RequestPage, request_page
from portal.referrals.requests.service import OpenRequest
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER
from tests.partners.offers.buttons.test_pages import SomeNames

S, R = OfferStatus, RequestStatus
NEEDS = frozenset({NeedCategory.SHELTER_ACCOMMODATION})
EXAMPLES: Mapping[str, tuple[RequestStatus, tuple[OfferStatus, ...]]] = {
    "draft": (R.DRAFT, ()),
    "sent": (R.OPEN, (S.SENT,)),
    "question": (R.OPEN, (S.INFO_NEEDED,)),
    "waiting": (R.OPEN, (S.WAITLISTED,)),
    "active": (R.OPEN, (S.ACTIVE,)),
    "two": (R.OPEN, (S.ACTIVE, S.WAITLISTED)),
    "outcome": (R.OPEN, (S.COMPLETED,)),
    "unplaced": (R.OPEN, (S.DECLINED, S.EXPIRED)),
    "handed_back": (R.OPEN, (S.HANDED_BACK,)),
    "held": (R.ON_HOLD, (S.DECLINED,)),
    "held_live": (R.ON_HOLD, (S.ACTIVE,)),
    "closed": (R.CLOSED_UNMET, (S.DECLINED,)),
    "error": (R.ERROR, (S.DECLINED,)),
    "only_errors": (R.OPEN, (S.ERROR,)),
}


def a_followed(number: int, status: OfferStatus) -> FollowedOffer:
    offer = Offer(
        id=OfferId(UUID(int=0x400 + number)),
        request_id=RequestId(UUID(int=9)),
        service_id=ServiceId(UUID(int=number)),
        organisation_id=SHELTER,
        lead_organisation_id=LEAD,
        risk=Band.HIGH,
        created_at=NOW,
        status=status,
        custody=custody_in(status),
        ended_at=NOW - timedelta(hours=1),
    )
    return FollowedOffer(
        offer=offer,
        reference=Reference("7QK2-M9"),
        request_reference=Reference("4HD8-T2"),
        needs=NEEDS,
        service_name="Housing advice",
        changed_at=NOW,
        due_at=None,
        due_kind=None,
        person_id=PersonId(UUID(int=7)),
    )


def an_opened(example: str, key: str, *, co_work: bool = False) -> OpenRequest:
    stored, statuses = EXAMPLES[example]
    request = Request(
        id=RequestId(UUID(int=9)),
        person_id=PersonId(UUID(int=7)),
        lead_organisation_id=LEAD,
        needs=NEEDS,
        risk=Band.HIGH,
        status=stored,
        co_work=co_work,
        held_at=NOW if stored == R.ON_HOLD else None,
        ended_at=NOW if stored == R.CLOSED_UNMET else None,
        reason="no_service_available" if stored == R.CLOSED_UNMET else None,
    )
    rows = tuple(a_followed(number, status) for number, status in enumerate(statuses))
    offers, actor = [row.offer for row in rows], CONSORTIUM[key].actor
    return OpenRequest(
        kept=KeptRequest(
            request=request,
            reference=Reference("4HD8-T2"),
            composition=Composition(needs=NEEDS),
            created_at=NOW,
            changed_at=NOW,
        ),
        person=Reference("9XW3-B7"),
        offers=rows,
        status=request_status(request, offers),
        moves=allowed_request_moves(request, offers, actor),
        may_ask=False,
        may_grant=may_grant(request, actor),
    )


def a_page(opened: OpenRequest, key: str) -> RequestPage:
    desk = Desk(
        session=None,
        actor=CONSORTIUM[key].actor,
        now=NOW,
        vault=None,  # type: ignore[arg-type] -- a page opens nothing
        calendar=england_and_wales(),
        policy=Policy(),
        record=lambda _event: None,
        new_id=lambda: UUID(int=1),
        new_reference=lambda: Reference("7QK2-M9"),
    )
    return request_page(opened, desk, SomeNames())  # type: ignore[arg-type] -- without a session


@pytest.mark.parametrize("key", ["caseworker", "idva", "lead_manager", "intake", "shelter_worker"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_lifecycle_7_the_buttons_are_what_the_library_allows(example: str, key: str) -> None:
    opened = an_opened(example, key)
    page = a_page(opened, key)
    request, offers = opened.kept.request, [row.offer for row in opened.offers]
    assert page.does == allowed_request_moves(request, offers, CONSORTIUM[key].actor)
    texts = [each.text for each in page.others]
    assert ("Let several partners work at once" in texts) == (key == "lead_manager")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_says_who_is_responsible_in_every_state(example: str) -> None:
    opened = an_opened(example, "caseworker")
    page = a_page(opened, "caseworker")
    with_partner = any(row.offer.custody == "partner" for row in opened.offers)
    assert page.custody[0].startswith("Shelter" if with_partner else "Victim Support")
    assert len(page.custody) == max(1, sum(row.offer.custody == "partner" for row in opened.offers))


@pytest.mark.parametrize(
    ("example", "text"),
    [
        ("draft", "Continue"),
        ("only_errors", "Continue"),
        ("outcome", "Acknowledge the outcome"),
        ("held", "Resume"),
        ("question", "Answer their question"),
        ("unplaced", "Choose who to ask"),
    ],
)
def test_the_one_primary_button_is_the_next_thing_to_do(example: str, text: str) -> None:
    act = a_page(an_opened(example, "caseworker"), "caseworker").act
    assert act is not None
    assert act.text == text


def test_two_partners_at_once_are_both_named_as_responsible_only_after_contact() -> None:
    page = a_page(an_opened("two", "lead_manager", co_work=True), "lead_manager")
    assert page.custody == ("Shelter, Housing advice",)
    assert "Several partners may work on this at once. None of them sees another." in page.said
    assert "One partner at a time again" in [each.text for each in page.others]
