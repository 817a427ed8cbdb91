"""What a list shows of an offer that came in, and nothing of a person."""

from datetime import datetime

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import ClockKind, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How an offer stands now: its state and what is due first; `due_at` is aware UTC, None where nothing is."""

    reference: Reference
    status: OfferStatus
    due_at: datetime | None
    due_kind: ClockKind | None


class IncomingRow(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that came in and is not answered; `sender` is the partner that sent it."""

    standing: Standing
    needs: frozenset[NeedCategory]
    risk: Band
    sender: str
    assigned_to: UserId | None
