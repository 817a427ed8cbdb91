"""Risk and priority, called as design 5.4 writes them."""

from datetime import date
from typing import Any

import pytest

from lvws_core.errors import Invalid
from lvws_core.reasons import Reason
from lvws_core.risk.dash import QUESTIONS, Answer, Band, Question, Score, score
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, Route, decide_marac
from lvws_core.risk.priority import EnhancedCategory, SeriousCrime, VictimFacts, enhanced_priority, enhanced_rights
from lvws_core.vocabulary import CrimeCategory
from tests.lvws_core.contract.outside import answers

WRITTEN = "She says that he will kill her when he comes out on Friday."


def decided(**facts: Any) -> MaracDecision:
    return decide_marac(Circumstances(**({"victim_age": 34} | facts)))


def test_the_questions_are_24_in_order() -> None:
    assert isinstance(QUESTIONS, tuple)
    assert [question.number for question in QUESTIONS] == list(range(1, 25))
    assert all(isinstance(question, Question) and question.summary for question in QUESTIONS)
    assert QUESTIONS[14].key == "strangulation_or_suffocation"
    assert {q.number for q in QUESTIONS if q.critical is True} == {5, 6, 8, 12, 14, 15, 16, 17}


def test_risk_10_answers_count_alike_as_text_and_as_choice() -> None:
    as_text = answers(3, no=4)
    as_choice = {key: Answer(value) for key, value in as_text.items()}
    assert score(as_text) == score(answers=as_choice)
    assert isinstance(score(as_choice), Score)


@pytest.mark.parametrize(
    ("yes", "band"),
    [(0, "standard"), (9, "standard"), (10, "medium"), (13, "medium"), (14, "high"), (24, "high")],
)
def test_risk_13_the_bands_begin_at_10_and_14(yes: int, band: str) -> None:
    found = score(answers(yes, no=24 - yes))
    assert (found.yes_count, found.unknown_count, found.count_max, found.band) == (yes, 0, yes, band)


def test_risk_11_dont_know_and_silence_are_unknown() -> None:
    found = score(answers(3) | {"perp_police_history": Answer.DONT_KNOW})
    assert (found.yes_count, found.unknown_count, found.count_max) == (3, 21, 24)


@pytest.mark.parametrize(("yes", "no", "possible"), [(13, 10, True), (13, 11, False), (14, 0, False), (0, 0, True)])
def test_risk_12_possible_high_risk_needs_unknown_answers_that_could_reach_14(
    yes: int, no: int, possible: bool
) -> None:
    assert score(answers(yes, no)).possible_visible_high_risk is possible


def test_risk_18_the_critical_keys_are_a_tuple_of_those_answered_yes() -> None:
    both = {"separated_past_year": "yes", "control_or_jealousy": "yes"}
    assert score({"strangulation_or_suffocation": "yes", "isolated": "yes"}).critical == (
        "strangulation_or_suffocation",
    )
    assert score({"separated_past_year": "yes"}).critical == ()
    assert set(score(both).critical) == both.keys()


@pytest.mark.parametrize("wrong", [{"no_such_question": "yes"}, {"isolated": "perhaps"}, {"isolated": "YES"}])
def test_a_question_or_answer_that_does_not_exist_is_invalid(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        score(wrong)


def test_risk_20_the_count_is_told_with_the_rule() -> None:
    decision = decided(score=score(answers(15)))
    assert (decision.refer, Criterion.VISIBLE_HIGH_RISK in decision.criteria) == (True, True)
    told = next(reason for reason in decision.reasons if reason.code == "visible_high_risk")
    assert isinstance(decision.reasons, tuple)
    assert isinstance(told, Reason)
    assert told.rule == "RISK-20"
    assert "15 of 24" in told.text


def test_top_01_thirteen_alone_is_not_enough_and_blocks_nothing() -> None:
    thirteen = score(answers(13, no=11))
    assert not decided(score=thirteen).refer
    assert decided(score=thirteen, police_incidents=3).criteria == ("potential_escalation",)


@pytest.mark.parametrize(("incidents", "refer"), [(0, False), (2, False), (3, True), (9, True)])
def test_potential_escalation_begins_at_three_police_incidents(incidents: int, refer: bool) -> None:
    assert decided(police_incidents=incidents).refer is refer


def test_top_03_judgement_alone_is_enough() -> None:
    decision = decided(judgement=WRITTEN)
    assert (decision.refer, tuple(decision.criteria)) == (True, (Criterion.PROFESSIONAL_JUDGEMENT,))


def test_judgement_needs_30_characters() -> None:
    thirty = "Fears that he finds her again."
    assert len(thirty) == 30
    assert decided(judgement=thirty).refer
    with pytest.raises(Invalid) as refused:
        decided(judgement=thirty[:-1])
    assert refused.value.field == "judgement"


@pytest.mark.parametrize("padding", ["", " " * 60, "Too short." + " " * 40, "Too short." + "\n" * 40, "." * 60])
def test_judgement_is_not_made_longer_by_padding(padding: str) -> None:
    with pytest.raises(Invalid):
        decided(judgement=padding)


@pytest.mark.parametrize("anchor", ["last_referral_on", "last_heard_on"])
@pytest.mark.parametrize(
    ("marac", "incident", "repeat"),
    [
        (date(2025, 3, 10), date(2026, 3, 10), True),
        (date(2025, 3, 10), date(2026, 3, 11), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2025, 3, 1), False),
    ],
)
def test_mar_30_a_repeat_counts_up_to_and_including_the_anniversary(
    anchor: str, marac: date, incident: date, repeat: bool
) -> None:
    decision = decided(**{anchor: marac}, incident_on=incident)
    assert (decision.repeat, decision.refer) == (repeat, repeat)
    assert (Criterion.MARAC_REPEAT in decision.criteria) is repeat


def test_mar_34_a_different_perpetrator_is_no_repeat() -> None:
    days = {"last_referral_on": date(2026, 1, 5), "incident_on": date(2026, 2, 5)}
    assert not decided(**days, same_perpetrator=False).repeat


def test_risk_44_a_harmer_under_16_means_childrens_social_care_and_no_marac() -> None:
    decision = decided(perpetrator_age=15, score=score(answers(20)))
    assert not decision.refer
    assert Route.CHILDRENS_SOCIAL_CARE in decision.routes
    assert Route.MARAC not in decision.routes
    assert decided(perpetrator_age=16, score=score(answers(20))).refer


@pytest.mark.parametrize(
    ("age", "routes"),
    [
        (12, {"childrens_social_care"}),
        (15, {"childrens_social_care"}),
        (16, {"marac", "childrens_social_care"}),
        (17, {"marac", "childrens_social_care"}),
        (18, {"marac"}),
    ],
)
def test_risk_40_to_43_the_age_of_the_victim_picks_the_routes(age: int, routes: set[str]) -> None:
    decision = decided(victim_age=age, score=score(answers(20)))
    assert set(decision.routes) == routes
    assert decision.refer is ("marac" in routes)


def test_code_10_the_categories_are_a_tuple_and_several_hold_at_once() -> None:
    facts = VictimFacts(serious_crimes=frozenset({SeriousCrime.DOMESTIC_ABUSE}), age_at_offence=17, intimidated=True)
    found = enhanced_rights(facts)
    assert found.categories == ("most_serious_crime", "vulnerable", "intimidated")
    assert {reason.rule for reason in found.reasons} == {"CODE-10"}


@pytest.mark.parametrize(
    ("facts", "category"),
    [
        ({"crime": CrimeCategory.RAPE}, EnhancedCategory.MOST_SERIOUS_CRIME),
        ({"persistently_targeted": True}, EnhancedCategory.PERSISTENTLY_TARGETED),
        ({"mental_disorder": True}, EnhancedCategory.VULNERABLE),
        ({"impaired_functioning": True}, EnhancedCategory.VULNERABLE),
        ({"physical_disability": True}, EnhancedCategory.VULNERABLE),
        ({"intimidated": True}, EnhancedCategory.INTIMIDATED),
    ],
)
def test_each_fact_gives_its_category(facts: dict[str, Any], category: EnhancedCategory) -> None:
    assert enhanced_rights(VictimFacts(**facts)).categories == (category,)
    assert enhanced_priority(VictimFacts(**facts)).is_epr


def test_code_40_a_repeat_victim_is_a_priority_and_the_sources_flag_is_kept_unchanged() -> None:
    repeat, none = VictimFacts(repeat_victim=True, source_flag=False), VictimFacts(source_flag=True)
    assert (enhanced_priority(repeat).is_epr, enhanced_priority(repeat).source_flag) == (True, False)
    assert (enhanced_priority(none).is_epr, enhanced_priority(none).source_flag) == (False, True)
    assert enhanced_rights(VictimFacts()).categories == enhanced_rights(VictimFacts()).reasons == ()


def test_serious_crimes_may_be_plain_keys_but_none_is_ignored() -> None:
    plain: Any = {"serious_crimes": frozenset({"terrorism"}), "crime": "rape"}
    assert enhanced_rights(VictimFacts(**plain)).categories == ("most_serious_crime",)
    for wrong in ({"serious_crimes": frozenset({"jaywalking"})}, {"crime": "jaywalking"}):
        with pytest.raises(Invalid) as refused:
            VictimFacts(**wrong)
        assert refused.value.field in wrong


def test_values_are_compared_by_value() -> None:
    assert score({}) == score({})
    assert score({}).band is Band.STANDARD
