"""The offers of a person with all their events, in two statements; nothing sealed is opened."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.referrals import Offer
from lvws_core.times import utc
from partners.offers.history.model import OF_AN_OFFER, OfferHistory, in_order
from partners.offers.model import FiledOffer
from partners.offers.store import COLUMNS, filed_of
from partners.offers.tables import OfferEventRow, OfferRow

MOST = 200
"""How many offers of one person are read; nobody has been referred so often."""


def of_person(session: Session, person_id: PersonId, lead_id: OrganisationId) -> tuple[OfferHistory, ...]:
    """Give every offer that this lead sent about a person, the newest first."""
    return _histories(session, col(OfferRow.person_id) == person_id, col(OfferRow.owner_organisation_id) == lead_id)


def of_offer(session: Session, reference: Reference, lead_id: OrganisationId) -> OfferHistory:
    """Give one offer of this lead with its events.

    Raises:
        Missing: There is none, or it is not this lead's.
    """
    found = _histories(session, col(OfferRow.reference) == reference, col(OfferRow.owner_organisation_id) == lead_id)
    if not found:
        raise Missing
    return found[0]


def _histories(session: Session, *criteria: Any) -> tuple[OfferHistory, ...]:
    rows = session.execute(
        select(*COLUMNS)
        .where(*criteria, col(OfferRow.status) != "draft")
        .order_by(col(OfferRow.changed_at).desc(), col(OfferRow.id).desc())
        .limit(MOST)
    )
    filed = [filed_of(row) for row in rows]
    events = _events(session, [each.offer.id for each in filed])
    found = (OfferHistory(filed=each, events=in_order(events[each.offer.id])) for each in filed)
    return tuple(sorted(found, key=lambda each: each.filed.receipt.at, reverse=True))


def _events(session: Session, offer_ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    columns = (OfferEventRow.offer_id, OfferEventRow.at, OfferEventRow.actor_id, OfferEventRow.kind)
    states = (OfferEventRow.old, OfferEventRow.new, OfferEventRow.detail)
    found: dict[UUID, list[Event]] = defaultdict(list)
    if not offer_ids:
        return found
    rows = session.execute(
        select(*columns, *states)  # type: ignore[call-overload]
        .where(col(OfferEventRow.offer_id).in_(offer_ids), col(OfferEventRow.kind).in_(OF_AN_OFFER))
        .order_by(OfferEventRow.at, OfferEventRow.id)
    )
    for row in rows:
        found[row.offer_id].append(_event(row))
    return found


def _event(row: Row[Any]) -> Event:
    return Event(
        kind=row.kind,
        at=utc(row.at),
        actor_id=row.actor_id,
        subject_id=row.offer_id,
        old=row.old,
        new=row.new,
        detail=msgspec.json.decode(row.detail),
    )


def filed(session: Session, offer_id: UUID) -> FiledOffer:
    """Give an offer by its id, for what follows one of its events.

    Raises:
        Missing: There is none for this actor's organisation.
    """
    row = session.execute(select(*COLUMNS).where(col(OfferRow.id) == offer_id)).one_or_none()
    if row is None:
        raise Missing
    return filed_of(row)


def stops(session: Session, offer_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Give when the partner confirmed that it has stopped, for each of these offers where it has."""
    if not offer_ids:
        return {}
    rows = session.execute(select(col(OfferRow.id), col(OfferRow.life)).where(col(OfferRow.id).in_(offer_ids)))
    lives = {id_: msgspec.json.decode(life, type=Offer) for id_, life in rows}
    return {id_: offer.stop_confirmed_at for id_, offer in lives.items() if offer.stop_confirmed_at is not None}
