"""The order of a waiting list, and who is next."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.ids import new_reference
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import CapacityState
from partners.offers.waiting.model import Place, keeps_a_list, next_of, place_key, why_next

REVIEWS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
PLACES = st.builds(
    Place,
    reference=st.binary(min_size=8, max_size=8).map(new_reference),
    risk=st.sampled_from(Band),
    expected=st.none() | st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    review_at=st.none() | REVIEWS.map(lambda at: at.replace(microsecond=0)),
)
SERVICES = st.integers(0, 2).map(lambda n: UUID(int=n))
LATEST = datetime.max.replace(tzinfo=UTC)


def rule(place: Place) -> tuple[int, date, datetime, str]:
    """Say the order in another way: risk, then the day expected, then the next review, what is not known last."""
    return -place.risk.rank, place.expected or date.max, place.review_at or LATEST, place.reference


@given(st.lists(PLACES, unique_by=lambda place: place.reference))
def test_the_key_sorts_by_risk_then_day_then_review(places: list[Place]) -> None:
    assert sorted(places, key=place_key) == sorted(places, key=rule)


@given(st.lists(st.tuples(SERVICES, PLACES), unique_by=lambda pair: pair[1].reference))
def test_who_is_next_stands_before_everybody_who_waits_for_the_same_service(pairs: list[tuple[UUID, Place]]) -> None:
    found = next_of(pairs)
    assert found.keys() == {service_id for service_id, _ in pairs}
    for service_id, place in pairs:
        assert rule(found[service_id]) <= rule(place)
        assert (service_id, found[service_id]) in pairs


@given(PLACES, PLACES)
def test_route_04_high_risk_is_never_behind_a_lower_one(one: Place, other: Place) -> None:
    if one.risk.rank > other.risk.rank:
        assert place_key(one) < place_key(other)


@given(PLACES)
def test_why_says_the_risk_and_the_day(place: Place) -> None:
    assert place.risk.label in why_next(place)
    assert ("no day expected" in why_next(place)) == (place.expected is None)


def test_a_list_is_kept_where_the_service_says_so_or_somebody_waits() -> None:
    assert keeps_a_list(CapacityState.WAITLIST, 0)
    assert keeps_a_list(CapacityState.OPEN, 1)
    assert not any(keeps_a_list(state, 0) for state in CapacityState if state != CapacityState.WAITLIST)
