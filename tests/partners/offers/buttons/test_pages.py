"""The buttons over the full product of states, levels of risk and roles: exactly what the library allows."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from lvws_core.actors import Actor
from lvws_core.ids import OfferId, PersonId, Reference, RequestId, UserId
from lvws_core.ports import RecordKey
from lvws_core.referrals import (
    Direction,
    Move,
    Note,
    Offer,
    OfferStatus,
    RequestStatus,
    Side,
    allowed_moves,
    allowed_notes,
    can_recall,
    custody_in,
    next_due,
)
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from partners.offers.buttons.pages import ELSEWHERE, Place, acts_of
from partners.offers.model import CAME_BACK, FiledOffer, side_of
from partners.offers.pages import Onlooker, offer_page
from partners.offers.service import OpenOffer
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER
from tests.partners.offers.scene import HOUSING, NEEDS

KEYS = ("shelter_worker", "shelter_manager", "caseworker", "idva", "lead_manager", "galop_worker", "intake", "analyst")
REASONS = {OfferStatus.PAUSED: "in_hospital"}


class SomeNames:
    """Names that are the ids; satisfies `lvws_core.ports.Names`."""

    def organisation(self, organisation_id: UUID) -> str:
        return "Shelter" if organisation_id == SHELTER else "Victim Support"

    def colleagues(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        return {user_id: str(user_id) for user_id in user_ids}

    def team(self, organisation_id: UUID) -> dict[UserId, str]:
        return {each.id: each.name for each in CONSORTIUM.values() if each.organisation_id == organisation_id}


ONWARD, INWARD = Direction.ONWARD, Direction.INWARD
WAYS = {ONWARD: (LEAD, SHELTER, "Triage, Croydon"), INWARD: (SHELTER, LEAD, "Shelter")}
"""Who sends, who is asked, and what the sender is called, by the way an offer goes."""


def an_opened(
    status: OfferStatus, risk: Band, actor: Actor, direction: Direction = ONWARD, **changes: Any
) -> OpenOffer:
    sends, asked, sender = WAYS[direction]
    values = {"sent_at": NOW - timedelta(minutes=30), "entered_at": NOW, "acknowledged_at": NOW} | changes
    offer = Offer(
        id=OfferId(UUID(int=1)),
        request_id=RequestId(UUID(int=2)),
        service_id=HOUSING,
        organisation_id=asked,
        lead_organisation_id=sends,
        direction=direction,
        risk=risk,
        created_at=NOW,
        status=status,
        custody=custody_in(status),
        reason=REASONS.get(status),
        **values,
    )
    filed = FiledOffer(
        offer=offer,
        reference=Reference("7QK2-M9"),
        person_id=PersonId(UUID(int=3)),
        needs=NEEDS,
        sender=sender,
        key=RecordKey(organisation_id=sends, record_id=offer.id, wrapped=b""),
        sealed_snapshot=b"",
        receipt=None,  # type: ignore[arg-type] -- no page reads it
    )
    sends_it = side_of(offer, actor.organisation_id) == Side.LEAD
    return OpenOffer(
        filed=filed,
        side=side_of(offer, actor.organisation_id),
        entries=(),
        moves=allowed_moves(offer, actor),
        notes=allowed_notes(offer, actor),
        clock=next_due(offer, england_and_wales()),
        snapshot=None,
        recallable_until=NOW if can_recall(offer, NOW) and actor.organisation_id == sends else None,
        need=(RequestStatus.UNPLACED if status in CAME_BACK else RequestStatus.OPEN) if sends_it else None,
    )


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("key", KEYS)
def test_the_buttons_are_what_the_library_allows_in_every_state_at_every_risk(key: str, direction: Direction) -> None:
    actor = CONSORTIUM[key].actor
    for status, risk in product(OfferStatus, Band):
        opened = an_opened(status, risk, actor, direction)
        page = offer_page(opened, Onlooker(actor=actor, names=SomeNames(), now=NOW))
        allowed = allowed_moves(opened.filed.offer, actor) | allowed_notes(opened.filed.offer, actor)
        assert page.does == allowed - ELSEWHERE, (status, risk)


@pytest.mark.parametrize("key", KEYS)
def test_for_a_partner_without_an_account_the_lead_has_a_button_for_all_that_it_may_record(key: str) -> None:
    actor = CONSORTIUM[key].actor
    for status, risk, delivered_at in product(OfferStatus, Band, (None, NOW)):
        opened = an_opened(status, risk, actor, off_portal=True, delivered_at=delivered_at)
        page = offer_page(opened, Onlooker(actor=actor, names=SomeNames(), now=NOW))
        allowed = allowed_moves(opened.filed.offer, actor) | allowed_notes(opened.filed.offer, actor)
        nowhere = {Move.SEND, Move.EXPIRE} | ({Move.ACKNOWLEDGE} if actor.organisation_id == SHELTER else set())
        assert page.does == allowed - nowhere, (status, risk)
        assert len([act for act in (*page.acts, *page.others) if act.is_primary]) <= 1, (status, risk)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("key", KEYS)
def test_one_button_is_primary_and_it_is_the_next_thing_to_do(key: str, direction: Direction) -> None:
    actor = CONSORTIUM[key].actor
    for status, risk in product(OfferStatus, Band):
        primary = [act for act in acts_of(an_opened(status, risk, actor, direction), actor) if act.is_primary]
        assert len(primary) <= 1, (status, risk)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (OfferStatus.ACKNOWLEDGED, "Accept"),
        (OfferStatus.WAITLISTED, "Offer the next place"),
        (OfferStatus.ACCEPTED, "Record a contact attempt"),
        (OfferStatus.ACTIVE, "Add an update"),
        (OfferStatus.PAUSED, "Resume support"),
        (OfferStatus.OUTCOME_DUE, "Finish with outcome"),
        (OfferStatus.WITHDRAWN, "Confirm that you have stopped"),
    ],
)
def test_the_primary_button_of_each_state_of_the_partner(status: OfferStatus, text: str) -> None:
    actor = CONSORTIUM["shelter_worker"].actor
    first = acts_of(an_opened(status, Band.MEDIUM, actor), actor)[0]
    assert (first.place, first.text) == (Place.NEXT, text)


def test_route_04_at_high_risk_only_the_manager_sees_the_waiting_list() -> None:
    worker, manager = (CONSORTIUM[key].actor for key in ("shelter_worker", "shelter_manager"))
    texts = {
        actor.id: [act.text for act in acts_of(an_opened(OfferStatus.ACKNOWLEDGED, Band.HIGH, actor), actor)]
        for actor in (worker, manager)
    }
    assert "Put on the waiting list" not in texts[worker.id]
    assert "Put on the waiting list" in texts[manager.id]


def test_a_recall_is_offered_for_ten_minutes_while_unopened() -> None:
    actor = CONSORTIUM["caseworker"].actor
    fresh = an_opened(OfferStatus.SENT, Band.HIGH, actor, sent_at=NOW - timedelta(minutes=10), acknowledged_at=None)
    assert [act.href for act in acts_of(fresh, actor) if act.posts] == ["/offers/7QK2-M9/recall"]
    late = an_opened(OfferStatus.SENT, Band.HIGH, actor, sent_at=NOW - timedelta(minutes=11), acknowledged_at=None)
    assert not [act for act in acts_of(late, actor) if act.posts]


def test_a_stop_is_confirmed_once() -> None:
    actor = CONSORTIUM["shelter_worker"].actor
    done = an_opened(OfferStatus.WITHDRAWN, Band.HIGH, actor, stop_confirmed_at=NOW)
    assert Note.STOP_CONFIRMED not in {act.does for act in acts_of(done, actor)}


@pytest.mark.parametrize("key", ["caseworker", "lead_manager", "shelter_worker"])
def test_no_words_of_an_offer_that_came_in_speak_of_the_lead_as_somebody_else(key: str) -> None:
    actor = CONSORTIUM[key].actor
    for status, risk in product(OfferStatus, Band):
        opened = an_opened(status, risk, actor, INWARD)
        page = offer_page(opened, Onlooker(actor=actor, names=SomeNames(), now=NOW))
        due = () if page.due is None else (page.due.before, page.due.then)
        acts = [act.text for act in (*page.acts, *page.others)]
        words = " ".join((page.status.text, page.closed, page.paused, page.next_words, *due, *acts))
        assert "the lead" not in words.lower(), status


@pytest.mark.parametrize("status", [OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.HANDED_BACK])
def test_a_partner_whose_referral_came_back_is_not_told_to_ask_another_partner(status: OfferStatus) -> None:
    actor = CONSORTIUM["shelter_worker"].actor
    opened = an_opened(status, Band.MEDIUM, actor, INWARD)
    page = offer_page(opened, Onlooker(actor=actor, names=SomeNames(), now=NOW))
    assert page.next_words.startswith("Next: decide with the person what to do.")


@pytest.mark.parametrize(("key", "linked"), [("caseworker", True), ("idva", True), ("shelter_worker", False)])
def test_what_was_taken_on_leads_to_its_case_for_who_may_read_cases(key: str, *, linked: bool) -> None:
    actor = CONSORTIUM[key].actor
    opened = an_opened(OfferStatus.ACCEPTED, Band.MEDIUM, actor, INWARD, accepted_at=NOW)
    page = offer_page(opened, Onlooker(actor=actor, names=SomeNames(), now=NOW))
    assert page.intake == (("/cases/7QK2-M9", "Case 7QK2-M9") if linked else None)
