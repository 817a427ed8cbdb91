"""What reports read: the one module that may look into other slices' tables, and only at their columns.

A report counts over organisations, so its statements are the system's own; nothing of a person is
selected, and who may see which figure is decided by what is made of it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId
from lvws_core.ports import SYSTEM
from lvws_core.referrals import Move
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from partners.offers.asked_again.model import AskedReason
from partners.offers.asked_again.tables import AskedAgainRow
from partners.offers.tables import OfferEventRow
from portal.reports.partners.history.model import Case, Step, case_of


class _Told(msgspec.Struct, frozen=True):
    """The part of an event's detail that figures are made of."""

    move: Move | None = None
    reason: str | None = None
    risk: Band | None = None
    version: int = 0


def cases(
    session: Session, sent_from: datetime, sent_before: datetime, *, lead_id: OrganisationId | None = None
) -> tuple[Case, ...]:
    """Give what became of every offer that was sent in a half-open time, in one statement.

    `lead_id` narrows it to what one organisation sent. An offer entered in error is none.
    """
    sent = select(OfferEventRow.offer_id).where(  # type: ignore[call-overload]
        col(OfferEventRow.new) == "sent",
        col(OfferEventRow.at) >= utc(sent_from),
        col(OfferEventRow.at) < utc(sent_before),
    )
    statement = select(  # type: ignore[call-overload]
        OfferEventRow.offer_id, OfferEventRow.partner_organisation_id, OfferEventRow.at, OfferEventRow.detail
    ).where(
        col(OfferEventRow.kind) == "offer.moved",
        col(OfferEventRow.partner_organisation_id).is_not(None),
        col(OfferEventRow.offer_id).in_(sent),
    )
    if lead_id is not None:
        statement = statement.where(col(OfferEventRow.owner_organisation_id) == lead_id)
    return tuple(_cases(session.execute(statement, execution_options=SYSTEM)))


def asked_again(
    session: Session, begins_at: datetime, ends_at: datetime
) -> dict[OrganisationId, dict[AskedReason, int]]:
    """Give how often each partner asked again in a half-open time, by reason, of what the actor may see.

    The gate decides whose: a lead's own offers, a partner's own.
    """
    partner, reason = col(AskedAgainRow.partner_organisation_id), col(AskedAgainRow.reason)
    rows = session.execute(
        select(partner, reason, func.count(col(AskedAgainRow.id)))
        .where(col(AskedAgainRow.at) >= utc(begins_at), col(AskedAgainRow.at) < utc(ends_at))
        .group_by(partner, reason)
    )
    found: dict[OrganisationId, dict[AskedReason, int]] = {}
    for partner_id, key, count in rows:
        found.setdefault(OrganisationId(partner_id), {})[AskedReason(key)] = count
    return found


def opened(session: Session, begins_at: datetime, ends_at: datetime) -> dict[OrganisationId, int]:
    """Give how many offers each partner opened first in a half-open time, of what the actor may see."""
    partner = col(OfferEventRow.partner_organisation_id)
    rows = session.execute(
        select(partner, func.count(func.distinct(col(OfferEventRow.offer_id))))
        .where(
            col(OfferEventRow.new) == "acknowledged",
            col(OfferEventRow.old) == "sent",
            col(OfferEventRow.at) >= utc(begins_at),
            col(OfferEventRow.at) < utc(ends_at),
            partner.is_not(None),
        )
        .group_by(partner)
    )
    return {OrganisationId(partner_id): count for partner_id, count in rows}


def _cases(rows: Any) -> Iterator[Case]:
    partners: dict[UUID, OrganisationId] = {}
    moves: dict[UUID, list[tuple[datetime, _Told]]] = {}
    decoder = msgspec.json.Decoder(_Told)
    for row in rows:
        partners[row.offer_id] = OrganisationId(row.partner_organisation_id)
        moves.setdefault(row.offer_id, []).append((utc(row.at), decoder.decode(row.detail)))
    return (_case(partners[offer_id], moves[offer_id]) for offer_id in partners)


def _case(partner_id: OrganisationId, moves: list[tuple[datetime, _Told]]) -> Case:
    ordered = sorted(moves, key=lambda move: (move[0], move[1].version))
    risk = next((told.risk for _, told in ordered if told.risk is not None), Band.HIGH)
    steps = tuple(Step(at=at, move=told.move, reason=told.reason) for at, told in ordered if told.move is not None)
    return case_of(partner_id, risk, steps)
