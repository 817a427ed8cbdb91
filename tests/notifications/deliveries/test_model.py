"""The life of a delivery: every pair of state and step, and a machine of processes that fail in every way there is."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lvws_core.errors import Conflict
from notifications.deliveries.model import (
    MOVES,
    OPEN,
    Delivery,
    Pace,
    State,
    Step,
    back_off,
    can_claim,
    claimed,
    dropped,
    failed,
    given_up,
    sent_again,
    succeeded,
)
from notifications.senders.model import UnsentError, Why
from tests.builders import CONSORTIUM, NOW, SHELTER

HOLDER, PACE = UUID(int=1), Pace()


def a_delivery(**changes: object) -> Delivery:
    values = {
        "id": UUID(int=7),
        "organisation_id": SHELTER,
        "user_id": CONSORTIUM["shelter_worker"].id,
        "kind": "arrived",
        "due_at": NOW,
        "next_at": NOW,
    }
    return Delivery(**values | changes)  # type: ignore[arg-type]


def step(delivery: Delivery, of: Step) -> Delivery:
    match of:
        case Step.CLAIM:
            return claimed(delivery, HOLDER, NOW, PACE)
        case Step.SUCCEED:
            return succeeded(delivery, NOW)
        case Step.PUT_OFF:
            return failed(delivery, UnsentError(Why.NOT_NOW), NOW, 0.5, PACE)
        case Step.GIVE_UP:
            return given_up(delivery, Why.NOT_TAKEN, NOW)
        case Step.DROP:
            return dropped(delivery, Why.CLOSED, NOW)
        case Step.SEND_AGAIN:
            return sent_again(delivery, NOW)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("of", list(Step))
def test_p16_every_pair_of_state_and_step_is_in_the_table_or_is_refused(state: State, of: Step) -> None:
    delivery = a_delivery(state=state, claimed_until=NOW)
    if (state, of) not in MOVES:
        with pytest.raises(Conflict):
            step(delivery, of)
        return
    assert step(delivery, of).state is MOVES[state, of]


def test_nothing_that_is_settled_goes_on_but_a_dead_letter() -> None:
    assert {state for state, _ in MOVES} == {*OPEN, State.DEAD}


@given(st.integers(1, 50), st.floats(0, 1))
def test_p16_the_wait_is_1_5_15_60_minutes_a_fifth_more_or_less(attempts: int, chance: float) -> None:
    minutes = [1, 5, 15, 60][min(attempts, 4) - 1]
    assert 0.8 * minutes - 1e-6 <= back_off(attempts, chance).total_seconds() / 60 <= 1.2 * minutes + 1e-6


def test_p16_a_claim_holds_until_it_runs_out_and_then_the_message_may_have_been_sent() -> None:
    held = claimed(a_delivery(), HOLDER, NOW, PACE)
    assert not can_claim(held, NOW + PACE.claim - timedelta(seconds=1))
    taken = claimed(held, UUID(int=2), NOW + PACE.claim, PACE)
    assert (taken.perhaps, taken.error, taken.attempts) == (True, Why.ENDED, 2)


class Outbox(RuleBasedStateMachine):
    """Processes that claim, send, lose answers and end in between, beside a provider that counts what it took."""

    @initialize(can_be_asked=st.booleans())
    def begin(self, can_be_asked: bool) -> None:
        self.can_be_asked = can_be_asked
        self.now = NOW
        self.outbox = {UUID(int=n): a_delivery(id=UUID(int=n)) for n in range(3)}
        self.taken = dict.fromkeys(self.outbox, 0)
        self.unsure = 0

    def _claim(self, which: int) -> Delivery | None:
        delivery = self.outbox[UUID(int=which)]
        if not can_claim(delivery, self.now):
            return None
        found = claimed(delivery, HOLDER, self.now, PACE)
        self.outbox[found.id] = found
        if found.perhaps and self.can_be_asked and self.taken[found.id]:
            self.outbox[found.id] = succeeded(found, self.now)
            return None
        return found

    @rule(which=st.integers(0, 2))
    def sends(self, which: int) -> None:
        if found := self._claim(which):
            self.taken[found.id] += 1
            self.outbox[found.id] = succeeded(found, self.now)

    @rule(which=st.integers(0, 2), was_taken=st.booleans())
    def ends(self, which: int, was_taken: bool) -> None:
        """The process is killed before or after the provider took the message."""
        if found := self._claim(which):
            self.taken[found.id] += was_taken
            self.unsure += was_taken

    @rule(which=st.integers(0, 2), was_taken=st.booleans(), chance=st.floats(0, 1))
    def fails(self, which: int, was_taken: bool, chance: float) -> None:
        """The provider says later, or the answer is lost."""
        if found := self._claim(which):
            self.taken[found.id] += was_taken
            self.unsure += was_taken
            error = UnsentError(Why.CUT, perhaps=was_taken)
            self.outbox[found.id] = failed(found, error, self.now, chance, PACE)

    @rule(which=st.integers(0, 2))
    def staff_send_again(self, which: int) -> None:
        delivery = self.outbox[UUID(int=which)]
        if delivery.state is State.DEAD:
            self.outbox[delivery.id] = sent_again(delivery, self.now)

    @rule(minutes=st.integers(1, 120))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nothing_is_lost(self) -> None:
        for each in getattr(self, "outbox", {}).values():
            assert each.state in OPEN or each.state is State.DEAD or self.taken[each.id]

    @invariant()
    def at_most_one_double_a_crash_and_none_where_the_provider_can_be_asked(self) -> None:
        doubles = sum(max(0, times - 1) for times in getattr(self, "taken", {}).values())
        assert doubles <= (0 if getattr(self, "can_be_asked", True) else self.unsure)

    @invariant()
    def what_is_tried_again_is_known_to_be_unsure(self) -> None:
        for each in getattr(self, "outbox", {}).values():
            if each.state in {State.PUT_OFF, State.DEAD} and self.taken[each.id]:
                assert each.perhaps  # a dead letter too: staff may let it be sent again

    @invariant()
    def a_dead_letter_has_its_reason(self) -> None:
        for each in getattr(self, "outbox", {}).values():
            assert each.state is not State.DEAD or each.error is not Why.NONE

    def teardown(self) -> None:
        """Whatever happened, it ends: everything that is open can be sent in the end."""
        for which in range(len(getattr(self, "outbox", {}))):
            self.now += timedelta(hours=2)
            self.sends(which)
        assert all(each.state not in OPEN for each in getattr(self, "outbox", {}).values())


TestOutbox = Outbox.TestCase


def test_a_dead_letter_that_is_sent_again_has_a_whole_day() -> None:
    late = a_delivery(state=State.DEAD, attempts=20, due_at=NOW - timedelta(days=3), settled_at=NOW)
    again = sent_again(late, NOW)
    assert msgspec.structs.replace(again, id=late.id).due_at == NOW
    assert failed(claimed(again, HOLDER, NOW, PACE), UnsentError(Why.SLOW), NOW, 0.5, PACE).state is State.PUT_OFF


def test_p16_a_dead_letter_whose_answer_was_lost_is_asked_for_before_staff_send_it_again() -> None:
    late = a_delivery(due_at=NOW - timedelta(days=1))
    dead = failed(claimed(late, HOLDER, NOW, PACE), UnsentError(Why.CUT, perhaps=True), NOW, 0.5, PACE)
    assert (dead.state, dead.error, dead.perhaps) == (State.DEAD, Why.CUT, True)
    assert sent_again(dead, NOW).perhaps
