"""The lists in the database: columns only, keyset paging, no count of anything closed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, not_, or_, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.referrals import ClockKind, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from partners.offers.lists.model import Counts, InboxRow, View
from partners.offers.store import needs_of
from partners.offers.tables import OfferRow

_OPEN = ("sent", "acknowledged", "info_needed", "waitlisted", "accepted", "active", "paused", "outcome_due")
"""As the partial index `ix_offer_inbox` spells them; another order or spelling would miss the index."""


_OPEN_VIEWS = tuple(view for view in View if view != View.CLOSED)


def inbox(
    session: Session,
    organisation_id: OrganisationId,
    view: View,
    cursor: str | None,
    *,
    expired_since: datetime | None = None,
) -> Page[InboxRow]:
    """Give a page of a team's offers: open ones soonest due first, closed ones newest change first.

    Offers that expired before `expired_since` (aware) are left out: the team never took them on.

    Raises:
        Invalid: The cursor is none of this view.
    """
    columns = (
        *(OfferRow.id, OfferRow.reference, OfferRow.status, OfferRow.needs, OfferRow.risk, OfferRow.sender),
        *(OfferRow.assigned_to, OfferRow.changed_at, OfferRow.due_at, OfferRow.due_kind, OfferRow.sort_key),
    )
    statement = select(*columns).where(  # type: ignore[call-overload]
        col(OfferRow.partner_organisation_id) == organisation_id,
        col(OfferRow.status).in_(sorted(status.value for status in view.statuses)),
    )
    if view == View.CLOSED and expired_since is not None:
        expired = col(OfferRow.status) == OfferStatus.EXPIRED.value
        statement = statement.where(not_(and_(expired, col(OfferRow.changed_at) < utc(expired_since))))
    ordered = _newest_first(statement, cursor) if view == View.CLOSED else _soonest_first(statement, cursor)
    rows = session.execute(ordered.limit(PAGE_SIZE + 1)).all()
    key = _changed_cursor if view == View.CLOSED else _due_cursor
    return page_of([_inbox_row(row) for row in rows], cursor=_next(rows, key))


def counts(session: Session, organisation_id: OrganisationId, now: datetime) -> Counts:
    """Count a team's open offers by view, and the overdue ones among them."""
    overdue = func.sum(case((col(OfferRow.due_at) <= utc(now), 1), else_=0))
    rows = session.execute(
        select(OfferRow.status, func.count(col(OfferRow.id)), overdue)  # type: ignore[call-overload]
        .where(col(OfferRow.partner_organisation_id) == organisation_id, is_open())
        .group_by(OfferRow.status)
    ).all()
    found = Counter({OfferStatus(status): number for status, number, _ in rows})
    late = Counter({OfferStatus(status): number for status, _, number in rows})
    return Counts(by_view=_by_view(found), overdue=_by_view(late))


def _by_view(found: Mapping[OfferStatus, int]) -> Mapping[View, int]:
    return {view: sum(found[status] for status in view.statuses) for view in _OPEN_VIEWS}


def is_open() -> ColumnElement[bool]:
    """Give the condition that an offer is open, in the words of the partial index."""
    # Literals, not parameters: SQLite uses a partial index only for the very words of its condition.
    return col(OfferRow.status).in_(bindparam("open", _OPEN, expanding=True, literal_execute=True))


def _soonest_first(statement: Select[Any], cursor: str | None) -> Select[Any]:
    after = () if cursor is None else (col(OfferRow.sort_key) > decode_cursor(cursor, 1)[0],)
    return statement.where(is_open(), *after).order_by(OfferRow.sort_key)


def _newest_first(statement: Select[Any], cursor: str | None) -> Select[Any]:
    changed_at, offer_id = col(OfferRow.changed_at), col(OfferRow.id)
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(changed_at < at, and_(changed_at == at, offer_id < last)))
    return statement.order_by(changed_at.desc(), offer_id.desc())


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _due_cursor(row: Row[Any]) -> str:
    return encode_cursor(row.sort_key)


def _changed_cursor(row: Row[Any]) -> str:
    return encode_cursor(utc(row.changed_at).isoformat(), str(row.id))


def _next(rows: Sequence[Row[Any]], key: Any) -> str | None:
    return key(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else None


def _inbox_row(row: Row[Any]) -> InboxRow:
    return InboxRow(
        reference=Reference(row.reference),
        status=OfferStatus(row.status),
        needs=needs_of(row.needs),
        risk=Band(row.risk),
        sender=row.sender,
        assigned_to=row.assigned_to and UserId(row.assigned_to),
        changed_at=utc(row.changed_at),
        due_at=row.due_at and utc(row.due_at),
        due_kind=row.due_kind and ClockKind(row.due_kind),
    )
