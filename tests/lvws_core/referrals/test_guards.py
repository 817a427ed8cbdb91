from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.basis import SharingPath
from lvws_core.policy import Policy
from lvws_core.reasons import because
from lvws_core.referrals import RequestStatus, SendFacts, check_send
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import CapacityState
from tests.lvws_core.builders.referrals import LEAD, MONDAY, PARTNER, a_sharing, send_facts

NO_CONSENT = because("no_consent", "TOP-06", "There is no consent for this organisation.")
TOO_YOUNG = because("age_below_minimum", "ROUTE-01", "The person is 15; the service starts at 18.")
REFUSED = a_sharing(allowed=False, path=SharingPath.NONE, reasons=(NO_CONSENT,))

FAILURES = [
    ({"sharing": REFUSED}, ["sharing_refused", "no_consent"]),
    ({"sharing": a_sharing(organisation_id=LEAD), "organisation_id": PARTNER}, ["sharing_for_another"]),
    ({"agreement_live": False}, ["agreement_not_live"]),
    ({"request_status": RequestStatus.ON_HOLD}, ["request_set_aside"]),
    ({"request_status": RequestStatus.CLOSED_UNMET}, ["request_set_aside"]),
    ({"duplicate": True}, ["duplicate_live_offer"]),
    ({"duplicate_elsewhere": True}, ["duplicate_elsewhere"]),
    ({"service_paused": True}, ["service_paused"]),
    ({"capacity": CapacityState.CLOSED}, ["capacity_closed"]),
    ({"eligible": False, "ineligible_because": (TOO_YOUNG,)}, ["not_eligible", "age_below_minimum"]),
    ({"eligible": False, "eligibility_override": "  "}, ["not_eligible"]),
    ({"risk_set_on": None}, ["risk_not_set"]),
    ({"risk_set_on": date(2026, 8, 17), "at": MONDAY}, ["risk_stale"]),
    ({"contact_plan": None}, ["safe_contact_missing"]),
    ({"risk": Band.HIGH, "safety_plan": False}, ["safety_plan_missing"]),
    ({"risk": Band.HIGH, "marac_decided": False}, ["marac_decision_missing"]),
    ({"conflict": True, "conflict_override": " "}, ["conflict"]),
    ({"can_take": False, "conflict": True}, ["cannot_take"]),
]
HARMLESS = [
    {"duplicate": True, "co_work": True},
    {"duplicate_elsewhere": True, "co_work": True},
    {"duplicate_elsewhere": True, "duplicate_override": "It is her sister."},
    {"sharing": a_sharing(organisation_id=PARTNER), "organisation_id": PARTNER},
    {"sharing": a_sharing(organisation_id=PARTNER)},
    {"capacity": CapacityState.LIMITED},
    {"request_status": RequestStatus.UNPLACED},
    {"request_status": RequestStatus.MET},
    {"eligible": False, "eligibility_override": "The partner has agreed"},
    {"conflict": True, "conflict_override": "Another worker takes it"},
    {"risk_set_on": date(2026, 8, 18), "at": MONDAY},
    {"risk_set_on": date(2020, 1, 1)},
    {"risk": Band.HIGH},
    {"risk": Band.MEDIUM, "safety_plan": False, "marac_decided": False},
    {"agreement_live": False, "sharing": a_sharing(path=SharingPath.DANGER_TO_LIFE)},
]


def codes(facts: SendFacts) -> list[str]:
    return [reason.code for reason in check_send(facts)]


def test_complete_facts_let_an_offer_leave() -> None:
    assert check_send(send_facts()) == ()


@pytest.mark.parametrize(("changes", "expected"), FAILURES)
def test_each_guard_fails_with_a_code_of_its_own(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(send_facts(**changes)) == expected


@pytest.mark.parametrize("changes", HARMLESS)
def test_what_is_no_failure_stops_nothing(changes: dict[str, object]) -> None:
    assert codes(send_facts(**changes)) == []


def test_top_09_a_missing_agreement_does_not_stop_an_emergency_but_stops_consent() -> None:
    assert codes(send_facts(agreement_live=False)) == ["agreement_not_live"]
    assert codes(send_facts(agreement_live=False, sharing=a_sharing(path=SharingPath.COURT_ORDER))) == []


def test_the_age_of_the_risk_level_is_the_policys() -> None:
    facts = send_facts(risk_set_on=date(2026, 11, 1), at=MONDAY)
    assert check_send(facts, Policy(risk_stale_days=15)) == ()
    assert [r.text for r in check_send(facts, Policy(risk_stale_days=14))] == [
        "The risk level was set 15 days ago; at most 14 are allowed."
    ]


def test_the_day_of_the_risk_level_is_a_london_day() -> None:
    late = MONDAY.replace(month=6, day=30, hour=23, minute=30)
    facts = send_facts(risk_set_on=date(2026, 6, 30), at=late)
    assert len(check_send(facts, Policy(risk_stale_days=1))) == 0
    assert len(check_send(send_facts(risk_set_on=date(2026, 6, 29), at=late), Policy(risk_stale_days=1))) == 1
    assert late.date() + timedelta(days=1) == date(2026, 7, 1)


INDEPENDENT = [failure for failure in FAILURES if "organisation_id" not in failure[0]]


@given(st.sets(st.integers(0, len(INDEPENDENT) - 1)))
def test_every_failure_is_told_not_the_first(chosen: set[int]) -> None:
    changes: dict[str, object] = {}
    expected: set[str] = set()
    for number in chosen:
        if not set(INDEPENDENT[number][0]) & (set(changes) - {"risk"}):
            changes |= INDEPENDENT[number][0]
            expected |= set(INDEPENDENT[number][1])
    assert set(codes(send_facts(**changes))) == expected
