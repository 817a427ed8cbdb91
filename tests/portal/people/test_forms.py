from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from msgspec.structs import replace

from lvws_core.consent import DataCategory, Purpose
from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from lvws_core.policy import Policy
from lvws_core.risk.dash import QUESTIONS, Answer, Band
from portal.people.consent.forms import ConsentForm, organisation_asked, way_back
from portal.people.consent.model import PartnerOrganisation
from portal.people.contact_plan.forms import PlanForm, plan_form, shown
from portal.people.contact_plan.model import SafeContact
from portal.people.forms import FindForm, IdentityForm, identity_form, read_version
from portal.people.model import Identity
from portal.people.risk.forms import AssessmentForm, assessment_form
from portal.people.risk.model import InfoSource
from tests.builders import GALOP, SHELTER
from tests.portal.people.builders import REFERENCE, TODAY, contacts, identities

PARTNERS = (PartnerOrganisation(id=GALOP, name="Galop"), PartnerOrganisation(id=SHELTER, name="Shelter"))
LATEST = date(2027, 11, 23)
REASON = "She says he has been waiting outside her work each day."


def at(errors: tuple[FieldError, ...]) -> list[str]:
    return [error.field for error in errors]


def a_find_form(**typed: str) -> FindForm:
    return FindForm(**typed)


@given(identities)
def test_an_identity_comes_back_from_its_form_as_it_was(identity: Identity) -> None:
    assert identity_form(identity, 3).parse(TODAY) == (identity, ())


@given(contacts())
def test_a_plan_comes_back_from_its_form_as_it_was(contact: SafeContact) -> None:
    assert shown(contact).parse() == (contact, ())


def test_every_fault_of_an_identity_is_reported_at_once() -> None:
    form = IdentityForm(
        name="", birth_date_day="31", birth_date_month="2", birth_date_year="1991", phone="x", borough="y"
    )
    identity, errors = form.parse(TODAY)
    assert identity is None
    assert at(errors) == ["name", "birth_date", "phone", "borough"]


@pytest.mark.parametrize("field", ["name", "pronouns", "phone", "address", "access_needs"])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\ud800"])
def test_a_control_character_is_refused_at_its_field(field: str, character: str) -> None:
    form = IdentityForm(**{"name": "Selam", "borough": "hackney", field: f"a{character}b"})
    assert at(form.parse(TODAY)[1]) == [field]


@pytest.mark.parametrize("year", ["0", "26", "1800", "2027", "99999999999999999999999", "-1991", "1e3", "١٩٩١"])
def test_an_impossible_birth_year_is_a_fault(year: str) -> None:
    form = IdentityForm(name="Selam", borough="hackney", birth_date_day="1", birth_date_month="1", birth_date_year=year)
    assert at(form.parse(TODAY)[1]) == ["birth_date"]


@pytest.mark.parametrize("version", ["", "0", "-1", "1\n", "1.0", "x", "9" * 30, "١"])
def test_a_version_that_is_none_is_refused(version: str) -> None:
    with pytest.raises(Invalid, match="version"):
        read_version(version)


def test_a_search_names_its_ways() -> None:
    sought, errors = a_find_form(reference=" 7qk2m9 ", phone="07700 900123").parse(TODAY)
    assert errors == ()
    assert sought is not None
    assert (sought.reference, sought.ways) == (REFERENCE, ("reference", "phone"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "reference"),
        ({"reference": "7QK2-M9\n"}, "reference"),
        ({"reference": "O0I1-L5"}, "reference"),
        ({"name": "Selam"}, "birth_date"),
        ({"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "1990"}, "name"),
        ({"phone": "12"}, "phone"),
        ({"phone": "1" * 400}, "phone"),
    ],
)
def test_a_search_that_cannot_be_made_says_where(typed: dict[str, str], field: str) -> None:
    sought, errors = a_find_form(**typed).parse(TODAY)
    assert sought is None
    assert at(errors) == [field]


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"days": ["0"], "opens": "10:00"}, ["closes"]),
        ({"opens": "10:00", "closes": "12:00"}, ["days"]),
        ({"days": "0", "opens": "14:00", "closes": "10:00"}, ["closes"]),
        ({"days": "0", "opens": "24:00", "closes": "x"}, ["opens", "closes"]),
        ({"days": "0", "opens": "10:00\n", "closes": "12:00"}, ["opens"]),
        ({"safe_sms": "perhaps"}, ["safe_sms"]),
        ({"voicemail": "perhaps"}, ["voicemail"]),
        ({"way_mobile_call": "ring me"}, ["way_mobile_call"]),
        ({"code_word": "a\x00b"}, ["code_word"]),
    ],
)
def test_a_plan_that_cannot_be_says_where(typed: dict[str, Any], fields: list[str]) -> None:
    _contact, errors = plan_form(typed).parse()
    assert at(errors) == fields


def test_top_10_what_nobody_answered_is_not_known() -> None:
    contact, errors = PlanForm(sensitive=True).parse()
    assert errors == ()
    assert contact is not None
    assert contact.safe == ()
    assert set(contact.plan.channels.values()) == {"unknown"}


def test_top_02_silence_is_never_stored_as_no() -> None:
    form = assessment_form({"answer_isolated": "yes", "answer_very_frightened": "dont_know", "judgement": "agrees"})
    found, errors = form.parse(age=35, today=TODAY, policy=Policy())
    assert errors == ()
    assert found is not None
    assert found.answers == {"very_frightened": Answer.DONT_KNOW, "isolated": Answer.YES}


def test_risk_17_the_source_of_an_answer_is_kept_and_none_without_an_answer() -> None:
    typed = {"answer_isolated": "yes", "heard_isolated": "police", "heard_depressed_or_suicidal": "health"}
    found, _errors = assessment_form({**typed, "judgement": "agrees"}).parse(age=35, today=TODAY, policy=Policy())
    assert found is not None
    assert found.sources == {"isolated": InfoSource.POLICE}


@pytest.mark.parametrize("reason", ["", "x" * 29, "x" * 60, " " * 60, "ha " + "." * 60])
def test_top_03_a_higher_judgement_needs_a_reason_of_substance(reason: str) -> None:
    form = AssessmentForm(judgement="high", reason=reason)
    assert at(form.parse(age=35, today=TODAY, policy=Policy())[1]) == ["reason"]


def test_risk_15_judgement_raises_the_level_above_the_count() -> None:
    found, errors = AssessmentForm(judgement="high", reason=REASON).parse(age=35, today=TODAY, policy=Policy())
    assert errors == ()
    assert found is not None
    assert found.judgement is Band.HIGH


def test_risk_15_judgement_is_another_level_than_the_count_or_agrees_with_it() -> None:
    answers = {question.key: "yes" for question in QUESTIONS[:14]}
    form = AssessmentForm(answers=answers, judgement="high", reason=REASON)
    assert at(form.parse(age=35, today=TODAY, policy=Policy())[1]) == ["judgement"]


@pytest.mark.parametrize("reason", ["", "x" * 29])
def test_risk_15_a_lower_judgement_needs_a_reason_too(reason: str) -> None:
    answers = {question.key: "yes" for question in QUESTIONS[:14]}
    form = AssessmentForm(answers=answers, judgement="medium", reason=reason)
    assert at(form.parse(age=35, today=TODAY, policy=Policy())[1]) == ["reason"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"judgement": ""}, "judgement"),
        ({"answer_isolated": "maybe"}, "answer_isolated"),
        ({"heard_isolated": "neighbour"}, "heard_isolated"),
        ({"police_incidents": "9" * 40}, "police_incidents"),
        ({"perpetrator_age": "-1"}, "perpetrator_age"),
        ({"incident_day": "24", "incident_month": "11", "incident_year": "2026"}, "incident"),
        ({"last_marac_day": "1", "last_marac_month": "1", "last_marac_year": "26"}, "last_marac"),
        ({"reason": "a\x00b"}, "reason"),
    ],
)
def test_an_assessment_that_cannot_be_says_where(typed: dict[str, str], field: str) -> None:
    form = assessment_form({"judgement": "agrees", **typed})
    found, errors = form.parse(age=35, today=TODAY, policy=Policy())
    assert found is None
    assert at(errors) == [field]


def test_an_unknown_age_is_asked_for() -> None:
    errors = AssessmentForm(judgement="agrees").parse(age=None, today=TODAY, policy=Policy())[1]
    assert at(errors) == ["age"]


def a_consent_form(**changes: Any) -> ConsentForm:
    form = ConsentForm(
        organisation=str(GALOP),
        reply="yes",
        categories=["identity", "safe_contact"],
        method="verbal",
        alone="yes",
        limits_explained="yes",
    )
    return replace(form, **changes)


def test_top_06_a_yes_names_one_organisation_and_each_category() -> None:
    said, errors = a_consent_form().parse(PARTNERS, today=TODAY, latest=LATEST, age=30)
    assert errors == ()
    assert said is not None
    assert said.categories == {DataCategory.IDENTITY, DataCategory.SAFE_CONTACT}
    assert (said.organisation_id, said.purpose, said.until) == (GALOP, Purpose.SUPPORT_REFERRAL, None)


def test_cons_21_a_no_needs_no_category() -> None:
    said, errors = a_consent_form(reply="no", categories="", limits_explained="").parse(
        PARTNERS, today=TODAY, latest=LATEST, age=30
    )
    assert errors == ()
    assert said is not None
    assert not said.agreed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": str(UUID(int=5))}, "organisation"),
        ({"organisation": ""}, "organisation"),
        ({"reply": ""}, "reply"),
        ({"categories": ""}, "categories"),
        ({"categories": ["identity", "everything"]}, "categories"),
        ({"categories": ["case_notes"]}, "categories"),
        ({"purpose": "gossip"}, "purpose"),
        ({"method": ""}, "method"),
        ({"alone": ""}, "alone"),
        ({"limits_explained": ""}, "limits_explained"),
        ({"notice_version": ""}, "notice_version"),
        ({"until_day": "22", "until_month": "11", "until_year": "2026"}, "until"),
        ({"until_day": "24", "until_month": "11", "until_year": "2027"}, "until"),
        ({"review_day": "24", "review_month": "11", "review_year": "2027"}, "review"),
        ({"pressure": "a stare"}, "pressure"),
        ({"given_by": "nobody"}, "given_by"),
        ({"capacity": "perhaps"}, "capacity"),
        ({"capacity": "lacks"}, "reasoning"),
        ({"capacity": "assessed", "reasoning": "seems fine"}, "reasoning"),
        ({"until_day": "1" * 50, "until_month": "1", "until_year": "2027"}, "until"),
    ],
)
def test_a_consent_that_cannot_be_says_where(changes: dict[str, Any], field: str) -> None:
    said, errors = a_consent_form(**changes).parse(PARTNERS, today=TODAY, latest=LATEST, age=30)
    assert said is None
    assert at(errors) == [field]


@pytest.mark.parametrize("text", ["x", "1", str(GALOP) + "0", "//elsewhere.example"])
def test_an_address_cannot_name_an_organisation_that_is_no_id(text: str) -> None:
    with pytest.raises(Invalid, match="organisation"):
        organisation_asked(text)


@pytest.mark.parametrize("text", ["//elsewhere.example", "7QK2-M9\n", "../x", "7QK2-M9/x"])
def test_the_way_back_is_a_reference_and_nothing_else(text: str) -> None:
    with pytest.raises(Invalid, match="reference"):
        way_back(text)


def test_the_way_back_may_be_left_out() -> None:
    assert (way_back(""), way_back("7qk2-m9"), organisation_asked("")) == (None, REFERENCE, "")
