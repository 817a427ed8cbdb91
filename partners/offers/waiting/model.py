"""The waiting list: who is next, and when a place is expected in the few words that anybody can say honestly."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from lvws_core.ids import Reference
from lvws_core.referrals import Offer
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words, utc
from lvws_core.vocabulary import CapacityState, Labelled, NeedCategory


class DateBand(Labelled):
    """When a place is expected. The lengths are project defaults."""

    TWO_WEEKS = "two_weeks", "Within two weeks"
    FOUR_WEEKS = "four_weeks", "Within four weeks"
    THREE_MONTHS = "three_months", "Within three months"
    NOT_KNOWN = "not_known", "Later, or not known"

    def ends_on(self, today: date) -> date | None:
        """Give the last day of the band, None where it has none."""
        days = _DAYS.get(self)
        return None if days is None else today + timedelta(days=days)


_DAYS = {DateBand.TWO_WEEKS: 14, DateBand.FOUR_WEEKS: 28, DateBand.THREE_MONTHS: 91}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place on a waiting list.

    `expected` is the day by which a place is expected and `review_at` (aware) when the lead looks at
    it next; None where neither is known.
    """

    reference: Reference
    risk: Band
    expected: date | None
    review_at: datetime | None


def place_key(place: Place) -> str:
    """Give text that sorts a waiting list: the highest risk first, then the soonest expected, then the next review.

    What is not known comes last; the reference at the end makes the key unlike any other.

    Source: issue "Partner coordination", waiting list; ROUTE-04.
    """
    rank = Band.HIGH.rank - Band(place.risk).rank
    expected = (place.expected or date.max).isoformat()
    review = "9" * 14 if place.review_at is None else f"{utc(place.review_at):%Y%m%d%H%M%S}"
    return f"{rank} {expected} {review} {place.reference}"


def next_of(places: Iterable[tuple[UUID, Place]]) -> Mapping[UUID, Place]:
    """Give the place that is next at each service, of places with the service that they wait for.

    Source: as `place_key`.
    """
    found: dict[UUID, Place] = {}
    for service_id, place in places:
        first = found.get(service_id)
        if first is None or place_key(place) < place_key(first):
            found[service_id] = place
    return found


def why_next(place: Place) -> str:
    """Say why a place is the next of its service, in one sentence."""
    expected = "no day expected" if place.expected is None else f"expected by {day_in_words(place.expected)}"
    return f"{place.risk.label} risk, {expected}: first by risk, then by the day expected, then by the next review."


def keeps_a_list(state: CapacityState, waiting: int) -> bool:
    """Say whether a service keeps a waiting list: it says so of its capacity, or its manager has begun one.

    Then its workers add standard and medium risk by themselves. Source: issue "Partner coordination"; ROUTE-04.
    """
    return state == CapacityState.WAITLIST or waiting > 0


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a waiting list: the whole offer and what a list shows of it; `review_at` is aware UTC."""

    offer: Offer
    reference: Reference
    needs: frozenset[NeedCategory]
    sender: str
    service_name: str
    review_at: datetime | None

    @property
    def place(self) -> Place:
        """Its place on the list."""
        return place_of(self.offer, self.reference, self.review_at)


def place_of(offer: Offer, reference: Reference, review_at: datetime | None) -> Place:
    """Give the place of an offer on the waiting list; `review_at` (aware) is when the lead looks at it next."""
    expected = date.fromisoformat(offer.until) if offer.until else None
    return Place(reference=reference, risk=offer.risk, expected=expected, review_at=review_at)
