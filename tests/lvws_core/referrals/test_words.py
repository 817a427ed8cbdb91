"""The words of a refusal are read by people and its rule by those who check: neither changes unseen."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.consent.basis import SharingPath
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import RequestMoved
from lvws_core.reasons import Reason
from lvws_core.referrals import (
    Detail,
    Direction,
    Move,
    OfferStatus,
    Request,
    RequestMove,
    RequestStatus,
    check_send,
    move_request,
)
from lvws_core.referrals.codes import CloseReason
from lvws_core.referrals.filters import failures
from lvws_core.referrals.history import replay
from lvws_core.referrals.routing import Capacity, CapacityState, Need, Service, match
from lvws_core.risk.dash import Band
from lvws_core.risk.priority import VictimFacts
from lvws_core.vocabulary import ByAndFor, GenderRule, NeedCategory
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    LEAD,
    MONDAY,
    PARTNER,
    a_need,
    a_request,
    a_service,
    a_sharing,
    an_offer,
    make,
    send_facts,
)

REFUSED = a_sharing(allowed=False, path=SharingPath.NONE)
GUARDS: list[tuple[dict[str, object], str, str]] = [
    ({"sharing": REFUSED}, "TOP-06", "There is no basis for sharing this with this partner."),
    (
        {"sharing": a_sharing(organisation_id=LEAD), "organisation_id": PARTNER},
        "TOP-06",
        "The basis for sharing names another organisation.",
    ),
    ({"agreement_live": False}, "TOP-09", "No information sharing agreement with this partner is live."),
    (
        {"request_status": RequestStatus.ON_HOLD},
        "lifecycle 3",
        "The request is on hold or closed; resume or renew it first.",
    ),
    ({"duplicate": True}, "ROUTE-07", "An offer for this need is already with a partner."),
    (
        {"duplicate": True, "direction": Direction.INWARD},
        "ROUTE-07",
        "This person is already with the lead: an earlier referral is not over. Write there instead.",
    ),
    (
        {"to_lead": False, "direction": Direction.INWARD},
        "lifecycle 1",
        "From partner to partner goes through the lead. Refer the person to the lead, who finds the right service.",
    ),
    (
        {"duplicate_elsewhere": True},
        "ROUTE-07",
        "An open referral exists for somebody who may be the same person. Call your manager before you send.",
    ),
    ({"service_paused": True}, "ROUTE-01", "The service takes no referrals at present."),
    ({"capacity": CapacityState.CLOSED}, "ROUTE-01", "The service is closed to new referrals."),
    ({"eligible": False}, "ROUTE-01", "The service's rules do not fit, and no manager has overridden them."),
    ({"risk_set_on": None}, "RISK-15", "The risk level has not been set."),
    (
        {"risk_set_on": date(2026, 8, 17), "at": MONDAY},
        "RISK-15",
        "The risk level was set 91 days ago; at most 90 are allowed.",
    ),
    ({"contact_plan": None}, "TOP-10", "Nothing is recorded about how to make contact safely."),
    ({"risk": Band.HIGH, "safety_plan": False}, "ROUTE-03", "At high risk the lead makes a safety plan first."),
    (
        {"risk": Band.HIGH, "marac_decided": False},
        "TOP-01",
        "At high risk it is decided first whether to refer to MARAC, with the reason if not.",
    ),
    ({"conflict": True}, "ROUTE-08", "Conflict – call the lead."),
]


@pytest.mark.parametrize(("facts", "rule", "text"), GUARDS)
def test_a_guard_says_why(facts: dict[str, object], rule: str, text: str) -> None:
    first = check_send(send_facts(**facts))[0]
    assert (first.rule, first.text) == (rule, text)


def refused(request: Request, action: RequestMove, by: Actor, *offers: Any) -> list[tuple[str, str, str]]:
    with pytest.raises((NotAllowed, Conflict)) as found:
        move_request(
            request, action, by, MONDAY, request.version, offers, Detail(reason=CloseReason.NO_SERVICE_AVAILABLE)
        )
    reasons: tuple[Reason, ...] = found.value.reasons
    return [(reason.code, reason.rule, reason.text) for reason in reasons]


def test_a_request_says_who_may_move_it() -> None:
    managers = ("manager_needed", "lifecycle 4", "Only the lead's manager closes a need as not met.")
    assert refused(a_request(), RequestMove.CLOSE_UNMET, ALICE) == [managers]
    leads = ("not_your_move", "lifecycle 4", "“Put on hold” belongs to the lead of this request.")
    assert refused(a_request(), RequestMove.HOLD, BOB) == [leads]


def test_a_request_says_what_stands_against_a_move() -> None:
    live = an_offer(OfferStatus.ACCEPTED, accepted_at=MONDAY)
    assert refused(a_request(), RequestMove.CLOSE_UNMET, ALICES_MANAGER, live) == [
        ("wrong_state", "lifecycle 3", "It is now “With a partner”; “Close as not met” is not possible."),
        ("live_offers", "lifecycle 3", "A partner still has a live offer for it; end that first."),
    ]
    gone = an_offer(OfferStatus.HANDED_BACK, accepted_at=MONDAY, ended_at=MONDAY)
    accepted = ("already_accepted", "lifecycle 3", "A partner has accepted it; it cannot be marked as an error.")
    assert refused(a_request(), RequestMove.MARK_ERROR, ALICE, gone) == [accepted]
    nothing = ("no_outcome", "lifecycle 3", "No recorded outcome waits to be acknowledged.")
    assert nothing in refused(a_request(), RequestMove.ACKNOWLEDGE_OUTCOME, ALICE, gone)


def test_the_event_of_a_request_tells_move_reason_and_versions() -> None:
    declined = an_offer(OfferStatus.DECLINED, ended_at=MONDAY)
    closed, event = move_request(
        a_request(),
        RequestMove.CLOSE_UNMET,
        ALICES_MANAGER,
        MONDAY,
        1,
        (declined,),
        Detail(reason=CloseReason.NO_SERVICE_AVAILABLE),
    )
    assert isinstance(event, RequestMoved)
    assert event.subject_id == closed.id
    assert event.detail == {
        "move": "close_unmet",
        "reason": "no_service_available",
        "version": 2,
        "policy_version": closed.policy_version,
    }


def test_a_history_says_that_it_is_broken() -> None:
    sent, event = make(an_offer(), Move.SEND)
    with pytest.raises(Conflict) as found:
        replay(sent, [event])
    (reason,) = found.value.reasons
    assert (reason.code, reason.rule) == ("broken_history", "lifecycle 7")
    assert reason.text == "The event does not follow from the state before it."


ALL = frozenset(NeedCategory)
UNKNOWN: Any = frozenset({"a car"})
NAIVE = MONDAY.replace(tzinfo=None)
MISTAKES: list[tuple[Callable[[], object], str, str]] = [
    (lambda: a_need(categories=UNKNOWN), "categories", "unknown_category"),
    (lambda: a_need(age=126), "age", "out_of_range"),
    (lambda: a_service(need_categories=UNKNOWN), "need_categories", "unknown_category"),
    (lambda: a_service(age_min=18, age_max=17), "age_max", "before_minimum"),
    (lambda: a_service(valid_to=date(2025, 12, 31)), "valid_to", "before_start"),
    (lambda: Capacity(state=CapacityState.OPEN, places=-1), "places", "negative"),
    (lambda: Capacity(state=CapacityState.OPEN, said_at=NAIVE), "said_at", "naive"),
    (lambda: a_request(needs=UNKNOWN), "needs", "unknown_category"),
    (lambda: a_request(version=0), "version", "not_positive"),
    (lambda: VictimFacts(crime="theft"), "crime", "unknown_category"),  # type: ignore[arg-type]
    (lambda: VictimFacts(serious_crimes=UNKNOWN), "serious_crimes", "unknown_category"),
    (
        lambda: replay(an_offer(), [replace(make(an_offer(), Move.SEND)[1], kind="person.read")]),
        "events",
        "not_of_an_offer",
    ),
]


@pytest.mark.parametrize(("given", "field", "code"), MISTAKES)
def test_a_value_that_cannot_be_is_refused_by_field_and_code(
    given: Callable[[], object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as found:
        given()
    assert (found.value.field, found.value.code) == (field, code)


def test_the_edges_of_what_can_be_are_accepted() -> None:
    assert a_need(age=0, categories=ALL).age == 0
    assert a_need(age=125).age == 125
    assert a_service(need_categories=ALL, age_min=18, age_max=18).need_categories == ALL
    assert a_request(needs=ALL).needs == ALL


def told(need: Need, service: Service) -> list[tuple[str, str, str]]:
    return [(f.reason.code, f.reason.rule, f.reason.text) for f in failures(need, service, MONDAY.date())]


def test_what_is_not_known_is_said_of_each_limit() -> None:
    assert told(a_need(age=None), a_service(age_min=18)) == [
        ("age_unknown", "ROUTE-01", "The service has an age limit and the age is not known.")
    ]
    assert told(a_need(borough=None), a_service(boroughs=frozenset({"camden"}))) == [
        ("borough_unknown", "ROUTE-01", "The service covers Camden; the borough is not known.")
    ]
    assert told(a_need(gender="men"), a_service(gender_rule=GenderRule.WOMEN_AND_GIRLS))[0][0] == "gender_not_served"


def test_an_exclusion_comes_beside_the_other_failures_and_names_its_rule() -> None:
    service = a_service(age_min=40, exclusions=frozenset({"domestic_abuse", "arson_history"}))
    found = told(a_need(domestic_abuse=True, circumstances=frozenset({"arson_history"})), service)
    assert [(code, rule) for code, rule, _ in found] == [
        ("age_below_minimum", "ROUTE-01"),
        ("excluded_arson_history", "ROUTE-01"),
        ("excluded_domestic_abuse", "ROUTE-08"),
    ]
    assert told(a_need(), a_service(exclusions=frozenset({"domestic_abuse"}))) == []


def test_a_pause_names_its_last_day() -> None:
    paused = a_service(paused_until=date(2026, 12, 3))
    assert told(a_need(), paused) == [
        ("service_paused", "ROUTE-01", "The service takes no referrals up to and including 3 December 2026.")
    ]


def test_what_a_person_would_like_adds_up() -> None:
    both = {"by_and_for": frozenset({ByAndFor.LGBT}), "languages": frozenset({"polish"})}
    wants = a_need(wants_by_and_for=both["by_and_for"], languages=both["languages"])
    plain, by_and_for, with_both = (
        match(wants, [a_service(**given)], MONDAY.date())[0].score
        for given in ({}, {"by_and_for": both["by_and_for"]}, both)
    )
    assert plain < by_and_for < with_both
