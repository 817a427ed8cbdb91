"""The words and the rule of each refusal in what leads and partners settle between them, and whom an event is about."""

from collections.abc import Callable
from typing import Any

import pytest

from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.reasons import Reason
from lvws_core.referrals import (
    Heard,
    OfferStatus,
    RequestStatus,
    SecureRoute,
    against_another,
    bound,
    grant_co_work,
    reassess,
)
from lvws_core.referrals.delivery import require_heard
from lvws_core.risk.dash import Band
from tests.lvws_core.builders.referrals import ALICE, ALICES_MANAGER, BOB, DAY, MONDAY, a_request, an_offer

NAIVE = MONDAY.replace(tzinfo=None)
ANY_TEXT: Any = "whatever"


def told(reasons: tuple[Reason, ...]) -> list[tuple[str, str, str]]:
    return [(reason.code, reason.rule, reason.text) for reason in reasons]


@pytest.mark.parametrize(
    ("request_status", "offers", "reason"),
    [
        (
            RequestStatus.ON_HOLD,
            [],
            (
                "request_set_aside",
                "lifecycle 3",
                "The request is on hold or closed; resume it or begin a new one first.",
            ),
        ),
        (
            RequestStatus.DRAFT,
            [an_offer(OfferStatus.COMPLETED, outcome_acknowledged_at=MONDAY)],
            ("request_met", "lifecycle 3", "The need is met; begin a new request for a new need."),
        ),
        (
            RequestStatus.DRAFT,
            [an_offer(OfferStatus.SENT)],
            ("already_sent", "lifecycle 1", "This referral has been sent. You find it under Sent."),
        ),
    ],
)
def test_why_nobody_more_is_asked(
    request_status: RequestStatus, offers: list[Any], reason: tuple[str, str, str]
) -> None:
    assert told(against_another(a_request(status=request_status), offers)) == [reason]


def test_why_co_work_is_not_granted() -> None:
    with pytest.raises(NotAllowed) as refused:
        grant_co_work(a_request(), ALICE, MONDAY, 1)
    manager = ("manager_needed", "lifecycle 4", "Only the lead's manager allows several partners.")
    assert told(refused.value.reasons) == [manager]
    met = a_request(status=RequestStatus.MET, co_work=True)
    with pytest.raises(Conflict) as late:
        grant_co_work(met, ALICES_MANAGER, MONDAY, met.version)
    assert told(late.value.reasons) == [
        ("wrong_state", "lifecycle 3", f"It is now “{RequestStatus.MET.label}”."),
        ("already_so", "lifecycle 4", "Somebody has settled this already."),
    ]


def test_why_another_level_of_risk_is_not_told() -> None:
    offer = an_offer(OfferStatus.DECLINED, risk=Band.HIGH)
    with pytest.raises(NotAllowed) as refused:
        reassess(offer, Band.HIGH, BOB, MONDAY, offer.version)
    assert told(refused.value.reasons) == [
        ("not_your_update", "lifecycle 4", "The level of risk is the lead's to tell."),
    ]
    with pytest.raises(Conflict) as late:
        reassess(offer, Band.HIGH, ALICE, MONDAY, offer.version)
    label = OfferStatus.DECLINED.label
    assert told(late.value.reasons) == [
        ("wrong_state", "lifecycle 2", f"It is “{label}”; nobody is told anything new of it."),
        ("risk_same", "RISK-15", "The partner was already told this level of risk."),
    ]


REQUEST, OFFER = a_request(), an_offer(OfferStatus.SENT, risk=Band.STANDARD)
EVENTS: dict[str, tuple[Event, str, Any]] = {
    "co-work": (
        grant_co_work(REQUEST, ALICES_MANAGER, MONDAY, REQUEST.version)[1],
        REQUEST.status.value,
        (ALICES_MANAGER.id, REQUEST.id, REQUEST.organisation_ids),
    ),
    "another level": (
        reassess(OFFER, Band.HIGH, ALICE, MONDAY, OFFER.version)[1],
        "sent",
        (ALICE.id, OFFER.id, (OFFER.lead_organisation_id, OFFER.organisation_id)),
    ),
    "a bound": (
        bound(OFFER, MONDAY + DAY, ALICE, MONDAY)[1],
        "sent",
        (ALICE.id, OFFER.id, (OFFER.lead_organisation_id, OFFER.organisation_id)),
    ),
}


@pytest.mark.parametrize(("event", "status", "about"), EVENTS.values(), ids=list(EVENTS))
def test_the_event_says_who_did_it_to_what_and_whom_it_concerns_and_the_state_stays(
    event: Event, status: str, about: Any
) -> None:
    assert (event.actor_id, event.subject_id, event.organisation_ids) == about
    assert (event.at, event.old, event.new) == (MONDAY, status, status)


MISTAKES: dict[str, tuple[Callable[[], object], str, str]] = {
    "a grant at a naive instant": (lambda: grant_co_work(REQUEST, ALICES_MANAGER, NAIVE, 1), "now", "naive"),
    "a level that does not exist": (lambda: reassess(OFFER, ANY_TEXT, ALICE, MONDAY, 1), "risk", "unknown"),
    "a bound at a naive instant": (lambda: bound(OFFER, NAIVE, ALICE, MONDAY), "until", "naive"),
    "a way that does not exist": (lambda: Heard(how=ANY_TEXT, at=MONDAY), "heard_how", "unknown"),
    "heard at a naive instant": (lambda: Heard(how=SecureRoute.BY_HAND, at=NAIVE), "heard_at", "naive"),
    "nothing heard": (lambda: require_heard(None, MONDAY), "heard", "required"),
    "heard tomorrow": (
        lambda: require_heard(Heard(how=SecureRoute.BY_HAND, at=MONDAY + DAY), MONDAY),
        "heard_at",
        "in_future",
    ),
}


@pytest.mark.parametrize(("given", "field", "code"), MISTAKES.values(), ids=list(MISTAKES))
def test_what_cannot_be_is_refused_by_field_and_code(given: Callable[[], object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        given()
    assert (refused.value.field, refused.value.code) == (field, code)
