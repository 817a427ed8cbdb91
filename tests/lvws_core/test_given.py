"""What an importer gives by mistake is refused by field and code, never by an error of Python's own."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from lvws_core.actors import Actor
from lvws_core.consent import Agreement, Consent, DataCategory, Purpose
from lvws_core.consent.attempts import AttemptPriority
from lvws_core.consent.contact import ContactPlan, Window, next_attempt
from lvws_core.consent.records import AgreementStatus, ConsentStatus
from lvws_core.consent.sharing import ShareRequest
from lvws_core.errors import Invalid
from lvws_core.needs import assess
from lvws_core.referrals.routing import Capacity, CapacityState, Need, Service
from lvws_core.risk.assessment import stalking_follow_up
from lvws_core.risk.dash import Band, score
from lvws_core.risk.priority import SeriousCrime, VictimFacts
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import NeedCategory

ID: Any = UUID(int=1)
NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
LISTED: Any = [DataCategory.IDENTITY]
NEEDS: Any = [NeedCategory.FINANCE_BENEFITS]
PLAN = ContactPlan(channels={}, sensitive=False)


def _actor(roles: Any) -> Actor:
    return Actor(id=ID, organisation_id=ID, roles=roles)


def _consent(**given: Any) -> Consent:
    said = {
        "categories": frozenset[DataCategory](),
        "purpose": Purpose.SUPPORT_REFERRAL,
        "status": ConsentStatus.ACTIVE,
        **given,
    }
    return Consent(id=ID, person_id=ID, organisation_id=ID, explicit=True, valid_from=NOW, **said)


def _agreement(**given: Any) -> Agreement:
    said = {"categories": frozenset[DataCategory](), "status": AgreementStatus.LIVE, **given}
    return Agreement(id=ID, organisation_id=ID, starts_on=date(2026, 1, 1), **said)


def _request(**given: Any) -> ShareRequest:
    asked = {"categories": frozenset[DataCategory](), "purpose": Purpose.SUPPORT_REFERRAL, **given}
    return ShareRequest(person_id=ID, organisation_id=ID, at=NOW, **asked)


def _service(**given: Any) -> Service:
    return Service(
        id=ID,
        organisation_id=ID,
        name="Advice",
        capacity=Capacity(state=CapacityState.OPEN),
        agreement_live=True,
        valid_from=date(2026, 1, 1),
        **given,
    )


def _next(priority: Any) -> object:
    return next_attempt(PLAN, priority, (), NOW, NOW, england_and_wales())


NOTHING: Any = None
ANY_TEXT: Any = "whatever"
MISTAKES: dict[str, tuple[Callable[[], object], str, str]] = {
    "roles in a list": (lambda: _actor(["idva"]), "roles", "not_a_set"),
    "categories of a consent in a list": (lambda: _consent(categories=LISTED), "categories", "not_a_set"),
    "categories of an agreement in a list": (lambda: _agreement(categories=LISTED), "categories", "not_a_set"),
    "categories of a request in a list": (lambda: _request(categories=LISTED), "categories", "not_a_set"),
    "one ground as text": (lambda: _request(grounds="court_order"), "grounds", "not_a_set"),
    "needs of a service in a list": (lambda: _service(need_categories=NEEDS), "need_categories", "not_a_set"),
    "needs in a list": (
        lambda: Need(categories=NEEDS, age=30, borough=None, risk=Band.STANDARD),
        "categories",
        "not_a_set",
    ),
    "crimes in a list": (lambda: VictimFacts(serious_crimes=[SeriousCrime.HATE_CRIME]), "serious_crimes", "not_a_set"),  # type: ignore[arg-type]
    "no answers": (lambda: score(NOTHING), "answers", "not_a_mapping"),
    "answers in a list": (lambda: stalking_follow_up(NOTHING), "answers", "not_a_mapping"),
    "no scores": (lambda: assess(NOTHING), "scores", "not_a_mapping"),
    "channels in a list": (lambda: ContactPlan(channels=NOTHING, sensitive=True), "channels", "not_a_mapping"),
    "one day": (lambda: Window(days=NOTHING, opens=time(9), closes=time(17)), "days", "not_a_set"),
    "a purpose of a consent that does not exist": (lambda: _consent(purpose="gossip"), "purpose", "unknown_purpose"),
    "a status of a consent that does not exist": (lambda: _consent(status="maybe"), "status", "unknown_status"),
    "a status of an agreement that does not exist": (lambda: _agreement(status="soon"), "status", "unknown_status"),
    "a purpose of a request that does not exist": (lambda: _request(purpose="gossip"), "purpose", "unknown_purpose"),
    "a state of capacity that does not exist": (lambda: Capacity(state=ANY_TEXT), "state", "unknown_state"),
    "a rule of gender that does not exist": (lambda: _service(gender_rule=ANY_TEXT), "gender_rule", "unknown_rule"),
    "a priority that does not exist": (lambda: _next("urgent"), "priority", "unknown_priority"),
    "no priority": (lambda: _next(None), "priority", "unknown_priority"),
}


@pytest.mark.parametrize(("given", "field", "code"), MISTAKES.values(), ids=list(MISTAKES))
def test_it_is_refused_by_field_and_code(given: Callable[[], object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        given()
    assert (refused.value.field, refused.value.code) == (field, code)


def test_every_priority_is_known() -> None:
    for priority in AttemptPriority:
        _next(priority)
