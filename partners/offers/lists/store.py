"""The lists in the database: columns only, keyset paging, no count of anything closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, Row, Select, and_, bindparam, case, func, literal, not_, or_, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Actor
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.referrals import ClockKind, OfferStatus, Side
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from partners.offers.filters.model import NO_FILTERS, Filters, Holder
from partners.offers.lists.model import TEAM_CLOCKS, Counts, InboxRow, Tally, View, count, end_of_day
from partners.offers.store import needs_of
from partners.offers.tables import MessageRow, OfferRow

_OPEN = ("sent", "acknowledged", "info_needed", "waitlisted", "accepted", "active", "paused", "outcome_due")
"""As the partial index `ix_offer_inbox` spells them; another order or spelling would miss the index."""


def inbox(
    session: Session,
    actor: Actor,
    view: View,
    cursor: str | None,
    *,
    filters: Filters = NO_FILTERS,
    expired_since: datetime | None = None,
) -> Page[InboxRow]:
    """Give a page of the offers of the actor's team: open ones soonest due first, closed ones newest change first.

    In the hour in which something is due, the highest risk comes first; stop confirmations come before
    everything. Offers that expired before `expired_since` (aware) are left out: the team never took
    them on.

    Raises:
        Invalid: The cursor is none of this view.
    """
    statement = rows_of(actor.organisation_id).where(
        col(OfferRow.status).in_(sorted(status.value for status in view.statuses)), *_narrowed(filters, actor)
    )
    if view == View.TODAY:
        statement = statement.where(col(OfferRow.due_kind).in_(sorted(kind.value for kind in TEAM_CLOCKS)))
    if view == View.CLOSED and expired_since is not None:
        expired = col(OfferRow.status) == OfferStatus.EXPIRED.value
        statement = statement.where(not_(and_(expired, col(OfferRow.changed_at) < utc(expired_since))))
    ordered = _newest_first(statement, cursor) if view == View.CLOSED else _soonest_first(statement, cursor)
    rows = session.execute(ordered.limit(PAGE_SIZE + 1)).all()
    key = _changed_cursor if view == View.CLOSED else _due_cursor
    return page_of([inbox_row(row) for row in rows], cursor=_next(rows, key))


def rows_of(organisation_id: OrganisationId) -> Select[Any]:
    """Give the statement that selects what a list shows of a team's offers, to be narrowed and ordered."""
    columns = (
        *(OfferRow.id, OfferRow.reference, OfferRow.status, OfferRow.version, OfferRow.needs, OfferRow.risk),
        *(OfferRow.sender, OfferRow.assigned_to, OfferRow.changed_at, OfferRow.due_at, OfferRow.due_kind),
        OfferRow.sort_key,
        unread_from(Side.LEAD),
    )
    mine = col(OfferRow.partner_organisation_id) == organisation_id
    statement: Select[Any] = select(*columns).where(mine)  # type: ignore[call-overload]
    return statement


def unread_from(side: Side) -> Label[int]:
    """Give the column that counts the messages of a side which the other has not had before it, on each offer."""
    mine = (col(MessageRow.offer_id) == col(OfferRow.id), col(MessageRow.author_side) == side.value)
    number = select(func.count(col(MessageRow.id))).where(*mine, col(MessageRow.read_at).is_(None))
    return number.correlate(OfferRow).scalar_subquery().label("unread")


def _narrowed(filters: Filters, actor: Actor) -> list[ColumnElement[bool]]:
    found, holder = [], col(OfferRow.assigned_to)
    if filters.risk is not None:
        found.append(col(OfferRow.risk) == filters.risk.value)
    if filters.need is not None:
        needs = literal(" ").concat(col(OfferRow.needs)).concat(" ")
        found.append(needs.contains(f" {filters.need.value} ", autoescape=True))
    match filters.holder:
        case Holder.ME:
            found.append(holder == actor.id)
        case Holder.NOBODY:
            found.append(holder.is_(None))
        case Holder.OTHERS:
            found.append(and_(holder.is_not(None), holder != actor.id))
    return found


def counts(session: Session, organisation_id: OrganisationId, now: datetime) -> Counts:
    """Count a team's inbox by view, and what is overdue in it, in one statement; a poll asks for nothing more."""
    number, versions, changed = func.count(), func.sum(OfferRow.version), func.max(OfferRow.changed_at)
    overdue, today = (func.sum(case((col(OfferRow.due_at) <= utc(at), 1), else_=0)) for at in (now, end_of_day(now)))
    rows = session.execute(
        select(OfferRow.status, OfferRow.due_kind, number, overdue, today, versions, changed)  # type: ignore[call-overload]
        .where(col(OfferRow.partner_organisation_id) == organisation_id, _is_in_inbox())
        .group_by(OfferRow.status, OfferRow.due_kind)
    ).all()
    return count(tuple(_tally(row) for row in rows), now)


def _tally(row: Any) -> Tally:
    status, kind, number, overdue, today, versions, changed_at = row
    return Tally(
        status=OfferStatus(status),
        due_kind=kind and ClockKind(kind),
        number=number,
        overdue=int(overdue),
        today=int(today),
        versions=int(versions),
        changed_at=utc(changed_at),
    )


def is_open() -> ColumnElement[bool]:
    """Give the condition that an offer is open, in words that imply those of the partial index."""
    # Literals, not parameters: SQLite uses a partial index only for the very words of its condition.
    return col(OfferRow.status).in_(bindparam("open", _OPEN, expanding=True, literal_execute=True))


def _is_in_inbox() -> ColumnElement[bool]:
    return or_(is_open(), col(OfferRow.due_kind) == bindparam("stop", ClockKind.STOP.value, literal_execute=True))


def _soonest_first(statement: Select[Any], cursor: str | None) -> Select[Any]:
    after = () if cursor is None else (col(OfferRow.sort_key) > decode_cursor(cursor, 1)[0],)
    return statement.where(_is_in_inbox(), *after).order_by(OfferRow.sort_key)


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


def inbox_row(row: Row[Any]) -> InboxRow:
    """Give a row of `rows_of` as a value."""
    return InboxRow(
        reference=Reference(row.reference),
        status=OfferStatus(row.status),
        version=row.version,
        needs=needs_of(row.needs),
        risk=Band(row.risk),
        sender=row.sender,
        assigned_to=row.assigned_to and UserId(row.assigned_to),
        changed_at=utc(row.changed_at),
        due_at=row.due_at and utc(row.due_at),
        due_kind=row.due_kind and ClockKind(row.due_kind),
        unread=row.unread,
    )
