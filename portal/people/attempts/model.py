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
)
from lvws_core.ids import OrganisationId
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
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


def priority_of(record: PersonRecord, case: FoundCase | None) -> AttemptPriority:
    """Give how pressing it is to reach the person, from the level of risk, the plan and the newest open case.

    Source: domain 5.4.
    """
    level = None if record.assessment is None else record.assessment.level
    return priority_by(level, None if record.contact is None else record.contact.plan, case)


def priority_by(level: Band | None, plan: ContactPlan | None, case: FoundCase | None = None) -> AttemptPriority:
    """Give the same from the level that counts and the plan in force, None where there is none."""
    sensitive = plan is None or plan.sensitive
    if case is None:
        return attempt_priority(PriorityFacts(high_risk=level is Band.HIGH, sensitive=sensitive))
    return attempt_priority(
        PriorityFacts(
            high_risk=level is Band.HIGH or case.high_risk,
            enhanced=case.enhanced,
            sexual_violence=case.sexual_violence,
            sensitive=sensitive or case.domestic_abuse,
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
