"""The waiting list in the database: in the order of its rule, which is a column with an index of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId, Reference, ServiceId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.policy import Policy
from lvws_core.referrals import Offer, OfferStatus
from lvws_core.times import utc
from lvws_core.vocabulary import CapacityState
from partners.directory import store as directory
from partners.directory.tables import ServiceRow
from partners.offers.store import needs_of
from partners.offers.tables import OfferRow
from partners.offers.waiting.model import WaitingRow


def waiting(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[WaitingRow]:
    """Give a page of a team's waiting list, who is next first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    after = () if cursor is None else (col(OfferRow.waiting_key) > decode_cursor(cursor, 1)[0],)
    statement = _rows(organisation_id).where(*after).order_by(col(OfferRow.waiting_key)).limit(PAGE_SIZE + 1)
    rows = session.execute(statement).all()
    return page_of([_waiting_row(row) for row in rows], cursor=_next(rows))


def next_places(session: Session, organisation_id: OrganisationId) -> tuple[WaitingRow, ...]:
    """Give who is next at each service of a team that has a waiting list, by the name of the service."""
    firsts = (
        select(func.min(OfferRow.waiting_key))
        .where(col(OfferRow.partner_organisation_id) == organisation_id, _waits())
        .group_by(col(OfferRow.service_id))
    )
    statement = _rows(organisation_id).where(col(OfferRow.waiting_key).in_(firsts))
    rows = session.execute(statement.order_by(ServiceRow.name, col(OfferRow.waiting_key)))
    return tuple(_waiting_row(row) for row in rows)


def first_at(session: Session, organisation_id: OrganisationId, service_id: ServiceId) -> Reference | None:
    """Give who is next at a service, None where nobody waits; the row is held until the transaction ends."""
    found = session.execute(
        select(col(OfferRow.reference))
        .where(
            col(OfferRow.partner_organisation_id) == organisation_id, _waits(), col(OfferRow.service_id) == service_id
        )
        .order_by(col(OfferRow.waiting_key))
        .limit(1)
        .with_for_update()
    ).scalar()
    return None if found is None else Reference(found)


def list_of(
    session: Session, service_id: ServiceId, today: date, now: datetime, policy: Policy
) -> tuple[CapacityState, int]:
    """Give what a service says of its capacity today, and how many wait for it as far as the actor may see."""
    said = directory.capacity_of(session, service_id, now)
    number = session.execute(
        select(func.count(col(OfferRow.id))).where(col(OfferRow.service_id) == service_id, _waits())
    ).scalar_one()
    return said.state_on(today, policy), number


def _rows(organisation_id: OrganisationId) -> Select[Any]:
    columns = (
        *(OfferRow.life, OfferRow.reference, OfferRow.needs, OfferRow.sender, OfferRow.due_at, OfferRow.waiting_key),
        ServiceRow.name,
    )
    statement: Select[Any] = select(*columns)  # type: ignore[call-overload]
    return statement.join(ServiceRow, col(ServiceRow.id) == col(OfferRow.service_id)).where(
        col(OfferRow.partner_organisation_id) == organisation_id, _waits()
    )


def _waits() -> ColumnElement[bool]:
    # A literal, not a parameter: SQLite uses a partial index only for the very words of its condition.
    return col(OfferRow.status) == bindparam("waitlisted", OfferStatus.WAITLISTED.value, literal_execute=True)


def _next(rows: Sequence[Row[Any]]) -> str | None:
    return encode_cursor(rows[PAGE_SIZE - 1].waiting_key) if len(rows) > PAGE_SIZE else None


def _waiting_row(row: Row[Any]) -> WaitingRow:
    return WaitingRow(
        offer=msgspec.json.decode(row.life, type=Offer),
        reference=Reference(row.reference),
        needs=needs_of(row.needs),
        sender=row.sender,
        service_name=row.name,
        review_at=row.due_at and utc(row.due_at),
    )
