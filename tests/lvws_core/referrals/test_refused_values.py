"""What cannot be is refused by field and code, and what a refusal says is not lost on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lvws_core.consent import DataCategory
from lvws_core.errors import Invalid
from lvws_core.referrals import (
    Closing,
    Move,
    OfferStatus,
    Pause,
    RiskChange,
    bound,
    can_bound,
    could_open,
    lengthen,
    narrow,
)
from lvws_core.referrals.filters import failures
from lvws_core.risk.dash import Band
from lvws_core.risk.priority import PriorityOverride, VictimFacts, enhanced_priority
from lvws_core.vocabulary import CrimeCategory, GenderRule
from tests.lvws_core.builders.referrals import ALICE, DAY, HOUR, MONDAY, a_need, a_service, an_offer, make

NAIVE = MONDAY.replace(tzinfo=None)
UNKNOWN: Any = "a car"
SENT = an_offer(OfferStatus.ACCEPTED, visible_until=MONDAY + DAY)
PART = frozenset({DataCategory.IDENTITY})
MISTAKES: list[tuple[Callable[[], object], str, str]] = [
    (lambda: Pause(from_at=NAIVE), "from_at", "naive"),
    (lambda: Pause(from_at=MONDAY, until_at=NAIVE), "until_at", "naive"),
    (lambda: Pause(from_at=MONDAY, until_at=MONDAY - HOUR), "until_at", "before_start"),
    (lambda: RiskChange(at=NAIVE, before=Band.HIGH), "at", "naive"),
    (lambda: RiskChange(at=MONDAY, before=UNKNOWN), "before", "unknown"),
    (lambda: Closing(category=DataCategory.IDENTITY, at=NAIVE), "at", "naive"),
    (lambda: Closing(category=UNKNOWN, at=MONDAY), "category", "unknown"),
    (lambda: an_offer(UNKNOWN), "status", "unknown"),
    (lambda: an_offer(risk=UNKNOWN), "risk", "unknown"),
    (lambda: an_offer(direction=UNKNOWN), "direction", "unknown"),
    (lambda: an_offer(version=0), "version", "not_positive"),
    (lambda: an_offer(delivered_at=NAIVE), "delivered_at", "naive"),
    (lambda: bound(SENT, NAIVE, ALICE, MONDAY), "until", "naive"),
    (lambda: lengthen(SENT, NAIVE, ALICE, MONDAY), "until", "naive"),
    (lambda: lengthen(SENT, MONDAY + 2 * DAY, ALICE, NAIVE), "now", "naive"),
    (lambda: narrow(SENT, PART, ALICE, NAIVE), "now", "naive"),
    (lambda: could_open(an_offer(), [make(an_offer(), Move.SEND)[1]], NAIVE), "at", "naive"),
]


@pytest.mark.parametrize(("given", "field", "code"), MISTAKES)
def test_what_cannot_be_is_refused_by_field_and_code(given: Callable[[], object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as found:
        given()
    assert (found.value.field, found.value.code) == (field, code)


def test_i2_a_bound_is_only_ever_brought_forward() -> None:
    last = MONDAY + DAY
    assert can_bound(SENT, last - timedelta(microseconds=1))
    assert not can_bound(SENT, last)
    assert not can_bound(SENT, last + HOUR)


def test_route_01_a_crime_and_a_group_that_are_not_served_are_named() -> None:
    arson = a_service(crimes=frozenset({CrimeCategory.ARSON}))
    (crime,) = failures(a_need(crime=CrimeCategory.RAPE), arson, MONDAY.date())
    assert crime.reason.text == f"The service is for {CrimeCategory.ARSON.label} only."
    assert crime.if_only == f"It would be eligible if the crime was {CrimeCategory.ARSON.label}."
    (unknown,) = failures(a_need(crime=None), arson, MONDAY.date())
    assert unknown.reason.text == f"The service is for {CrimeCategory.ARSON.label}; the crime is not recorded."
    assert unknown.if_only == "It would be eligible if the crime was recorded."
    (group,) = failures(a_need(gender="women_and_girls"), a_service(gender_rule=GenderRule.MEN), MONDAY.date())
    assert group.reason.text == f"The service is for {GenderRule.MEN.label} only."
    assert group.if_only == f"It would be eligible if it was open beyond {GenderRule.MEN.label}."


@pytest.mark.parametrize(("is_epr", "word"), [(True, "yes"), (False, "no")])
def test_code_40_a_decision_by_a_person_says_which_way_it_went(is_epr: bool, word: str) -> None:
    decided = enhanced_priority(VictimFacts(override=PriorityOverride(is_epr=is_epr, reason="Seen in person")))
    assert [reason.text for reason in decided.reasons] == [f"A person decided: enhanced priority {word}"]
