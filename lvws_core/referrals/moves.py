"""The tables of a referral's life: which move leads from which state to which, and who may make it."""

from collections.abc import Mapping
from enum import StrEnum

from lvws_core.actors import Actor, Role
from lvws_core.vocabulary import Labelled


class OfferStatus(Labelled):
    """Where one ask to one partner team stands. Source: lifecycle 2."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent, not opened"
    ACKNOWLEDGED = "acknowledged", "Opened by partner"
    INFO_NEEDED = "info_needed", "Partner has asked a question"
    WAITLISTED = "waitlisted", "Accepted, on waiting list"
    ACCEPTED = "accepted", "Accepted, not yet contacted"
    ACTIVE = "active", "Support under way"
    PAUSED = "paused", "Paused"
    DECLINED = "declined", "Declined by partner"
    EXPIRED = "expired", "No answer in time"
    WITHDRAWN = "withdrawn", "Withdrawn"
    HANDED_BACK = "handed_back", "Handed back"
    NOT_REACHED = "not_reached", "Could not be reached"
    OUTCOME_DUE = "outcome_due", "Finished, outcome awaited"
    COMPLETED = "completed", "Outcome recorded"
    ERROR = "error", "Entered in error"


TERMINAL = frozenset(
    {
        OfferStatus.DECLINED,
        OfferStatus.EXPIRED,
        OfferStatus.WITHDRAWN,
        OfferStatus.HANDED_BACK,
        OfferStatus.NOT_REACHED,
        OfferStatus.COMPLETED,
        OfferStatus.ERROR,
    }
)
"""States without an exit; a correction is a new offer."""

LIVE = frozenset(OfferStatus) - TERMINAL - {OfferStatus.DRAFT}
"""States in which a partner has been asked and nothing has ended it."""

ENGAGED = frozenset({OfferStatus.ACTIVE, OfferStatus.PAUSED, OfferStatus.OUTCOME_DUE})
"""States after first contact, in which the partner has custody."""


def is_live(status: OfferStatus) -> bool:
    """Say whether an offer in this state is with a partner and not over; a draft is not live."""
    return status in LIVE


class Move(Labelled):
    """What can be done to an offer."""

    SEND = "send", "Send"
    ACKNOWLEDGE = "acknowledge", "Open"
    ASK = "ask", "Ask a question"
    ANSWER = "answer", "Answer the question"
    ACCEPT = "accept", "Accept"
    WAITLIST = "waitlist", "Put on the waiting list"
    DECLINE = "decline", "Decline"
    EXPIRE = "expire", "Return to the lead"
    FIRST_CONTACT = "first_contact", "Record first contact"
    NOT_REACHED = "not_reached", "Could not be reached"
    HAND_BACK = "hand_back", "Hand back"
    PAUSE = "pause", "Pause"
    RESUME = "resume", "Resume"
    FINISH = "finish", "Finish"
    RECORD_OUTCOME = "record_outcome", "Record the outcome"
    WITHDRAW = "withdraw", "Withdraw"
    MARK_ERROR = "mark_error", "Mark as entered in error"


_S, _M = OfferStatus, Move

MOVES: Mapping[tuple[OfferStatus, Move], OfferStatus] = {
    (_S.DRAFT, _M.SEND): _S.SENT,
    (_S.DRAFT, _M.MARK_ERROR): _S.ERROR,
    (_S.SENT, _M.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.SENT, _M.ASK): _S.INFO_NEEDED,
    (_S.SENT, _M.ACCEPT): _S.ACCEPTED,
    (_S.SENT, _M.DECLINE): _S.DECLINED,
    (_S.SENT, _M.EXPIRE): _S.EXPIRED,
    (_S.SENT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.SENT, _M.MARK_ERROR): _S.ERROR,
    (_S.ACKNOWLEDGED, _M.ASK): _S.INFO_NEEDED,
    (_S.ACKNOWLEDGED, _M.ACCEPT): _S.ACCEPTED,
    (_S.ACKNOWLEDGED, _M.WAITLIST): _S.WAITLISTED,
    (_S.ACKNOWLEDGED, _M.DECLINE): _S.DECLINED,
    (_S.ACKNOWLEDGED, _M.EXPIRE): _S.EXPIRED,
    (_S.ACKNOWLEDGED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.INFO_NEEDED, _M.ANSWER): _S.ACKNOWLEDGED,
    (_S.INFO_NEEDED, _M.EXPIRE): _S.EXPIRED,
    (_S.INFO_NEEDED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.WAITLISTED, _M.ACCEPT): _S.ACCEPTED,
    (_S.WAITLISTED, _M.HAND_BACK): _S.HANDED_BACK,
    (_S.WAITLISTED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.ACCEPTED, _M.FIRST_CONTACT): _S.ACTIVE,
    (_S.ACCEPTED, _M.NOT_REACHED): _S.NOT_REACHED,
    (_S.ACCEPTED, _M.HAND_BACK): _S.HANDED_BACK,
    (_S.ACCEPTED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.ACTIVE, _M.PAUSE): _S.PAUSED,
    (_S.ACTIVE, _M.FINISH): _S.OUTCOME_DUE,
    (_S.ACTIVE, _M.HAND_BACK): _S.HANDED_BACK,
    (_S.ACTIVE, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.PAUSED, _M.RESUME): _S.ACTIVE,
    (_S.PAUSED, _M.HAND_BACK): _S.HANDED_BACK,
    (_S.PAUSED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.OUTCOME_DUE, _M.RECORD_OUTCOME): _S.COMPLETED,
    (_S.OUTCOME_DUE, _M.WITHDRAW): _S.WITHDRAWN,
}
"""Every edge of lifecycle 2, the sentences under its diagram included; what is not here is refused."""


class Side(StrEnum):
    """On whose behalf somebody acts on an offer."""

    LEAD = "lead"
    PARTNER = "partner"
    CLOCK = "clock"


ROLES: Mapping[Side, frozenset[Role]] = {
    Side.LEAD: frozenset({Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER}),
    Side.PARTNER: frozenset({Role.PARTNER_WORKER, Role.PARTNER_MANAGER}),
    Side.CLOCK: frozenset({Role.CLOCK}),
}
"""The roles that act for a side; lead and partner roles do so for their own organisation only."""


class Direction(StrEnum):
    """Which way an offer goes: from the lead on to a partner, or from a partner in to the lead.

    Inward, the side of the lead is the one that sent it, and the side of the partner the one that was asked.
    """

    ONWARD = "onward"
    INWARD = "inward"


_INTAKE = frozenset({Role.INTAKE_WORKER, Role.LEAD_CASEWORKER, Role.LEAD_MANAGER})
ROLES_OF: Mapping[Direction, Mapping[Side, frozenset[Role]]] = {
    Direction.ONWARD: ROLES,
    Direction.INWARD: {Side.LEAD: ROLES[Side.PARTNER], Side.PARTNER: _INTAKE, Side.CLOCK: ROLES[Side.CLOCK]},
}
"""The roles that act for a side of an offer, by the way it goes: who refers in is a partner, who takes in the lead."""

MANAGER_OF: Mapping[Direction, Role] = {
    Direction.ONWARD: Role.PARTNER_MANAGER,
    Direction.INWARD: Role.LEAD_MANAGER,
}
"""Who manages the team that was asked."""


_OPPOSITE: Mapping[Role, Role] = {
    Role.LEAD_MANAGER: Role.PARTNER_MANAGER,
    Role.PARTNER_MANAGER: Role.LEAD_MANAGER,
    Role.LEAD_CASEWORKER: Role.PARTNER_WORKER,
}


def told_in(direction: Direction, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Give whom a clock tells: inward, the lead and the partner have changed places. Source: lifecycle 5."""
    return roles if direction == Direction.ONWARD else tuple(_OPPOSITE.get(role, role) for role in roles)


def direction_from(actor: Actor) -> Direction:
    """Give which way goes what this actor sends: a partner refers in, everybody else on.

    Source: lifecycle 1; partner to partner goes through the lead.
    """
    refers_in = actor.has(*ROLES[Side.PARTNER]) and not actor.has(*ROLES[Side.LEAD])
    return Direction.INWARD if refers_in else Direction.ONWARD


_LEAD_MOVES = dict.fromkeys((Move.SEND, Move.ANSWER, Move.WITHDRAW, Move.MARK_ERROR), Side.LEAD)
SIDES: Mapping[Move, Side] = dict.fromkeys(Move, Side.PARTNER) | _LEAD_MOVES | {Move.EXPIRE: Side.CLOCK}
"""Whose each move is: four are the lead's, one is the clock's, all others the partner's."""


class RequestStatus(Labelled):
    """Where a person's need stands; `open`, `unplaced` and `met` follow from its offers. Source: lifecycle 3."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "With a partner"
    UNPLACED = "unplaced", "Needs a new partner"
    ON_HOLD = "on_hold", "On hold"
    MET = "met", "Met"
    CLOSED_UNMET = "closed_unmet", "Closed, not met"
    ERROR = "error", "Entered in error"


SET_ASIDE = frozenset({RequestStatus.ON_HOLD, RequestStatus.CLOSED_UNMET, RequestStatus.ERROR})
"""States that the lead has set and the offers do not change; nothing is sent for such a request."""


class RequestMove(Labelled):
    """What the lead can do to a request; sending an offer opens it without a move."""

    HOLD = "hold", "Put on hold"
    RESUME = "resume", "Resume"
    CLOSE_UNMET = "close_unmet", "Close as not met"
    ACKNOWLEDGE_OUTCOME = "acknowledge_outcome", "Acknowledge the outcome"
    MARK_ERROR = "mark_error", "Mark as entered in error"


_R, _Q = RequestStatus, RequestMove

REQUEST_MOVES: Mapping[tuple[RequestStatus, RequestMove], RequestStatus] = {
    (_R.OPEN, _Q.HOLD): _R.ON_HOLD,
    (_R.UNPLACED, _Q.HOLD): _R.ON_HOLD,
    (_R.ON_HOLD, _Q.RESUME): _R.OPEN,
    (_R.UNPLACED, _Q.CLOSE_UNMET): _R.CLOSED_UNMET,
    (_R.ON_HOLD, _Q.CLOSE_UNMET): _R.CLOSED_UNMET,
    (_R.OPEN, _Q.ACKNOWLEDGE_OUTCOME): _R.MET,
    (_R.DRAFT, _Q.MARK_ERROR): _R.ERROR,
    (_R.OPEN, _Q.MARK_ERROR): _R.ERROR,
    (_R.UNPLACED, _Q.MARK_ERROR): _R.ERROR,
    (_R.ON_HOLD, _Q.MARK_ERROR): _R.ERROR,
}
"""Every edge of lifecycle 3 that is a move of its own; after `resume` the offers decide the state."""
