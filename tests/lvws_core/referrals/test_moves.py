import re
from itertools import product

import pytest

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.referrals import (
    LIVE,
    MOVES,
    REQUEST_MOVES,
    TERMINAL,
    Direction,
    Move,
    OfferStatus,
    RequestStatus,
    Side,
    allowed_moves,
    direction_from,
    is_live,
)
from lvws_core.risk.dash import Band
from tests.lvws_core.builders.referrals import (
    ALICE,
    BOB,
    BOBS_MANAGER,
    CHARLIE,
    CLOCK,
    LEAD,
    PARTNER,
    STRANGER,
    an_actor,
    an_inward_offer,
    an_offer,
    make,
    side_of,
)

EDGES = """
draft: send sent, mark_error error
sent: acknowledge acknowledged, ask info_needed, accept accepted, decline declined, expire expired, withdraw withdrawn
sent: mark_error error
acknowledged: ask info_needed, accept accepted, waitlist waitlisted, decline declined, expire expired
acknowledged: withdraw withdrawn
info_needed: answer acknowledged, expire expired, withdraw withdrawn
waitlisted: accept accepted, hand_back handed_back, withdraw withdrawn
accepted: first_contact active, not_reached not_reached, hand_back handed_back, withdraw withdrawn
active: pause paused, finish outcome_due, hand_back handed_back, withdraw withdrawn
paused: resume active, hand_back handed_back, withdraw withdrawn
outcome_due: record_outcome completed, withdraw withdrawn
"""

LEAD_ROLES = {Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER}
PARTNER_ROLES = {Role.PARTNER_WORKER, Role.PARTNER_MANAGER}
INTAKE_ROLES = {Role.INTAKE_WORKER, Role.LEAD_CASEWORKER, Role.LEAD_MANAGER}
EVERYBODY = [an_actor(role, organisation) for role in Role for organisation in (LEAD, PARTNER, STRANGER)]


def written_edges() -> set[tuple[str, str, str]]:
    lines = [line.split(": ") for line in EDGES.strip().splitlines()]
    return {(status, *edge.split()) for status, edges in lines for edge in edges.split(", ")}


def is_theirs(action: Move, actor: Actor, risk: Band) -> bool:
    if action == Move.EXPIRE:
        return Role.CLOCK in actor.roles
    if side_of(action) == Side.LEAD:
        return actor.organisation_id == LEAD and not LEAD_ROLES.isdisjoint(actor.roles)
    roles = {Role.PARTNER_MANAGER} if action == Move.WAITLIST and risk == Band.HIGH else PARTNER_ROLES
    return actor.organisation_id == PARTNER and not roles.isdisjoint(actor.roles)


def is_theirs_inward(action: Move, actor: Actor, risk: Band) -> bool:
    if action == Move.EXPIRE:
        return Role.CLOCK in actor.roles
    if side_of(action) == Side.LEAD:
        return actor.organisation_id == PARTNER and not PARTNER_ROLES.isdisjoint(actor.roles)
    roles = {Role.LEAD_MANAGER} if action == Move.WAITLIST and risk == Band.HIGH else INTAKE_ROLES
    return actor.organisation_id == LEAD and not roles.isdisjoint(actor.roles)


def test_the_table_has_exactly_the_edges_of_the_diagram_and_the_sentences_under_it() -> None:
    assert {(status, action, new) for (status, action), new in MOVES.items()} == written_edges()


def test_every_live_state_can_be_withdrawn_and_no_other() -> None:
    assert {status for status, action in MOVES if action == Move.WITHDRAW} == LIVE


def test_terminal_states_have_no_exit_and_only_they() -> None:
    assert {status for status, _ in MOVES} == set(OfferStatus) - TERMINAL
    assert not {status for status, _ in REQUEST_MOVES} & {
        RequestStatus.MET,
        RequestStatus.CLOSED_UNMET,
        RequestStatus.ERROR,
    }


def test_a_draft_is_neither_live_nor_terminal() -> None:
    assert not is_live(OfferStatus.DRAFT)
    assert {status for status in OfferStatus if is_live(status)} == LIVE
    assert LIVE | TERMINAL | {OfferStatus.DRAFT} == set(OfferStatus)


def test_every_state_and_move_has_words_of_its_own() -> None:
    assert len({status.label for status in OfferStatus}) == len(OfferStatus)
    assert all(re.match(r"[A-Z]", choice.label) for choice in (*Move, *RequestStatus))


@pytest.mark.parametrize("risk", [Band.STANDARD, Band.HIGH])
@pytest.mark.parametrize("status", OfferStatus)
def test_each_pair_is_open_to_exactly_the_roles_of_its_side(status: OfferStatus, risk: Band) -> None:
    offer = an_offer(status, risk=risk)
    for action, actor in product(Move, EVERYBODY):
        expected = (status, action) in MOVES and is_theirs(action, actor, risk)
        assert (action in allowed_moves(offer, actor)) == expected


@pytest.mark.parametrize("action", Move)
@pytest.mark.parametrize("status", OfferStatus)
def test_what_is_offered_is_what_is_accepted(status: OfferStatus, action: Move) -> None:
    offer = an_offer(status, risk=Band.HIGH)
    for actor in EVERYBODY:
        if action in allowed_moves(offer, actor):
            assert make(offer, action, by=actor)[0].status == MOVES[status, action]
        else:
            refusal = Conflict if is_theirs(action, actor, Band.HIGH) else NotAllowed
            with pytest.raises(refusal):
                make(offer, action, by=actor)


@pytest.mark.parametrize("risk", [Band.STANDARD, Band.HIGH])
@pytest.mark.parametrize("status", OfferStatus)
def test_inward_the_partner_sends_and_the_lead_answers_and_nobody_else(status: OfferStatus, risk: Band) -> None:
    offer = an_inward_offer(status, risk=risk)
    for action, actor in product(Move, EVERYBODY):
        expected = (status, action) in MOVES and is_theirs_inward(action, actor, risk)
        assert (action in allowed_moves(offer, actor)) == expected


@pytest.mark.parametrize("action", Move)
@pytest.mark.parametrize("status", OfferStatus)
def test_inward_what_is_offered_is_what_is_accepted(status: OfferStatus, action: Move) -> None:
    offer = an_inward_offer(status, risk=Band.HIGH)
    for actor in EVERYBODY:
        if action in allowed_moves(offer, actor):
            assert make(offer, action, by=actor)[0].status == MOVES[status, action]
        else:
            refusal = Conflict if is_theirs_inward(action, actor, Band.HIGH) else NotAllowed
            with pytest.raises(refusal):
                make(offer, action, by=actor)


def test_a_partner_sends_inward_and_everybody_else_onward() -> None:
    inward = {actor for actor in EVERYBODY if direction_from(actor) == Direction.INWARD}
    assert inward == {actor for actor in EVERYBODY if not PARTNER_ROLES.isdisjoint(actor.roles)}
    both = Actor(id=ALICE.id, organisation_id=LEAD, roles=ALICE.roles | BOB.roles)
    assert direction_from(both) == Direction.ONWARD


def test_the_clock_may_only_expire() -> None:
    assert {m for status in OfferStatus for m in allowed_moves(an_offer(status), CLOCK)} == {Move.EXPIRE}


@pytest.mark.parametrize("status", OfferStatus)
def test_a_stranger_is_offered_nothing(status: OfferStatus) -> None:
    assert not allowed_moves(an_offer(status), CHARLIE)


def test_one_who_serves_both_sides_is_offered_both() -> None:
    own = an_offer(OfferStatus.SENT, organisation_id=LEAD)
    both = Actor(id=ALICE.id, organisation_id=LEAD, roles=ALICE.roles | BOB.roles)
    assert {Move.ACCEPT, Move.WITHDRAW} <= allowed_moves(own, both)


def test_route_04_high_risk_is_put_on_a_waiting_list_by_the_manager_only() -> None:
    offer = an_offer(OfferStatus.ACKNOWLEDGED, risk=Band.HIGH)
    assert Move.WAITLIST not in allowed_moves(offer, BOB)
    assert Move.WAITLIST in allowed_moves(offer, BOBS_MANAGER)
