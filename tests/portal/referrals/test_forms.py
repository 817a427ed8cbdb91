"""The forms of composing a referral."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import DataCategory
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory
from portal.referrals.forms import (
    NeedForm,
    ServiceForm,
    ShareForm,
    parse_need,
    parse_service,
    parse_share,
    parse_version,
)
from portal.referrals.model import Composition, MaracAnswer, Words


def a_need(**changes: object) -> NeedForm:
    values = {"needs": "finance_benefits", "domestic_abuse": "no", "incident": "Two lines.", **changes}
    return NeedForm(**values)  # type: ignore[arg-type]


def codes(errors: object) -> dict[str, str]:
    return {e.field: e.code for e in errors}  # type: ignore[attr-defined]


def test_one_need_is_read_as_well_as_several() -> None:
    composition, words = parse_need(a_need(needs=["finance_benefits", "drugs_alcohol"]), Band.STANDARD)
    assert isinstance(composition, Composition)
    assert composition.needs == {NeedCategory.FINANCE_BENEFITS, NeedCategory.DRUGS_ALCOHOL}
    assert words == Words(incident="Two lines.")


def test_every_fault_is_told_at_once_and_at_its_field() -> None:
    found = codes(parse_need(NeedForm(crime="sorcery", wants="dragons"), Band.STANDARD))
    assert found == {
        "needs": "required",
        "domestic_abuse": "required",
        "crime": "unknown_choice",
        "wants": "unknown_choice",
        "incident": "required",
    }


def test_lifecycle_6_high_risk_asks_for_a_safety_plan_and_a_marac_decision() -> None:
    found = codes(parse_need(a_need(), Band.HIGH))
    assert found == {"safety_plan": "required", "marac": "required"}


def test_deciding_against_marac_needs_the_reason() -> None:
    form = a_need(safety_plan="Stays with a friend.", marac=MaracAnswer.DECIDED_AGAINST)
    assert codes(parse_need(form, Band.HIGH)) == {"marac_reason": "required"}


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", "\ud800"])
def test_control_characters_are_refused(bad: str) -> None:
    assert codes(parse_need(a_need(incident=bad), None))["incident"] == "control_character"


def test_a_trailing_newline_in_a_code_is_no_code() -> None:
    assert codes(parse_need(a_need(needs="finance_benefits\n"), None))["needs"] == "unknown_choice"
    assert codes(parse_share(ShareForm(categories="identity\n")))["categories"] == "unknown_choice"


def test_categories_are_read_by_key() -> None:
    assert parse_share(ShareForm(categories=["identity", "need_types"])) == {
        DataCategory.IDENTITY,
        DataCategory.NEED_TYPES,
    }


@given(st.text())
def test_a_service_is_a_uuid_or_a_fault(text: str) -> None:
    found = parse_service(ServiceForm(service=text))
    assert isinstance(found, tuple) or str(found)


@given(st.text())
def test_a_version_is_a_small_number_or_none_that_exists(text: str) -> None:
    assert -1 <= parse_version(text) < 10**8
