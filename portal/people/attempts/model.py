"""Attempts to reach a person as they were made, by whichever service, and how pressing it is."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lvws_core.consent.attempts import as_learnt
from lvws_core.consent.contact import Attempt, AttemptPriority, ContactPlan, NextAttempt
from lvws_core.ids import OrganisationId
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


def priority_of(record: PersonRecord) -> AttemptPriority:
    """Give how pressing it is to reach the person: by the level of risk, else by whether contact is sensitive.

    Source: domain 5.4.
    """
    level = None if record.assessment is None else record.assessment.level
    return priority_by(level, None if record.contact is None else record.contact.plan)


def priority_by(level: Band | None, plan: ContactPlan | None) -> AttemptPriority:
    """Give the same from the level that counts and the plan in force, None where there is none."""
    if level is Band.HIGH:
        return AttemptPriority.DA_HIGH
    sensitive = plan is None or plan.sensitive
    return AttemptPriority.DA_LOW_MEDIUM if sensitive else AttemptPriority.NON_EPR


def known_plan(plan: ContactPlan | None, made: Iterable[Attempt]) -> ContactPlan:
    """Give the plan with what attempts have taught since it was confirmed; where there is none, nothing is safe."""
    if plan is None:
        return ContactPlan(channels={}, sensitive=True)
    confirmed = plan.confirmed_at
    later = sorted((each for each in made if confirmed is None or each.at > confirmed), key=lambda each: each.at)
    return as_learnt(plan, later)
