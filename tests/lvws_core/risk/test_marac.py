from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, Route, decide_marac, is_repeat
from lvws_core.risk.thresholds import MaracThreshold
from lvws_core.times import add_months
from lvws_core.vocabulary import Borough
from tests.lvws_core.builders.risk import DECIDED_ON, WRITTEN_REASON, a_score, some_circumstances

REFERRED = date(2026, 3, 10)
DAY = timedelta(days=1)
REPEAT = {"last_referral_on": REFERRED, "incident_on": date(2026, 11, 1)}

MET: list[tuple[dict[str, Any], Criterion]] = [
    ({"score": a_score(yes=14)}, Criterion.VISIBLE_HIGH_RISK),
    ({"judgement": WRITTEN_REASON}, Criterion.PROFESSIONAL_JUDGEMENT),
    ({"police_incidents": 3}, Criterion.POTENTIAL_ESCALATION),
    (REPEAT, Criterion.MARAC_REPEAT),
]

facts = st.fixed_dictionaries(
    {},
    optional={
        "victim_age": st.integers(0, 99),
        "perpetrator_age": st.none() | st.integers(0, 99),
        "score": st.none() | st.integers(0, 24).map(lambda yes: a_score(yes=yes)),
        "judgement": st.none() | st.just(WRITTEN_REASON),
        "police_incidents": st.integers(0, 9),
        "last_referral_on": st.none() | st.dates(date(2024, 1, 1), DECIDED_ON),
        "last_heard_on": st.none() | st.dates(date(2024, 1, 1), DECIDED_ON),
        "incident_on": st.none() | st.dates(date(2024, 1, 1), DECIDED_ON),
        "same_perpetrator": st.booleans(),
    },
)


def decide(policy: Policy = Policy(), **changes: Any) -> MaracDecision:
    return decide_marac(some_circumstances(**changes), policy)


def codes(decision: MaracDecision) -> list[str]:
    return [reason.code for reason in decision.reasons]


@pytest.mark.parametrize(("changes", "criterion"), MET)
def test_risk_20_any_one_criterion_is_enough(changes: dict[str, Any], criterion: Criterion) -> None:
    decision = decide(**changes)
    assert (decision.refer, decision.criteria, decision.routes) == (True, (criterion,), (Route.MARAC,))
    assert codes(decision) == [criterion.value]


def test_every_criterion_that_is_met_is_listed_with_its_reason() -> None:
    decision = decide(**{name: value for changes, _ in MET for name, value in changes.items()})
    assert decision.criteria == tuple(Criterion)
    assert codes(decision) == [criterion.value for criterion in Criterion]


def test_nothing_met_is_no_referral_and_says_what_would_be_enough() -> None:
    decision = decide(score=a_score(yes=13), police_incidents=2)
    assert (decision.refer, decision.criteria, decision.routes) == (False, (), ())
    assert codes(decision) == ["no_criterion_met"]


@given(facts)
def test_the_parts_of_a_decision_agree(changes: dict[str, Any]) -> None:
    decision = decide(**changes)
    assert decision.refer == bool(decision.criteria) == (Route.MARAC in decision.routes)
    assert decision.reasons


@given(facts, st.sampled_from([changes for changes, _ in MET]))
def test_one_fact_more_never_takes_a_referral_away(changes: dict[str, Any], more: dict[str, Any]) -> None:
    if decide(**changes).refer and not changes.keys() & more.keys():
        assert decide(**(changes | more)).refer


@given(st.integers(0, 13))
def test_top_01_a_low_count_never_blocks(yes: int) -> None:
    assert decide(score=a_score(yes=yes), judgement=WRITTEN_REASON).refer


def test_top_03_judgement_alone_is_enough_without_any_score() -> None:
    assert decide(judgement=WRITTEN_REASON).criteria == (Criterion.PROFESSIONAL_JUDGEMENT,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " " * 40,
        WRITTEN_REASON[:-1],
        WRITTEN_REASON[:-1] + " \n\t ",
        "She fears him" + " " * 30 + "very",
        "Afraid" + "." * 30,
        "x" * 40,
        "Afraid of him" + "\u200b\u200c" * 15,
    ],
)
def test_a_judgement_of_padding_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="judgement: too_short"):
        decide(judgement=text)


def test_a_judgement_of_thirty_characters_stands() -> None:
    assert len(WRITTEN_REASON) == 30
    assert decide(judgement=WRITTEN_REASON).refer


def test_a_judgement_on_three_lines_counts_its_words() -> None:
    assert decide(judgement="She fears\r\nthat he will\r\nkill her and the children").refer


def test_the_length_of_a_judgement_is_that_of_the_policy() -> None:
    assert decide(Policy(judgement_characters=5), judgement="Fears").refer


@pytest.mark.parametrize(("incidents", "refer"), [(2, False), (3, True), (4, True)])
def test_risk_20_three_police_incidents_are_potential_escalation(incidents: int, refer: bool) -> None:
    assert decide(police_incidents=incidents).refer is refer


@pytest.mark.parametrize(
    ("incident_on", "repeat"),
    [
        (REFERRED - DAY, False),
        (REFERRED, True),
        (date(2027, 3, 9), True),
        (date(2027, 3, 10), True),
        (date(2027, 3, 11), False),
        (None, False),
    ],
)
def test_mar_30_a_repeat_counts_up_to_and_including_the_anniversary(incident_on: date | None, repeat: bool) -> None:
    decision = decide(last_referral_on=REFERRED, incident_on=incident_on, on=None)
    assert decision.repeat is repeat is decision.refer


@pytest.mark.parametrize(("incident_on", "repeat"), [(date(2025, 2, 28), True), (date(2025, 3, 1), False)])
def test_mar_30_twelve_months_after_29_february_is_28_february(incident_on: date, repeat: bool) -> None:
    assert decide(last_referral_on=date(2024, 2, 29), incident_on=incident_on).repeat is repeat


@pytest.mark.parametrize(
    ("incident_on", "repeat"),
    [(date(2026, 3, 20), True), (date(2027, 4, 7), True), (date(2027, 4, 8), False)],
)
def test_mar_30_either_window_is_enough(incident_on: date, repeat: bool) -> None:
    heard = date(2026, 4, 7)
    decision = decide(last_referral_on=REFERRED, last_heard_on=heard, incident_on=incident_on, on=None)
    assert decision.repeat is repeat


def test_mar_30_the_hearing_alone_is_an_anchor() -> None:
    assert decide(last_heard_on=REFERRED, incident_on=REFERRED + DAY).repeat


def test_mar_30_the_period_is_that_of_the_policy() -> None:
    late = some_circumstances(last_referral_on=date(2025, 3, 10), incident_on=date(2026, 11, 1))
    assert not is_repeat(late)
    assert is_repeat(late, Policy(repeat_months=24))


@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)), st.integers(0, 500))
def test_mar_30_agrees_with_the_formula(referred: date, days: int) -> None:
    incident = referred + days * DAY
    expected = incident <= add_months(referred, 12)
    assert is_repeat(some_circumstances(last_referral_on=referred, incident_on=incident, on=None)) is expected


def test_mar_32_a_repeat_needs_no_count() -> None:
    assert decide(score=a_score(yes=0), **REPEAT).criteria == (Criterion.MARAC_REPEAT,)


def test_mar_34_another_perpetrator_is_no_repeat() -> None:
    decision = decide(same_perpetrator=False, **REPEAT)
    assert not decision.repeat
    assert codes(decision) == ["other_perpetrator", "no_criterion_met"]


@pytest.mark.parametrize("anchor", ["last_referral_on", "last_heard_on"])
def test_mar_33_without_the_day_of_the_abuse_it_is_asked_for(anchor: str) -> None:
    assert "incident_day_unknown" in codes(decide(**{anchor: REFERRED}))


def test_mar_31_after_the_period_it_is_a_new_referral() -> None:
    decision = decide(last_referral_on=date(2024, 1, 1), incident_on=DECIDED_ON)
    assert codes(decision) == ["outside_repeat_period", "no_criterion_met"]


def test_risk_12_a_count_that_may_reach_the_threshold_asks_for_judgement() -> None:
    assert codes(decide(score=a_score(yes=10, unknown=4)))[0] == "possible_visible_high_risk"


@pytest.mark.parametrize(("age", "code"), [(0, "victim_under_13"), (12, "victim_under_13"), (13, "victim_under_16")])
def test_risk_40_and_41_a_child_has_no_marac_and_says_why(age: int, code: str) -> None:
    decision = decide(victim_age=age, score=a_score(yes=20))
    assert codes(decision) == ["visible_high_risk", code]
    assert (decision.refer, decision.criteria) == (False, ())


@given(st.integers(0, 15), facts)
def test_top_12_under_16_is_childrens_social_care_and_no_marac(age: int, changes: dict[str, Any]) -> None:
    decision = decide(**(changes | {"victim_age": age}))
    assert (decision.refer, decision.routes) == (False, (Route.CHILDRENS_SOCIAL_CARE,))


@pytest.mark.parametrize("age", [16, 17])
def test_risk_42_at_16_and_17_it_is_both(age: int) -> None:
    decision = decide(victim_age=age, police_incidents=3)
    assert decision.routes == (Route.MARAC, Route.CHILDRENS_SOCIAL_CARE)
    assert codes(decision) == ["potential_escalation", "victim_16_or_17"]


def test_risk_42_at_17_social_care_needs_no_criterion() -> None:
    assert decide(victim_age=17).routes == (Route.CHILDRENS_SOCIAL_CARE,)


@pytest.mark.parametrize(("age", "refer"), [(15, False), (16, True), (None, True)])
def test_risk_44_a_harmer_under_16_is_a_matter_of_child_protection(age: int | None, refer: bool) -> None:
    decision = decide(perpetrator_age=age, police_incidents=3)
    assert decision.refer is refer
    assert (Route.CHILDRENS_SOCIAL_CARE in decision.routes) is not refer
    assert ("perpetrator_under_16" in codes(decision)) is not refer


def test_risk_43_at_18_it_is_marac_alone() -> None:
    assert decide(victim_age=18, police_incidents=3).routes == (Route.MARAC,)


HACKNEY = MaracThreshold(borough=Borough.HACKNEY, valid_from=date(2026, 1, 1), count=12, incidents=5)


@pytest.mark.parametrize(
    ("borough", "criterion"),
    [(Borough.HACKNEY, Criterion.VISIBLE_HIGH_RISK), (Borough.BRENT, Criterion.POTENTIAL_ESCALATION)],
)
def test_risk_20_a_panel_may_have_thresholds_of_its_own(borough: Borough, criterion: Criterion) -> None:
    policy = Policy(marac_thresholds=(HACKNEY,))
    assert decide(policy, borough=borough, score=a_score(yes=12), police_incidents=4).criteria == (criterion,)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"victim_age": -1}, "victim_age: negative"),
        ({"perpetrator_age": -1}, "perpetrator_age: negative"),
        ({"police_incidents": -1}, "police_incidents: negative"),
        ({"incident_on": DECIDED_ON + DAY}, "incident_on: after_decision"),
        ({"last_referral_on": DECIDED_ON + DAY}, "last_referral_on: after_decision"),
        ({"last_heard_on": DECIDED_ON + DAY}, "last_heard_on: after_decision"),
        ({"on": datetime(2026, 11, 20, tzinfo=UTC)}, "on: not_a_day"),
        ({"incident_on": datetime(2026, 11, 20, tzinfo=UTC)}, "incident_on: not_a_day"),
    ],
)
def test_circumstances_that_cannot_be_are_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        some_circumstances(**changes)


def test_a_hearing_before_the_last_referral_is_that_of_an_earlier_one() -> None:
    assert decide(last_heard_on=REFERRED - DAY, **REPEAT).repeat


def test_facts_of_the_day_of_decision_stand() -> None:
    assert decide(last_referral_on=DECIDED_ON, incident_on=DECIDED_ON).repeat


def test_an_age_of_nought_is_an_age() -> None:
    assert Circumstances(victim_age=30, perpetrator_age=0).perpetrator_age == 0
