"""How long records are kept: nothing under a hold is ever due, and what stays is coarse."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.retention import (
    Ending,
    HoldReason,
    Keeping,
    coarse_age,
    coarse_day,
    keep_until,
    may_erase,
    turns_adult_on,
)
from lvws_core.vocabulary.people import AgeBand

DAYS = st.dates(date(2019, 1, 1), date(2060, 12, 31))
COUNTS = st.integers(0, 3)
KEEPINGS = st.builds(
    Keeping,
    last_contact_on=DAYS,
    ending=st.sampled_from(Ending),
    adult_on=st.none() | DAYS,
    open_cases=COUNTS,
    live_offers=COUNTS,
    open_marac=COUNTS,
    standing_stops=COUNTS,
    holds=st.frozensets(st.sampled_from(HoldReason)),
)
LAST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("ending", "until"),
    [
        (Ending.DECLINED, date(2026, 2, 12)),
        (Ending.NOT_REACHED, date(2026, 7, 1)),
        (Ending.SERVICE_USER, date(2032, 1, 1)),
    ],
)
def test_top_19_ret_03_each_ending_is_kept_as_long_as_the_table_says(ending: Ending, until: date) -> None:
    keeping = Keeping(last_contact_on=LAST, ending=ending)
    assert keep_until(keeping) == until
    assert not may_erase(keeping, until - timedelta(days=1)).allowed
    assert may_erase(keeping, until).allowed


def test_ret_03_who_was_a_child_is_kept_from_the_day_of_coming_of_age() -> None:
    adult_on = turns_adult_on(15, LAST)
    assert adult_on == date(2029, 1, 1)
    keeping = Keeping(last_contact_on=LAST, ending=Ending.SERVICE_USER, adult_on=adult_on)
    assert keep_until(keeping) == date(2035, 1, 1)
    assert turns_adult_on(18, LAST) is None
    assert turns_adult_on(None, LAST) is None
    with pytest.raises(Invalid):
        turns_adult_on(-1, LAST)


def test_ret_03_the_commissioner_may_want_it_longer() -> None:
    keeping = Keeping(last_contact_on=LAST, ending=Ending.SERVICE_USER)
    assert keep_until(keeping, Policy(keep_service_user_years=12)) == date(2038, 1, 1)


@given(KEEPINGS, DAYS, st.booleans())
def test_ret_01_nothing_under_a_hold_or_still_going_on_is_ever_erased(
    keeping: Keeping, on: date, is_asked: bool
) -> None:
    found = may_erase(keeping, on, is_asked=is_asked)
    goes_on = keeping.open_cases or keeping.live_offers or keeping.open_marac or keeping.standing_stops
    assert found.allowed == (not keeping.holds and not goes_on and (is_asked or on >= found.due_on))
    assert sum(reason.rule == "RET-01" for reason in found.reasons) == len(keeping.holds)
    assert found.allowed == (found.reasons[0].code == "may_be_erased")


@given(KEEPINGS, st.integers(0, 400))
def test_ret_03_a_later_contact_never_makes_it_due_earlier(keeping: Keeping, days: int) -> None:
    later = Keeping(
        last_contact_on=keeping.last_contact_on + timedelta(days=days),
        ending=keeping.ending,
        adult_on=keeping.adult_on,
    )
    assert keep_until(later) >= keep_until(keeping)


def test_a_count_below_nothing_and_a_day_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(Invalid):
        Keeping(last_contact_on=LAST, ending=Ending.DECLINED, open_cases=-1)
    with pytest.raises(Invalid):
        keep_until(Keeping(last_contact_on=date.max, ending=Ending.DECLINED))


@given(st.none() | st.integers(0, 120), DAYS)
def test_ret_02_what_stays_is_coarse_and_counts_in_the_same_band_and_month(age: int | None, day: date) -> None:
    assert AgeBand.of(coarse_age(age)) is AgeBand.of(age)
    assert coarse_age(coarse_age(age)) == coarse_age(age)
    assert (coarse_day(day).year, coarse_day(day).month, coarse_day(day).day) == (day.year, day.month, 1)
