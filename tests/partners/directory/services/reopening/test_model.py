"""Opening a closed service again, and dropping what was planned: pure rules over a history of remits."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Conflict, Missing
from partners.directory.model import Remit, Terms, undoing
from partners.directory.services.reopening.model import reopening

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def history(*lengths: int, starts: date, ends: bool = False) -> tuple[Remit, ...]:
    """One remit after the other without a gap, each so many days long; the last one goes on unless it `ends`."""
    made, first = [], starts
    for n, length in enumerate(lengths):
        last = first + (length - 1) * DAY
        goes_on = n == len(lengths) - 1 and not ends
        made.append(Remit(id=UUID(int=n), valid_from=first, valid_to=None if goes_on else last, terms=Terms()))
        first = last + DAY
    return tuple(reversed(made))


LENGTHS = st.lists(st.integers(1, 90), min_size=1, max_size=5)


@given(LENGTHS, st.integers(-200, 200), st.integers(0, 4), st.booleans())
def test_domain_7_1_dropping_a_planned_remit_leaves_no_gap_and_touches_nothing_that_began(
    lengths: Sequence[int], offset: int, number: int, ends: bool
) -> None:
    remits = history(*lengths, starts=TODAY + offset * DAY, ends=ends)
    wanted = UUID(int=number)
    named = next((remit for remit in remits if remit.id == wanted), None)
    if named is None:
        with pytest.raises(Missing):
            undoing(remits, wanted, TODAY)
    elif named.valid_from <= TODAY:
        with pytest.raises(Conflict):
            undoing(remits, wanted, TODAY)
    else:
        dropped, before = undoing(remits, wanted, TODAY)
        assert dropped == named
        assert (before is None) == (number == 0)
        assert before is None or before.valid_to == dropped.valid_from - DAY


@given(LENGTHS, st.integers(-400, 200), st.booleans())
def test_domain_7_1_a_service_goes_on_or_begins_today_and_only_where_it_has_a_last_day(
    lengths: Sequence[int], offset: int, ends: bool
) -> None:
    remits = history(*lengths, starts=TODAY + offset * DAY, ends=ends)
    if not ends:
        with pytest.raises(Conflict):
            reopening(remits, TODAY)
        return
    how = reopening(remits, TODAY)
    assert how.remit == remits[0]
    last = remits[0].valid_to
    assert last is not None
    assert how.begins_on == (None if last >= TODAY else TODAY)


def test_a_service_without_any_remit_cannot_open_again() -> None:
    with pytest.raises(Missing):
        reopening((), TODAY)
