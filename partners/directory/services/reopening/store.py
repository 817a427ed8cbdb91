"""Closed services in the database; the gate is told whose act it is, as the lead opens those of every partner."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.ports import SYSTEM
from partners.directory.services.reopening.model import Closed, Place, Reopening
from partners.directory.tables import RemitRow, ServiceRow


def place_of(session: Session, key: str) -> Place:
    """Give a service by its key, listed or not.

    Raises:
        Missing: There is none.
    """
    columns = (ServiceRow.id, ServiceRow.key, ServiceRow.name, ServiceRow.organisation_id)
    row = session.execute(select(*columns).where(col(ServiceRow.key) == key)).one_or_none()  # type: ignore[call-overload]
    if row is None:
        raise Missing
    return _place(row)


def closed(session: Session, on: date, organisation_id: OrganisationId | None) -> tuple[Closed, ...]:
    """Give the services whose last day is before a London day, of one organisation or of every, the latest first."""
    other = aliased(RemitRow)
    still = or_(col(other.valid_to).is_(None), col(other.valid_to) >= on)
    goes_on = exists().where(col(other.service_id) == col(ServiceRow.id), still)
    columns = (ServiceRow.id, ServiceRow.key, ServiceRow.name, ServiceRow.organisation_id)
    last = func.max(RemitRow.valid_to)
    statement = (
        select(*columns, last.label("last"))  # type: ignore[call-overload]
        .join(RemitRow, col(RemitRow.service_id) == col(ServiceRow.id))
        .where(~goes_on)
        .group_by(*columns)
        .order_by(last.desc(), col(ServiceRow.name), col(ServiceRow.id))
    )
    if organisation_id is not None:
        statement = statement.where(col(ServiceRow.organisation_id) == organisation_id)
    return tuple(Closed(place=_place(row), last=row.last) for row in session.execute(statement))


def _place(row: Row[Any]) -> Place:
    return Place(
        id=ServiceId(row.id),
        key=row.key,
        name=row.name,
        organisation_id=OrganisationId(row.organisation_id),
    )


def reopen(session: Session, place: Place, how: Reopening, remit_id: UUID) -> None:
    """Let the last remit go on, or begin a new one with its terms."""
    if how.begins_on is None:
        mine = (col(RemitRow.id) == how.remit.id, col(RemitRow.organisation_id) == place.organisation_id)
        statement = update(RemitRow).where(*mine).values(valid_to=None)
        session.execute(statement.execution_options(synchronize_session=False), execution_options=SYSTEM)
        return
    values = {
        "id": remit_id,
        "organisation_id": place.organisation_id,
        "service_id": place.id,
        "valid_from": how.begins_on,
        "valid_to": None,
        "terms": msgspec.json.encode(how.remit.terms, order="deterministic"),
    }
    session.execute(insert(RemitRow).values(**values), execution_options=SYSTEM)
