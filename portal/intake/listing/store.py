"""The lists of cases: each a page of columns by one index, never an offset, never a count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlmodel import Session, col

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from lvws_core.vocabulary import ClosureReason, DomesticAbuseLevel, ReferralSource
from portal.intake.model import CaseLine
from portal.intake.store import needs_of
from portal.intake.tables import CaseRow
from portal.intake.terms.model import TakeUp

_COLUMNS = (
    *(CaseRow.id, CaseRow.reference, CaseRow.source, CaseRow.source_organisation_id, CaseRow.agency),
    *(CaseRow.received_on, CaseRow.risk, CaseRow.epr, CaseRow.da_level, CaseRow.needs, CaseRow.person_id),
    *(CaseRow.allocated_to, CaseRow.take_up, CaseRow.returned_at, CaseRow.closed_on, CaseRow.closure_reason),
    CaseRow.created_at,
)


def every(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[CaseLine]:
    """Give a page of an organisation's cases that this actor may see, newest first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    return _page(session, organisation_id, cursor)


def open_ones(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[CaseLine]:
    """Give a page of the cases that are not closed, newest first."""
    return _page(session, organisation_id, cursor, col(CaseRow.closed_on).is_(None))


def unallocated(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[CaseLine]:
    """Give a page of the open cases that are nobody's yet, newest first."""
    nobodys = col(CaseRow.allocated_to).is_(None)
    return _page(session, organisation_id, cursor, nobodys, col(CaseRow.closed_on).is_(None))


def of_worker(
    session: Session, organisation_id: OrganisationId, worker_id: UserId, cursor: str | None
) -> Page[CaseLine]:
    """Give a page of a caseworker's open cases, newest first."""
    own = col(CaseRow.allocated_to) == worker_id
    return _page(session, organisation_id, cursor, own, col(CaseRow.closed_on).is_(None))


def closed(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[CaseLine]:
    """Give a page of the closed cases, those that began last first."""
    return _page(session, organisation_id, cursor, col(CaseRow.closed_on).is_not(None))


def taken_by(
    session: Session, organisation_id: OrganisationId, worker_id: UserId, cursor: str | None
) -> Page[CaseLine]:
    """Give a page of what somebody took in, newest first: as far as this actor may still see it."""
    return _page(session, organisation_id, cursor, col(CaseRow.taken_by) == worker_id)


def returned_to(session: Session, organisation_id: OrganisationId, worker_id: UserId) -> Sequence[CaseLine]:
    """Give what came back to somebody and is not mended, the longest waiting first."""
    rows = session.execute(
        select(*_COLUMNS)  # type: ignore[call-overload]
        .where(
            col(CaseRow.owner_organisation_id) == organisation_id,
            col(CaseRow.taken_by) == worker_id,
            col(CaseRow.returned_at).is_not(None),
        )
        .order_by(col(CaseRow.returned_at))
        .limit(PAGE_SIZE)
    )
    return tuple(_line(row) for row in rows)


def _page(
    session: Session, organisation_id: OrganisationId, cursor: str | None, *where: ColumnElement[bool]
) -> Page[CaseLine]:
    created_at, case_id = col(CaseRow.created_at), col(CaseRow.id)
    statement = select(*_COLUMNS).where(col(CaseRow.owner_organisation_id) == organisation_id, *where)  # type: ignore[call-overload]
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(created_at < at, and_(created_at == at, case_id < last)))
    rows = session.execute(statement.order_by(created_at.desc(), case_id.desc()).limit(PAGE_SIZE + 1)).all()
    further = _cursor(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else None
    return page_of([_line(row) for row in rows], cursor=further)


def _cursor(row: Row[Any]) -> str:
    return encode_cursor(utc(row.created_at).isoformat(), str(row.id))


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _line(row: Row[Any]) -> CaseLine:
    return CaseLine(
        reference=Reference(row.reference),
        source=ReferralSource(row.source),
        source_organisation_id=row.source_organisation_id and OrganisationId(row.source_organisation_id),
        agency=row.agency,
        received_on=row.received_on,
        risk=row.risk and Band(row.risk),
        epr=row.epr,
        da_level=row.da_level and DomesticAbuseLevel(row.da_level),
        needs=needs_of(row.needs),
        is_matched=row.person_id is not None,
        allocated_to=row.allocated_to and UserId(row.allocated_to),
        take_up=row.take_up and TakeUp(row.take_up),
        returned_at=row.returned_at and utc(row.returned_at),
        closed_on=row.closed_on,
        closure_reason=row.closure_reason and ClosureReason(row.closure_reason),
    )
