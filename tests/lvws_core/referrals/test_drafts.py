"""Drafts are kept ninety days from their last change, by London days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.policy import Policy
from lvws_core.referrals import is_kept, kept_until


def test_a_draft_is_kept_until_the_ninetieth_day_after_its_last_change() -> None:
    assert kept_until(datetime(2026, 11, 14, 10, tzinfo=UTC)) == date(2027, 2, 12)


def test_the_days_are_those_of_london() -> None:
    assert kept_until(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 9, 29)


@given(st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1)), st.integers(-5, 200), st.integers(1, 120))  # noqa: DTZ001 -- made aware below
def test_it_is_kept_up_to_and_including_that_day(at: datetime, days: int, length: int) -> None:
    changed_at, policy = at.replace(tzinfo=UTC), Policy(draft_days=length)
    last = kept_until(changed_at, policy)
    assert is_kept(changed_at, last + timedelta(days=days), policy) == (days <= 0)
