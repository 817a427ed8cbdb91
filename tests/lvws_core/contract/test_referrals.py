"""Offers, requests and their moves, called as design 5.4 writes them."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from lvws_core.actors import Actor, Role
from lvws_core.consent.sharing import decide_sharing
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.reasons import Reason
from lvws_core.referrals import (
    MOVES,
    Custody,
    Detail,
    Move,
    Note,
    Offer,
    OfferStatus,
    Request,
    RequestMove,
    RequestStatus,
    allowed_moves,
    annotate,
    check_send,
    move,
    move_request,
    request_status,
)
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import ClosureReason, DeclineReason, NeedCategory
from tests.lvws_core.contract.outside import IDS, NOW, PARTNERS, a_share_request, an_actor, an_offer, send_facts

EDGES = """
    draft send sent | draft mark_error error
    sent acknowledge acknowledged | sent ask info_needed | sent accept accepted | sent decline declined
    sent expire expired | sent withdraw withdrawn | sent mark_error error
    acknowledged ask info_needed | acknowledged accept accepted | acknowledged waitlist waitlisted
    acknowledged decline declined | acknowledged expire expired | acknowledged withdraw withdrawn
    info_needed answer acknowledged | info_needed expire expired | info_needed withdraw withdrawn
    waitlisted accept accepted | waitlisted hand_back handed_back | waitlisted withdraw withdrawn
    accepted first_contact active | accepted not_reached not_reached | accepted hand_back handed_back
    accepted withdraw withdrawn
    active pause paused | active finish outcome_due | active hand_back handed_back | active withdraw withdrawn
    paused resume active | paused hand_back handed_back | paused withdraw withdrawn
    outcome_due record_outcome completed | outcome_due withdraw withdrawn
"""
LEAD_MOVES = {"send", "answer", "withdraw", "mark_error"}
LEADS = [Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER]
COMPLETE = {
    "ask": Detail(note="Which borough?"),
    "waitlist": Detail(override="Agreed with the lead's manager."),
    "decline": Detail(reason=DeclineReason.CAPACITY, whose_choice="service"),
    "not_reached": Detail(reason="no_contact"),
    "hand_back": Detail(reason=DeclineReason.CAPACITY),
    "pause": Detail(reason="person_asked"),
    "record_outcome": Detail(outcome=ClosureReason.NEEDS_MET),
    "withdraw": Detail(reason="wrong_recipient"),
}


def whose(action: str) -> tuple[Role, str]:
    if action == "expire":
        return Role.CLOCK, "system"
    return (Role.LEAD_CASEWORKER, "lead") if action in LEAD_MOVES else (Role.PARTNER_WORKER, "partner")


def made(offer: Offer, action: Any, ids: Any = IDS[0], **changes: Any) -> tuple[Offer, Event]:
    role, side = whose(action)
    given = {
        "by": an_actor(role, getattr(ids, side), ids.somebody),
        "now": NOW,
        "expected_version": offer.version,
        "detail": COMPLETE.get(action, Detail()),
        "facts": send_facts(ids) if action == "send" else None,
    } | changes
    return move(offer, action, **given)


def test_moves_has_exactly_the_edges_of_lifecycle_2() -> None:
    written = [edge.split() for line in EDGES.strip().splitlines() for edge in line.split("|")]
    edges = {(OfferStatus(old), Move(action)): OfferStatus(new) for old, action, new in written}
    assert edges == MOVES
    assert (OfferStatus.SENT, Move.WAITLIST) not in MOVES


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
@pytest.mark.parametrize(("status", "action"), MOVES)
def test_every_edge_is_made_with_ids_of_either_kind(status: OfferStatus, action: Move, ids: Any) -> None:
    offer = an_offer(status, ids)
    moved, event = made(offer, action, ids)
    assert moved.status is MOVES[status, action]
    assert moved.custody is (Custody.PARTNER if moved.status in PARTNERS else Custody.LEAD)
    assert moved.entered_at == NOW
    assert isinstance(event, Event)
    assert (event.at, event.subject_id, event.old, event.new) == (NOW, ids.offer, status, moved.status)
    assert set(event.organisation_ids) == {ids.lead, ids.partner}
    assert event.actor_id == (None if action is Move.EXPIRE else ids.somebody)


@pytest.mark.parametrize("risk", Band)
@pytest.mark.parametrize("status", OfferStatus)
@pytest.mark.parametrize("role", Role)
def test_what_allowed_moves_offers_is_what_move_accepts(role: Role, status: OfferStatus, risk: Band) -> None:
    offer, facts = an_offer(status, risk=risk), send_facts(safety_plan=True, marac_decided=True)
    for organisation, action in product(("lead-1", "partner-1", "stranger-1"), Move):
        actor, accepted = an_actor(role, organisation), True
        try:
            made(offer, action, by=actor, facts=facts)
        except (Conflict, NotAllowed):
            accepted = False
        assert accepted is (action in allowed_moves(offer, actor))


def test_the_roles_of_5_3_hold_for_their_own_organisation() -> None:
    draft, sent = an_offer(), an_offer(OfferStatus.SENT)
    for role in LEADS:
        assert allowed_moves(draft, an_actor(role, "lead-1")) == {"send", "mark_error"}
        assert allowed_moves(draft, an_actor(role, "partner-1")) == frozenset()
        assert allowed_moves(sent, an_actor(role, "lead-1")) == {"withdraw", "mark_error"}
    for role in (Role.PARTNER_WORKER, Role.PARTNER_MANAGER):
        assert allowed_moves(sent, an_actor(role, "partner-1")) == {"acknowledge", "ask", "accept", "decline"}
        assert allowed_moves(sent, an_actor(role, "stranger-1")) == frozenset()
    assert allowed_moves(sent, an_actor(Role.CLOCK, "system-1")) == {"expire"}
    assert allowed_moves(sent, an_actor(Role.ADMINISTRATOR, "lead-1")) == frozenset()


def test_roles_may_be_plain_keys() -> None:
    plain: Any = frozenset({"partner_worker"})
    bob = Actor(id="bob", organisation_id="partner-1", roles=plain)
    assert "accept" in allowed_moves(an_offer(OfferStatus.SENT), bob)
    moved, _ = move(an_offer(OfferStatus.SENT), Move.ACCEPT, bob, NOW, 1)
    assert moved.status == "accepted"


def test_high_risk_waits_only_by_the_manager_with_an_override() -> None:
    offer = an_offer(OfferStatus.ACKNOWLEDGED, risk=Band.HIGH)
    worker, manager = an_actor(Role.PARTNER_WORKER, "partner-1"), an_actor(Role.PARTNER_MANAGER, "partner-1")
    assert "waitlist" not in allowed_moves(offer, worker)
    assert "waitlist" in allowed_moves(offer, manager)
    with pytest.raises(NotAllowed):
        made(offer, Move.WAITLIST, by=worker)
    with pytest.raises(Invalid):
        made(offer, Move.WAITLIST, by=manager, detail=Detail())
    assert made(offer, Move.WAITLIST, by=manager)[0].status == "waitlisted"


@pytest.mark.parametrize(("status", "action"), MOVES)
def test_a_move_by_its_key_is_that_move(status: OfferStatus, action: Move) -> None:
    assert made(an_offer(status), action.value) == made(an_offer(status), action)


def test_the_state_and_risk_of_an_offer_may_be_plain_keys_but_none_is_made_up() -> None:
    plain: Any = {"status": "active", "custody": "partner", "risk": "high"}
    bob = an_actor(Role.PARTNER_WORKER, "partner-1")
    assert made(an_offer(**plain), "finish") == made(an_offer(OfferStatus.ACTIVE, risk=Band.HIGH), "finish")
    assert annotate(an_offer(**plain), Note.UPDATE, bob, NOW, 1)[1].old == "active"
    with pytest.raises(Conflict):
        made(an_offer(**plain), "accept")
    with pytest.raises(Conflict):
        annotate(an_offer(**plain), Note.STOP_CONFIRMED, bob, NOW, 1)
    for wrong in ({"status": "gone"}, {"risk": "extreme"}):
        with pytest.raises(Invalid):
            an_offer(**wrong)


def test_a_move_or_note_that_does_not_exist_is_invalid() -> None:
    alice = an_actor(Role.LEAD_CASEWORKER, "lead-1")
    wrong: Any = "teleport"
    with pytest.raises(Invalid):
        move(an_offer(), wrong, alice, NOW, 1)
    with pytest.raises(Invalid):
        annotate(an_offer(), wrong, alice, NOW, 1)
    with pytest.raises(Invalid):
        move_request(a_request(), wrong, alice, NOW, 1)


def test_send_without_facts_is_invalid() -> None:
    alice = an_actor(Role.LEAD_CASEWORKER, "lead-1")
    with pytest.raises(Invalid) as refused:
        move(an_offer(), Move.SEND, alice, NOW, 1)
    assert (refused.value.field, refused.value.code) == ("facts", "required")


def test_a_draft_is_sent_by_place_and_by_name_alike() -> None:
    alice = an_actor(Role.LEAD_CASEWORKER, "lead-1")
    by_place = move(an_offer(), Move.SEND, alice, NOW, 1, Detail(), send_facts())
    by_name = move(
        offer=an_offer(), action=Move.SEND, by=alice, now=NOW, expected_version=1, detail=Detail(), facts=send_facts()
    )
    assert by_place == by_name
    assert (by_place[0].status, by_place[0].sent_at, by_place[0].version) == ("sent", NOW, 2)


def test_a_failed_guard_refuses_with_every_reason() -> None:
    facts = send_facts(agreement_live=False, duplicate=True, risk_set_on=None, contact_plan=None, conflict=True)
    found = check_send(facts)
    assert isinstance(found, tuple)
    assert len({reason.code for reason in found}) == 5
    with pytest.raises(NotAllowed) as refused:
        made(an_offer(), Move.SEND, facts=facts)
    assert set(refused.value.reasons) >= set(found)
    assert check_send(facts=send_facts()) == ()


def test_the_guards_look_at_sharing_age_of_the_risk_and_high_risk() -> None:
    assert check_send(send_facts(sharing=decide_sharing(a_share_request())))
    with pytest.raises(NotAllowed):
        made(an_offer(), Move.SEND, facts=send_facts(risk_set_on=(NOW - timedelta(days=91)).date()))
    with pytest.raises(NotAllowed):
        made(an_offer(risk=Band.HIGH), Move.SEND)


def test_a_second_live_offer_is_a_duplicate_unless_it_is_co_work() -> None:
    facts = send_facts(duplicate=True)
    with pytest.raises(NotAllowed):
        made(an_offer(), Move.SEND, facts=facts)
    assert made(an_offer(co_work=True), Move.SEND, facts=facts)[0].status == "sent"


def test_two_acts_on_one_version_are_a_conflict_with_reasons() -> None:
    offer = an_offer(OfferStatus.SENT, version=4)
    with pytest.raises(Conflict) as refused:
        made(offer, Move.ACCEPT, expected_version=3)
    assert isinstance(refused.value.reasons, tuple)
    assert all(isinstance(reason, Reason) for reason in refused.value.reasons)
    with pytest.raises(Conflict) as both:
        made(an_offer(OfferStatus.DECLINED), Move.ACCEPT, expected_version=3)
    assert len(both.value.reasons) == 2


@pytest.mark.parametrize("status", ["declined", "expired", "withdrawn", "handed_back", "not_reached"])
def test_a_terminal_state_has_no_exit(status: str) -> None:
    for action in Move:
        with pytest.raises(Conflict):
            made(an_offer(OfferStatus(status)), action)


@pytest.mark.parametrize("code", [reason.value for reason in DeclineReason])
def test_route_10_every_reason_of_the_page_declines(code: str) -> None:
    declined, event = made(an_offer(OfferStatus.SENT), Move.DECLINE, detail=Detail(reason=code, whose_choice="service"))
    assert declined.status == "declined"
    assert event.detail["reason"] == code


@pytest.mark.parametrize("code", [reason.value for reason in ClosureReason])
def test_every_outcome_of_the_page_is_recorded(code: str) -> None:
    plain: Any = code
    assert made(an_offer(OfferStatus.OUTCOME_DUE), Move.RECORD_OUTCOME, detail=Detail(outcome=plain))[0].outcome == code


@pytest.mark.parametrize("code", ["by_lead", "by_person", "consent_withdrawn", "wrong_recipient"])
def test_an_offer_is_withdrawn_by_lead_by_person_and_for_consent(code: str) -> None:
    assert made(an_offer(OfferStatus.ACTIVE), Move.WITHDRAW, detail=Detail(reason=code))[0].status == "withdrawn"


def test_every_live_state_is_withdrawn_as_sent_to_the_wrong_recipient() -> None:
    live = "sent acknowledged info_needed waitlisted accepted active paused outcome_due"
    assert all(made(an_offer(OfferStatus(status)), Move.WITHDRAW)[0].status == "withdrawn" for status in live.split())


def test_withdrawal_freezes_what_the_partner_sees() -> None:
    withdrawn, _ = made(an_offer(OfferStatus.ACTIVE), Move.WITHDRAW, detail=Detail(reason="consent_withdrawn"))
    assert (withdrawn.frozen_at, withdrawn.custody) == (NOW, Custody.LEAD)


def test_an_offer_in_no_partners_hands_is_in_the_leads() -> None:
    with pytest.raises(Invalid):
        an_offer(OfferStatus.SENT, custody=Custody.PARTNER)


NOTES = [
    (Note.ATTEMPT, OfferStatus.ACCEPTED, Role.PARTNER_WORKER, "partner"),
    (Note.UPDATE, OfferStatus.ACTIVE, Role.PARTNER_WORKER, "partner"),
    (Note.ASSIGNED, OfferStatus.SENT, Role.PARTNER_WORKER, "partner"),
    (Note.STOP_CONFIRMED, OfferStatus.WITHDRAWN, Role.PARTNER_WORKER, "partner"),
    (Note.OUTCOME_ACKNOWLEDGED, OfferStatus.COMPLETED, Role.LEAD_CASEWORKER, "lead"),
    (Note.STILL_NEEDED, OfferStatus.WAITLISTED, Role.LEAD_CASEWORKER, "lead"),
]


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
@pytest.mark.parametrize(("note", "status", "role", "side"), NOTES)
def test_a_note_changes_no_state_with_ids_of_either_kind(
    note: Note, status: OfferStatus, role: Role, side: str, ids: Any
) -> None:
    offer, actor = an_offer(status, ids), an_actor(role, getattr(ids, side), ids.somebody)
    noted, event = annotate(offer, note, actor, NOW, 1)
    assert (noted.status, noted.version, event.actor_id) == (status, 2, ids.somebody)
    assert noted.assigned_to == (ids.somebody if note == Note.ASSIGNED else None)
    plain: Any = note.value
    assert annotate(offer=offer, note=plain, by=actor, now=NOW, expected_version=1) == (noted, event)
    with pytest.raises(Conflict):
        annotate(offer, note, actor, NOW, 2)
    with pytest.raises(NotAllowed):
        annotate(offer, note, an_actor(role, ids.stranger), NOW, 1)


def a_request(status: RequestStatus = RequestStatus.DRAFT, ids: Any = IDS[0]) -> Request:
    return Request(
        id=ids.request,
        person_id=ids.person,
        lead_organisation_id=ids.lead,
        status=status,
        needs=frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        risk=Band.MEDIUM,
        version=1,
    )


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), "draft"),
        (("draft",), "draft"),
        (("sent",), "open"),
        (("declined", "active"), "open"),
        (("declined",), "unplaced"),
        (("expired", "handed_back"), "unplaced"),
    ],
)
def test_the_state_of_a_request_follows_from_its_offers(statuses: tuple[str, ...], expected: str) -> None:
    offers = [an_offer(OfferStatus(status)) for status in statuses]
    assert request_status(a_request(), offers) == request_status(request=a_request(), offers=offers) == expected


def test_a_request_is_met_when_the_lead_has_acknowledged_the_outcome() -> None:
    completed, alice = an_offer(OfferStatus.COMPLETED), an_actor(Role.LEAD_CASEWORKER, "lead-1")
    assert request_status(a_request(), [completed]) == "open"
    acknowledged, _ = annotate(completed, Note.OUTCOME_ACKNOWLEDGED, alice, NOW, 1)
    assert request_status(a_request(), [acknowledged]) == "met"


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_a_request_is_held_resumed_and_closed_unmet(ids: Any) -> None:
    unplaced, request = [an_offer(OfferStatus.DECLINED, ids)], a_request(ids=ids)
    manager = an_actor(Role.LEAD_MANAGER, ids.lead, ids.somebody)
    held, event = move_request(request, RequestMove.HOLD, manager, NOW, 1, unplaced)
    assert (request_status(held, unplaced), event.old, event.new) == ("on_hold", "unplaced", "on_hold")
    resumed, _ = move_request(held, "resume", manager, NOW, 2, unplaced)
    assert request_status(resumed, unplaced) == "unplaced"
    why = Detail(reason="no_service_available")
    closed, _ = move_request(resumed, RequestMove.CLOSE_UNMET, manager, NOW, 3, unplaced, why)
    assert request_status(closed, unplaced) == "closed_unmet"
