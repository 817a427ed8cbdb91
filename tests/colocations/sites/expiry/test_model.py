"""COLO-03: warnings 60 and 30 days ahead and when it has run out, each once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from colocations.sites.expiry.model import Nearing, nearing, to_say

LAST = date(2027, 3, 31)


def swept(days: list[date]) -> list[Nearing]:
    said: list[Nearing] = []
    for day in days:
        found = to_say(LAST, day, said)
        said += [found] if found is not None else []
    return said


def test_colo_03_the_days_are_sixty_and_thirty_before_and_the_day_after() -> None:
    found = {n: nearing(LAST, LAST - timedelta(days=n)) for n in (61, 60, 31, 30, 0, -1)}
    assert found == {
        61: None,
        60: Nearing.FIRST,
        31: Nearing.FIRST,
        30: Nearing.SECOND,
        0: Nearing.SECOND,
        -1: Nearing.LAPSED,
    }


@given(st.integers(0, 200), st.integers(0, 200))
def test_colo_03_looked_at_each_day_every_warning_appears_once(before: int, after: int) -> None:
    days = [LAST + timedelta(days=n) for n in range(-before, after + 1)]
    expected = [each for each in Nearing if any(nearing(LAST, day) is each for day in days)]
    assert swept(days) == expected


@given(st.lists(st.dates(LAST - timedelta(days=90), LAST + timedelta(days=30))).map(sorted))
def test_colo_03_looked_at_on_any_days_no_warning_appears_twice_or_late(days: list[date]) -> None:
    said = swept(days)
    assert len(set(said)) == len(said)
    assert said == sorted(said, key=list(Nearing).index)


def test_colo_03_what_has_no_end_is_never_warned_of() -> None:
    assert nearing(None, LAST) is None
    assert to_say(None, LAST, ()) is None
