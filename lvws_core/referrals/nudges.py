"""Nudges: the moments at which somebody is reminded of an offer, and at which somebody else is told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from lvws_core.actors import Role
from lvws_core.policy import DEFAULT, Policy
from lvws_core.referrals.clocks import Clock, ClockKind, clocks
from lvws_core.referrals.moves import Side
from lvws_core.referrals.offers import Offer
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary import Labelled


class Step(Labelled):
    """Whether a nudge goes to those who are waited for, or past them."""

    REMIND = "remind", "Reminder"
    ESCALATE = "escalate", "Not done in time"


class Nudge(msgspec.Struct, frozen=True, kw_only=True):
    """A moment, aware UTC, at which a clock has something to say, and what was or is due then.

    A reminder goes to the team of a side, `side`; an escalation to the `roles`, whichever
    organisation of the offer they stand in.
    """

    at: datetime
    step: Step
    clock: ClockKind
    due_at: datetime
    side: Side | None = None
    roles: tuple[Role, ...] = ()

    @property
    def key(self) -> str:
        """What makes it this nudge and no other on its offer; a clock that moved nudges again."""
        return f"{self.step.value} {self.clock.value} {self.at.isoformat()}"


def nudges(offer: Offer, calendar: WorkingCalendar, policy: Policy = DEFAULT) -> tuple[Nudge, ...]:
    """Give every nudge of the clocks that run on an offer now, the soonest first; paused clocks are silent.

    The clock that expires an offer escalates by expiring it, so it only reminds.

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 5, the columns "first action" and "then".
    """
    running = clocks(offer, calendar, policy)
    found = [nudge for clock in running if not clock.paused for nudge in _of(clock)]
    return tuple(sorted(found, key=lambda nudge: (nudge.at, nudge.key)))


def due_nudges(
    offer: Offer, now: datetime, calendar: WorkingCalendar, policy: Policy = DEFAULT
) -> tuple[tuple[Nudge, ...], datetime | None]:
    """Give the nudges whose moment has come, and when the next one does; None when there is none.

    What has been said already is for whoever keeps the offers to know: a state can be looked at
    twice, and a nudge is given each time.

    Raises:
        Invalid: As `nudges`.
    """
    found = nudges(offer, calendar, policy)
    later = [nudge.at for nudge in found if nudge.at > now]
    return tuple(nudge for nudge in found if nudge.at <= now), min(later, default=None)


def to_tell(due: Iterable[Nudge]) -> tuple[Nudge, ...]:
    """Give, of nudges that have come due and were not said, those that are still worth telling, in their order.

    After a time in which nobody looked, a clock may have reminded and escalated meanwhile. What it
    has to say then is the last of it: an earlier reminder is of no more use.

    Source: lifecycle 5.
    """
    found = tuple(due)
    last = {nudge.clock: max(other.at for other in found if other.clock == nudge.clock) for nudge in found}
    return tuple(nudge for nudge in found if nudge.at == last[nudge.clock])


def _of(clock: Clock) -> Iterator[Nudge]:
    for at in dict.fromkeys(clock.remind_at):
        yield Nudge(at=at, step=Step.REMIND, clock=clock.kind, due_at=clock.due_at, side=clock.reminds)
    if clock.kind != ClockKind.DECIDE:
        at = clock.escalate_at or clock.due_at
        yield Nudge(at=at, step=Step.ESCALATE, clock=clock.kind, due_at=clock.due_at, roles=clock.escalate_to)
