"""Agreements in the database. They are about a partner and written by the lead, so the gate is told whose act it is."""

from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import insert, or_, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import AgreementId, OrganisationId
from lvws_core.ports import SYSTEM
from lvws_core.reasons import because
from partners.directory.agreements.model import AgreementFile, Blocker
from partners.directory.tables import AgreementRow, RemitRow, ServiceRow

_FIELDS: Final = ("status", "categories", "starts_on", "ends_on", "review_on", "owner", "blockers")


def get(session: Session, agreement_id: AgreementId) -> AgreementFile:
    """Give an agreement with its owner and blockers.

    Raises:
        Missing: There is none.
    """
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise Missing
    return _file(row)


def every(session: Session) -> tuple[AgreementFile, ...]:
    """Give every agreement with its owner and blockers, in one statement and no order."""
    names = (*_FIELDS, "id", "organisation_id", "version")
    rows = session.execute(select(*(getattr(AgreementRow, name) for name in names)))
    return tuple(_file(row) for row in rows)


def partners(session: Session, on: date) -> dict[OrganisationId, str]:
    """Give the key of a service, the first by name, for each organisation that offers one on a London day or later."""
    rows = session.execute(
        select(ServiceRow.organisation_id, ServiceRow.key)  # type: ignore[call-overload]
        .join(RemitRow, col(RemitRow.service_id) == col(ServiceRow.id))
        .where(col(RemitRow.valid_from) <= on, or_(col(RemitRow.valid_to).is_(None), col(RemitRow.valid_to) >= on))
        .order_by(col(ServiceRow.name).desc(), ServiceRow.id)
    )
    return {OrganisationId(organisation_id): key for organisation_id, key in rows}


def _file(row: Any) -> AgreementFile:
    agreement = Agreement(
        id=AgreementId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        categories=frozenset(DataCategory(key) for key in row.categories.split()),
        status=AgreementStatus(row.status),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
    return AgreementFile(
        agreement=agreement,
        owner=row.owner,
        review_on=row.review_on,
        blockers=msgspec.json.decode(row.blockers, type=tuple[Blocker, ...]),
        version=row.version,
    )


def add(session: Session, file: AgreementFile) -> None:
    """Store a new agreement."""
    values = {"id": file.agreement.id, "organisation_id": file.agreement.organisation_id, **_columns(file)}
    session.execute(insert(AgreementRow).values(**values, version=1), execution_options=SYSTEM)


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
        execution_options=SYSTEM,
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
        "review_on": file.review_on,
        "owner": file.owner,
        "blockers": msgspec.json.encode(file.blockers),
    }
