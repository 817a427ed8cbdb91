from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.risk.dash import Band, highest
from lvws_core.risk.level import (
    Level,
    ReassessmentTrigger,
    assessment_age_days,
    displayed_level,
    domestic_abuse_level,
    is_stale,
    review_due_on,
)
from tests.lvws_core.builders.risk import a_score

ASSESSED = date(2026, 8, 1)
DAY = timedelta(days=1)

bands = st.none() | st.sampled_from(Band)


def codes(level: Level) -> list[str]:
    return [reason.code for reason in level.reasons]


@given(st.integers(0, 24), bands, st.booleans(), st.booleans())
def test_risk_15_the_level_is_the_highest_of_its_parts(
    yes: int, judgement: Band | None, escalation: bool, repeat: bool
) -> None:
    score = a_score(yes=yes)
    level = displayed_level(score, judgement, escalation=escalation, repeat=repeat)
    flags = [Band.HIGH] * (escalation + repeat)
    assert level.band is highest([score.band, judgement or Band.STANDARD, *flags])


@pytest.mark.parametrize(("yes", "countersigned", "band"), [(15, False, Band.HIGH), (15, True, Band.MEDIUM)])
def test_risk_15_only_a_countersigned_judgement_lowers_the_count(yes: int, countersigned: bool, band: Band) -> None:
    assert displayed_level(a_score(yes=yes), Band.MEDIUM, countersigned=countersigned).band is band


@pytest.mark.parametrize("flag", ["escalation", "repeat"])
def test_risk_15_a_countersignature_lowers_neither_escalation_nor_repeat(flag: str) -> None:
    level = displayed_level(a_score(yes=15), Band.STANDARD, countersigned=True, **{flag: True})
    assert level.band is Band.HIGH


@given(st.integers(0, 24))
def test_a_countersignature_without_a_judgement_changes_nothing(yes: int) -> None:
    score = a_score(yes=yes)
    assert displayed_level(score, countersigned=True) == displayed_level(score)


def test_the_level_gives_every_part_as_a_reason() -> None:
    level = displayed_level(a_score(yes=11, unknown=4), Band.HIGH, escalation=True, repeat=True)
    assert codes(level) == [
        *("count_medium", "judgement_high", "potential_escalation", "marac_repeat", "possible_visible_high_risk")
    ]


def test_a_judgement_that_does_not_lower_is_told_so() -> None:
    assert codes(displayed_level(a_score(yes=15), Band.MEDIUM)) == ["not_lowered", "judgement_medium"]


def test_a_judgement_that_lowers_is_told_so() -> None:
    level = displayed_level(a_score(yes=15), Band.MEDIUM, countersigned=True)
    assert codes(level) == ["lowered_with_countersign", "judgement_medium"]


@pytest.mark.parametrize("countersigned", [False, True])
def test_a_judgement_that_agrees_lowers_nothing(countersigned: bool) -> None:
    level = displayed_level(a_score(yes=15), Band.HIGH, countersigned=countersigned)
    assert codes(level) == ["count_high", "judgement_high"]


def test_a_judgement_stands_without_a_score() -> None:
    assert displayed_level(None, Band.STANDARD).band is Band.STANDARD


def test_a_level_from_nothing_is_refused() -> None:
    with pytest.raises(Invalid, match="score: nothing_assessed"):
        displayed_level(None)


@pytest.mark.parametrize(
    ("band", "key"), [(Band.STANDARD, "low_medium"), (Band.MEDIUM, "low_medium"), (Band.HIGH, "high")]
)
def test_risk_14_three_bands_are_reported_as_two_levels(band: Band, key: str) -> None:
    assert domestic_abuse_level(band) == key


@given(st.integers(0, 2000))
def test_risk_35_an_assessment_has_an_age_in_days(days: int) -> None:
    assert assessment_age_days(ASSESSED, ASSESSED + days * DAY) == days


def test_risk_35_an_assessment_of_tomorrow_is_refused() -> None:
    with pytest.raises(Invalid, match="assessed_on: in_the_future"):
        assessment_age_days(ASSESSED + DAY, ASSESSED)


@pytest.mark.parametrize(("days", "stale"), [(0, False), (90, False), (91, True)])
def test_risk_36_an_assessment_is_stale_after_90_days(days: int, stale: bool) -> None:
    assert is_stale(ASSESSED, ASSESSED + days * DAY) is stale


@pytest.mark.parametrize("trigger", ReassessmentTrigger)
def test_risk_36_a_trigger_makes_it_stale_at_once(trigger: ReassessmentTrigger) -> None:
    assert is_stale(ASSESSED, ASSESSED, frozenset({trigger}))


def test_risk_36_the_period_is_that_of_the_policy() -> None:
    assert is_stale(ASSESSED, ASSESSED + 31 * DAY, policy=Policy(risk_stale_days=30))


@pytest.mark.parametrize(("band", "days"), [(Band.HIGH, 28), (Band.MEDIUM, 60), (Band.STANDARD, 90)])
def test_risk_37_a_review_is_due_by_the_level(band: Band, days: int) -> None:
    assert review_due_on(ASSESSED, band) == ASSESSED + days * DAY
