from datetime import datetime

import pytest

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.referrals import (
    LIVE,
    REQUEST_MOVES,
    Detail,
    Offer,
    OfferStatus,
    Request,
    RequestMove,
    RequestStatus,
    allowed_request_moves,
    move_request,
    request_status,
)
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    CLOCK,
    DAY,
    LEAD,
    MONDAY,
    STRANGER,
    a_request,
    an_actor,
    an_offer,
)

S, R, Q = OfferStatus, RequestStatus, RequestMove
ACKNOWLEDGED_OUTCOME = an_offer(S.COMPLETED, ended_at=MONDAY, outcome_acknowledged_at=MONDAY)
UNACKNOWLEDGED = an_offer(S.COMPLETED, ended_at=MONDAY)
CLOSING = Detail(reason="no_service_available")
STATES: dict[RequestStatus, tuple[Request, tuple[Offer, ...]]] = {
    R.DRAFT: (a_request(), ()),
    R.OPEN: (a_request(), (an_offer(S.SENT),)),
    R.UNPLACED: (a_request(), (an_offer(S.DECLINED),)),
    R.ON_HOLD: (a_request(status=R.ON_HOLD), (an_offer(S.EXPIRED),)),
    R.MET: (a_request(), (ACKNOWLEDGED_OUTCOME,)),
    R.CLOSED_UNMET: (a_request(status=R.CLOSED_UNMET), (an_offer(S.DECLINED),)),
    R.ERROR: (a_request(status=R.ERROR), ()),
}
COMPUTED = [
    ((), R.DRAFT),
    ((S.DRAFT, S.ERROR), R.DRAFT),
    *(((status,), R.OPEN) for status in sorted(LIVE)),
    *(((status,), R.UNPLACED) for status in (S.DECLINED, S.EXPIRED, S.HANDED_BACK, S.NOT_REACHED, S.WITHDRAWN)),
    ((S.DECLINED, S.SENT), R.OPEN),
    ((S.COMPLETED,), R.OPEN),
    ((S.COMPLETED, S.DECLINED), R.OPEN),
]


def make(request: Request, action: RequestMove, by: Actor = ALICES_MANAGER, **changes: object) -> tuple[Request, Event]:
    given = {"now": MONDAY + DAY, "expected_version": request.version, "detail": CLOSING}
    return move_request(request, action, by, **(given | changes))


@pytest.mark.parametrize(("statuses", "expected"), COMPUTED)
def test_the_state_follows_from_the_offers(statuses: tuple[OfferStatus, ...], expected: RequestStatus) -> None:
    assert request_status(a_request(), [an_offer(status) for status in statuses]) == expected


@pytest.mark.parametrize("status", R)
def test_each_state_is_what_its_example_says(status: RequestStatus) -> None:
    assert request_status(*STATES[status]) == status


@pytest.mark.parametrize("status", [R.ON_HOLD, R.CLOSED_UNMET, R.ERROR])
def test_what_is_stored_hides_what_the_offers_say(status: RequestStatus) -> None:
    assert request_status(a_request(status=status), [an_offer(S.SENT)]) == status


def test_it_is_met_when_the_lead_has_acknowledged_an_outcome_on_offer_or_request() -> None:
    assert request_status(a_request(), [ACKNOWLEDGED_OUTCOME]) == R.MET
    assert request_status(a_request(outcome_acknowledged_at=MONDAY), [UNACKNOWLEDGED]) == R.MET
    assert request_status(a_request(outcome_acknowledged_at=MONDAY), [an_offer(S.COMPLETED)]) == R.MET


def test_an_acknowledgement_does_not_count_for_a_later_outcome() -> None:
    later = an_offer(S.COMPLETED, ended_at=MONDAY + DAY)
    assert request_status(a_request(outcome_acknowledged_at=MONDAY), [later]) == R.OPEN


def test_one_acknowledged_outcome_is_enough_but_a_live_offer_stays_in_sight() -> None:
    assert request_status(a_request(), [ACKNOWLEDGED_OUTCOME, UNACKNOWLEDGED]) == R.MET
    assert request_status(a_request(), [ACKNOWLEDGED_OUTCOME, an_offer(S.ACTIVE)]) == R.OPEN


@pytest.mark.parametrize("action", Q)
@pytest.mark.parametrize("status", R)
def test_each_pair_is_in_the_table_or_a_conflict(status: RequestStatus, action: RequestMove) -> None:
    request, offers = STATES[status]
    if (status, action) in REQUEST_MOVES and (status, action) not in {
        (R.OPEN, Q.MARK_ERROR),
        (R.OPEN, Q.ACKNOWLEDGE_OUTCOME),
    }:
        moved, event = make(request, action, offers=offers)
        assert (moved.version, event.kind, event.old) == (2, "request.moved", status)
        assert event.new == request_status(moved, offers)
    else:
        with pytest.raises(Conflict):
            make(request, action, offers=offers)


@pytest.mark.parametrize("status", R)
def test_what_is_offered_is_what_is_accepted(status: RequestStatus) -> None:
    request, offers = STATES[status]
    for action in Q:
        offered = action in allowed_request_moves(request, offers, ALICES_MANAGER)
        try:
            make(request, action, offers=offers)
        except Conflict:
            assert not offered
        else:
            assert offered


@pytest.mark.parametrize("role", Role)
def test_only_the_lead_moves_a_request_and_only_its_manager_closes_it(role: Role) -> None:
    request, offers = STATES[R.UNPLACED]
    moves = allowed_request_moves(request, offers, an_actor(role, LEAD))
    lead = role in {Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER}
    closing = {Q.CLOSE_UNMET} if role == Role.LEAD_MANAGER else set()
    assert moves == ({Q.HOLD, Q.MARK_ERROR} | closing if lead else set())
    assert not allowed_request_moves(request, offers, an_actor(role, STRANGER))


@pytest.mark.parametrize(
    ("by", "action", "code"),
    [(BOB, Q.HOLD, "not_your_move"), (CLOCK, Q.HOLD, "not_your_move"), (ALICE, Q.CLOSE_UNMET, "manager_needed")],
)
def test_the_wrong_actor_is_refused(by: Actor, action: RequestMove, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        make(*STATES[R.UNPLACED][:1], action, by=by, offers=STATES[R.UNPLACED][1])
    assert [reason.code for reason in refused.value.reasons] == [code]


@pytest.mark.parametrize(("reason", "code"), [(None, "required"), ("tired_of_it", "unknown")])
def test_a_need_is_closed_with_a_coded_reason(reason: str | None, code: str) -> None:
    request, offers = STATES[R.UNPLACED]
    with pytest.raises(Invalid) as refused:
        make(request, Q.CLOSE_UNMET, offers=offers, detail=Detail(reason=reason))
    assert (refused.value.field, refused.value.code) == ("reason", code)


def test_unmet_need_is_kept_with_its_reason_and_its_event() -> None:
    closed, event = make(*STATES[R.UNPLACED][:1], Q.CLOSE_UNMET, offers=STATES[R.UNPLACED][1])
    assert (closed.status, closed.reason, closed.ended_at) == (R.CLOSED_UNMET, "no_service_available", MONDAY + DAY)
    assert (event.old, event.new, event.detail["reason"]) == ("unplaced", "closed_unmet", "no_service_available")
    assert (event.organisation_ids, event.actor_id) == ((LEAD,), ALICES_MANAGER.id)


def test_nothing_is_ended_while_a_partner_has_a_live_offer_for_it() -> None:
    with pytest.raises(Conflict) as refused:
        make(a_request(status=R.ON_HOLD), Q.CLOSE_UNMET, offers=[an_offer(S.SENT)])
    assert [reason.code for reason in refused.value.reasons] == ["live_offers"]


@pytest.mark.parametrize(
    "offer",
    [
        an_offer(S.HANDED_BACK),
        an_offer(S.NOT_REACHED),
        an_offer(S.WITHDRAWN, accepted_at=MONDAY),
        an_offer(S.WITHDRAWN, decided_at=MONDAY),
    ],
)
def test_what_a_partner_accepted_is_no_error(offer: Offer) -> None:
    with pytest.raises(Conflict) as refused:
        make(a_request(), Q.MARK_ERROR, offers=[offer])
    assert [reason.code for reason in refused.value.reasons] == ["already_accepted"]


def test_what_was_only_declined_can_be_an_error() -> None:
    error, _ = make(a_request(), Q.MARK_ERROR, offers=[an_offer(S.DECLINED, decided_at=MONDAY)])
    assert (error.status, error.reason, error.ended_at) == (R.ERROR, None, MONDAY + DAY)


def test_a_hold_is_resumed_to_what_the_offers_say() -> None:
    held, _ = make(a_request(), Q.HOLD, by=ALICE, offers=[an_offer(S.ACTIVE)])
    assert (held.status, held.held_at) == (R.ON_HOLD, MONDAY + DAY)
    resumed, event = make(held, Q.RESUME, by=ALICE, offers=[an_offer(S.ACTIVE)])
    assert (resumed.status, resumed.held_at, event.new) == (R.DRAFT, None, "open")


def test_acknowledging_an_outcome_meets_the_need_once() -> None:
    met, event = make(a_request(), Q.ACKNOWLEDGE_OUTCOME, by=ALICE, offers=[UNACKNOWLEDGED])
    assert (met.outcome_acknowledged_at, event.new) == (MONDAY + DAY, "met")
    with pytest.raises(Conflict) as refused:
        make(met, Q.ACKNOWLEDGE_OUTCOME, offers=[UNACKNOWLEDGED])
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state", "no_outcome"]


def test_a_wrong_version_is_a_conflict() -> None:
    with pytest.raises(Conflict) as refused:
        make(a_request(version=2), Q.HOLD, offers=[an_offer(S.SENT)], expected_version=1)
    assert [reason.code for reason in refused.value.reasons] == ["version_changed"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": 0}, "version"),
        ({"needs": frozenset({"a_car"})}, "needs"),
        ({"held_at": datetime(2026, 11, 16, 10, 0)}, "held_at"),  # noqa: DTZ001
    ],
)
def test_a_request_that_cannot_be_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_request(**changes)
    assert refused.value.field == field
