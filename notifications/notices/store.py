"""Notices in the database: written by what happened, read by their organisation, newest first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, or_, select, tuple_, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Actor
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM
from lvws_core.referrals import ClockKind
from lvws_core.times import utc
from notifications.deliveries.tables import DeliveryItemRow, DeliveryRow
from notifications.notices.model import Audience, Notice, NoticeKind, Told
from notifications.notices.tables import NoticeRow, NoticeSeenRow


def add(
    session: Session,
    notice_id: UUID,
    told: Told,
    reference: Reference,
    at: datetime,
    *,
    lead_id: OrganisationId | None = None,
    is_planned: bool = False,
) -> None:
    """Store a notice for the part of an organisation that it is for; `is_planned`: with what it sends.

    `lead_id` is the organisation that answers for what it is about.
    """
    values = {
        "id": notice_id,
        "owner_organisation_id": told.organisation_id,
        "audience": told.audience.value,
        "user_id": told.user_id,
        "kind": told.kind.value,
        "reference": reference,
        "at": utc(at),
        "clock": told.clock and told.clock.value,
        "due_at": told.due_at and utc(told.due_at),
        "many": told.many,
        "planned_at": utc(at) if is_planned else None,
        "lead_id": lead_id,
    }
    # It concerns the other organisation as a rule, so the portal writes it and not the one who acts (design 3).
    session.execute(insert(NoticeRow).values(**values).execution_options(**SYSTEM))


def told_of(session: Session, kind: NoticeKind, references: Collection[Reference]) -> frozenset[Reference]:
    """Give of which of these a notice of a kind was written."""
    found = session.execute(
        select(col(NoticeRow.reference)).where(
            col(NoticeRow.reference).in_(references), col(NoticeRow.kind) == kind.value
        ),
        execution_options=SYSTEM,
    )
    return frozenset(Reference(each) for each in found.scalars())


def told_since(session: Session, kind: NoticeKind, since: datetime) -> frozenset[tuple[OrganisationId, UserId | None]]:
    """Give who was told something of a kind after a moment: the organisation, and the person where one was named."""
    found = session.execute(
        select(col(NoticeRow.owner_organisation_id), col(NoticeRow.user_id)).where(
            col(NoticeRow.reference) == "", col(NoticeRow.kind) == kind.value, col(NoticeRow.at) > utc(since)
        ),
        execution_options=SYSTEM,
    )
    return frozenset((OrganisationId(whose), user and UserId(user)) for whose, user in found)


def lead_of(session: Session, delivery_id: UUID) -> OrganisationId | None:
    """Give who answers for what a message tells of, None where nobody but its own team does."""
    found = session.execute(
        select(col(NoticeRow.lead_id))
        .join(DeliveryItemRow, col(DeliveryItemRow.notice_id) == col(NoticeRow.id))
        .join(DeliveryRow, col(DeliveryRow.key) == col(DeliveryItemRow.key))
        .where(col(DeliveryRow.id) == delivery_id, col(NoticeRow.lead_id).is_not(None))
        .limit(1),
        execution_options=SYSTEM,
    ).scalar_one_or_none()
    return found and OrganisationId(found)


class Unplanned(msgspec.Struct, frozen=True, kw_only=True):
    """A notice whose messages were not written to the outbox."""

    id: UUID
    reference: Reference
    told: Told
    lead_id: OrganisationId | None = None


def unplanned(session: Session, since: datetime, most: int) -> tuple[Unplanned, ...]:
    """Give notices from a moment on whose messages were not written, the oldest first."""
    rows = session.execute(
        select(*(getattr(NoticeRow, name) for name in _UNPLANNED))
        .where(col(NoticeRow.planned_at).is_(None), col(NoticeRow.at) >= utc(since))
        .order_by(col(NoticeRow.at), col(NoticeRow.id))
        .limit(most),
        execution_options=SYSTEM,
    )
    return tuple(
        Unplanned(id=row.id, reference=Reference(row.reference), told=_told(row), lead_id=row.lead_id) for row in rows
    )


_UNPLANNED = (
    *("id", "owner_organisation_id", "audience", "kind", "user_id"),
    *("reference", "clock", "due_at", "many", "lead_id"),
)


def _told(row: Any) -> Told:
    return Told(
        organisation_id=OrganisationId(row.owner_organisation_id),
        audience=Audience(row.audience),
        kind=NoticeKind(row.kind),
        user_id=row.user_id and UserId(row.user_id),
        clock=row.clock and ClockKind(row.clock),
        due_at=row.due_at and utc(row.due_at),
        many=row.many,
    )


def plan_now(session: Session, notice_id: UUID, at: datetime) -> None:
    """Write down that the messages of a notice are written."""
    done = update(NoticeRow).where(col(NoticeRow.id) == notice_id).values(planned_at=utc(at))
    session.execute(done.execution_options(synchronize_session=False), execution_options=SYSTEM)


def newest(session: Session, reader: UserId, audiences: Collection[Audience], after: str | None) -> Page[Notice]:
    """Give a page of the notices for a reader who belongs to parts of the own organisation, newest first.

    Raises:
        Invalid: `after` is no cursor of this list.
    """
    columns = (
        *(NoticeRow.id, NoticeRow.kind, NoticeRow.reference, NoticeRow.at),
        *(NoticeRow.clock, NoticeRow.due_at, NoticeRow.many),
    )
    wanted = select(*columns).where(  # type: ignore[call-overload]
        col(NoticeRow.audience).in_([each.value for each in audiences]),
        or_(col(NoticeRow.user_id).is_(None), col(NoticeRow.user_id) == reader),
    )
    if after is not None:
        wanted = wanted.where(tuple_(col(NoticeRow.at), col(NoticeRow.id)) < _place(after))
    rows = session.execute(wanted.order_by(col(NoticeRow.at).desc(), col(NoticeRow.id).desc()).limit(PAGE_SIZE + 1))
    found = [
        Notice(
            id=row.id,
            kind=NoticeKind(row.kind),
            reference=Reference(row.reference),
            at=utc(row.at),
            clock=row.clock and ClockKind(row.clock),
            due_at=row.due_at and utc(row.due_at),
            many=row.many,
        )
        for row in rows
    ]
    last = found[:PAGE_SIZE][-1:]
    cursor = encode_cursor(last[0].at.isoformat(), str(last[0].id)) if last else None
    return page_of(found, cursor=cursor)


def _place(after: str) -> tuple[datetime, UUID]:
    at, notice_id = decode_cursor(after, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(notice_id)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def seen_at(session: Session, user_id: UserId) -> datetime | None:
    """Give up to when somebody has seen the notices, in UTC; None for never."""
    found = session.execute(select(col(NoticeSeenRow.seen_at)).where(col(NoticeSeenRow.user_id) == user_id))
    at = found.scalar_one_or_none()
    return at and utc(at)


def see(session: Session, actor: Actor, at: datetime) -> None:
    """Write down that somebody has seen everything up to now."""
    row = session.get(NoticeSeenRow, actor.id)
    if row is None:
        row = NoticeSeenRow(user_id=actor.id, owner_organisation_id=actor.organisation_id, seen_at=utc(at))
    row.seen_at = utc(at)
    session.add(row)
    session.flush()
