"""Rows of what was asked again: added by the partner, counted by month."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from lvws_core.ids import UserId
from lvws_core.referrals import Offer
from lvws_core.times import utc
from partners.offers.asked_again.forms import Asked
from partners.offers.asked_again.tables import AskedAgainRow


def add(session: Session, offer: Offer, asked: Asked, *, row_id: UUID, by: UserId, at: datetime) -> None:
    """Store that the partner of an offer asked again."""
    session.add(
        AskedAgainRow(
            id=row_id,
            owner_organisation_id=offer.lead_organisation_id,
            partner_organisation_id=offer.organisation_id,
            offer_id=offer.id,
            at=utc(at),
            actor_id=by,
            category=asked.category.value,
            reason=asked.reason.value,
        )
    )
    session.flush()
