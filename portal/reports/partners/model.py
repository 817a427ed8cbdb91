"""The two-way picture from what happened to offers: pure figures, no names and no words.

An offer is counted in the period in which it was sent, whatever happened to it later.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import OfferId, OrganisationId, RequestId, ServiceId
from lvws_core.policy import Policy
from lvws_core.referrals import ClockKind, Offer, OfferStatus, Pause
from lvws_core.referrals.clocks import clocks
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar
from portal.reports.model import Figure
from portal.reports.partners.history.model import Answer, Case

DEFINITION: Final = "partners-1"
"""The version of what is counted and how; it changes when a figure would."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A time that a clock measures: `length` once it is done, `in_time` once it is judged, else None."""

    length: timedelta | None = None
    in_time: bool | None = None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of some offers. `came_back` counts of the `opened_cases` those that lacked information."""

    sent: int
    opened: Figure
    answered: Figure
    contacted: Figure
    outcome: Figure
    whole_way: Figure
    answers: Mapping[Answer, int]
    reasons: Mapping[str, int]
    opened_cases: int
    came_back: int
    questions: int
    replied: Figure


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """By which clocks, and seen from which moment (aware), figures are made."""

    now: datetime
    calendar: WorkingCalendar
    policy: Policy = Policy()


_STATES: Final[Mapping[ClockKind, OfferStatus]] = {
    ClockKind.ACKNOWLEDGE: OfferStatus.SENT,
    ClockKind.DECIDE: OfferStatus.ACKNOWLEDGED,
    ClockKind.ANSWER: OfferStatus.INFO_NEEDED,
    ClockKind.FIRST_CONTACT: OfferStatus.ACCEPTED,
    ClockKind.OUTCOME: OfferStatus.OUTCOME_DUE,
}
_ZERO: Final = UUID(int=0)


def runs_out(kind: ClockKind, risk: Band, start: datetime, rules: Rules, pauses: tuple[Pause, ...] = ()) -> datetime:
    """Give when a clock that began at `start` runs out: that of an offer in the state in which it runs.

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 5.
    """
    offer = Offer(
        id=OfferId(_ZERO),
        request_id=RequestId(_ZERO),
        service_id=ServiceId(_ZERO),
        organisation_id=OrganisationId(_ZERO),
        lead_organisation_id=OrganisationId(_ZERO),
        risk=risk,
        created_at=start,
        status=_STATES[kind],
        sent_at=start,
        asked_at=start,
        accepted_at=start,
        entered_at=start,
        pauses=pauses,
    )
    return next(clock.due_at for clock in clocks(offer, rules.calendar, rules.policy) if clock.kind == kind)


def _judged(done_at: datetime | None, due_at: datetime, over_at: datetime | None, rules: Rules) -> bool | None:
    """Say whether it was in time; None while its clock still runs, or when it stopped before running out."""
    if done_at is not None:
        return done_at <= due_at
    return False if min(over_at or rules.now, rules.now) >= due_at else None


def _span(case: Case, kind: ClockKind, start: datetime | None, done_at: datetime | None, rules: Rules) -> Span:
    if start is None:
        return Span()
    due_at = runs_out(kind, case.risk, start, rules)
    length = None if done_at is None else done_at - start
    return Span(length=length, in_time=_judged(done_at, due_at, case.ended_at, rules))


def opening(case: Case, rules: Rules) -> Span:
    """Give how long the partner took to open an offer."""
    return _span(case, ClockKind.ACKNOWLEDGE, case.sent_at, case.opened_at, rules)


def answering(case: Case, rules: Rules) -> Span:
    """Give how long the partner took to answer; the time in which the lead owed a reply is not the partner's.

    Source: lifecycle 5, clock D stands still while a question waits.
    """
    stood = [q for q in case.questions if q.until_at is not None]
    pauses = tuple(Pause(from_at=q.asked_at, until_at=q.until_at) for q in stood)
    due_at = runs_out(ClockKind.DECIDE, case.risk, case.sent_at, rules, pauses)
    waited = sum((q.until_at - q.asked_at for q in stood if q.until_at is not None), timedelta())
    length = None if case.answered_at is None else case.answered_at - case.sent_at - waited
    waits_for_lead = any(q.until_at is None for q in case.questions)
    judged = None if waits_for_lead else _judged(case.answered_at, due_at, case.ended_at, rules)
    return Span(length=length, in_time=judged)


def contacting(case: Case, rules: Rules) -> Span:
    """Give how long first contact took after acceptance."""
    return _span(case, ClockKind.FIRST_CONTACT, case.accepted_at, case.contacted_at, rules)


def reporting(case: Case, rules: Rules) -> Span:
    """Give how long the outcome took after support had finished."""
    return _span(case, ClockKind.OUTCOME, case.finished_at, case.outcome_at, rules)


def replying(case: Case, rules: Rules) -> tuple[Span, ...]:
    """Give how long the lead took to reply to each question of an offer."""
    return tuple(
        _span(case, ClockKind.ANSWER, q.asked_at, q.until_at if q.replied else None, rules) for q in case.questions
    )


def figure(spans: Iterable[Span]) -> Figure:
    """Give the median of what is done, and how many of what is judged were in time."""
    every = tuple(spans)
    lengths = [span.length for span in every if span.length is not None]
    judged = [span.in_time for span in every if span.in_time is not None]
    middle = median(lengths) if lengths else None  # type: ignore[type-var]  # lengths add up and halve
    return Figure(cases=len(lengths), median=middle, judged=len(judged), in_time=sum(judged))


def figures(cases: Iterable[Case], rules: Rules) -> Figures:
    """Give the figures of some offers, in whatever order."""
    every = tuple(cases)

    def over(measure: Callable[[Case, Rules], Span]) -> Figure:
        return figure(measure(case, rules) for case in every)

    ends = ((case.outcome_at, case.sent_at) for case in every)
    return Figures(
        sent=len(every),
        opened=over(opening),
        answered=over(answering),
        contacted=over(contacting),
        outcome=over(reporting),
        whole_way=figure(Span(length=end - start) for end, start in ends if end is not None),
        answers=Counter(case.answer for case in every),
        reasons=Counter(case.reason for case in every if case.reason is not None),
        opened_cases=sum(case.opened_at is not None for case in every),
        came_back=sum(case.came_back for case in every),
        questions=sum(len(case.questions) for case in every),
        replied=figure(span for case in every for span in replying(case, rules)),
    )


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Who is shown: every partner by name, or `own` beside all of them."""

    by_partner: Mapping[OrganisationId, Figures]
    every: Figures
    names: Mapping[OrganisationId, str]
    own: OrganisationId | None = None

    @property
    def rows(self) -> tuple[OrganisationId, ...]:
        """The partners that have a row of their own, in the order of their names."""
        if self.own is not None:
            return (self.own,)
        return tuple(sorted(self.by_partner, key=lambda each: (self.names[each].casefold(), each)))
