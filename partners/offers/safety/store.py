"""Stops in the database. Reports go to the lead alone, and a stop reaches every live offer of the person.

A partner who reports neither sees nor learns of the other offers, so these statements are the system's
own; nothing that they read leaves this module but the keys of the offers, for the events (ADR 2).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import insert, select, update
from sqlmodel import col

from lvws_core.consent.contact import StopCause
from lvws_core.events import Event
from lvws_core.ids import OfferId, OrganisationId, PersonId, UserId
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.referrals import LIVE
from lvws_core.times import utc
from partners.offers.safety.model import Report, Stop
from partners.offers.store import Session
from partners.offers.tables import OfferEventRow, OfferRow, SafetyStopRow

_WORDS, _REASON = "safety_stop.words", "safety_stop.reason"


class Reached(NamedTuple):
    """An offer that a stop reaches: its key, and the two organisations that see it."""

    id: OfferId
    owner_id: OrganisationId
    partner_id: OrganisationId


def add(
    session: Session, vault: Vault, report: Report, *, stop_id: UUID, lead_id: OrganisationId, event: Event
) -> None:
    """Store a report as the lead's, whoever made it: `event` says who, when and about whom."""
    key = vault.new_key(lead_id, stop_id)
    row = {
        "id": stop_id,
        "owner_organisation_id": lead_id,
        "person_id": event.subject_id,
        "offer_id": report.offer_id,
        "cause": report.cause.value,
        "reported_at": utc(event.at),
        "reported_by": event.actor_id,
        "reporter_organisation_id": UUID(event.detail["organisation_id"]),
        "sealed_key": key.wrapped,
        "sealed_words": vault.seal(key, _WORDS, report.words) if report.words else None,
    }
    session.execute(insert(SafetyStopRow).values(row), execution_options=SYSTEM)


def close(session: Session, person_id: PersonId, at: datetime) -> tuple[Reached, ...]:
    """Close the number on every live offer of a person, and give those that were open until now.

    The rows are taken in one order, so that two who report at once wait for one another.
    """
    columns = (OfferRow.id, OfferRow.owner_organisation_id, OfferRow.organisation_id, OfferRow.contact_stopped_at)
    live = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(OfferRow.person_id) == person_id, col(OfferRow.status).in_([status.value for status in LIVE]))
        .order_by(col(OfferRow.id))
        .with_for_update(),
        execution_options=SYSTEM,
    ).all()
    open_until_now = [row for row in live if row.contact_stopped_at is None]
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id).in_([row.id for row in open_until_now]))
        .values(contact_stopped_at=utc(at), changed_at=utc(at)),
        execution_options={**SYSTEM, "synchronize_session": False},
    )
    return tuple(
        Reached(OfferId(row.id), OrganisationId(row.owner_organisation_id), OrganisationId(row.organisation_id))
        for row in open_until_now
    )


def add_line(session: Session, reached: Reached, event: Event, *, entry_id: UUID) -> None:
    """Store a line of the timeline of an offer, whoever's it is."""
    row: dict[str, Any] = {
        "id": entry_id,
        "owner_organisation_id": reached.owner_id,
        "partner_organisation_id": reached.partner_id,
        "offer_id": reached.id,
        "at": utc(event.at),
        "actor_id": event.actor_id,
        "kind": event.kind,
        "detail": msgspec.json.encode(event.detail, order="sorted"),
    }
    session.execute(insert(OfferEventRow).values(row), execution_options=SYSTEM)


def standing(session: Session, vault: Vault, person_id: PersonId) -> tuple[Stop, ...]:
    """Give the reports about a person that stand, newest first, with their words; only the lead finds any."""
    rows = session.execute(
        select(SafetyStopRow)
        .where(col(SafetyStopRow.person_id) == person_id, col(SafetyStopRow.lifted_at).is_(None))
        .order_by(col(SafetyStopRow.reported_at).desc(), col(SafetyStopRow.id))
    )
    return tuple(_stop(vault, row) for row in rows.scalars())


def stopped_since(session: Session, person_id: PersonId) -> datetime | None:
    """Give since when contact with a person is stopped (aware UTC), None where no report stands."""
    found = session.execute(
        select(col(SafetyStopRow.reported_at))
        .where(col(SafetyStopRow.person_id) == person_id, col(SafetyStopRow.lifted_at).is_(None))
        .order_by(col(SafetyStopRow.reported_at))
        .limit(1)
    ).scalar()
    return None if found is None else utc(found)


def breached_since(session: Session, person_id: PersonId, moment: datetime) -> bool:
    """Say whether somebody else answered, or a way of contact was found unsafe, after a moment (aware); lifted or not.

    Source: RISK-36, domain 1.6: a breach of safe contact outdates an assessment.
    """
    causes = (StopCause.UNEXPECTED_ANSWERER.value, StopCause.BREACH.value)
    found = session.execute(
        select(SafetyStopRow.id)  # type: ignore[call-overload]
        .where(
            col(SafetyStopRow.person_id) == person_id,
            col(SafetyStopRow.cause).in_(causes),
            col(SafetyStopRow.reported_at) > utc(moment),
        )
        .limit(1)
    ).first()
    return found is not None


def stopped_people(session: Session, organisation_id: OrganisationId, most: int) -> dict[PersonId, datetime]:
    """Give the people with whom contact is stopped and since when (aware UTC), the latest report first."""
    rows = session.execute(
        select(SafetyStopRow.person_id, SafetyStopRow.reported_at)  # type: ignore[call-overload]
        .where(col(SafetyStopRow.owner_organisation_id) == organisation_id, col(SafetyStopRow.lifted_at).is_(None))
        .order_by(col(SafetyStopRow.reported_at).desc())
        .limit(most)
    )
    found: dict[PersonId, datetime] = {}
    for person_id, reported_at in rows:
        found.setdefault(PersonId(person_id), utc(reported_at))
    return found


def lift(session: Session, vault: Vault, stops: Iterable[Stop], *, by: UserId, at: datetime, reason: str) -> int:
    """Mark reports as lifted, with the reason; give how many still stood."""
    rows = session.execute(
        select(SafetyStopRow)
        .where(col(SafetyStopRow.id).in_([stop.id for stop in stops]), col(SafetyStopRow.lifted_at).is_(None))
        .with_for_update()
    ).scalars()
    lifted = 0
    for row in rows:
        row.lifted_at, row.lifted_by = utc(at), by
        row.sealed_reason = vault.seal(_key(row), _REASON, reason)
        lifted += 1
    session.flush()
    return lifted


def reopen(session: Session, offer_id: UUID, at: datetime) -> None:
    """Open contact again on one offer of the lead's."""
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id) == offer_id)
        .values(contact_stopped_at=None, changed_at=utc(at))
        .execution_options(synchronize_session=False)
    )


def _key(row: SafetyStopRow) -> RecordKey:
    owner = OrganisationId(row.owner_organisation_id)
    return RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key)


def _stop(vault: Vault, row: SafetyStopRow) -> Stop:
    return Stop(
        id=row.id,
        person_id=PersonId(row.person_id),
        cause=StopCause(row.cause),
        reported_at=utc(row.reported_at),
        reported_by=UserId(row.reported_by),
        organisation_id=OrganisationId(row.reporter_organisation_id),
        offer_id=row.offer_id,
        words=vault.open(_key(row), _WORDS, row.sealed_words) if row.sealed_words else "",
    )
