"""What a lead follows, in the database: a page of requests first, then their offers, whatever the number."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.consent import DataCategory
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.referrals import ClockKind, Offer, RequestStatus, Side
from lvws_core.times import utc
from partners.directory.tables import ServiceRow
from partners.offers.following.model import FollowedOffer
from partners.offers.lists.store import unread_from
from partners.offers.store import needs_of
from partners.offers.tables import OfferRow


def newest(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[RequestId]:
    """Give a page of the requests of an organisation, the one with the newest change of an offer first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    other = aliased(OfferRow)
    newer = _after(other.changed_at, other.id, (OfferRow.changed_at, OfferRow.id))
    wanted = [col(OfferRow.owner_organisation_id) == organisation_id, ~_sibling(other, newer)]
    if cursor is not None:
        at, last = _read_cursor(cursor)
        own = or_(col(OfferRow.changed_at) < at, and_(col(OfferRow.changed_at) == at, col(OfferRow.id) < last))
        wanted.append(own)
    order = (col(OfferRow.changed_at).desc(), col(OfferRow.id).desc())
    return _page(session, OfferRow.changed_at, wanted, order)


def due(
    session: Session,
    organisation_id: OrganisationId,
    kinds: Collection[ClockKind],
    cursor: str | None,
    *,
    before: datetime | None = None,
) -> Page[RequestId]:
    """Give a page of the requests on which a clock of these kinds runs, soonest due first.

    With `before` (aware) only those that were due by then.

    Raises:
        Invalid: The cursor is none of this list.
    """
    other, keys = aliased(OfferRow), sorted(kind.value for kind in kinds)
    sooner = _after(OfferRow.due_at, OfferRow.id, (other.due_at, other.id))
    wanted = [
        col(OfferRow.owner_organisation_id) == organisation_id,
        col(OfferRow.due_at).is_not(None),
        col(OfferRow.due_kind).in_(keys),
        ~_sibling(other, col(other.due_kind).in_(keys), sooner),
    ]
    if before is not None:
        wanted.append(col(OfferRow.due_at) <= utc(before))
    if cursor is not None:
        wanted.append(_after(OfferRow.due_at, OfferRow.id, _read_cursor(cursor)))
    return _page(session, OfferRow.due_at, wanted, (col(OfferRow.due_at), col(OfferRow.id)))


def of_requests(session: Session, request_ids: Collection[RequestId]) -> Mapping[RequestId, tuple[FollowedOffer, ...]]:
    """Give the offers of each of these requests, the newest first, in one statement; one without any is absent."""
    return _grouped(session, col(OfferRow.request_id).in_(request_ids))


def of_person(session: Session, person_id: PersonId) -> Mapping[RequestId, tuple[FollowedOffer, ...]]:
    """Give the offers about a person by their request, the newest first, in one statement."""
    return _grouped(session, col(OfferRow.person_id) == person_id)


def _grouped(session: Session, wanted: ColumnElement[bool]) -> Mapping[RequestId, tuple[FollowedOffer, ...]]:
    columns = (
        *(OfferRow.id, OfferRow.life, OfferRow.reference, OfferRow.request_reference, OfferRow.needs),
        *(OfferRow.changed_at, OfferRow.due_at, OfferRow.due_kind, OfferRow.person_id, OfferRow.set_aside),
        *(OfferRow.contact_stopped_at, OfferRow.awaiting),
        unread_from(Side.PARTNER),
        ServiceRow.name,
    )
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .join(ServiceRow, col(ServiceRow.id) == col(OfferRow.service_id))
        .where(wanted)
    )
    found: dict[RequestId, list[FollowedOffer]] = {}
    for row in rows:
        followed = _followed(row)
        found.setdefault(followed.offer.request_id, []).append(followed)
    return {id_: tuple(sorted(each, key=_sent_at, reverse=True)) for id_, each in found.items()}


def _sent_at(row: FollowedOffer) -> tuple[datetime, str]:
    return row.offer.sent_at or row.offer.created_at, row.reference


def _followed(row: Row[Any]) -> FollowedOffer:
    return FollowedOffer(
        offer=msgspec.json.decode(row.life, type=Offer),
        reference=Reference(row.reference),
        request_reference=Reference(row.request_reference) if row.request_reference else None,
        needs=needs_of(row.needs),
        service_name=row.name,
        changed_at=utc(row.changed_at),
        due_at=row.due_at and utc(row.due_at),
        due_kind=row.due_kind and ClockKind(row.due_kind),
        person_id=PersonId(row.person_id),
        set_aside=RequestStatus(row.set_aside) if row.set_aside else None,
        contact_stopped_at=row.contact_stopped_at and utc(row.contact_stopped_at),
        awaiting=frozenset(DataCategory(key) for key in row.awaiting.split()),
        unread=row.unread,
    )


def _sibling(other: Any, *that: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(other.request_id) == col(OfferRow.request_id), *that)


def _after(moment: Any, offer_id: Any, than: tuple[Any, Any]) -> ColumnElement[bool]:
    """Say that an offer comes after a place in the order of a moment and the id."""
    at, last = than
    found: ColumnElement[bool] = or_(moment > at, and_(moment == at, offer_id > last))
    return found


def _page(
    session: Session, moment: Any, wanted: Sequence[ColumnElement[bool]], order: tuple[Any, Any]
) -> Page[RequestId]:
    columns = (OfferRow.id, OfferRow.request_id, moment.label("moment"))
    statement = select(*columns).where(*wanted).order_by(*order).limit(PAGE_SIZE + 1)  # type: ignore[call-overload]
    rows = session.execute(statement).all()
    following = None
    if len(rows) > PAGE_SIZE:
        last = rows[PAGE_SIZE - 1]
        following = encode_cursor(utc(last.moment).isoformat(), str(last.id))
    return page_of([RequestId(row.request_id) for row in rows], cursor=following)


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error
