"""Agreements in the database. They are about a partner and written by the lead, so the gate is told whose act it is."""

from typing import Any

import msgspec
from sqlalchemy import insert, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import AgreementId, OrganisationId
from lvws_core.reasons import because
from partners.directory.agreements.model import AgreementFile, Blocker
from partners.directory.tables import AgreementRow

_SYSTEM = {"system": True}
"""The row names the partner as its organisation, and only the lead's manager comes here to change it."""


def get(session: Session, agreement_id: AgreementId) -> AgreementFile:
    """Give an agreement with its owner and blockers.

    Raises:
        Missing: There is none.
    """
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise Missing
    agreement = Agreement(
        id=AgreementId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        categories=frozenset(DataCategory(key) for key in row.categories.split()),
        status=AgreementStatus(row.status),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
    blockers = msgspec.json.decode(row.blockers, type=tuple[Blocker, ...])
    return AgreementFile(agreement=agreement, owner=row.owner, blockers=blockers, version=row.version)


def add(session: Session, file: AgreementFile) -> None:
    """Store a new agreement."""
    values = {"id": file.agreement.id, "organisation_id": file.agreement.organisation_id, **_columns(file)}
    session.execute(insert(AgreementRow).values(**values, version=1), execution_options=_SYSTEM)


def put(session: Session, file: AgreementFile) -> None:
    """Store an agreement that was read at `file.version`; its version rises by one.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    changed: Any = session.execute(
        update(AgreementRow)
        .where(col(AgreementRow.id) == file.agreement.id, col(AgreementRow.version) == file.version)
        .values(**_columns(file), version=file.version + 1)
        .execution_options(synchronize_session=False),
        execution_options=_SYSTEM,
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "This agreement was changed by somebody else meanwhile."))


def _columns(file: AgreementFile) -> dict[str, Any]:
    agreement = file.agreement
    return {
        "status": agreement.status.value,
        "categories": " ".join(c for c in DataCategory if c in agreement.categories),
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "owner": file.owner,
        "blockers": msgspec.json.encode(file.blockers),
    }
