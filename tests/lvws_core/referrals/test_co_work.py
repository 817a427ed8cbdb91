"""Several partners at once: only where the lead's manager has allowed it, or beside a waiting list."""

from itertools import combinations_with_replacement

import pytest
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.referrals import (
    IN_THE_WAY,
    LIVE,
    OfferStatus,
    Request,
    RequestStatus,
    against_another,
    grant_co_work,
    is_beside,
    may_grant,
    request_status,
)
from tests.lvws_core.builders.referrals import ALICE, ALICES_MANAGER, BOBS_MANAGER, MONDAY, a_request, an_offer

S, R = OfferStatus, RequestStatus


def codes(request: Request, *statuses: OfferStatus) -> list[str]:
    return [reason.code for reason in against_another(request, [an_offer(status) for status in statuses])]


def test_a_place_on_a_waiting_list_is_the_only_live_state_beside_which_another_may_be_asked() -> None:
    assert {S.WAITLISTED} == LIVE - IN_THE_WAY


@pytest.mark.parametrize("status", sorted(LIVE))
def test_i1_one_live_offer_stands_in_the_way_unless_it_waits_or_co_work_is_granted(status: OfferStatus) -> None:
    assert codes(a_request(), status) == ([] if status == S.WAITLISTED else ["already_sent"])
    assert codes(a_request(co_work=True), status) == []


@pytest.mark.parametrize("pair", list(combinations_with_replacement(sorted(OfferStatus), 2)))
def test_lifecycle_7_the_next_offer_is_marked_wherever_another_lives(pair: tuple[OfferStatus, OfferStatus]) -> None:
    offers = [an_offer(status) for status in pair]
    request = a_request()
    lives = any(status in LIVE for status in pair)
    assert is_beside(request, offers) == lives
    assert is_beside(replace(request, co_work=True), offers)
    if lives and not against_another(request, offers):
        assert {status for status in pair if status in LIVE} == {S.WAITLISTED}


@pytest.mark.parametrize("status", [S.DECLINED, S.EXPIRED, S.HANDED_BACK, S.NOT_REACHED, S.WITHDRAWN])
def test_what_came_back_may_be_offered_again(status: OfferStatus) -> None:
    assert codes(a_request(), status) == []
    assert request_status(a_request(), [an_offer(status)]) == R.UNPLACED


@pytest.mark.parametrize(
    ("status", "code"),
    [(R.ON_HOLD, "request_set_aside"), (R.CLOSED_UNMET, "request_set_aside"), (R.ERROR, "request_set_aside")],
)
def test_lifecycle_3_nothing_is_sent_for_a_need_that_is_set_aside(status: RequestStatus, code: str) -> None:
    assert codes(a_request(status=status), S.DECLINED) == [code]
    assert codes(a_request(status=status, co_work=True), S.ACTIVE) == [code]


def test_a_need_that_is_met_asks_for_nobody() -> None:
    met = an_offer(S.COMPLETED, outcome_acknowledged_at=MONDAY)
    assert [reason.code for reason in against_another(a_request(), [met])] == ["request_met"]


def test_the_managers_grant_changes_the_mark_and_nothing_else_and_is_an_event() -> None:
    before = a_request()
    granted, event = grant_co_work(before, ALICES_MANAGER, MONDAY, before.version)
    assert granted == replace(before, co_work=True, version=before.version + 1)
    assert (event.kind, event.old, event.new) == ("request.noted", before.status, before.status)
    assert event.detail == {"co_work": True, "version": granted.version}
    ended, _ = grant_co_work(granted, ALICES_MANAGER, MONDAY, granted.version, granted=False)
    assert not ended.co_work


@pytest.mark.parametrize("actor", [ALICE, BOBS_MANAGER])
def test_lifecycle_4_nobody_but_the_leads_manager_grants_it(actor: Actor) -> None:
    assert not may_grant(a_request(), actor)
    with pytest.raises(NotAllowed) as refused:
        grant_co_work(a_request(), actor, MONDAY, 1)
    assert [reason.code for reason in refused.value.reasons] == ["manager_needed"]


def test_a_manager_of_another_organisation_grants_nothing_here() -> None:
    stranger = replace(BOBS_MANAGER, roles=frozenset({Role.LEAD_MANAGER}))
    assert not may_grant(a_request(), stranger)


@pytest.mark.parametrize("status", [R.MET, R.CLOSED_UNMET, R.ERROR])
def test_a_need_at_its_end_an_old_version_and_a_second_grant_are_all_told(status: RequestStatus) -> None:
    request = a_request(status=status, co_work=True)
    with pytest.raises(Conflict) as refused:
        grant_co_work(request, ALICES_MANAGER, MONDAY, request.version + 1)
    assert [reason.code for reason in refused.value.reasons] == ["version_changed", "wrong_state", "already_so"]


def test_a_grant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Invalid):
        grant_co_work(a_request(), ALICES_MANAGER, MONDAY.replace(tzinfo=None), 1)
