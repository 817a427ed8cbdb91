"""Routing, allocation, needs, vocabulary and permissions, called as design 5.4 writes them."""

from datetime import date, timedelta
from typing import Any

import pytest

from lvws_core.actors import Decision, Permission, Role, may
from lvws_core.errors import Invalid
from lvws_core.needs import assess, distance_travelled
from lvws_core.referrals.allocation import CaseFacts, allocate
from lvws_core.referrals.routing import Capacity, Match, Service, match
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import AgeBand, Borough, CrimeCategory, Ethnicity, NeedCategory
from tests.lvws_core.contract.outside import IDS, NOW, TODAY, a_need, a_service, an_actor, an_offer

FAILURES: list[dict[str, Any]] = [
    {"age_min": 35},
    {"age_max": 33},
    {"boroughs": frozenset({Borough.BRENT})},
    {"need_categories": frozenset({NeedCategory.DRUGS_ALCOHOL})},
    {"risk_levels": frozenset({Band.STANDARD})},
    {"crimes": frozenset({CrimeCategory.RAPE})},
    {"gender_rule": "women_and_girls"},
    {"agreement_live": False},
    {"valid_from": TODAY + timedelta(days=1)},
    {"valid_to": TODAY - timedelta(days=1)},
    {"capacity": Capacity(state="closed", places=None, said_at=NOW)},
    {"exclusions": frozenset({"domestic_abuse"})},
]


def found(**changes: Any) -> Match:
    return match(a_need(domestic_abuse=True, gender="male"), [a_service(**changes)], TODAY)[0]


def test_a_service_of_the_fewest_fields_is_a_match() -> None:
    matches = match(need=a_need(), services=(a_service(),), on=TODAY)
    assert isinstance(matches, tuple)
    assert (matches[0].eligible, matches[0].would_be_eligible_if, matches[0].service) == (True, (), a_service())
    assert matches[0].score > 0


@pytest.mark.parametrize("failure", FAILURES)
def test_route_01_a_failure_is_told_and_what_would_mend_it(failure: dict[str, Any]) -> None:
    one = found(**failure)
    assert not one.eligible
    assert len(one.would_be_eligible_if) == 1


def test_every_failure_has_a_code_of_its_own_and_all_are_listed() -> None:
    codes = [found(**failure).reasons[0].code for failure in FAILURES]
    assert len(set(codes)) == len(codes)
    together = {key: value for failure in FAILURES for key, value in failure.items() if key != "age_max"}
    together |= {"valid_from": date(2026, 1, 1)}
    all_of_them = found(**together)
    assert {reason.code for reason in all_of_them.reasons} >= set(codes) - {codes[1], codes[8]}
    assert len(all_of_them.would_be_eligible_if) == len(FAILURES) - 2


@pytest.mark.parametrize(("days", "eligible"), [(-1, False), (0, True), (1, True)])
def test_valid_to_is_inclusive(days: int, eligible: bool) -> None:
    assert found(valid_to=TODAY + timedelta(days=days)).eligible is eligible
    assert found(valid_from=TODAY - timedelta(days=days)).eligible is eligible


def test_ages_are_inclusive_and_an_empty_set_sets_no_limit() -> None:
    assert found(age_min=34, age_max=34).eligible


def test_the_best_comes_first_and_nothing_is_left_out() -> None:
    services = [a_service(id="closed", agreement_live=False), a_service(id="plain")]
    services.append(a_service(id="covers", languages=frozenset({"som"})))
    order = [each.service.id for each in match(a_need(languages=frozenset({"som"})), services, TODAY)]
    assert order == ["covers", "plain", "closed"]


def test_top_16_by_and_for_counts_only_when_it_is_wanted() -> None:
    plain: Any = frozenset({"lgbt"})
    services = [a_service(id="general"), a_service(id="lgbt", name="Zebra", by_and_for=plain)]
    assert match(a_need(), services, TODAY)[0].service.id == "general"
    assert match(a_need(wants_by_and_for=plain), services, TODAY)[0].service.id == "lgbt"


def test_capacity_said_too_long_ago_becomes_unknown_by_policy() -> None:
    old = Capacity(state="closed", said_at=NOW - timedelta(days=15))
    assert found(capacity=old).eligible
    assert not found(capacity=Capacity(state="closed", said_at=NOW - timedelta(days=14))).eligible


def test_keys_of_a_service_may_be_plain_texts() -> None:
    plain: list[dict[str, Any]] = [
        {"boroughs": frozenset({"brent"})},
        {"crimes": frozenset({"rape"})},
        {"need_categories": frozenset({"drugs_alcohol"})},
        {"risk_levels": frozenset({"standard"})},
    ]
    as_choice = [FAILURES[n] for n in (2, 5, 3, 4)]
    for one, other in zip(plain, as_choice, strict=True):
        assert found(**one).reasons == found(**other).reasons
    assert found(boroughs=frozenset({"hackney"})).eligible


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_ids_of_services_are_of_either_kind(ids: Any) -> None:
    service: Service = a_service(id=ids.service, organisation_id=ids.partner)
    assert match(a_need(), [service], TODAY)[0].service.id == ids.service


@pytest.mark.parametrize(
    "wrong", [{"categories": frozenset({"dentistry"})}, {"age": -1}], ids=["category", "negative age"]
)
def test_a_need_that_cannot_be_is_invalid(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        a_need(**wrong)
    with pytest.raises(Invalid):
        a_service(need_categories=frozenset({"dentistry"}))


@pytest.mark.parametrize(
    ("facts", "role"),
    [
        ({"domestic_abuse_level": "high"}, "idva"),
        ({"domestic_abuse_level": "low_medium"}, "triage_iva"),
        ({"is_epr": True}, "triage_iva"),
        ({}, "triage_iva"),
        ({"is_witness": True, "is_victim": False}, "ptos"),
        ({"is_witness": True}, "triage_iva"),
    ],
)
def test_alloc_01_the_role_follows_from_the_facts(facts: dict[str, Any], role: str) -> None:
    usual = {"domestic_abuse_level": None, "is_epr": False, "is_witness": False, "is_victim": True}
    found_role = allocate(CaseFacts(**(usual | {"borough": Borough.HACKNEY} | facts)))
    assert (found_role.role, found_role.worker_id) == (role, None)
    assert found_role.support in {"immediate", "ongoing"}
    assert found_role.reasons


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_route_06_a_worker_who_left_is_explained(ids: Any) -> None:
    facts = CaseFacts(
        domestic_abuse_level=None,
        is_epr=False,
        is_witness=False,
        is_victim=True,
        borough=None,
        returning_worker_id=ids.worker,
    )
    assert "ROUTE-06" in {reason.rule for reason in allocate(facts=facts, caseloads=()).reasons}


def test_need_01_scores_are_0_to_5_by_key_or_choice() -> None:
    plain: Any = {"finance_benefits": 4, "drugs_alcohol": None}
    first = assess(plain)
    last = assess(scores={NeedCategory.FINANCE_BENEFITS: 1})
    assert distance_travelled(first, last).total == distance_travelled(first=first, last=last).total == 3
    wrongs: tuple[Any, ...] = ({"dentistry": 1}, {"finance_benefits": 6}, {"finance_benefits": -1})
    for wrong in wrongs:
        with pytest.raises(Invalid):
            assess(wrong)


def test_age_bands_boroughs_and_ethnicities() -> None:
    assert [AgeBand.of(age) for age in (17, 18, 24, 25, 64, 65, 110, None)] == [
        *("17_and_under", "18_24", "18_24", "25_34", "55_64", "65_plus", "65_plus", "not_given")
    ]
    assert (Borough("tower_hamlets").label, Borough("tower_hamlets").gss) == ("Tower Hamlets", "E09000030")
    assert sum(borough.gss is not None for borough in Borough) == 33
    assert len(Ethnicity) == 19 + 3
    with pytest.raises(Invalid):
        AgeBand.of(-1)


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_may_needs_a_role_and_an_organisation_that_may_see_the_subject(ids: Any) -> None:
    bob, stranger = (an_actor(Role.PARTNER_WORKER, organisation) for organisation in (ids.partner, ids.stranger))
    offer = an_offer(ids=ids, status="sent")
    assert may(bob, Permission.OFFER_READ, offer) == Decision(allowed=True, reasons=())
    assert may(actor=bob, permission=Permission.OFFER_READ).allowed
    assert not may(stranger, Permission.OFFER_READ, subject=offer).allowed
    assert len(may(stranger, Permission.ACCOUNT_ADMIN, offer).reasons) == 2


def test_a_role_that_does_not_exist_may_nothing() -> None:
    boss: Any = "boss"
    assert not may(an_actor(boss, "lead-1"), Permission.OWN_SESSION).allowed


def test_the_clock_may_nothing_but_expire() -> None:
    assert not any(may(an_actor(Role.CLOCK, "system-1"), permission).allowed for permission in Permission)
