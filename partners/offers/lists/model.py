"""Rows of the inbox, as values: what it shows of an offer, and nothing of a person."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import TERMINAL, ClockKind, OfferStatus
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
