"""The form of the waiting list."""

from datetime import date

import pytest

from partners.offers.waiting.forms import Waitlist, WaitlistForm, parse_waitlist
from partners.offers.waiting.model import DateBand

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("band", "until"),
    [
        (DateBand.TWO_WEEKS, date(2026, 12, 7)),
        (DateBand.FOUR_WEEKS, date(2026, 12, 21)),
        (DateBand.THREE_MONTHS, date(2027, 2, 22)),
        (DateBand.NOT_KNOWN, None),
    ],
)
def test_a_band_ends_on_a_day_or_on_none(band: DateBand, until: date | None) -> None:
    place = parse_waitlist(WaitlistForm(band=band.value), today=TODAY, needs_override=False)
    assert isinstance(place, Waitlist)
    assert (place.detail.until, place.detail.override) == (until, None)


def test_a_day_that_is_known_stands_before_the_band() -> None:
    form = WaitlistForm(band="two_weeks", until_day="1", until_month="12", until_year="2026")
    place = parse_waitlist(form, today=TODAY, needs_override=False)
    assert isinstance(place, Waitlist)
    assert place.detail.until == date(2026, 12, 1)


def test_route_04_every_fault_is_told_and_at_high_risk_the_override_is_missed() -> None:
    form = WaitlistForm(until_day="23", until_month="11", until_year="2026", note="x" * 1001)
    found = parse_waitlist(form, today=TODAY, needs_override=True)
    assert isinstance(found, tuple)
    assert [(error.field, error.code) for error in found] == [
        ("band", "required"),
        ("until", "not_later"),
        ("override", "required"),
        ("note", "too_long"),
    ]
