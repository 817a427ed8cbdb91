"""Attempts to reach a person as they were made, by whichever service, and how pressing it is."""

from datetime import datetime

import msgspec

from lvws_core.consent.contact import Attempt, AttemptPriority, NextAttempt, PriorityFacts, attempt_priority
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
    assessed = record.assessment is not None and record.assessment.level is Band.HIGH
    said = case or FoundCase(received_at=record.person.created_at)
    sensitive = record.contact is None or record.contact.plan.sensitive
    return attempt_priority(
        PriorityFacts(
            high_risk=assessed or said.high_risk,
            enhanced=said.enhanced,
            sexual_violence=said.sexual_violence,
            sensitive=sensitive or said.domestic_abuse,
            is_witness=said.is_witness,
        )
    )
