"""The clocks of a breach: real hours, from the instant at which it was known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.breach import BreachClock, Deadline, deadlines, soonest
from lvws_core.errors import Invalid
from lvws_core.policy import Policy

KNOWN = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WAITS = st.timedeltas(timedelta(0), timedelta(days=10))


def test_domain_4_9_a_day_for_the_partner_and_three_for_the_regulator_over_a_weekend() -> None:
    partner, regulator = deadlines(KNOWN)
    assert (partner.clock, partner.due_at) == (BreachClock.PARTNER, KNOWN + 24 * HOUR)
    assert (regulator.clock, regulator.due_at) == (BreachClock.REGULATOR, KNOWN + 72 * HOUR)


def test_the_night_on_which_the_clocks_go_back_is_no_longer_than_any_other() -> None:
    before = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    assert deadlines(before)[0].due_at - before == 24 * HOUR


def test_the_lengths_are_those_of_the_policy() -> None:
    partner, regulator = deadlines(KNOWN, policy=Policy(breach_partner_hours=12, breach_regulator_hours=48))
    assert (partner.due_at, regulator.due_at) == (KNOWN + 12 * HOUR, KNOWN + 48 * HOUR)


@given(wait=WAITS)
def test_it_is_overdue_from_the_instant_at_which_it_runs_out_and_not_before(wait: timedelta) -> None:
    partner, _ = deadlines(KNOWN)
    assert partner.is_overdue(KNOWN + wait) == (wait >= 24 * HOUR)


@given(said=WAITS, later=WAITS)
def test_what_was_met_in_time_never_becomes_overdue_and_what_was_late_stays_late(
    said: timedelta, later: timedelta
) -> None:
    partner, regulator = deadlines(KNOWN, partner_said_at=KNOWN + said, decided_at=KNOWN + said)
    assert partner.is_overdue(KNOWN + said + later) == (said >= 24 * HOUR)
    assert soonest((partner, regulator)) is None


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (deadlines(KNOWN)[0], "Due tomorrow 18:00"),
        (deadlines(KNOWN - 24 * HOUR)[0], "Overdue: it was due today 18:00"),
        (deadlines(KNOWN, partner_said_at=KNOWN)[0], "Done today 18:00"),
        (deadlines(KNOWN - 30 * HOUR, partner_said_at=KNOWN)[0], "Done today 18:00, too late"),
    ],
)
def test_it_is_told_in_words(deadline: Deadline, expected: str) -> None:
    assert deadline.in_words(KNOWN) == expected


def test_what_runs_out_soonest_is_what_is_not_met() -> None:
    assert soonest(deadlines(KNOWN)) == KNOWN + 24 * HOUR
    assert soonest(deadlines(KNOWN, partner_said_at=KNOWN)) == KNOWN + 72 * HOUR


@pytest.mark.parametrize("changes", [{"due_at": KNOWN.replace(tzinfo=None)}, {"met_at": KNOWN.replace(tzinfo=None)}])
def test_a_moment_without_a_zone_is_refused(changes: dict[str, datetime]) -> None:
    with pytest.raises(Invalid):
        Deadline(**{"clock": BreachClock.PARTNER, "due_at": KNOWN, **changes})


@pytest.mark.parametrize("field", ["due_at", "met_at"])
def test_a_deadline_at_a_naive_instant_is_refused_by_the_name_of_its_field(field: str) -> None:
    instants = {"due_at": KNOWN, "met_at": KNOWN, field: KNOWN.replace(tzinfo=None)}
    with pytest.raises(Invalid) as refused:
        Deadline(clock=BreachClock.PARTNER, **instants)
    assert (refused.value.field, refused.value.code) == (field, "naive")
