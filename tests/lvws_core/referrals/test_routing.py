from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.referrals import Capacity, Match, Need, Service, match
from lvws_core.referrals.services import NEVER_EXCLUDES
from lvws_core.risk.dash import Band
from lvws_core.times import london_day
from lvws_core.vocabulary import Borough, ByAndFor, CapacityState, CrimeCategory, GenderRule, Language, NeedCategory
from tests.lvws_core.builders.referrals import DAY, MONDAY, a_need, a_service

TODAY = date(2026, 11, 16)
C, N = CapacityState, NeedCategory


def the_match(need: Need, service: Service, policy: Policy = Policy()) -> Match:
    (found,) = match(need, [service], TODAY, policy)
    return found


def failing(found: Match) -> list[str]:
    return [reason.code for reason in found.reasons[: len(found.would_be_eligible_if)]]


def capacity(state: CapacityState, **changes: object) -> dict[str, Capacity]:
    return {"capacity": Capacity(**({"state": state, "said_at": MONDAY} | changes))}


FAILURES = [
    ({"age": 17}, {"age_min": 18}, "age_below_minimum", "the person was 18 or older"),
    ({"age": 26}, {"age_max": 25}, "age_above_maximum", "the person was 25 or younger"),
    ({"age": None}, {"age_min": 18}, "age_unknown", "the age was known"),
    ({"age": None}, {"age_max": 25}, "age_unknown", "the age was known"),
    ({}, {"boroughs": {Borough.NEWHAM, Borough.BARNET}}, "outside_boroughs", "the person lived in Barnet, Newham"),
    ({"borough": None}, {"boroughs": {Borough.NEWHAM}}, "borough_unknown", "the borough was known"),
    ({"borough": Borough.UNKNOWN}, {"boroughs": {Borough.NEWHAM}}, "borough_unknown", "the borough was known"),
    (
        {"risk": Band.HIGH},
        {"risk_levels": {Band.STANDARD, Band.MEDIUM}},
        "risk_not_accepted",
        "the risk was standard or medium",
    ),
    ({}, {"paused_until": TODAY}, "service_paused", "the day was after 16 November 2026"),
    ({}, {"need_categories": {N.DRUGS_ALCOHOL}}, "need_not_covered", "one of the needs was Drugs and alcohol"),
    ({}, {"crimes": {CrimeCategory.RAPE}}, "crime_unknown", "the crime was recorded"),
    ({"crime": CrimeCategory.ARSON}, {"crimes": {CrimeCategory.RAPE}}, "crime_not_covered", "the crime was Rape"),
    (
        {"gender": "male"},
        {"gender_rule": GenderRule.WOMEN_AND_GIRLS},
        "gender_not_served",
        "it was open beyond Women and girls",
    ),
    ({"gender": "female"}, {"gender_rule": GenderRule.MEN}, "gender_not_served", "it was open beyond Men"),
    ({}, {"gender_rule": GenderRule.MEN}, "group_not_stated", "the person says that such a service suits them"),
    (
        {"gender": "male"},
        {"gender_rule": GenderRule.LGBT},
        "group_not_stated",
        "the person says that such a service suits them",
    ),
    ({}, {"agreement_live": False}, "agreement_not_live", "an information sharing agreement was live"),
    ({}, {"valid_from": TODAY + DAY}, "not_yet_offered", "the day was 2026-11-17 or later"),
    ({}, {"valid_to": TODAY - DAY}, "no_longer_offered", "it still ran"),
    ({}, capacity(C.CLOSED), "capacity_closed", "it opened to referrals again"),
    ({"risk": Band.HIGH}, capacity(C.WAITLIST), "high_risk_never_waits", "it had a place at once"),
    (
        {"domestic_abuse": True},
        {"exclusions": {"domestic_abuse"}},
        "excluded_domestic_abuse",
        "it did not exclude domestic abuse",
    ),
    (
        {"circumstances": {"arson_conviction"}},
        {"exclusions": {"arson_conviction"}},
        "excluded_arson_conviction",
        "it did not exclude arson conviction",
    ),
]
FITTING = [
    ({"age": 18}, {"age_min": 18, "age_max": 18}),
    ({"age": None}, {}),
    ({}, {"boroughs": {Borough.HACKNEY}}),
    ({"borough": None}, {}),
    ({}, {"risk_levels": {Band.STANDARD}}),
    ({"categories": {N.DRUGS_ALCOHOL, N.FINANCE_BENEFITS}}, {"need_categories": {N.DRUGS_ALCOHOL}}),
    ({"crime": CrimeCategory.RAPE}, {"crimes": {CrimeCategory.RAPE}}),
    ({"gender": "female"}, {"gender_rule": GenderRule.WOMEN_AND_GIRLS}),
    ({"gender": "men"}, {"gender_rule": GenderRule.MEN}),
    ({"wants_by_and_for": {ByAndFor.LGBT}}, {"gender_rule": GenderRule.LGBT}),
    ({}, {"valid_from": TODAY, "valid_to": TODAY}),
    ({}, capacity(C.WAITLIST)),
    ({"risk": Band.HIGH}, capacity(C.LIMITED)),
    ({"circumstances": {"pregnant"}}, {"exclusions": {"arson_conviction"}}),
]


def frozen(changes: dict[str, object]) -> dict[str, object]:
    return {name: frozenset(value) if isinstance(value, set) else value for name, value in changes.items()}


@pytest.mark.parametrize(("need", "service", "code", "if_only"), FAILURES)
def test_route_01_each_failure_has_a_code_and_a_counterfactual_of_its_own(
    need: dict[str, object], service: dict[str, object], code: str, if_only: str
) -> None:
    found = the_match(a_need(**frozen(need)), a_service(**frozen(service)))
    assert (found.eligible, found.score, failing(found)) == (False, 0, [code])
    assert found.would_be_eligible_if == (f"It would be eligible if {if_only}.",)


@pytest.mark.parametrize(("need", "service"), FITTING)
def test_route_01_bounds_are_inclusive_and_empty_sets_set_no_limit(need: dict, service: dict) -> None:
    found = the_match(a_need(**frozen(need)), a_service(**frozen(service)))
    assert (found.eligible, found.would_be_eligible_if) == (True, ())


def test_route_01_all_failures_are_listed() -> None:
    service = a_service(agreement_live=False, age_min=40, boroughs=frozenset({Borough.NEWHAM}), **capacity(C.CLOSED))
    assert failing(the_match(a_need(), service)) == [
        "age_below_minimum",
        "outside_boroughs",
        "agreement_not_live",
        "capacity_closed",
    ]


def reasons(found: Match) -> set[str]:
    return {reason.code for reason in found.reasons}


def test_route_02_the_score_adds_up_what_fits() -> None:
    need = a_need(
        categories=frozenset({N.SHELTER_ACCOMMODATION, N.FINANCE_BENEFITS}),
        languages=frozenset({Language.TIGRINYA}),
        wants_by_and_for=frozenset({ByAndFor.DEAF_DISABLED}),
        known_to=frozenset({a_service().id}),
    )
    perfect = a_service(by_and_for=need.wants_by_and_for, languages=need.languages)
    assert the_match(need, perfect).score == 100
    assert {"by_and_for", "language", "continuity", "needs_covered", "capacity_open"} <= reasons(
        the_match(need, perfect)
    )
    half = a_service(need_categories=frozenset({N.FINANCE_BENEFITS}))
    assert the_match(need, half).score == 20 + 10 + 15
    assert the_match(need, half, Policy(need_points=80)).score == 40 + 10 + 15


def test_a_need_without_categories_earns_no_points_for_them() -> None:
    assert the_match(a_need(categories=frozenset()), a_service()).score == 15


def test_top_16_by_and_for_counts_only_when_the_person_wants_it() -> None:
    service = a_service(by_and_for=frozenset({ByAndFor.LGBT}))
    assert the_match(a_need(), service).score == the_match(a_need(), a_service()).score
    assert "by_and_for" not in reasons(the_match(a_need(), service))
    wanted = a_need(wants_by_and_for=frozenset({ByAndFor.LGBT}))
    assert the_match(wanted, service).score == the_match(wanted, a_service()).score + 20


def test_top_15_what_a_person_says_of_themselves_never_closes_a_universal_service() -> None:
    for gender in (None, "female", "male", "lgbt", "non_binary"):
        assert the_match(a_need(gender=gender), a_service()).eligible


@pytest.mark.parametrize("key", sorted(NEVER_EXCLUDES))
def test_route_13_four_circumstances_never_exclude_from_a_universal_service(key: str) -> None:
    need, excluding = a_need(circumstances=frozenset({key})), {"exclusions": frozenset({key})}
    universal = the_match(need, a_service(**excluding))
    assert universal.eligible
    assert "exclusion_not_applied" in reasons(universal)
    special = a_service(gender_rule=GenderRule.WOMEN_AND_GIRLS, **excluding)
    assert f"excluded_{key}" in failing(the_match(need, special))
    assert "exclusion_not_applied" not in reasons(the_match(need, special))
    assert failing(the_match(need, a_service(by_and_for=frozenset({ByAndFor.JEWISH}), **excluding))) == [
        f"excluded_{key}"
    ]


def test_route_11_capacity_ranks_and_unknown_stays_eligible_below_limited() -> None:
    services = [
        a_service(1, **capacity(C.CLOSED)),
        a_service(2, **capacity(C.WAITLIST)),
        a_service(3, **capacity(C.UNKNOWN)),
        a_service(4, **capacity(C.LIMITED)),
        a_service(5, **capacity(C.OPEN)),
    ]
    found = match(a_need(), services, TODAY)
    assert [each.service.id.int for each in found] == [5, 4, 3, 2, 1]
    assert [each.eligible for each in found] == [True, True, True, True, False]
    assert [reason.code for each in found for reason in each.reasons if reason.rule == "ROUTE-11"] == [
        "capacity_open",
        "capacity_limited",
        "capacity_unknown",
        "capacity_waitlist",
        "capacity_closed",
    ]


def test_route_11_the_number_of_places_is_shown_and_none_earn_nothing() -> None:
    told = the_match(a_need(), a_service(**capacity(C.OPEN, places=2)))
    assert "It is open to referrals, 2 places." in [reason.text for reason in told.reasons]
    assert the_match(a_need(), a_service(**capacity(C.OPEN, places=0))).score == 40


@pytest.mark.parametrize(
    ("said_at", "state"),
    [
        (MONDAY - 14 * DAY, C.CLOSED),
        (MONDAY - 15 * DAY, C.UNKNOWN),
        (MONDAY + DAY, C.CLOSED),
        (None, C.UNKNOWN),
        (datetime.fromisoformat("2026-11-01T23:59:00+00:00"), C.UNKNOWN),
    ],
)
def test_stale_capacity_is_unknown(said_at: datetime | None, state: CapacityState) -> None:
    assert Capacity(state=C.CLOSED, said_at=said_at).state_on(TODAY) == state


def test_the_age_of_a_capacity_is_the_policys_and_counted_in_london_days() -> None:
    said = Capacity(state=C.OPEN, said_at=datetime.fromisoformat("2026-07-01T23:30:00+00:00"))
    assert said.state_on(date(2026, 7, 3), Policy(capacity_stale_days=1)) == C.OPEN
    assert said.state_on(date(2026, 7, 4), Policy(capacity_stale_days=1)) == C.UNKNOWN


@given(st.integers(0, 400 * 24 * 60), st.integers(0, 70), st.integers(1, 60))
def test_route_11_a_word_about_capacity_counts_for_so_many_london_days(minutes: int, later: int, days: int) -> None:
    said_at = MONDAY + timedelta(minutes=minutes)
    on = said_at.date() + timedelta(days=later)
    counts = (on - london_day(said_at)).days <= days
    state = Capacity(state=C.OPEN, said_at=said_at).state_on(on, Policy(capacity_stale_days=days))
    assert state == (C.OPEN if counts else C.UNKNOWN)


def test_on_the_first_day_of_the_calendar_no_word_about_capacity_is_too_old() -> None:
    assert Capacity(state=C.OPEN, said_at=MONDAY).state_on(date.min) == C.OPEN


def test_a_state_of_capacity_given_as_its_key_counts_as_the_state() -> None:
    given_key: Any = "open"
    assert Capacity(state=given_key, said_at=MONDAY).state_on(TODAY) is C.OPEN


def test_places_of_long_ago_are_not_shown() -> None:
    stale = a_service(**capacity(C.OPEN, places=2, said_at=MONDAY - 20 * DAY))
    assert "Its capacity is not known." in [reason.text for reason in the_match(a_need(), stale).reasons]


def test_route_03_and_05_what_to_bear_in_mind_is_said() -> None:
    high = the_match(a_need(domestic_abuse=True, risk=Band.HIGH), a_service())
    assert "idva_first" in reasons(high)
    assert "idva_first" not in reasons(the_match(a_need(domestic_abuse=True), a_service()))
    assert "under_18" in reasons(the_match(a_need(age=17), a_service()))
    assert "under_18" not in reasons(the_match(a_need(age=18), a_service()))


def test_route_08_no_restorative_justice_while_domestic_abuse_is_live() -> None:
    found = the_match(a_need(domestic_abuse=True), a_service(exclusions=frozenset({"domestic_abuse"})))
    assert [reason.rule for reason in found.reasons if reason.code == "excluded_domestic_abuse"] == ["ROUTE-08"]


@pytest.mark.parametrize("changes", [{"age": -1}, {"age": 126}, {"categories": frozenset({"a_car"})}])
def test_a_need_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        a_need(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"age_min": 18, "age_max": 17},
        {"valid_from": TODAY, "valid_to": TODAY - DAY},
        {"need_categories": frozenset({"a_car"})},
    ],
)
def test_a_service_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        a_service(**changes)


@pytest.mark.parametrize("changes", [{"places": -1}, {"said_at": datetime(2026, 11, 16)}])  # noqa: DTZ001
def test_a_capacity_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Capacity(**({"state": C.OPEN, "said_at": MONDAY} | changes))


def some(choices: type) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(choices), max_size=3)


services = st.builds(
    a_service,
    st.integers(1, 99),
    agreement_live=st.booleans(),
    age_min=st.sampled_from([None, 16, 18]),
    boroughs=some(Borough),
    need_categories=some(N),
    risk_levels=some(Band),
    by_and_for=some(ByAndFor),
    capacity=st.builds(
        Capacity,
        state=st.sampled_from(C),
        places=st.sampled_from([None, 0, 3]),
        said_at=st.sampled_from([None, MONDAY, MONDAY - timedelta(days=30)]),
    ),
)
needs = st.builds(
    a_need,
    age=st.none() | st.integers(14, 90),
    borough=st.none() | st.sampled_from(Borough),
    categories=some(N),
    risk=st.sampled_from(Band),
    wants_by_and_for=some(ByAndFor),
    domestic_abuse=st.booleans(),
)


@given(needs, st.lists(services, max_size=6, unique_by=lambda service: service.id), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(need: Need, offered: list[Service], random: Random) -> None:
    found = match(need, offered, TODAY)
    random.shuffle(offered)
    assert match(need, offered, TODAY) == found


@given(needs, st.lists(services, max_size=6, unique_by=lambda service: service.id))
def test_every_service_is_answered_the_eligible_first_and_each_refusal_explained(
    need: Need, offered: list[Service]
) -> None:
    found = match(need, offered, TODAY)
    assert {each.service.id for each in found} == {service.id for service in offered}
    places = [(not each.eligible, -each.score) for each in found]
    assert places == sorted(places)
    for each in found:
        codes = failing(each)
        assert each.eligible == (not codes)
        assert len(codes) == len(set(codes))
        assert 0 <= each.score <= 100


@given(needs, services)
def test_top_16_wanting_a_by_and_for_service_never_closes_one(need: Need, service: Service) -> None:
    indifferent = the_match(
        Need(**{name: getattr(need, name) for name in ("categories", "age", "borough", "risk")}), service
    )
    wanting = the_match(
        Need(
            categories=need.categories,
            age=need.age,
            borough=need.borough,
            risk=need.risk,
            wants_by_and_for=need.wants_by_and_for,
        ),
        service,
    )
    assert (wanting.eligible, wanting.score >= indifferent.score) == (indifferent.eligible, True)


def test_route_01_the_last_day_of_a_pause_is_inclusive_and_the_day_after_it_takes_referrals() -> None:
    service = a_service(paused_until=TODAY - DAY)
    assert the_match(a_need(), service).eligible
    assert service.is_paused(TODAY - DAY)
    assert not service.is_paused(TODAY)
