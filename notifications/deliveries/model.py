"""The life of a delivery as rules: claimed, sent, put off, and in the end given up; whom a notice reaches, and when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.errors import Conflict, Invalid
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from lvws_core.vocabulary import Labelled
from notifications.senders.model import UnsentError, Why


class State(Labelled):
    """Where a delivery stands."""

    WAITING = "waiting", "Waiting"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    PUT_OFF = "put_off", "Put off"
    DEAD = "dead", "Not delivered"
    DROPPED = "dropped", "Not sent"


class Step(Labelled):
    """What can happen to a delivery."""

    CLAIM = "claim", "Claimed by a process"
    SUCCEED = "succeed", "Taken by the provider"
    PUT_OFF = "put_off", "To be tried again"
    GIVE_UP = "give_up", "Given up"
    DROP = "drop", "Not needed any more"
    SEND_AGAIN = "send_again", "To be sent after all"


MOVES: Final[Mapping[tuple[State, Step], State]] = {
    (State.WAITING, Step.CLAIM): State.CLAIMED,
    (State.PUT_OFF, Step.CLAIM): State.CLAIMED,
    (State.CLAIMED, Step.CLAIM): State.CLAIMED,  # once the claim before has run out
    (State.CLAIMED, Step.SUCCEED): State.SENT,
    (State.CLAIMED, Step.PUT_OFF): State.PUT_OFF,
    (State.CLAIMED, Step.GIVE_UP): State.DEAD,
    (State.CLAIMED, Step.DROP): State.DROPPED,
    (State.DEAD, Step.SEND_AGAIN): State.WAITING,
    (State.DEAD, Step.DROP): State.DROPPED,  # told another way
}
"""Every move there is; what is sent or dropped stays so."""

OPEN: Final = frozenset({State.WAITING, State.CLAIMED, State.PUT_OFF})
"""The states of what is still to be sent."""

_MINUTES: Final = (1, 5, 15, 60)
_JITTER: Final = 0.2


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a process sends: how long a claim holds, and how long it sends at most before it pauses.

    Raises:
        Invalid: A claim would not outlast the sending.
    """

    claim: timedelta = timedelta(minutes=5)
    most: timedelta = timedelta(seconds=40)
    dead_after: timedelta = timedelta(hours=24)

    def outlasts(self, longest: timedelta) -> None:
        """Refuse a claim that could run out while a provider still works on the message.

        Raises:
            Invalid: It could (assurance P16: a second process would send what is being sent).
        """
        if self.claim <= 2 * longest:
            raise Invalid("claim", "shorter_than_the_provider")


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the outbox; instants are aware UTC. Fields as `DeliveryRow` has them."""

    id: UUID
    organisation_id: OrganisationId
    user_id: UserId
    kind: str
    items: int = 1
    urgent: bool = False
    state: State = State.WAITING
    attempts: int = 0
    due_at: datetime
    next_at: datetime
    claimed_until: datetime | None = None
    claimed_by: UUID | None = None
    perhaps: bool = False
    error: Why = Why.NONE
    settled_at: datetime | None = None


def back_off(attempts: int, chance: float) -> timedelta:
    """Give how long to wait after so many attempts: 1, 5, 15, then 60 minutes, a fifth more or less.

    `chance` is between 0 and 1 and comes from outside, so that many do not all come back at once.

    Source: assurance P16.
    """
    minutes = _MINUTES[min(max(attempts, 1), len(_MINUTES)) - 1]
    return timedelta(minutes=minutes * (1 + _JITTER * (2 * chance - 1)))


def can_claim(delivery: Delivery, now: datetime) -> bool:
    """Say whether a process may take a delivery: it is due, and nobody has it or whoever had it is gone."""
    if delivery.state is State.CLAIMED:
        return delivery.claimed_until is not None and delivery.claimed_until <= now
    return delivery.state in OPEN and delivery.next_at <= now


def claimed(delivery: Delivery, holder: UUID, now: datetime, pace: Pace) -> Delivery:
    """Give a delivery as a process holds it; one whose holder is gone may have been sent.

    Raises:
        Conflict: It cannot be claimed.
    """
    if not can_claim(delivery, now):
        raise _no()
    was_held = delivery.state is State.CLAIMED
    return msgspec.structs.replace(
        delivery,
        state=_after(delivery, Step.CLAIM),
        attempts=delivery.attempts + 1,
        claimed_by=holder,
        claimed_until=now + pace.claim,
        perhaps=delivery.perhaps or was_held,
        error=Why.ENDED if was_held else delivery.error,
    )


def succeeded(delivery: Delivery, now: datetime) -> Delivery:
    """Give a delivery that the provider has taken.

    Raises:
        Conflict: It is not being sent.
    """
    return _settled(delivery, Step.SUCCEED, now, Why.NONE)


def dropped(delivery: Delivery, why: Why, now: datetime) -> Delivery:
    """Give a delivery that nobody needs any more: the account is closed, or staff told them another way.

    Raises:
        Conflict: It is neither being sent nor a dead letter.
    """
    return _settled(delivery, Step.DROP, now, why)


def given_up(delivery: Delivery, why: Why, now: datetime) -> Delivery:
    """Give a delivery as the dead letter that staff see, with the reason.

    Raises:
        Conflict: It is not being sent.
    """
    return _settled(delivery, Step.GIVE_UP, now, why)


def failed(delivery: Delivery, error: UnsentError, now: datetime, chance: float, pace: Pace) -> Delivery:
    """Give a delivery after a try that failed: put off, or given up for good or after a day.

    Raises:
        Conflict: It is not being sent.

    Source: assurance P16: dead letter after 24 hours.
    """
    tried = msgspec.structs.replace(delivery, perhaps=delivery.perhaps or error.perhaps)
    following = now + back_off(delivery.attempts, chance)
    if error.lasting or following - delivery.due_at >= pace.dead_after:
        return given_up(tried, error.why, now)
    return msgspec.structs.replace(
        tried,
        state=_after(delivery, Step.PUT_OFF),
        next_at=following,
        claimed_by=None,
        claimed_until=None,
        error=error.why,
    )


def sent_again(delivery: Delivery, now: datetime) -> Delivery:
    """Give a dead letter as one that waits once more, with a whole day before it.

    Raises:
        Conflict: It is no dead letter.
    """
    return msgspec.structs.replace(
        delivery, state=_after(delivery, Step.SEND_AGAIN), attempts=0, due_at=now, next_at=now, settled_at=None
    )


def _settled(delivery: Delivery, step: Step, now: datetime, why: Why) -> Delivery:
    return msgspec.structs.replace(
        delivery, state=_after(delivery, step), claimed_by=None, claimed_until=None, error=why, settled_at=now
    )


def _after(delivery: Delivery, step: Step) -> State:
    found = MOVES.get((delivery.state, step))
    if found is None:
        raise _no()
    return found


def _no() -> Conflict:
    return Conflict(because("delivery_state", "P16", "It is not where this can be done."))
