"""When a request of a person is to be answered, and to whom nothing is given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.rights import Asker, Timing, answer_due, may_give_pack
from lvws_core.times import england_and_wales

CALENDAR = england_and_wales()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
ON = date(2026, 11, 2)


def test_one_calendar_month_from_receipt_and_three_where_it_is_complex() -> None:
    assert answer_due(Timing(received_on=ON, identified_on=ON), CALENDAR) == date(2026, 12, 2)
    assert answer_due(Timing(received_on=ON, identified_on=ON, is_longer=True), CALENDAR) == date(2027, 2, 2)


def test_the_clock_begins_with_the_identity_and_stands_still_while_the_person_is_asked() -> None:
    assert answer_due(Timing(received_on=ON), CALENDAR) is None
    later = Timing(received_on=ON, identified_on=date(2026, 11, 9))
    assert answer_due(later, CALENDAR) == date(2026, 12, 9)
    asked = Timing(received_on=ON, identified_on=ON, asked_on=date(2026, 11, 4))
    assert answer_due(asked, CALENDAR) is None
    said = Timing(received_on=ON, identified_on=ON, asked_on=date(2026, 11, 4), clarified_on=date(2026, 11, 11))
    assert answer_due(said, CALENDAR) == date(2026, 12, 9)


@given(DAYS, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_it_falls_on_a_working_day_not_before_its_month_and_never_earlier_for_having_waited(
    received: date, until_identified: int, until_asked: int, until_said: int, is_longer: bool
) -> None:
    identified = received + timedelta(days=until_identified)
    asked = received + timedelta(days=until_asked)
    plain = Timing(received_on=received, identified_on=identified, is_longer=is_longer)
    waited = Timing(
        received_on=received,
        identified_on=identified,
        asked_on=asked,
        clarified_on=asked + timedelta(days=until_said),
        is_longer=is_longer,
    )
    first, second = answer_due(plain, CALENDAR), answer_due(waited, CALENDAR)
    assert first is not None
    assert second is not None
    assert CALENDAR.is_working_day(first)
    assert identified + timedelta(days=28) <= first <= second


@pytest.mark.parametrize(
    "days",
    [
        {"identified_on": ON - timedelta(days=1)},
        {"asked_on": ON - timedelta(days=1)},
        {"asked_on": ON, "clarified_on": ON - timedelta(days=1)},
        {"clarified_on": ON},
    ],
)
def test_days_out_of_their_order_are_refused(days: dict[str, date]) -> None:
    with pytest.raises(Invalid):
        Timing(received_on=ON, **days)


def test_the_lengths_are_the_policys() -> None:
    policy = Policy(access_months=2, access_longer_months=1)
    timing = Timing(received_on=ON, identified_on=ON, is_longer=True)
    assert answer_due(timing, CALENDAR, policy) == date(2027, 2, 2)


def test_sar_01_top_17_who_may_be_causing_harm_is_told_nothing_with_every_reason() -> None:
    codes = {reason.code for reason in may_give_pack(Asker.OTHER_PARTY, is_identified=False)}
    assert codes == {"neither_confirm_nor_deny", "identity_not_checked"}
    assert [r.rule for r in may_give_pack(Asker.OTHER_PARTY, is_identified=True)] == ["SAR-01"]
    assert may_give_pack(Asker.PERSON, is_identified=True) == ()
