from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.risk.priority import (
    EnhancedCategory,
    PriorityOverride,
    SeriousCrime,
    VictimFacts,
    enhanced_priority,
    enhanced_rights,
)
from lvws_core.vocabulary import CrimeCategory

SERIOUS = {CrimeCategory.HOMICIDE, CrimeCategory.RAPE, CrimeCategory.OTHER_SEXUAL_OFFENCES}
FLAGS = (
    *("persistently_targeted", "repeat_victim", "mental_disorder"),
    *("impaired_functioning", "physical_disability", "intimidated"),
)

facts = st.builds(
    VictimFacts,
    crime=st.none() | st.sampled_from(CrimeCategory),
    serious_crimes=st.frozensets(st.sampled_from(SeriousCrime)),
    age_at_offence=st.none() | st.integers(0, 100),
    **dict.fromkeys(FLAGS, st.booleans()),
)


def codes(found: Any) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize("crime", SeriousCrime)
def test_code_10_each_most_serious_crime_is_enough(crime: SeriousCrime) -> None:
    rights = enhanced_rights(VictimFacts(serious_crimes=frozenset({crime})))
    assert (rights.categories, codes(rights)) == ((EnhancedCategory.MOST_SERIOUS_CRIME,), [crime.value])


@pytest.mark.parametrize("crime", CrimeCategory)
def test_a_crime_category_counts_only_where_it_says_enough(crime: CrimeCategory) -> None:
    assert bool(enhanced_rights(VictimFacts(crime=crime)).categories) is (crime in SERIOUS)


def test_a_crime_known_twice_is_told_once() -> None:
    both = VictimFacts(crime=CrimeCategory.RAPE, serious_crimes=frozenset({SeriousCrime.SEXUAL_OFFENCE}))
    assert codes(enhanced_rights(both)) == ["sexual_offence"]


@pytest.mark.parametrize(("age", "vulnerable"), [(0, True), (17, True), (18, False), (None, False)])
def test_code_10_under_18_at_the_offence_is_vulnerable(age: int | None, vulnerable: bool) -> None:
    rights = enhanced_rights(VictimFacts(age_at_offence=age))
    assert (EnhancedCategory.VULNERABLE in rights.categories) is vulnerable


@pytest.mark.parametrize(
    ("flag", "category"),
    [
        ("persistently_targeted", EnhancedCategory.PERSISTENTLY_TARGETED),
        ("mental_disorder", EnhancedCategory.VULNERABLE),
        ("impaired_functioning", EnhancedCategory.VULNERABLE),
        ("physical_disability", EnhancedCategory.VULNERABLE),
        ("intimidated", EnhancedCategory.INTIMIDATED),
    ],
)
def test_code_10_each_fact_gives_its_category(flag: str, category: EnhancedCategory) -> None:
    rights = enhanced_rights(VictimFacts(**{flag: True}))
    assert (rights.categories, codes(rights)) == ((category,), [flag])


def test_code_10_a_person_can_hold_every_category() -> None:
    rights = enhanced_rights(
        VictimFacts(
            serious_crimes=frozenset({SeriousCrime.DOMESTIC_ABUSE}),
            persistently_targeted=True,
            age_at_offence=16,
            mental_disorder=True,
            intimidated=True,
        )
    )
    assert rights.categories == tuple(EnhancedCategory)
    assert codes(rights) == ["domestic_abuse", "persistently_targeted", "under_18", "mental_disorder", "intimidated"]


def test_nothing_known_gives_neither_rights_nor_priority() -> None:
    assert enhanced_rights(VictimFacts()).categories == ()
    found = enhanced_priority(VictimFacts())
    assert (found.is_epr, found.reasons, found.source_flag) == (False, (), None)


def test_code_40_a_repeat_victim_is_priority_without_enhanced_rights() -> None:
    repeat = VictimFacts(repeat_victim=True)
    assert enhanced_rights(repeat).categories == ()
    assert codes(enhanced_priority(repeat)) == ["repeat_victim"]


@given(facts)
def test_code_40_priority_is_any_enhanced_right_or_a_repeat_victim(known: VictimFacts) -> None:
    expected = bool(enhanced_rights(known).categories) or known.repeat_victim
    assert enhanced_priority(known).is_epr is expected


@pytest.mark.parametrize("repeat_victim", [True, False])
@pytest.mark.parametrize("decided", [True, False])
def test_code_40_an_override_decides_in_either_direction(decided: bool, repeat_victim: bool) -> None:
    override = PriorityOverride(is_epr=decided, reason="The police report was about somebody else")
    found = enhanced_priority(VictimFacts(repeat_victim=repeat_victim, override=override))
    assert (found.is_epr, codes(found)) == (decided, ["repeat_victim"] * repeat_victim + ["override"])


@pytest.mark.parametrize("reason", ["", " \n"])
def test_code_40_an_override_needs_a_reason(reason: str) -> None:
    with pytest.raises(Invalid, match="override: reason_required"):
        PriorityOverride(is_epr=True, reason=reason)


@pytest.mark.parametrize(
    ("repeat_victim", "flag", "differs"),
    [
        *((True, True, False), (True, False, True), (False, True, True), (False, False, False)),
        *((True, None, False), (False, None, False)),
    ],
)
def test_code_40_the_source_flag_is_kept_and_never_counts(
    repeat_victim: bool, flag: bool | None, differs: bool
) -> None:
    found = enhanced_priority(VictimFacts(repeat_victim=repeat_victim, source_flag=flag))
    assert (found.is_epr, found.source_flag) == (repeat_victim, flag)
    assert ("source_differs" in codes(found)) is differs


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(Invalid, match="age_at_offence: negative"):
        VictimFacts(age_at_offence=-1)
