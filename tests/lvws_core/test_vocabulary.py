from enum import StrEnum

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core import vocabulary
from lvws_core.errors import Invalid
from lvws_core.vocabulary import (
    AgeBand,
    Borough,
    CapacityState,
    ClosureReason,
    CrimeCategory,
    DeclineReason,
    DomesticAbuseLevel,
    EthnicGroup,
    Ethnicity,
    Labelled,
    Language,
    NeedCategory,
    PoliceForce,
    ReferralSource,
)

LISTS = [getattr(vocabulary, name) for name in vocabulary.__all__ if name != "Labelled"]


def keys(choices: type[StrEnum]) -> list[str]:
    return [choice.value for choice in choices]


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: choices.__name__)
def test_every_key_has_words_of_its_own(choices: type[Labelled]) -> None:
    labels = [choice.label for choice in choices]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: choices.__name__)
def test_every_key_survives_being_stored_and_read(choices: type[Labelled]) -> None:
    for choice in choices:
        assert msgspec.json.decode(msgspec.json.encode(choice), type=choices) is choice


def test_the_crime_categories_stand_in_the_order_of_table_2() -> None:
    assert keys(CrimeCategory) == [
        *("non_crime", "homicide", "rape", "other_sexual_offences", "other_crime", "violence_without_injury"),
        *("violence_with_injury", "arson", "fraud_forgery", "burglary_dwelling", "criminal_damage"),
        *("theft_from_person", "other_theft", "burglary_non_dwelling", "bicycle_theft"),
    ]


def test_the_age_bands_are_those_of_table_4() -> None:
    assert keys(AgeBand) == ["17_and_under", "18_24", "25_34", "35_44", "45_54", "55_64", "65_plus", "not_given"]


@pytest.mark.parametrize(
    ("age", "key"),
    [
        *((0, "17_and_under"), (17, "17_and_under"), (18, "18_24"), (24, "18_24"), (25, "25_34"), (34, "25_34")),
        *((35, "35_44"), (44, "35_44"), (45, "45_54"), (54, "45_54"), (55, "55_64"), (64, "55_64")),
        *((65, "65_plus"), (110, "65_plus"), (None, "not_given")),
    ],
)
def test_an_age_falls_into_its_band(age: int | None, key: str) -> None:
    assert AgeBand.of(age) == key


@given(st.integers(max_value=-1))
def test_a_negative_age_cannot_be(age: int) -> None:
    with pytest.raises(Invalid) as refused:
        AgeBand.of(age)
    assert (refused.value.field, refused.value.code) == ("age", "negative")


def test_there_are_33_areas_of_london_with_codes_that_run_on() -> None:
    assert [borough.gss for borough in Borough][:33] == [f"E09{n:06}" for n in range(1, 34)]
    assert {borough.value for borough in Borough if borough.gss is None} == {"outside_london", "unknown"}


def test_a_borough_has_its_key_from_its_name() -> None:
    for borough in list(Borough)[:33]:
        assert borough.value == borough.label.lower().replace(" ", "_")


@pytest.mark.parametrize(("code", "name"), [("E09000001", "City of London"), ("E09000033", "Westminster")])
def test_a_borough_is_found_by_its_official_code(code: str, name: str) -> None:
    assert Borough.of_gss(code).label == name


@pytest.mark.parametrize("code", ["", "E09000034", "e09000001", "E12000007"])
def test_a_code_that_is_no_borough_is_refused(code: str) -> None:
    with pytest.raises(Invalid, match="borough_gss: unknown_code"):
        Borough.of_gss(code)


def test_ethnicity_has_19_groups_and_3_ways_to_have_none() -> None:
    stated = [each for each in Ethnicity if each.group is not EthnicGroup.NOT_STATED]
    assert len(stated) == 19
    assert keys(Ethnicity)[19:] == ["prefer_not_to_say", "not_asked", "not_known"]


def test_eth_01_chinese_is_rolled_up_to_asian() -> None:
    assert Ethnicity.ASIAN_CHINESE.group is EthnicGroup.ASIAN


@pytest.mark.parametrize("each", list(Ethnicity)[:19])
def test_an_ethnicity_belongs_to_the_group_its_key_begins_with(each: Ethnicity) -> None:
    assert each.value.startswith(f"{each.group.value}_")


def test_route_10_has_nine_reasons_to_decline() -> None:
    assert keys(DeclineReason) == [
        *("out_of_area", "age", "not_eligible_group", "capacity", "risk_too_high", "conflict"),
        *("declined_by_client", "duplicate", "insufficient_information"),
    ]


def test_closure_reasons_are_planned_or_not() -> None:
    assert keys(ClosureReason) == [
        *("needs_met", "client_ended", "disengaged", "no_contact", "transferred", "moved_away"),
        *("risk_reduced_planned", "service_refused", "duplicate", "died", "out_of_remit"),
    ]
    planned = {reason.value for reason in ClosureReason if reason.is_planned}
    assert planned == {"needs_met", "transferred", "risk_reduced_planned"}


def test_the_other_lists_have_the_keys_of_the_domain() -> None:
    assert keys(DomesticAbuseLevel) == ["high", "low_medium"]
    assert keys(ReferralSource) == ["police", "self_referral", "other_agency", "witness_care_unit"]
    assert keys(CapacityState) == ["open", "limited", "waitlist", "closed", "unknown"]
    assert len(PoliceForce) == 5
    assert keys(NeedCategory) == [
        *("mental_physical_health", "shelter_accommodation", "family_friends_children"),
        *("education_skills_employment", "drugs_alcohol", "finance_benefits"),
        *("outlook_attitudes", "social_interactions"),
    ]


def test_languages_have_three_letter_codes_and_british_sign_language_among_them() -> None:
    assert all(len(code) == 3 and code.islower() for code in keys(Language))
    assert Language("bfi").label == "British Sign Language"
