"""What a sweep finds in the database, and what it writes down so that nothing is said twice."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, select, update
from sqlmodel import Session, col

from lvws_core.errors import Missing
from lvws_core.ids import OfferId, OrganisationId, Reference, UserId
from lvws_core.ports import SYSTEM
from lvws_core.referrals import OfferStatus
from lvws_core.times import utc
from partners.offers.tables import OfferEffectRow, OfferEventRow, OfferRow


def to_expire(session: Session, now: datetime, most: int) -> tuple[Reference, ...]:
    """Give up to `most` unanswered offers whose time was said to run out by now, the longest overdue first."""
    rows = session.execute(
        select(col(OfferRow.reference))
        .where(col(OfferRow.expires_at) <= utc(now))
        .order_by(col(OfferRow.expires_at), col(OfferRow.id))
        .limit(most)
    )
    return tuple(Reference(reference) for reference in rows.scalars())


def expire_next(session: Session, offer_id: OfferId, at: datetime | None) -> None:
    """Set when an offer is to be looked at again for its end; the offer itself stays as it is."""
    _set(session, offer_id, expires_at=at)


def to_nudge(session: Session, now: datetime, most: int) -> tuple[Reference, ...]:
    """Give up to `most` offers on which a clock has something to say by now, the longest waiting first."""
    rows = session.execute(
        select(col(OfferRow.reference))
        .where(col(OfferRow.nudge_at) <= utc(now))
        .order_by(col(OfferRow.nudge_at), col(OfferRow.id))
        .limit(most)
    )
    return tuple(Reference(reference) for reference in rows.scalars())


def said(session: Session, offer_id: OfferId) -> frozenset[str]:
    """Give the keys of what the clocks have said about an offer already."""
    rows = session.execute(select(col(OfferEffectRow.key)).where(col(OfferEffectRow.offer_id) == offer_id))
    return frozenset(rows.scalars())


def say(session: Session, offer_id: OfferId, keys: Iterable[str], at: datetime) -> None:
    """Write down what a clock says about an offer now; the table refuses to hear it twice."""
    session.add_all([OfferEffectRow(offer_id=offer_id, key=key, at=utc(at)) for key in keys])
    session.flush()


def nudge_next(session: Session, offer_id: OfferId, at: datetime | None) -> None:
    """Set when a clock of the offer has something to say next; the offer itself stays as it is."""
    _set(session, offer_id, nudge_at=at)


def _set(session: Session, offer_id: OfferId, **moment: datetime | None) -> None:
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id) == offer_id)
        .values(**moment)
        .execution_options(synchronize_session=False)
    )


class JustSent(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that was sent lately and is not opened yet: to whom, and from whom."""

    reference: Reference
    partner_id: OrganisationId
    lead_id: OrganisationId


def just_sent(session: Session, since: datetime, until: datetime, most: int) -> tuple[JustSent, ...]:
    """Give offers that were sent between two moments and not opened since, the oldest first."""
    rows = session.execute(
        select(OfferRow.reference, OfferRow.organisation_id, OfferRow.owner_organisation_id)  # type: ignore[call-overload]
        .where(
            col(OfferRow.status) == bindparam("sent", OfferStatus.SENT.value, literal_execute=True),
            col(OfferRow.changed_at) >= utc(since),
            col(OfferRow.changed_at) <= utc(until),
        )
        .order_by(col(OfferRow.changed_at), col(OfferRow.id))
        .limit(most)
    )
    return tuple(
        JustSent(reference=Reference(row[0]), partner_id=OrganisationId(row[1]), lead_id=OrganisationId(row[2]))
        for row in rows
    )


def sending_of(session: Session, offer_id: OfferId) -> tuple[Reference, UserId | None]:
    """Give the reference of an offer and who sent it, None where the timeline does not say; one statement.

    It asks as the system, for what is told and not for who acts: one partner's report that contact is not
    safe is told to the team of every other's offer.

    Raises:
        Missing: There is none.
    """
    # A note on an offer that is not opened yet ends in "sent" too; only the sending begins as a draft.
    sent = and_(
        col(OfferEventRow.offer_id) == col(OfferRow.id),
        col(OfferEventRow.old) == OfferStatus.DRAFT.value,
        col(OfferEventRow.new) == OfferStatus.SENT.value,
    )
    found = session.execute(
        select(OfferRow.reference, OfferEventRow.actor_id)  # type: ignore[call-overload]
        .select_from(OfferRow)
        .outerjoin(OfferEventRow, sent)
        .where(col(OfferRow.id) == offer_id),
        execution_options=SYSTEM,
    ).one_or_none()
    if found is None:
        raise Missing
    return Reference(found.reference), found.actor_id and UserId(found.actor_id)
