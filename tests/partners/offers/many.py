"""Many offers like one of the scene, as the lists of a lead find them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session, select

from lvws_core.ids import OfferId, Reference, RequestId, new_reference
from lvws_core.referrals import Offer, OfferStatus
from lvws_core.risk.dash import Band
from partners.offers.model import Due, return_key
from partners.offers.tables import OfferRow


class Like(msgspec.Struct, frozen=True, kw_only=True):
    """How an offer differs from the scene's: its request by number, its state, its risk, when it ended."""

    request: int
    status: OfferStatus = OfferStatus.SENT
    risk: Band = Band.HIGH
    changed_at: datetime
    ended_at: datetime | None = None
    due_at: datetime | None = None
    due_kind: str | None = None
    co_work: bool = False
    marked: bool = True


def request_id(number: int) -> RequestId:
    """Give the id of a request by its number."""
    return RequestId(UUID(int=2**65 + number))


def add_offers(session: Session, pattern: Reference, wanted: Iterable[Like]) -> None:
    """Add offers like the one with this reference, in a session of the system; numbered from 0."""
    found = session.exec(select(OfferRow).where(OfferRow.reference == pattern)).one().model_dump()
    session.add_all([_row(found, number, each) for number, each in enumerate(wanted)])


def _row(pattern: Mapping[str, Any], number: int, like: Like) -> OfferRow:
    reference = new_reference(b"%08d" % number)
    offer = msgspec.structs.replace(
        msgspec.json.decode(pattern["life"], type=Offer),
        id=OfferId(UUID(int=2**64 + number)),
        request_id=request_id(like.request),
        status=like.status,
        risk=like.risk,
        ended_at=like.ended_at,
        co_work=like.co_work,
    )
    due = Due(at=like.due_at, kind=None, sort_key=f"{number:015} {reference}")
    changes = {
        "id": offer.id,
        "request_id": offer.request_id,
        "request_reference": reference,
        "reference": reference,
        "status": like.status.value,
        "risk": like.risk.value,
        "co_work": like.co_work,
        "changed_at": like.changed_at,
        "due_at": like.due_at,
        "due_kind": like.due_kind,
        "sort_key": due.sort_key,
        "return_key": return_key(offer, due) if like.marked else None,
        "life": msgspec.json.encode(offer),
    }
    return OfferRow(**{**pattern, **changes})
