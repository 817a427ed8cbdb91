"""Routing goes by the policy that it is given, and by what a service last said of its room."""

from datetime import timedelta

import pytest

from lvws_core.policy import Policy
from lvws_core.referrals.filters import failures
from lvws_core.referrals.routing import Capacity, CapacityState, match
from lvws_core.referrals.services import fresh_since
from lvws_core.vocabulary import Borough, Language
from tests.lvws_core.builders.referrals import DAY, MONDAY, a_need, a_service

ON = MONDAY.date()
SHORT = Policy(capacity_stale_days=3)


def room(state: CapacityState, age: timedelta = DAY, places: int | None = None) -> Capacity:
    return Capacity(state=state, said_at=MONDAY - age, places=places)


def test_route_11_what_was_said_longer_ago_than_the_policy_allows_is_not_known() -> None:
    said = a_service(capacity=room(CapacityState.OPEN, 5 * DAY))
    found = [match(a_need(), [said], ON, policy)[0].reasons[1].code for policy in (Policy(), SHORT)]
    assert found == ["capacity_open", "capacity_unknown"]


def test_route_11_a_word_that_no_longer_counts_closes_nothing() -> None:
    closed = a_service(capacity=room(CapacityState.CLOSED, 5 * DAY))
    assert [failure.reason.code for failure in failures(a_need(), closed, ON)] == ["capacity_closed"]
    assert failures(a_need(), closed, ON, SHORT) == []
    assert match(a_need(), [closed], ON, SHORT)[0].eligible


def test_route_11_the_first_moment_from_which_a_word_counts_is_that_of_the_day() -> None:
    since = fresh_since(ON)
    said = [Capacity(state=CapacityState.OPEN, said_at=at) for at in (since, since - timedelta(microseconds=1))]
    assert [word.state_since(since) for word in said] == [CapacityState.OPEN, CapacityState.UNKNOWN]


@pytest.mark.parametrize(("places", "points"), [(None, 15), (2, 15), (0, 0)])
def test_route_11_places_that_are_taken_give_no_points(places: int | None, points: int) -> None:
    (found,) = match(a_need(), [a_service(capacity=room(CapacityState.OPEN, places=places))], ON)
    (closed,) = match(a_need(), [a_service(capacity=room(CapacityState.WAITLIST))], ON)
    assert found.score - closed.score == points
    words = "It is open to referrals." if places is None else f"It is open to referrals, {places} places."
    assert found.reasons[1].text == words


def test_route_02_a_language_counts_though_no_service_knows_the_person() -> None:
    polish = frozenset({Language.POLISH})
    (plain,) = match(a_need(), [a_service(languages=polish)], ON)
    (found,) = match(a_need(languages=polish), [a_service(languages=polish)], ON)
    assert found.score - plain.score == Policy().language_points
    assert [reason.code for reason in found.reasons] == ["needs_covered", "capacity_open", "language"]


def test_route_01_two_boroughs_are_read_out_by_name() -> None:
    two = a_service(boroughs=frozenset({Borough.CAMDEN, Borough.BRENT}))
    (failure,) = failures(a_need(borough=Borough.HACKNEY), two, ON)
    assert failure.reason.text == "The service covers Brent, Camden only."
    assert failure.if_only == "It would be eligible if the person lived in Brent, Camden."


def test_services_that_fit_alike_come_by_name_then_id_and_twice_the_same_stay_as_given() -> None:
    first, second = a_service(name="A"), a_service(name="B")
    again = a_service(name="A", capacity=room(CapacityState.OPEN))
    found = match(a_need(), [second, again, first, again], ON)
    assert [each.service.name for each in found] == ["A", "A", "A", "B"]
