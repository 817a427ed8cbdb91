"""Requests in the database: rows to values and back; every query of the slice."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.referrals import RequestStatus
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from portal.referrals.model import Composition, Draft, Words
from portal.referrals.tables import RequestRow


def add(session: Session, vault: Vault, key: RecordKey, draft: Draft, *, by: UserId, risk: Band | None) -> None:
    """Store a new request."""
    session.add(
        RequestRow(
            id=draft.id,
            owner_organisation_id=draft.organisation_id,
            reference=draft.reference,
            person_id=draft.person_id,
            status=RequestStatus.DRAFT,
            version=draft.version,
            created_at=draft.created_at,
            changed_at=draft.created_at,
            created_by=by,
            **_columns(vault, key, draft, risk),
        )
    )


def _columns(vault: Vault, key: RecordKey, draft: Draft, risk: Band | None) -> dict[str, Any]:
    words = msgspec.json.encode(draft.words).decode()
    return {
        "risk": risk or "",
        "need": msgspec.json.encode(draft.composition, order="deterministic"),
        "sealed_words": vault.seal(key, _column(draft.id), words),
    }


def _column(request_id: UUID) -> str:
    return f"request.words:{request_id}"


def get(session: Session, vault: Vault, key: RecordKey, person: Reference, reference: Reference) -> Draft:
    """Give the request of this person with this reference.

    Raises:
        Missing: There is none, or it is another person's, or another organisation's.
    """
    row = session.scalars(select(RequestRow).where(col(RequestRow.reference) == reference)).one_or_none()
    if row is None or row.person_id != key.record_id:
        raise Missing
    return Draft(
        id=RequestId(row.id),
        reference=Reference(row.reference),
        person_id=PersonId(row.person_id),
        person_reference=person,
        organisation_id=OrganisationId(row.owner_organisation_id),
        version=row.version,
        created_at=row.created_at,
        sent=row.status != RequestStatus.DRAFT,
        changed_at=utc(row.changed_at),
        composition=msgspec.json.decode(row.need, type=Composition),
        words=msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_words), type=Words),
    )


def put(session: Session, vault: Vault, key: RecordKey, draft: Draft, *, risk: Band | None) -> None:
    """Store a changed request over the version before it.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    status = RequestStatus.OPEN if draft.sent else RequestStatus.DRAFT
    statement = (
        update(RequestRow)
        .where(col(RequestRow.id) == draft.id, col(RequestRow.version) == draft.version - 1)
        .values(version=draft.version, status=status, changed_at=draft.changed_at, **_columns(vault, key, draft, risk))
    )
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("stale_version", "I3", "This referral was changed by somebody else meanwhile."))


def drafts_of(session: Session, person_id: PersonId) -> tuple[Reference, ...]:
    """Give the references of the person's unsent requests, newest first."""
    found = session.execute(
        select(col(RequestRow.reference))
        .where(col(RequestRow.person_id) == person_id, col(RequestRow.status) == RequestStatus.DRAFT)
        .order_by(col(RequestRow.created_at).desc())
        .limit(5)
    )
    return tuple(Reference(reference) for reference in found.scalars())
