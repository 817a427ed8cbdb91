"""What happened to a team's offers since a moment, counted in one statement from their timelines."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Actor
from lvws_core.referrals import OfferStatus
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.times import utc
from partners.offers.tables import OfferEventRow
from partners.offers.visits.model import Since


def since(session: Session, actor: Actor, at: datetime) -> Since:
    """Count what has happened in the inbox of the actor's team since a moment (aware), the actor's own acts aside."""
    per_offer = (
        select(
            col(OfferEventRow.offer_id).label("offer_id"),
            _happened(OfferStatus.SENT).label("came"),
            _happened(OfferStatus.EXPIRED).label("expired"),
        )
        .where(
            col(OfferEventRow.partner_organisation_id) == actor.organisation_id,
            col(OfferEventRow.at) > utc(at),
            or_(col(OfferEventRow.actor_id).is_(None), col(OfferEventRow.actor_id) != actor.id),
        )
        .group_by(col(OfferEventRow.offer_id))
        .subquery()
    )
    came, expired = per_offer.c.came, per_offer.c.expired
    changed = func.sum(case((came + expired == 0, 1), else_=0))
    arrived = func.sum(case((expired == 0, came), else_=0))
    row = session.execute(select(arrived, func.sum(expired), changed)).one()
    return Since(at=at, came=int(row[0] or 0), expired=int(row[1] or 0), changed=int(row[2] or 0))


def _happened(status: OfferStatus) -> Any:
    # A note repeats the state that it leaves as it is; only a move leads into one.
    moved = and_(col(OfferEventRow.kind) == OFFER_MOVED, col(OfferEventRow.new) == status.value)
    return func.max(case((moved, 1), else_=0))
