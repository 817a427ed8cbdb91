from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent.asking import against_asking, ask_again_by_default
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.times import london_day

AGAIN = date(2026, 12, 21)


def test_cons_21_the_length_is_the_policys_in_london_days() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # already the second in London
    assert ask_again_by_default(late) == date(2026, 7, 30)
    assert ask_again_by_default(late, replace(Policy(), consent_ask_again_days=3)) == date(2026, 7, 5)


def test_cons_21_a_naive_moment_is_refused() -> None:
    with pytest.raises(Invalid):
        ask_again_by_default(datetime(2026, 11, 23, 10))  # noqa: DTZ001 - the point of it


def test_cons_21_nobody_is_asked_before_the_day() -> None:
    (reason,) = against_asking(AGAIN, AGAIN - timedelta(days=1))
    assert (reason.code, reason.rule) == ("declined_lately", "CONS-21")
    assert reason.text == "The person said no. Do not ask again before 21 December 2026."
    assert against_asking(AGAIN, AGAIN) == ()


def test_cons_21_who_raises_it_themselves_is_heard_on_any_day() -> None:
    assert against_asking(AGAIN, date(2026, 11, 24), raised=True) == ()
    assert against_asking(None, date(2026, 11, 24)) == ()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-60, 60))  # noqa: DTZ001 - made aware below
def test_cons_21_the_default_forbids_each_day_before_it_and_no_other(declined: datetime, after: int) -> None:
    at = declined.replace(tzinfo=UTC)
    day = london_day(at) + timedelta(days=after)
    again = ask_again_by_default(at)
    assert bool(against_asking(again, day)) == (day < again)
