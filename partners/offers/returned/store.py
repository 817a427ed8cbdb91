"""What came back, in the database: a mark on the offer, so that the queue costs the same however much was ever sent."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId, RequestId
from lvws_core.paging import Page, decode_cursor, encode_cursor, page_of
from lvws_core.referrals import LIVE, Offer, OfferStatus, RequestStatus
from partners.offers.model import CAME_BACK, Due, return_key
from partners.offers.tables import OfferRow

_HELD = sorted(status.value for status in LIVE | {OfferStatus.COMPLETED})


def unplaced(session: Session, organisation_id: OrganisationId, cursor: str | None, *, most: int) -> Page[RequestId]:
    """Give a page of the requests whose offers have all come back, high risk first, the oldest first in it.

    A request counts once, by what came back first; one that a partner still has, whose outcome is
    recorded or that the lead has set aside counts not at all.

    Raises:
        Invalid: The cursor is none of this list.

    Source: lifecycle 3.
    """
    statement = select(OfferRow.request_id, OfferRow.return_key).where(  # type: ignore[call-overload]
        col(OfferRow.owner_organisation_id) == organisation_id,
        col(OfferRow.return_key).is_not(None),
        col(OfferRow.set_aside) == "",
        ~held_elsewhere(),
    )
    if cursor is not None:
        statement = statement.where(col(OfferRow.return_key) > decode_cursor(cursor, 1)[0])
    rows = session.execute(statement.order_by(OfferRow.return_key).limit(most + 1)).all()
    following = encode_cursor(rows[most - 1].return_key) if len(rows) > most else None
    return page_of([RequestId(row.request_id) for row in rows], size=most, cursor=following)


def held_elsewhere() -> ColumnElement[bool]:
    """Say of an offer that came back that a partner has its request all the same, or that another came back first."""
    other = aliased(OfferRow)
    earlier = and_(col(other.return_key).is_not(None), col(other.return_key) < col(OfferRow.return_key))
    return exists().where(col(other.request_id) == col(OfferRow.request_id), or_(col(other.status).in_(_HELD), earlier))


def take_off(session: Session, request_id: RequestId) -> None:
    """Take a request off the queue: somebody has been asked anew."""
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.request_id) == request_id, col(OfferRow.return_key).is_not(None))
        .values(return_key=None)
        .execution_options(synchronize_session=False)
    )


def put_back(session: Session, request_id: RequestId) -> None:
    """Put on the queue what had come back of a request, unless it is set aside."""
    rows = session.execute(
        select(OfferRow.id, OfferRow.life, OfferRow.sort_key).where(  # type: ignore[call-overload]
            col(OfferRow.request_id) == request_id,
            col(OfferRow.status).in_(sorted(status.value for status in CAME_BACK)),
            col(OfferRow.set_aside) == "",
        )
    ).all()
    for row in rows:
        key = return_key(msgspec.json.decode(row.life, type=Offer), Due(at=None, kind=None, sort_key=row.sort_key))
        _put_key(session, row.id, key)


def _put_key(session: Session, offer_id: UUID, key: str | None) -> None:
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id) == offer_id)
        .values(return_key=key)
        .execution_options(synchronize_session=False)
    )


def set_aside(session: Session, request_id: RequestId, status: RequestStatus | None) -> None:
    """Say on every offer of a request in which state the lead has put it, None when it is taken up again."""
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.request_id) == request_id)
        .values(set_aside=status.value if status else "", return_key=None)
        .execution_options(synchronize_session=False)
    )
    if status is None:
        put_back(session, request_id)
