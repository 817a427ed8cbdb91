"""Life: what becomes of an offer, step by step, with everything that each step is answered with."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lvws_core.actors import Actor
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import UserId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.referrals.clocks import Clock, clocks
from lvws_core.referrals.codes import NO_DETAIL, Detail
from lvws_core.referrals.guards import SendFacts
from lvws_core.referrals.moves import Move, OfferStatus
from lvws_core.referrals.moving import move
from lvws_core.referrals.notes import Note, annotate
from lvws_core.referrals.offers import Custody, Offer
from lvws_core.times import WorkingCalendar


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One act on an offer: a move or a note, by whom and when (aware).

    Without `expected_version` the actor has seen the offer as it is.

    Raises:
        Invalid: Neither a move nor a note, or both.
    """

    at: datetime
    by: Actor
    move: Move | None = None
    note: Note | None = None
    expected_version: int | None = None
    detail: Detail = NO_DETAIL
    facts: SendFacts | None = None
    worker_id: UserId | None = None

    def __post_init__(self) -> None:
        """Refuse a step that is none, or two."""
        if (self.move is None) == (self.note is None):
            raise Invalid("move", "not_exactly_one")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How the offer stands after a step.

    `refused` is empty when the step was taken; else it has the code of every reason, or, for a
    detail that cannot be, its field and code with a colon between. `clocks` are those that run.
    """

    status: OfferStatus
    custody: Custody
    version: int
    refused: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """Every step with its answer, in order."""

    steps: tuple[Taken, ...]


def lived(draft: Offer, steps: Iterable[Step], calendar: WorkingCalendar, policy: Policy = DEFAULT) -> Life:
    """Give what becomes of an offer; a step that is refused leaves it as it was.

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 2, 5 and 6.
    """
    offer, taken = draft, []
    for step in steps:
        offer, refused = _after(offer, step, policy)
        taken.append(
            Taken(
                status=offer.status,
                custody=offer.custody,
                version=offer.version,
                refused=refused,
                clocks=clocks(offer, calendar, policy),
            )
        )
    return Life(steps=tuple(taken))


def _after(offer: Offer, step: Step, policy: Policy) -> tuple[Offer, tuple[str, ...]]:
    try:
        changed, _ = _made(offer, step, policy)
    except (NotAllowed, Conflict) as error:
        return offer, tuple(reason.code for reason in error.reasons)
    except Invalid as error:
        return offer, (f"{error.field}:{error.code}",)
    return changed, ()


def _made(offer: Offer, step: Step, policy: Policy) -> tuple[Offer, Event]:
    version = offer.version if step.expected_version is None else step.expected_version
    if step.note is not None:
        return annotate(offer, step.note, step.by, step.at, version, worker_id=step.worker_id)
    action = Move(str(step.move))
    return move(offer, action, step.by, step.at, version, step.detail, facts=step.facts, policy=policy)
