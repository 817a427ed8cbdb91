"""A lease is in one hand at a time, and each new hand has a greater term."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.leases.model import PACE, Lease, claim

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def test_p16_the_first_takes_it_and_renews_it_in_the_same_term() -> None:
    first = claim(None, ONE, NOW)
    assert first == Lease(holder=ONE, term=1, until=NOW + PACE.length)
    assert claim(first, ONE, NOW + PACE.every) == first
    half = PACE.length / 2
    assert claim(first, ONE, NOW + half) == Lease(holder=ONE, term=1, until=NOW + half + PACE.length)


def test_p16_another_waits_until_it_has_run_out_and_then_has_a_greater_term() -> None:
    first = claim(None, ONE, NOW)
    assert claim(first, TWO, NOW + PACE.length - timedelta(microseconds=1)) is None
    second = claim(first, TWO, NOW + PACE.length)
    assert second is not None
    assert (second.holder, second.term) == (TWO, 2)


def test_whoever_was_away_too_long_begins_a_new_term() -> None:
    first = claim(None, ONE, NOW)
    back = claim(first, ONE, NOW + PACE.length)
    assert back is not None
    assert back.term == 2


def test_p16_what_is_due_waits_no_longer_than_a_minute_even_where_four_holders_die_in_turn() -> None:
    assert timedelta(seconds=60) >= 4 * (PACE.length + PACE.every)


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO, THREE]), st.integers(0, 70)), max_size=30))
def test_p16_terms_of_different_holders_never_overlap(steps: Sequence[tuple[UUID, int]]) -> None:
    lease, now, terms = None, NOW, dict[int, UUID]()
    for holder, seconds in steps:
        now += timedelta(seconds=seconds)
        taken = claim(lease, holder, now)
        if taken is None:
            assert lease is not None
            assert lease.holder != holder
            assert now < lease.until
            continue
        assert terms.setdefault(taken.term, holder) == holder
        assert lease is None or taken.term >= lease.term
        lease = taken
