"""What each source has to tell, and which days cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.contact import Channel, Safety
from lvws_core.risk.dash import Band
from lvws_core.risk.priority import SeriousCrime
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel, PoliceForce, ReferralSource
from portal.intake.model import Registration, check_registration
from portal.intake.terms.model import Involvement, NoAge, Trait, abuse_level, is_late, priority_of
from tests.portal.intake.builders import TODAY, a_plan, a_registration, an_identity, from_police

HIGH, LOW_MEDIUM = DomesticAbuseLevel
UNKNOWN = {Channel.MOBILE_CALL: Safety.UNKNOWN}


def codes(registration: Registration) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in check_registration(registration, TODAY)}


@pytest.mark.parametrize("registration", [a_registration(), from_police()])
def test_what_is_complete_for_its_source_can_be_taken_in(registration: Registration) -> None:
    assert check_registration(registration, TODAY) == ()


@pytest.mark.parametrize(
    ("registration", "field"),
    [
        (from_police(force=None), "force"),
        (from_police(reported_on=None), "reported_on"),
        (from_police(crime_category=None), "crime_category"),
        (from_police(identity=an_identity(phone="")), "phone"),
        (from_police(identity=an_identity(birth_date=None)), "birth_date"),
        (a_registration(contact=None), "call"),
        (a_registration(contact=a_plan(channels=UNKNOWN)), "call"),
        (a_registration(source=ReferralSource.OTHER_AGENCY), "agency"),
        (a_registration(source=ReferralSource.WITNESS_CARE_UNIT), "involvement"),
    ],
)
def test_each_source_has_its_own_required_fields_and_each_says_what_to_do(
    registration: Registration, field: str
) -> None:
    (fault,) = check_registration(registration, TODAY)
    assert fault.field == field
    assert fault.text.split()[0] in {"Enter", "Choose", "Ask"}


def test_nobody_needs_an_age_where_it_is_said_why_there_is_none() -> None:
    assert codes(a_registration(identity=an_identity(birth_date=None), no_age=NoAge.PREFERS_NOT)) == set()
    assert codes(a_registration(identity=an_identity(birth_date=None), age=36)) == set()


def test_who_asked_for_no_contact_at_all_need_not_say_which_way_is_safe() -> None:
    assert codes(a_registration(contact=a_plan(channels=UNKNOWN, no_contact_requested=True))) == set()


@pytest.mark.parametrize(
    ("registration", "fault"),
    [
        (a_registration(received_on=TODAY + timedelta(days=1)), ("received_on", "in_the_future")),
        (a_registration(received_on=date(1926, 11, 23)), ("received_on", "too_early")),
        (from_police(reported_on=TODAY + timedelta(days=1)), ("reported_on", "after_received")),
        (a_registration(identity=an_identity(birth_date=TODAY + timedelta(days=1))), ("birth_date", "after_received")),
        (a_registration(identity=an_identity(birth_date=None), age=121), ("birth_date", "out_of_range")),
        (a_registration(closed_on=TODAY), ("closure_reason", "incomplete")),
        (a_registration(taken_up_on=TODAY - timedelta(days=1)), ("taken_up_on", "out_of_order")),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_of_its_own(
    registration: Registration, fault: tuple[str, str]
) -> None:
    assert fault in codes(registration)


@given(st.dates(date(2019, 1, 1), TODAY), st.dates(date(2019, 1, 1), TODAY))
def test_days_in_their_order_are_never_refused(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert codes(from_police(reported_on=first, received_on=last)) == set()


@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (4, False), (5, True), (400, True)])
def test_top_13_the_police_are_late_after_two_working_days_and_nobody_else_is(days: int, *, late: bool) -> None:
    friday, force = date(2026, 11, 20), england_and_wales()
    received = friday + timedelta(days=days)
    assert is_late(ReferralSource.POLICE, friday, received, force) is late
    assert not is_late(ReferralSource.SELF_REFERRAL, friday, received, force)
    assert not is_late(ReferralSource.POLICE, None, received, force)


@pytest.mark.parametrize(
    ("risk", "told", "abuse", "level"),
    [
        (Band.MEDIUM, HIGH, True, LOW_MEDIUM),
        (Band.HIGH, LOW_MEDIUM, None, HIGH),
        (None, LOW_MEDIUM, None, LOW_MEDIUM),
        (None, None, True, HIGH),
        (None, None, None, None),
        (Band.HIGH, HIGH, False, None),
    ],
)
def test_risk_14_an_assessed_level_decides_and_one_that_nobody_knows_counts_as_high(
    risk: Band | None, told: DomesticAbuseLevel | None, *, abuse: bool | None, level: DomesticAbuseLevel | None
) -> None:
    assert abuse_level(risk, told, abuse=abuse) is level


@pytest.mark.parametrize("trait", Trait)
def test_code_40_each_trait_makes_it_enhanced_priority_and_the_sources_flag_never_does(trait: Trait) -> None:
    crime = CrimeCategory.OTHER_THEFT
    found = priority_of(crime, 40, abuse=False, traits=frozenset({trait}), source_flag=False)
    assert found.is_epr
    assert found.source_flag is False
    assert not priority_of(crime, 40, abuse=False, source_flag=True).is_epr


def test_code_10_a_serious_crime_makes_it_enhanced_priority() -> None:
    assert priority_of(None, None, abuse=False, serious_crimes=frozenset({SeriousCrime.HATE_CRIME})).is_epr


def test_the_age_is_that_of_the_day_of_receipt() -> None:
    identity = an_identity(birth_date=date(2000, 11, 24))
    assert a_registration(identity=identity).age_at_referral == 25
    assert a_registration(identity=identity, received_on=date(2019, 1, 1)).age_at_referral == 18


def test_a_witness_is_what_the_witness_care_unit_sends() -> None:
    sent = a_registration(source=ReferralSource.WITNESS_CARE_UNIT, involvement=Involvement.WITNESS)
    assert codes(sent) == set()
    assert from_police(force=PoliceForce.ACTION_FRAUD).force is PoliceForce.ACTION_FRAUD
