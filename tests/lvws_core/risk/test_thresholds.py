from datetime import date
from typing import Any

import pytest

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.risk.thresholds import MaracThreshold, threshold_on
from lvws_core.vocabulary import Borough


def a_threshold(**changes: Any) -> MaracThreshold:
    fields = {"borough": Borough.HACKNEY, "valid_from": date(2026, 1, 1), "count": 12, "incidents": 4}
    return MaracThreshold(**(fields | changes))


FIRST = a_threshold(valid_to=date(2026, 6, 30))
SECOND = a_threshold(valid_from=date(2026, 7, 1), count=11)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        *(({"count": 0}, "count: out_of_range"), ({"count": 25}, "count: out_of_range")),
        ({"incidents": 0}, "incidents: not_positive"),
        ({"valid_to": date(2025, 12, 31)}, "valid_to: before_valid_from"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        a_threshold(**changes)


@pytest.mark.parametrize("changes", [{"count": 1}, {"count": 24}, {"incidents": 1}, {"valid_to": date(2026, 1, 1)}])
def test_a_threshold_at_its_bounds_stands(changes: dict[str, Any]) -> None:
    assert a_threshold(**changes)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), FIRST),
        (date(2026, 6, 30), FIRST),
        (date(2026, 7, 1), SECOND),
        (date(2036, 7, 1), SECOND),
    ],
)
def test_risk_20_a_day_has_its_threshold(on: date, expected: MaracThreshold | None) -> None:
    assert threshold_on((FIRST, SECOND), Borough.HACKNEY, on) == expected


@pytest.mark.parametrize("borough", [None, Borough.BRENT])
def test_another_borough_keeps_the_national_values(borough: Borough | None) -> None:
    assert threshold_on((FIRST, SECOND), borough, None) is None


def test_a_borough_with_thresholds_needs_a_day() -> None:
    with pytest.raises(Invalid, match="on: required"):
        threshold_on((FIRST,), Borough.HACKNEY, None)


def test_thresholds_of_one_borough_may_not_share_a_day() -> None:
    with pytest.raises(Invalid, match="marac_thresholds: overlapping"):
        Policy(marac_thresholds=(a_threshold(valid_from=date(2026, 6, 30)), FIRST))


def test_thresholds_are_read_from_toml() -> None:
    text = '[[marac_thresholds]]\nborough = "hackney"\nvalid_from = 2026-01-01\ncount = 12\nincidents = 4\n'
    assert Policy.from_toml(text).marac_thresholds == (a_threshold(),)


def test_thresholds_of_two_boroughs_may_share_days() -> None:
    both = (a_threshold(), a_threshold(borough=Borough.BRENT))
    assert Policy(marac_thresholds=both).marac_thresholds == both
