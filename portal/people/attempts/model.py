"""Attempts to reach a person as they were made, by whichever service, and how pressing it is."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lvws_core.consent.attempts import as_learnt
from lvws_core.consent.contact import (
    Attempt,
    AttemptPriority,
    ContactPlan,
    NextAttempt,
    PriorityFacts,
    attempt_priority,
    next_attempt,
)
from lvws_core.ids import OrganisationId
from lvws_core.policy import Policy
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar, london_day
from partners.offers.snapshot.model import Reach, SharedContact
from portal.people.model import PersonRecord


class MadeAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt, by which organisation, and how long it took in minutes where that was said. Source: CONT-20."""

    attempt: Attempt
    organisation_id: OrganisationId
    minutes: int | None = None


class Reaching(msgspec.Struct, frozen=True, kw_only=True):
    """How far the attempts have come: all that were made, newest first, and what comes next.

    `contact` is how contact is safe now, None while nobody has said. Contact is stopped since
    `stopped_since` (aware UTC). `reaches` is None until the number was asked for.
    """

    record: PersonRecord
    made: tuple[MadeAttempt, ...]
    ahead: NextAttempt
    priority: AttemptPriority
    contact: SharedContact | None = None
    stopped_since: datetime | None = None
    reaches: tuple[Reach, ...] | None = None


class ToReach(msgspec.Struct, frozen=True, kw_only=True):
    """What decides the next attempt to reach a person: the same on every page that says when it is due.

    `level` is that of the assessment that counts, `plan` the one in force, `case` the newest open one, each
    None where there is none. `since` is when the person was added, `details_changed_at` when the numbers of
    today were first told, both aware.
    """

    since: datetime
    level: Band | None = None
    plan: ContactPlan | None = None
    case: FoundCase | None = None
    details_changed_at: datetime | None = None

    @property
    def priority(self) -> AttemptPriority:
        """How pressing it is. Source: domain 5.4."""
        return priority_by(self.level, self.plan, self.case)

    def next(self, made: Iterable[Attempt], now: datetime, calendar: WorkingCalendar, policy: Policy) -> NextAttempt:
        """Give what comes next after the attempts that were made, by whichever service.

        Source: domain 5.4, CONT-04, CONT-20 to CONT-22.
        """
        tried = tuple(made)
        received = self.since if self.case is None else self.case.received_at
        return next_attempt(
            known_plan(self.plan, tried),
            self.priority,
            of_this_time(tried, self.case),
            received,
            now,
            calendar,
            policy,
            details_changed_at=self.details_changed_at,
            trial_on=None if self.case is None else self.case.trial_on,
        )


def of_this_time(made: Iterable[Attempt], case: FoundCase | None) -> tuple[Attempt, ...]:
    """Give the attempts from the London day on which the open case came in; all where there is none.

    Whoever was reached in an earlier case and comes back is to be reached again.
    """
    since = None if case is None else london_day(case.received_at)
    return tuple(each for each in made if since is None or london_day(each.at) >= since)


def priority_by(level: Band | None, plan: ContactPlan | None, case: FoundCase | None) -> AttemptPriority:
    """Give how pressing it is to reach the person, from the level of risk, the plan and the newest open case.

    Source: domain 5.4.
    """
    if case is None:
        sensitive = plan is None or plan.sensitive
        return attempt_priority(PriorityFacts(high_risk=level is Band.HIGH, sensitive=sensitive))
    # A plan that was only told is taken for sensitive whatever the case is about: that says nothing of the case.
    is_said = plan is not None and plan.sensitive and plan.confirmed_at is not None
    return attempt_priority(
        PriorityFacts(
            high_risk=level is Band.HIGH or case.high_risk,
            enhanced=case.enhanced,
            sexual_violence=case.sexual_violence,
            sensitive=case.domestic_abuse or level is not None or is_said,
            is_witness=case.is_witness,
        )
    )


def known_plan(plan: ContactPlan | None, made: Iterable[Attempt]) -> ContactPlan:
    """Give the plan with what attempts have taught since it was confirmed; where there is none, nothing is safe."""
    if plan is None:
        return ContactPlan(channels={}, sensitive=True)
    confirmed = plan.confirmed_at
    later = sorted((each for each in made if confirmed is None or each.at > confirmed), key=lambda each: each.at)
    return as_learnt(plan, later)
