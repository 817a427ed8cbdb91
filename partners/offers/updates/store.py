"""Updates in the database: what waits for the lead, what a partner was told, and the proof of each telling."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BindParameter, Row, bindparam, select, update
from sqlmodel import col

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt, SharingPath
from lvws_core.ids import ConsentId, OrganisationId, PersonId, Reference, UserId
from lvws_core.referrals import LIVE, Offer
from lvws_core.times import utc
from partners.offers.model import FoundBy
from partners.offers.store import Session
from partners.offers.tables import OfferRow, SharedUpdateRow
from partners.offers.updates.model import Footing, SharedUpdate


def live_of(session: Session, person_id: PersonId) -> tuple[Reference, ...]:
    """Give the references of the live offers about a person, in the one order in which offers are taken together."""
    rows = session.execute(
        select(col(OfferRow.reference))
        .where(col(OfferRow.person_id) == person_id, col(OfferRow.status).in_([status.value for status in LIVE]))
        .order_by(col(OfferRow.id))
    )
    return tuple(Reference(reference) for reference in rows.scalars())


def is_awaited(session: Session, person_id: PersonId) -> bool:
    """Say whether on any live offer about a person something waits to be told."""
    found = session.execute(
        select(col(OfferRow.id))
        .where(
            col(OfferRow.person_id) == person_id,
            col(OfferRow.status).in_([status.value for status in LIVE]),
            col(OfferRow.awaiting) != "",
        )
        .limit(1)
    )
    return found.first() is not None


def awaited_people(session: Session, organisation_id: OrganisationId, most: int) -> tuple[PersonId, ...]:
    """Give the people of whom partners were not told something on a live offer, each once."""
    # A literal, not a parameter: SQLite uses a partial index only for the very words of its condition.
    nothing: BindParameter[str] = bindparam("nothing", "", literal_execute=True)
    rows = session.execute(
        select(col(OfferRow.person_id))
        .where(
            col(OfferRow.owner_organisation_id) == organisation_id,
            col(OfferRow.awaiting) != nothing,
            col(OfferRow.status).in_([status.value for status in LIVE]),
        )
        .limit(most)
    )
    return tuple(dict.fromkeys(PersonId(person_id) for person_id in rows.scalars()))


def put_awaiting(session: Session, offer_id: UUID, awaiting: Iterable[DataCategory]) -> None:
    """Store the categories on which the lead has something new to confirm."""
    _change(session, offer_id, awaiting=_keys(awaiting))


def put_told(session: Session, offer_id: UUID, sealed_update: bytes) -> None:
    """Store what a partner was told after sending, over everything that it was told before."""
    _change(session, offer_id, sealed_update=sealed_update)


def put_numbers(session: Session, offer_id: UUID, found: FoundBy) -> None:
    """Store under which numbers a partner finds the offer from now on; the name stays."""
    _change(session, offer_id, phone_index=found.phone, other_phone_index=found.other_phone)


def put_name(session: Session, offer_id: UUID, found: FoundBy) -> None:
    """Store under which name a partner finds the offer from now on; the numbers stay."""
    _change(session, offer_id, name_index=found.name)


def add(session: Session, offer: Offer, made: SharedUpdate, *, update_id: UUID, sealed_fields: bytes) -> None:
    """Store one telling with its receipt, for both sides."""
    receipt, footing = made.receipt, made.footing
    session.add(
        SharedUpdateRow(
            id=update_id,
            owner_organisation_id=offer.lead_organisation_id,
            partner_organisation_id=offer.organisation_id,
            offer_id=offer.id,
            at=utc(receipt.at),
            confirmed_by=made.confirmed_by,
            path=footing.path.value,
            consent_id=footing.consent_id,
            consent_on=footing.consent_on,
            categories=_keys(receipt.categories),
            sealed_fields=sealed_fields,
            receipt=msgspec.json.encode(receipt, order="sorted"),
        )
    )
    session.flush()


def of_offers(session: Session, offer_ids: Collection[UUID]) -> tuple[SharedUpdate, ...]:
    """Give what was told after sending on these offers, oldest first; nothing sealed is opened."""
    if not offer_ids:
        return ()
    columns = (SharedUpdateRow.offer_id, SharedUpdateRow.receipt, SharedUpdateRow.confirmed_by)
    footing = (SharedUpdateRow.path, SharedUpdateRow.consent_id, SharedUpdateRow.consent_on)
    rows = session.execute(
        select(*columns, *footing)  # type: ignore[call-overload]
        .where(col(SharedUpdateRow.offer_id).in_(offer_ids))
        .order_by(SharedUpdateRow.at, SharedUpdateRow.id)
    )
    return tuple(_update(row) for row in rows)


def _update(row: Row[Any]) -> SharedUpdate:
    consent_id = None if row.consent_id is None else ConsentId(row.consent_id)
    path = SharingPath(row.path or SharingPath.CONSENT)  # before the path was kept, nothing else was told
    return SharedUpdate(
        offer_id=row.offer_id,
        receipt=msgspec.json.decode(row.receipt, type=Receipt),
        footing=Footing(path=path, consent_id=consent_id, consent_on=row.consent_on),
        confirmed_by=UserId(row.confirmed_by),
    )


def _keys(categories: Iterable[DataCategory]) -> str:
    given = frozenset(categories)
    return " ".join(category.value for category in DataCategory if category in given)


def _change(session: Session, offer_id: UUID, **values: Any) -> None:
    session.execute(
        update(OfferRow)
        .where(col(OfferRow.id) == offer_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
