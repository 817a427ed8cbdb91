import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.capacity import CapacityBasis, ConsentFacts, GivenBy, can_consent
from lvws_core.errors import Invalid

COMPETENT = {"gillick": True, "gillick_reasoning": "Explained it back in her own words"}


def codes(**facts: object) -> list[str]:
    return [reason.code for reason in can_consent(ConsentFacts(**({"age": 34} | facts))).reasons]


def test_cons_40_capacity_is_presumed_from_18() -> None:
    found = can_consent(ConsentFacts(age=18))
    assert (found.able, found.basis) == (True, CapacityBasis.PRESUMED)


@pytest.mark.parametrize(("age", "expected"), [(15, ["gillick_not_judged"]), (16, ["lacks_capacity"])])
def test_cons_41_lack_of_capacity_counts_from_16(age: int, expected: list[str]) -> None:
    assert codes(age=age, lacks_capacity=True) == expected


@pytest.mark.parametrize("age", [16, 17])
def test_cons_42_at_16_and_17_ability_is_presumed(age: int) -> None:
    assert can_consent(ConsentFacts(age=age)).basis == CapacityBasis.PRESUMED_16_17


def test_cons_43_under_16_the_judgement_decides() -> None:
    assert codes(age=15) == ["gillick_not_judged"]
    assert codes(age=15, gillick=False, gillick_reasoning="Did not follow") == ["not_gillick_competent"]
    assert can_consent(ConsentFacts(age=15, **COMPETENT)).basis == CapacityBasis.GILLICK


@pytest.mark.parametrize("judged", [True, False])
def test_cons_43_a_judgement_needs_its_reasoning(*, judged: bool) -> None:
    with pytest.raises(Invalid, match="gillick_reasoning: required"):
        ConsentFacts(age=15, gillick=judged, gillick_reasoning=" ")


def test_cons_44_who_is_pressed_or_does_not_know_does_not_consent() -> None:
    assert codes(free=False, informed=False) == ["not_informed", "not_free"]


def test_cons_43_at_16_the_judgement_counts_no_more() -> None:
    assert codes(age=16, gillick=False, gillick_reasoning="Did not follow") == ["presumed_16_17"]


def test_each_footing_has_its_code() -> None:
    assert [codes(age=15, **COMPETENT), codes(age=17), codes(age=18)] == [
        ["gillick_competent"],
        ["presumed_16_17"],
        ["presumed"],
    ]


@pytest.mark.parametrize("giver", sorted(set(GivenBy) - {GivenBy.PERSON}))
def test_cons_45_nobody_else_consents(giver: GivenBy) -> None:
    assert codes(given_by=giver) == ["not_the_person"]


def test_every_cause_is_told() -> None:
    facts = {"age": 15, "given_by": GivenBy.CARER, "free": False, "informed": False}
    assert codes(**facts) == ["not_the_person", "gillick_not_judged", "not_informed", "not_free"]


@pytest.mark.parametrize("age", [-1, 126])
def test_an_age_that_nobody_has_is_refused(age: int) -> None:
    with pytest.raises(Invalid, match="age: out_of_range"):
        ConsentFacts(age=age)


@pytest.mark.parametrize(
    ("facts", "rule", "text"),
    [
        ({"age": 34}, "CONS-40", "Capacity is presumed."),
        ({"age": 17}, "CONS-42", "At 16 and 17 ability to consent is presumed; duties towards children apply as well."),
        (
            {"age": 15, **COMPETENT},
            "CONS-43",
            "Under 16, and judged to understand enough; a parent is involved only if that is safe.",
        ),
        ({"age": 15}, "CONS-43", "Under 16: it is judged first whether they understand enough."),
        (
            {"age": 15, "gillick": False, "gillick_reasoning": "No"},
            "CONS-43",
            "Under 16, and judged not to understand enough of it.",
        ),
        (
            {"age": 34, "lacks_capacity": True},
            "CONS-41",
            "The person lacks capacity for this decision now; best interests decide. Ask again: it may change.",
        ),
        ({"age": 34, "informed": False}, "CONS-44", "The person does not know what they would agree to."),
        ({"age": 34, "free": False}, "CONS-44", "There were signs of pressure."),
        ({"age": 34, "given_by": GivenBy.NEXT_OF_KIN}, "CONS-45", "The next of kin cannot consent for the person."),
    ],
)
def test_the_words_of_each_reason_are_as_reviewed(facts: dict[str, object], rule: str, text: str) -> None:
    (reason,) = can_consent(ConsentFacts(**facts)).reasons
    assert (reason.rule, reason.text) == (rule, text)


@given(st.integers(0, 125), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(GivenBy))
def test_a_footing_is_given_exactly_when_able(
    age: int,
    lacks: bool,
    informed: bool,
    free: bool,
    giver: GivenBy,
) -> None:
    found = can_consent(ConsentFacts(age=age, lacks_capacity=lacks, informed=informed, free=free, given_by=giver))
    assert found.able == (found.basis is not None)
    assert found.able or (age < 16 or lacks or not informed or not free or giver != GivenBy.PERSON)


FOOTINGS = (
    ({"age": 15, **COMPETENT}, CapacityBasis.GILLICK, "gillick_competent", "CONS-43", "Under 16, and judged"),
    ({"age": 15, "assessed": True, **COMPETENT}, CapacityBasis.GILLICK, "gillick_competent", "CONS-43", "Under 16"),
    ({"age": 16, "assessed": True}, CapacityBasis.ASSESSED, "assessed", "CONS-41", "It was in doubt, and assessed"),
    ({"age": 17}, CapacityBasis.PRESUMED_16_17, "presumed_16_17", "CONS-42", "At 16 and 17 ability"),
    ({"age": 18}, CapacityBasis.PRESUMED, "presumed", "CONS-40", "Capacity is presumed."),
)


@pytest.mark.parametrize(("facts", "basis", "code", "rule", "words"), FOOTINGS)
def test_cons_40_to_43_the_footing_is_told_with_its_rule(
    facts: dict[str, object], basis: CapacityBasis, code: str, rule: str, words: str
) -> None:
    found = can_consent(ConsentFacts(**facts))
    (reason,) = found.reasons
    assert (found.able, found.basis, reason.code, reason.rule) == (True, basis, code, rule)
    assert reason.text.startswith(words)


def test_cons_41_capacity_is_not_both_found_and_lacking() -> None:
    with pytest.raises(Invalid, match="lacks_capacity: contradicts_assessed"):
        ConsentFacts(age=34, assessed=True, lacks_capacity=True)
