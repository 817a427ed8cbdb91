"""Rows of the lists, as values: what a list shows of an offer, and nothing of a person."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import TERMINAL, ClockKind, Direction, Offer, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Labelled, NeedCategory

_S = OfferStatus


class View(Labelled):
    """The views of the inbox: the key stands in the address, the label on the tab."""

    NEEDS_ANSWER = "needs-answer", "Needs an answer"
    WITH_LEAD = "with-lead", "Waiting for the lead"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed"

    @property
    def statuses(self) -> frozenset[OfferStatus]:
        """The states that the view shows; together the views show every state that a partner may see."""
        return _STATUSES[self]


_STATUSES: Mapping[View, frozenset[OfferStatus]] = {
    View.NEEDS_ANSWER: frozenset({_S.SENT, _S.ACKNOWLEDGED}),
    View.WITH_LEAD: frozenset({_S.INFO_NEEDED}),
    View.ACCEPTED: frozenset({_S.WAITLISTED, _S.ACCEPTED, _S.ACTIVE, _S.PAUSED, _S.OUTCOME_DUE}),
    View.CLOSED: TERMINAL - {_S.ERROR},
}


class InboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a team's inbox. Instants are aware UTC; `due_at` is None where nothing is due."""

    reference: Reference
    status: OfferStatus
    needs: frozenset[NeedCategory]
    risk: Band
    sender: str
    assigned_to: UserId | None
    changed_at: datetime
    due_at: datetime | None
    due_kind: ClockKind | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many open offers each view holds, and how many of them are overdue."""

    by_view: Mapping[View, int]
    overdue: Mapping[View, int]


class SentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of what a lead has sent: the whole offer, and which service it went to."""

    offer: Offer
    reference: Reference
    needs: frozenset[NeedCategory]
    service_name: str
    changed_at: datetime
    due_at: datetime | None
    due_kind: ClockKind | None


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Who has to do something about an offer now, and what; `who` is "" when nobody has to."""

    who: str
    what: str
    is_ours: bool = False


_PARTNER_HAS_TO: Mapping[OfferStatus, str] = {
    _S.SENT: "open it and answer",
    _S.ACKNOWLEDGED: "answer",
    _S.WAITLISTED: "find a place",
    _S.ACCEPTED: "make first contact",
    _S.ACTIVE: "support the person",
    _S.PAUSED: "resume support",
    _S.OUTCOME_DUE: "record the outcome",
}
_WE_HAVE_TO: Mapping[OfferStatus, str] = {
    _S.INFO_NEEDED: "answer their question",
    _S.DECLINED: "look for someone else: they declined",
    _S.EXPIRED: "look for someone else: no answer came in time",
    _S.HANDED_BACK: "look for someone else: they handed it back",
    _S.NOT_REACHED: "decide what next: the person could not be reached",
}


def waits_on(offer: Offer, partner: str) -> Waits:
    """Say who has to act on an offer, as its lead reads it.

    Source: lifecycle 2 and 5.
    """
    if offer.status in _WE_HAVE_TO:
        what = _WE_HAVE_TO[offer.status]
        if offer.direction == Direction.INWARD:
            what = what.replace("look for someone else", "decide with the person what next")
        return Waits(who="You", what=what, is_ours=True)
    if offer.status in _PARTNER_HAS_TO:
        return Waits(who=partner, what=_PARTNER_HAS_TO[offer.status])
    if offer.status == _S.WITHDRAWN and offer.acknowledged_at is not None and offer.stop_confirmed_at is None:
        return Waits(who=partner, what="confirm that they have stopped")
    if offer.status == _S.COMPLETED and offer.outcome_acknowledged_at is None:
        return Waits(who="You", what="acknowledge the outcome", is_ours=True)
    return Waits(who="", what=offer.status.label)
