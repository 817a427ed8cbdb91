"""Attempts to reach the person, as the timeline of an offer holds them, and what comes next."""

from collections.abc import Iterable
from datetime import datetime

from lvws_core.consent.contact import (
    Attempt,
    AttemptOutcome,
    AttemptPriority,
    Channel,
    ContactPlan,
    NextAttempt,
    PriorityFacts,
    attempt_priority,
    next_attempt,
)
from lvws_core.policy import Policy
from lvws_core.referrals import Note, Offer
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar
from partners.offers.snapshot.model import Snapshot, contact_in
from partners.offers.timeline.model import TimelineEntry

NO_PLAN = ContactPlan(channels={}, sensitive=True)
"""What is known of safe contact when nothing was shared about it: that no channel is known to be safe."""


def attempts_in(entries: Iterable[TimelineEntry]) -> tuple[Attempt, ...]:
    """Give the attempts that a timeline tells of, in its order."""
    return tuple(
        Attempt(
            at=datetime.fromisoformat(entry.detail["tried_at"]),
            channel=Channel(entry.detail["channel"]),
            outcome=AttemptOutcome(entry.detail["result"]),
        )
        for entry in entries
        if entry.note == Note.ATTEMPT and "tried_at" in entry.detail
    )


def priority_of(offer: Offer, plan: ContactPlan) -> AttemptPriority:
    """Give how pressing it is to reach the person, from what a partner is told.

    A partner knows the level of risk and whether contact is sensitive, and no more: high risk counts
    as the first row of the table, anything else sensitive as the third.

    Source: domain 5.4.
    """
    return attempt_priority(PriorityFacts(high_risk=offer.risk == Band.HIGH, sensitive=plan.sensitive))


def what_next(
    offer: Offer,
    snapshot: Snapshot | None,
    entries: Iterable[TimelineEntry],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policy: Policy,
    others: Iterable[Attempt] = (),
) -> NextAttempt:
    """Give the next attempt of an accepted offer, or what comes instead; the first counts from acceptance.

    `others` are the attempts of other services since then that did not reach the person.

    Raises:
        Invalid: The calendar does not reach far enough.

    Source: domain 5.4, CONT-20 to CONT-22.
    """
    contact = contact_in(snapshot or {})
    plan = NO_PLAN if contact is None else contact.plan
    received_at, made = offer.accepted_at or now, (*attempts_in(entries), *others)
    return next_attempt(plan, priority_of(offer, plan), made, received_at, now, calendar, policy)
