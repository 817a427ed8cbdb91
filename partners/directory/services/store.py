"""Services that are added or closed, in the database; the lead's manager does it for every partner.

The rows name the partner as their organisation, so the gate is told whose act it is.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.ports import SYSTEM
from partners.directory.model import Remit
from partners.directory.services.forms import NewService
from partners.directory.tables import RemitRow, ServiceRow


class Unlisted(msgspec.Struct, frozen=True, kw_only=True):
    """A service that is not listed on a day: its first and last London days, the last one None while it goes on."""

    name: str
    first: date
    last: date | None


def keys(session: Session) -> frozenset[str]:
    """Give the key of every service."""
    return frozenset(session.execute(select(col(ServiceRow.key))).scalars())


def add(session: Session, new: NewService, *, service_id: ServiceId, key: str, remit_id: UUID) -> None:
    """Store a service with its first remit."""
    service = {
        "id": service_id,
        "organisation_id": new.organisation_id,
        "key": key,
        "name": new.name,
        "recipient": new.recipient.value,
    }
    remit = {
        "id": remit_id,
        "organisation_id": new.organisation_id,
        "service_id": service_id,
        "valid_from": new.remit.begins_on,
        "valid_to": None,
        "terms": msgspec.json.encode(new.remit.terms, order="deterministic"),
    }
    session.execute(insert(ServiceRow).values(**service), execution_options=SYSTEM)
    session.execute(insert(RemitRow).values(**remit), execution_options=SYSTEM)


def end(
    session: Session, organisation_id: OrganisationId, service_id: ServiceId, history: tuple[Remit, ...], last: date
) -> None:
    """Let a service end on a day: what is in force then ends, what would begin later never does."""
    mine = (col(RemitRow.service_id) == service_id, col(RemitRow.organisation_id) == organisation_id)
    for remit in history:
        this: Any = (*mine, col(RemitRow.id) == remit.id)
        if remit.valid_from > last:
            statement: Any = delete(RemitRow).where(*this)
        elif remit.reaches(last):
            statement = update(RemitRow).where(*this).values(valid_to=last)
        else:
            continue
        session.execute(statement.execution_options(synchronize_session=False), execution_options=SYSTEM)


def unlisted(session: Session, organisation_id: OrganisationId, on: date) -> tuple[Unlisted, ...]:
    """Give the services of an organisation that are not listed on a London day, by name, in one statement."""
    rows = session.execute(
        select(ServiceRow.id, ServiceRow.name, RemitRow.valid_from, RemitRow.valid_to)  # type: ignore[call-overload]
        .join(RemitRow, col(RemitRow.service_id) == col(ServiceRow.id))
        .where(col(ServiceRow.organisation_id) == organisation_id)
        .order_by(ServiceRow.name, ServiceRow.id, RemitRow.valid_from)
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return tuple(
        Unlisted(name=remits[0].name, first=remits[0].valid_from, last=remits[-1].valid_to)
        for remits in found.values()
        if not any(r.valid_from <= on and (r.valid_to is None or r.valid_to >= on) for r in remits)
    )
