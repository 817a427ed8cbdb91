"""Stops that a partner has not confirmed, in the database: the lead's own offers, soonest due first."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, insert, or_, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Invalid, Missing
from lvws_core.ids import OfferId, OrganisationId, Reference
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM
from lvws_core.referrals import ClockKind, Offer
from lvws_core.times import utc
from partners.directory.tables import ServiceRow
from partners.offers.tables import OfferEffectRow, OfferRow
from partners.offers.taking_back.model import OpenStop

_BY_HAND = "ask stop"


def unconfirmed(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[OpenStop]:
    """Give a page of the stops of an organisation's offers that their partner has not confirmed, in two statements.

    Raises:
        Invalid: The cursor is none of this list.

    Source: lifecycle 5, clock C.
    """
    wanted = [col(OfferRow.owner_organisation_id) == organisation_id]
    due_at, offer_id = col(OfferRow.due_at), col(OfferRow.id)
    if cursor is not None:
        at, last = _read_cursor(cursor)
        wanted.append(or_(due_at > at, and_(due_at == at, offer_id > last)))
    statement = _stops().where(*wanted).order_by(due_at, offer_id).limit(PAGE_SIZE + 1)
    rows = session.execute(statement).all()
    said = _said(session, [row.id for row in rows])
    found = [_stop(row, said) for row in rows]
    last_shown = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    following = encode_cursor(utc(last_shown.due_at).isoformat(), str(last_shown.id)) if last_shown else None
    return page_of(found, cursor=following)


def unconfirmed_of(session: Session, organisation_id: OrganisationId, reference: Reference) -> OpenStop:
    """Give the stop of one offer.

    Raises:
        Missing: There is no such offer of the organisation, or nothing is left to confirm.
    """
    mine = (col(OfferRow.owner_organisation_id) == organisation_id, col(OfferRow.reference) == reference)
    row = session.execute(_stops().where(*mine)).one_or_none()
    if row is None:
        raise Missing
    return _stop(row, _said(session, [row.id]))


def _stops() -> Any:
    # A literal, not a parameter: SQLite uses a partial index only for the very words of its condition.
    is_stop = col(OfferRow.due_kind) == bindparam("stop", ClockKind.STOP.value, literal_execute=True)
    columns = (OfferRow.id, OfferRow.reference, OfferRow.due_at, OfferRow.life, ServiceRow.name)
    return (
        select(*columns)  # type: ignore[call-overload]
        .join(ServiceRow, col(ServiceRow.id) == col(OfferRow.service_id))
        .where(is_stop)
    )


def _said(session: Session, offer_ids: Collection[UUID]) -> Mapping[UUID, list[tuple[str, datetime]]]:
    """Give what the clock, or somebody of the lead, has said already about the stop of each offer."""
    found: dict[UUID, list[tuple[str, datetime]]] = {}
    if not offer_ids:
        return found
    # The effects are the system's own rows; the offers come from a statement that passed the gate.
    rows = session.execute(
        select(OfferEffectRow.offer_id, OfferEffectRow.key, OfferEffectRow.at)  # type: ignore[call-overload]
        .where(col(OfferEffectRow.offer_id).in_(offer_ids), col(OfferEffectRow.key).contains(" stop "))
        .order_by(OfferEffectRow.at, OfferEffectRow.key),
        execution_options=SYSTEM,
    )
    for row in rows:
        found.setdefault(row.offer_id, []).append((row.key, utc(row.at)))
    return found


def _stop(row: Any, said: Mapping[UUID, list[tuple[str, datetime]]]) -> OpenStop:
    mine = said.get(row.id, [])
    return OpenStop(
        offer=msgspec.json.decode(row.life, type=Offer),
        reference=Reference(row.reference),
        service_name=row.name,
        due_at=utc(row.due_at),
        reminded_at=tuple(at for key, at in mine if not key.startswith("escalate ")),
        escalated_at=next((at for key, at in mine if key.startswith("escalate ")), None),
        asked_at=max((at for key, at in mine if key.startswith(_BY_HAND)), default=None),
    )


def ask(session: Session, offer_id: OfferId, on: date, at: datetime) -> None:
    """Write down that somebody reminds of a stop on a London day.

    Raises:
        IntegrityError: Somebody has at the same moment.
    """
    values = {"offer_id": offer_id, "key": f"{_BY_HAND} {on.isoformat()}", "at": utc(at)}
    session.execute(insert(OfferEffectRow).values(**values), execution_options=SYSTEM)


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error
