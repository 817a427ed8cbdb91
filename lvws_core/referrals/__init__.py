"""Referrals: requests and offers, their life, their guards and clocks, and who could help."""

from lvws_core.referrals.allocation import Allocation, CaseFacts, Caseload, WorkerRole, allocate
from lvws_core.referrals.bounds import bound, can_bound, can_lengthen, closed_since, lengthen, narrow, readable
from lvws_core.referrals.clocks import Clock, ClockKind, expires_at, next_due, sort_key
from lvws_core.referrals.co_work import IN_THE_WAY, against_another, grant_co_work, is_beside, may_grant
from lvws_core.referrals.codes import (
    CloseReason,
    Detail,
    HandBackReason,
    NotReachedReason,
    PauseReason,
    WithdrawReason,
)
from lvws_core.referrals.delivery import Heard, SecureRoute
from lvws_core.referrals.drafts import is_kept, kept_until
from lvws_core.referrals.guards import SendFacts, check_send
from lvws_core.referrals.history import could_open, replay
from lvws_core.referrals.moves import (
    LIVE,
    MOVES,
    REQUEST_MOVES,
    TERMINAL,
    Direction,
    Move,
    OfferStatus,
    RequestMove,
    RequestStatus,
    Side,
    direction_from,
    is_live,
)
from lvws_core.referrals.moving import allowed_moves, move
from lvws_core.referrals.notes import Note, allowed_notes, annotate
from lvws_core.referrals.offers import Closing, Custody, Offer, Pause, RiskChange, can_recall, custody_in, may_open
from lvws_core.referrals.presence import Colleague, can_take
from lvws_core.referrals.requests import Request, allowed_request_moves, move_request, request_status
from lvws_core.referrals.routing import Match, match
from lvws_core.referrals.services import Capacity, Need, Service
from lvws_core.referrals.updates import reassess

__all__ = [
    "IN_THE_WAY",
    "LIVE",
    "MOVES",
    "REQUEST_MOVES",
    "TERMINAL",
    "Allocation",
    "Capacity",
    "CaseFacts",
    "Caseload",
    "Clock",
    "ClockKind",
    "CloseReason",
    "Closing",
    "Colleague",
    "Custody",
    "Detail",
    "Direction",
    "HandBackReason",
    "Heard",
    "Match",
    "Move",
    "Need",
    "NotReachedReason",
    "Note",
    "Offer",
    "OfferStatus",
    "Pause",
    "PauseReason",
    "Request",
    "RequestMove",
    "RequestStatus",
    "RiskChange",
    "SecureRoute",
    "SendFacts",
    "Service",
    "Side",
    "WithdrawReason",
    "WorkerRole",
    "against_another",
    "allocate",
    "allowed_moves",
    "allowed_notes",
    "allowed_request_moves",
    "annotate",
    "bound",
    "can_bound",
    "can_lengthen",
    "can_recall",
    "can_take",
    "check_send",
    "closed_since",
    "could_open",
    "custody_in",
    "direction_from",
    "expires_at",
    "grant_co_work",
    "is_beside",
    "is_kept",
    "is_live",
    "kept_until",
    "lengthen",
    "match",
    "may_grant",
    "may_open",
    "move",
    "move_request",
    "narrow",
    "next_due",
    "readable",
    "reassess",
    "replay",
    "request_status",
    "sort_key",
]
