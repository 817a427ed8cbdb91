"""What becomes of an envelope: every combination of permit, key, id, author and content."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from colocations.contacts.offline.model import (
    NEXT,
    Arrival,
    Earlier,
    KeyState,
    Outcome,
    Standing,
    State,
    Why,
    judge,
)
from tests.colocations.contacts.offline.builders import an_arrival

OURS = (KeyState.CURRENT, KeyState.ROTATED)
ARRIVALS = st.builds(
    Arrival,
    standing=st.sampled_from(Standing),
    key=st.sampled_from(KeyState),
    authentic=st.booleans(),
    earlier=st.sampled_from(Earlier),
    author_open=st.booleans(),
    author_on_site=st.booleans(),
    same_device=st.booleans(),
    half_written=st.booleans(),
    in_time=st.booleans(),
)


@given(ARRIVALS.filter(lambda each: each.authentic and each.key in OURS))
def test_an_authentic_envelope_is_never_dropped(arrival: Arrival) -> None:
    assert judge(arrival).outcome in {Outcome.LOG, Outcome.REPLAY, Outcome.KEEP, Outcome.CONFLICT}


def test_only_what_nothing_stands_against_is_logged_without_its_author() -> None:
    names = Arrival.__struct_fields__
    choices = {"standing": Standing, "key": KeyState, "earlier": Earlier}
    every = product(*(tuple(choices.get(name, (False, True))) for name in names))
    arrivals = (Arrival(**dict(zip(names, values, strict=True))) for values in every)
    logged = [arrival for arrival in arrivals if judge(arrival).outcome is Outcome.LOG]
    assert sorted(logged, key=repr) == sorted((an_arrival(key=key) for key in OURS), key=repr)


@given(ARRIVALS)
def test_whatever_waits_says_why_and_nothing_else_does(arrival: Arrival) -> None:
    verdict = judge(arrival)
    assert bool(verdict.why) == (verdict.outcome in {Outcome.KEEP, Outcome.CONFLICT})
    assert len(set(verdict.why)) == len(verdict.why)


@given(ARRIVALS.filter(lambda each: each.earlier is Earlier.SAME))
def test_what_arrived_before_is_answered_again_whatever_happened_since(arrival: Arrival) -> None:
    assert judge(arrival).outcome is Outcome.REPLAY


@given(ARRIVALS.filter(lambda each: each.earlier is not Earlier.SAME))
def test_what_does_not_open_stays_on_the_device_and_only_an_erased_key_gives_an_entry_up(arrival: Arrival) -> None:
    outcome = judge(arrival).outcome
    refused = arrival.key in {KeyState.FOREIGN, KeyState.UNKNOWN} or (arrival.key in OURS and not arrival.authentic)
    assert (outcome is Outcome.REFUSE) == refused
    assert (outcome is Outcome.GIVE_UP) == (arrival.key is KeyState.ERASED)


def test_a_permit_that_is_over_keeps_an_envelope_for_its_author() -> None:
    over = {
        Standing.EXPIRED: Why.PERMIT_EXPIRED,
        Standing.REVOKED: Why.PERMIT_REVOKED,
        Standing.WIPED: Why.PERMIT_WIPED,
    }
    found = {standing: judge(an_arrival(standing=standing)) for standing in over}
    assert all(verdict.outcome is Outcome.KEEP for verdict in found.values())
    assert {standing: verdict.why for standing, verdict in found.items()} == {s: (why,) for s, why in over.items()}


def test_every_reason_is_given_at_once() -> None:
    worst = an_arrival(
        standing=Standing.EXPIRED,
        author_open=False,
        author_on_site=False,
        same_device=False,
        half_written=True,
        in_time=False,
        earlier=Earlier.OTHER,
    )
    verdict = judge(worst)
    assert verdict.outcome is Outcome.CONFLICT
    assert set(verdict.why) == set(Why) - {Why.PERMIT_REVOKED, Why.PERMIT_WIPED, Why.AGAINST_THE_RULES}


def test_an_envelope_ends_logged_or_given_up_and_stays_so() -> None:
    ends = {state for state, following in NEXT.items() if not following}
    assert ends == {State.LOGGED, State.GIVEN_UP}
    assert all(after is not before for before, after in product(NEXT, State) if after in NEXT[before])
