"""Rows of the inbox, as values: what it shows of an offer, and nothing of a person."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import LIVE, TERMINAL, ClockKind, OfferStatus, Side
from lvws_core.referrals.clocks import RULES
from lvws_core.risk.dash import Band
from lvws_core.times import LONDON, london_day, utc
from lvws_core.vocabulary import Labelled, NeedCategory

_S = OfferStatus


class View(Labelled):
    """The views of the inbox: the key stands in the address, the label on the tab."""

    TODAY = "today", "Today"
    NEEDS_ANSWER = "needs-answer", "Needs an answer"
    WITH_LEAD = "with-lead", "Waiting for the lead"
    ACCEPTED = "accepted", "Accepted"
    WAITING = "waiting-list", "Waiting list"
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"

    @property
    def statuses(self) -> frozenset[OfferStatus]:
        """The states that the view shows; the views after the first show each state that a partner may see, once."""
        return _STATUSES[self]


_STATUSES: Mapping[View, frozenset[OfferStatus]] = {
    View.TODAY: LIVE | {_S.WITHDRAWN},
    View.NEEDS_ANSWER: frozenset({_S.SENT, _S.ACKNOWLEDGED}),
    View.WITH_LEAD: frozenset({_S.INFO_NEEDED}),
    View.ACCEPTED: frozenset({_S.ACCEPTED}),
    View.WAITING: frozenset({_S.WAITLISTED}),
    View.ACTIVE: frozenset({_S.ACTIVE, _S.PAUSED, _S.OUTCOME_DUE}),
    View.CLOSED: TERMINAL - {_S.ERROR},
}

TEAM_CLOCKS = frozenset(kind for kind, rule in RULES.items() if rule.reminds == Side.PARTNER) | {
    ClockKind.WAITING_REVIEW
}
"""The clocks that fall on the partner's team: the review of the waiting list is the lead's to answer, theirs to ask.

Source: lifecycle 5.
"""


class InboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a team's inbox. Instants are aware UTC; `due_at` is None where nothing is due.

    `unread` counts the messages of the other side that nobody of the team has had before them.
    """

    reference: Reference
    status: OfferStatus
    version: int
    needs: frozenset[NeedCategory]
    risk: Band
    sender: str
    assigned_to: UserId | None
    changed_at: datetime
    due_at: datetime | None
    due_kind: ClockKind | None
    unread: int = 0


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many offers of a team are in one state under one clock, and what has become of them.

    `overdue` counts those due by now, `today` those due before the London day ends; `versions` is the
    sum of their versions and `changed_at` (aware) the newest change among them.
    """

    status: OfferStatus
    due_kind: ClockKind | None
    number: int
    overdue: int
    today: int
    versions: int
    changed_at: datetime


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many open offers each view holds, and how many of them are overdue.

    `by_view` counts for Today what is due before the day ends, stop confirmations included. `tag`
    stands for all of it: as long as it is the same, so is the inbox.
    """

    by_view: Mapping[View, int]
    overdue: Mapping[View, int]
    tag: str


def end_of_day(now: datetime) -> datetime:
    """Give the end of the London day of now (aware), in UTC."""
    tomorrow = london_day(now) + timedelta(days=1)
    return utc(datetime.combine(tomorrow, time(), ZoneInfo(LONDON)))


def count(tallies: tuple[Tally, ...], now: datetime) -> Counts:
    """Count a team's inbox by view from its tallies at a moment (aware)."""
    views: list[View] = [view for view in View if view not in {View.TODAY, View.CLOSED}]
    own = [tally for tally in tallies if tally.due_kind in TEAM_CLOCKS]
    found = {view: sum(t.number for t in tallies if t.status in view.statuses) for view in views}
    late = {view: sum(t.overdue for t in tallies if t.status in view.statuses) for view in views}
    return Counts(
        by_view={View.TODAY: sum(_for_today(tally) for tally in own), **found},
        overdue={View.TODAY: sum(tally.overdue for tally in own), **late},
        tag=_tag(tallies, now),
    )


def _for_today(tally: Tally) -> int:
    return tally.number if tally.due_kind == ClockKind.STOP else tally.today


def _tag(tallies: tuple[Tally, ...], now: datetime) -> str:
    # The day is in it because "tomorrow" becomes "today" without anybody changing anything.
    lines = sorted(f"{t.status} {t.due_kind} {t.number} {t.overdue} {t.versions} {t.changed_at}" for t in tallies)
    return hashlib.sha256("\n".join((london_day(now).isoformat(), *lines)).encode()).hexdigest()[:24]
