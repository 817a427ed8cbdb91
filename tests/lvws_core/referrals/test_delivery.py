"""Partners without an account: the lead records for them what they said, and nothing for anybody else."""

from datetime import timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from lvws_core.actors import Role
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.referrals import (
    MOVES,
    Custody,
    Detail,
    Heard,
    Move,
    Note,
    OfferStatus,
    SecureRoute,
    allowed_moves,
    allowed_notes,
    annotate,
    can_recall,
    move,
)
from lvws_core.referrals.clocks import ClockKind, clocks
from lvws_core.referrals.delivery import MOVES_ON_BEHALF
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    CHARLIE,
    HEARD,
    HOUR,
    LEAD,
    MONDAY,
    an_actor,
    an_offer,
    complete,
    make,
    moved,
)

S = OfferStatus
OWN = {Move.SEND, Move.ANSWER, Move.WITHDRAW, Move.MARK_ERROR}
ASSISTANT = an_actor(Role.ANALYST, LEAD)


def test_no_route_is_ordinary_post_or_open_mail() -> None:
    assert not {"post", "email", "fax"} & set(SecureRoute)
    assert all("post" not in route.label.lower() for route in SecureRoute)


@pytest.mark.parametrize("off_portal", [True, False])
@pytest.mark.parametrize("status", OfferStatus)
def test_the_leads_moves_widen_only_where_the_partner_has_no_account(status: OfferStatus, off_portal: bool) -> None:
    offer = an_offer(status, off_portal=off_portal)
    widened = OWN | MOVES_ON_BEHALF if off_portal else OWN
    assert allowed_moves(offer, ALICE) == {m for at, m in MOVES if at == status and m in widened}
    assert not allowed_moves(offer, CHARLIE) | allowed_moves(offer, ASSISTANT)


@pytest.mark.parametrize("status", OfferStatus)
def test_what_is_offered_for_a_partner_is_accepted_and_says_how_it_was_heard(status: OfferStatus) -> None:
    offer = an_offer(status, off_portal=True)
    for action in allowed_moves(offer, ALICES_MANAGER) & MOVES_ON_BEHALF:
        after, event = make(offer, action, by=ALICES_MANAGER)
        assert after.status == MOVES[status, action]
        assert event.actor_id == ALICES_MANAGER.id
        told = {name: event.detail[name] for name in ("for_partner", "heard_how", "heard_at")}
        assert told == {"for_partner": True, "heard_how": "duty_telephone", "heard_at": MONDAY.isoformat()}


def test_nothing_is_recorded_for_a_partner_without_saying_how_it_was_heard() -> None:
    offer = an_offer(S.ACKNOWLEDGED, off_portal=True)
    with pytest.raises(Invalid) as refused:
        move(offer, Move.ACCEPT, ALICE, MONDAY, 1, Detail())
    assert (refused.value.field, refused.value.code) == ("heard", "required")


def test_what_was_heard_does_not_lie_in_the_future() -> None:
    heard = Heard(how=SecureRoute.BY_HAND, at=MONDAY + timedelta(seconds=1))
    with pytest.raises(Invalid) as refused:
        move(an_offer(S.ACKNOWLEDGED, off_portal=True), Move.ACCEPT, ALICE, MONDAY, 1, Detail(heard=heard))
    assert refused.value.code == "in_future"


@pytest.mark.parametrize(
    ("how", "at", "code"), [("post", MONDAY, "unknown"), ("by_hand", MONDAY.replace(tzinfo=None), "naive")]
)
def test_a_word_comes_by_a_known_way_at_a_known_moment(how: str, at: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Heard(how=how, at=at)
    assert refused.value.code == code


def test_the_partner_itself_needs_to_say_nothing_of_the_kind() -> None:
    _, event = move(an_offer(S.ACKNOWLEDGED, off_portal=True), Move.ACCEPT, BOB, MONDAY, 1)
    assert "for_partner" not in event.detail


def test_route_04_for_such_a_partner_the_leads_manager_decides_on_the_waiting_list_at_high_risk() -> None:
    offer = an_offer(S.ACKNOWLEDGED, off_portal=True, risk=Band.HIGH)
    assert Move.WAITLIST not in allowed_moves(offer, ALICE)
    assert Move.WAITLIST in allowed_moves(offer, ALICES_MANAGER)
    with pytest.raises(NotAllowed):
        make(offer, Move.WAITLIST, by=ALICE)


def test_custody_moves_with_first_contact_as_for_any_other() -> None:
    offer = an_offer(S.ACCEPTED, off_portal=True, accepted_at=MONDAY)
    assert make(offer, Move.FIRST_CONTACT, by=ALICE)[0].custody == Custody.PARTNER


def test_the_clocks_are_those_of_any_other_offer() -> None:
    calendar = england_and_wales()
    for path in ((Move.SEND,), (Move.SEND, Move.ACKNOWLEDGE, Move.ACCEPT)):
        off, on = moved(an_offer(off_portal=True), *path), moved(an_offer(), *path)
        assert clocks(off, calendar) == clocks(on, calendar)


def test_a_delivery_names_its_route_and_has_a_place_only_without_an_account() -> None:
    delivered, event = annotate(
        an_offer(S.SENT, off_portal=True), Note.DELIVERED, ALICE, MONDAY, 1, route=SecureRoute.BY_HAND
    )
    assert (delivered.delivered_at, event.detail["route"]) == (MONDAY, "by_hand")
    assert Note.DELIVERED not in allowed_notes(an_offer(S.SENT), ALICE)
    assert Note.DELIVERED not in allowed_notes(an_offer(S.SENT, off_portal=True), BOB)
    with pytest.raises(Invalid):
        annotate(an_offer(S.SENT, off_portal=True), Note.DELIVERED, ALICE, MONDAY, 1)
    with pytest.raises(Conflict):
        annotate(an_offer(S.SENT), Note.DELIVERED, ALICE, MONDAY, 1, route=SecureRoute.BY_HAND)


def test_t37_what_was_delivered_is_not_recalled_and_its_stop_is_to_be_confirmed() -> None:
    sent = an_offer(S.SENT, off_portal=True)
    assert can_recall(sent, MONDAY)
    delivered = replace(sent, delivered_at=MONDAY)
    assert not can_recall(delivered, MONDAY)
    withdrawn = move(delivered, Move.WITHDRAW, ALICE, MONDAY + HOUR, 1, Detail(reason="by_lead"))[0]
    assert [clock.kind for clock in clocks(withdrawn, england_and_wales())] == [ClockKind.STOP]


def test_the_lead_records_an_update_and_a_stop_for_it_and_no_attempt_or_assignment() -> None:
    for status, note in product(OfferStatus, (Note.UPDATE, Note.STOP_CONFIRMED, Note.ATTEMPT, Note.ASSIGNED)):
        offer = an_offer(status, off_portal=True)
        expected = note in allowed_notes(offer, BOB) and note in {Note.UPDATE, Note.STOP_CONFIRMED}
        assert (note in allowed_notes(offer, ALICE)) == expected
    noted, event = annotate(an_offer(S.ACTIVE, off_portal=True), Note.UPDATE, ALICE, MONDAY, 1, heard=HEARD)
    assert noted.updated_at == MONDAY
    assert event.detail["heard_how"] == "duty_telephone"
    with pytest.raises(Invalid):
        annotate(an_offer(S.ACTIVE, off_portal=True), Note.UPDATE, ALICE, MONDAY, 1)


def test_a_complete_detail_of_another_side_changes_nothing() -> None:
    _, event = move(an_offer(S.SENT), Move.WITHDRAW, ALICE, MONDAY, 1, complete(Move.WITHDRAW))
    assert "heard_how" not in event.detail
