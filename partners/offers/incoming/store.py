"""What came in, from the rows of offers: columns only, keyset paging."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Missing
from lvws_core.ids import OfferId, OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.referrals import ClockKind, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from partners.offers.incoming.model import IncomingRow, Standing
from partners.offers.lists.store import is_open
from partners.offers.store import needs_of
from partners.offers.tables import OfferRow

UNANSWERED = (OfferStatus.SENT, OfferStatus.ACKNOWLEDGED, OfferStatus.INFO_NEEDED)
"""The states in which an offer that came in waits for its answer, or for a reply to a question about it."""

_STANDING = (OfferRow.reference, OfferRow.status, OfferRow.due_at, OfferRow.due_kind)


def incoming(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[IncomingRow]:
    """Give a page of what came in to an organisation and is not answered, soonest due first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    after = () if cursor is None else (col(OfferRow.sort_key) > decode_cursor(cursor, 1)[0],)
    columns = (*_STANDING, OfferRow.needs, OfferRow.risk, OfferRow.sender, OfferRow.assigned_to, OfferRow.sort_key)
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(
            col(OfferRow.partner_organisation_id) == organisation_id,
            is_open(),
            col(OfferRow.status).in_([status.value for status in UNANSWERED]),
            *after,
        )
        .order_by(OfferRow.sort_key)
        .limit(PAGE_SIZE + 1)
    ).all()
    further = encode_cursor(rows[PAGE_SIZE - 1].sort_key) if len(rows) > PAGE_SIZE else None
    return page_of([_incoming(row) for row in rows], cursor=further)


def standings(session: Session, references: Collection[Reference]) -> Mapping[Reference, Standing]:
    """Give how offers stand, by reference, in one statement; what the actor may not see is left out."""
    rows = session.execute(
        select(*_STANDING).where(col(OfferRow.reference).in_(references))  # type: ignore[call-overload]
    )
    return {Reference(row.reference): _standing(row) for row in rows}


def reference_of(session: Session, offer_id: OfferId) -> Reference:
    """Give the reference of an offer.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    found = session.execute(select(col(OfferRow.reference)).where(col(OfferRow.id) == offer_id)).scalar_one_or_none()
    if found is None:
        raise Missing
    return Reference(found)


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        reference=Reference(row.reference),
        status=OfferStatus(row.status),
        due_at=row.due_at and utc(row.due_at),
        due_kind=row.due_kind and ClockKind(row.due_kind),
    )


def _incoming(row: Row[Any]) -> IncomingRow:
    return IncomingRow(
        standing=_standing(row),
        needs=needs_of(row.needs),
        risk=Band(row.risk),
        sender=row.sender,
        assigned_to=row.assigned_to and UserId(row.assigned_to),
    )
