"""Clocks: what is due on an offer, when somebody is reminded, and who is told when it runs out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from lvws_core.actors import Role
from lvws_core.policy import DEFAULT, Length, Lengths, Policy
from lvws_core.referrals.codes import WithdrawReason
from lvws_core.referrals.moves import OfferStatus, Side, told_in
from lvws_core.referrals.offers import STANDING_STILL, Offer, Pause
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar, london_day, utc
from lvws_core.times import in_words as moment_in_words
from lvws_core.vocabulary import Labelled


class ClockKind(Labelled):
    """What a clock waits for; the label is the beginning of its sentence."""

    ACKNOWLEDGE = "acknowledge", "To be opened"
    DECIDE = "decide", "Answer"
    ANSWER = "answer", "Reply to the question"
    FIRST_CONTACT = "first_contact", "First contact"
    WAITING_REVIEW = "waiting_review", "Review of the waiting list"
    UPDATE = "update", "Progress update"
    OUTCOME = "outcome", "Outcome"
    LOOP = "loop", "Lead's acknowledgement"
    STOP = "stop", "Confirmation of the stop"


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that runs on an offer. All instants are aware UTC.

    `remind_at` is in order and holds when `reminds` is reminded; `escalate_at` is when the roles
    `escalate_to` are told, None being at `due_at`; `clocks` always says when. While `paused`, `due_at`
    is what it would be if the clock ran on from now without the present pause, so it only ever
    moves later.
    """

    kind: ClockKind
    starts_at: datetime
    due_at: datetime
    remind_at: tuple[datetime, ...]
    paused: bool
    escalate_to: tuple[Role, ...]
    escalate_at: datetime | None = None
    reminds: Side = Side.PARTNER


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of clock does: whom it reminds, whom it tells then, and the end of its sentence."""

    reminds: Side
    escalate_to: tuple[Role, ...]
    then: str


RULES: Mapping[ClockKind, Rule] = {
    ClockKind.ACKNOWLEDGE: Rule(
        reminds=Side.PARTNER,
        escalate_to=(Role.LEAD_MANAGER, Role.PARTNER_MANAGER),
        then="then the managers are told",
    ),
    ClockKind.DECIDE: Rule(
        reminds=Side.PARTNER,
        escalate_to=(Role.LEAD_CASEWORKER, Role.LEAD_MANAGER),
        then="then it returns to the lead",
    ),
    ClockKind.ANSWER: Rule(reminds=Side.LEAD, escalate_to=(Role.LEAD_MANAGER,), then="then the lead's manager is told"),
    ClockKind.FIRST_CONTACT: Rule(
        reminds=Side.PARTNER,
        escalate_to=(Role.PARTNER_MANAGER, Role.LEAD_CASEWORKER),
        then="then your manager is told",
    ),
    ClockKind.WAITING_REVIEW: Rule(
        reminds=Side.LEAD, escalate_to=(Role.LEAD_CASEWORKER,), then="then the lead decides whether to wait on"
    ),
    ClockKind.UPDATE: Rule(
        reminds=Side.PARTNER, escalate_to=(Role.LEAD_CASEWORKER,), then="then the lead sees it as quiet"
    ),
    ClockKind.OUTCOME: Rule(
        reminds=Side.PARTNER, escalate_to=(Role.PARTNER_MANAGER,), then="then your manager is told"
    ),
    ClockKind.LOOP: Rule(reminds=Side.LEAD, escalate_to=(Role.LEAD_MANAGER,), then="then the lead's manager is told"),
    ClockKind.STOP: Rule(
        reminds=Side.PARTNER,
        escalate_to=(Role.INFORMATION_GOVERNANCE,),
        then="then information governance is told",
    ),
}
"""The two last columns of the table of clocks. Source: lifecycle 5."""

_UNSEEN = frozenset({None, WithdrawReason.CONSENT_WITHDRAWN, WithdrawReason.WRONG_RECIPIENT})


def clocks(offer: Offer, calendar: WorkingCalendar, policy: Policy = DEFAULT) -> tuple[Clock, ...]:
    """Give the clocks that run on an offer in its present state, the earliest due first.

    High risk runs in real hours, other levels in working days (Policy). Only `decide` expires.

    Raises:
        Invalid: A day lies beyond the calendar.

    Source: lifecycle 5; design 5.4, readings.
    """
    running = [_clock(offer, kind, start, calendar, policy) for kind, start in _running(offer)]
    return tuple(sorted(running, key=lambda clock: (clock.due_at, clock.kind)))


def next_due(offer: Offer, calendar: WorkingCalendar, policy: Policy = DEFAULT) -> Clock | None:
    """Give the clock that runs out first, paused ones left aside; None when nothing is due.

    Raises:
        Invalid: As `clocks`.
    """
    return next((clock for clock in clocks(offer, calendar, policy) if not clock.paused), None)


def expires_at(offer: Offer, calendar: WorkingCalendar, policy: Policy = DEFAULT) -> datetime | None:
    """Give when the clock may expire the offer, in UTC; None in a state from which it never does.

    It is when `decide` runs out; while a question waits, the outer limit after the question, and
    never before `decide` would have run out.

    Raises:
        Invalid: As `clocks`.

    Source: lifecycle 2 and 5; design 5.4, readings.
    """
    if offer.status not in {OfferStatus.SENT, OfferStatus.ACKNOWLEDGED, OfferStatus.INFO_NEEDED}:
        return None
    due_at, _, _ = _governing(offer, policy.decide, _since(offer.sent_at, offer), calendar, policy)
    if offer.status != OfferStatus.INFO_NEEDED:
        return due_at
    asked_at = _since(offer.asked_at, offer)
    return max(due_at, calendar.due_for(asked_at, policy.info_needed_limit, policy.close_of_day))


def in_words(clock: Clock, now: datetime) -> str:
    """Give the sentence that people read, such as "Answer due tomorrow 17:00, then it returns to the lead".

    Raises:
        Invalid: `now` is naive.
    """
    if clock.paused:
        return f"{clock.kind.label} paused"
    verb = "was due" if clock.due_at <= utc(now) else "due"
    return f"{clock.kind.label} {verb} {moment_in_words(clock.due_at, now)}, {RULES[clock.kind].then}"


def sort_key(offer: Offer, calendar: WorkingCalendar, policy: Policy = DEFAULT) -> str:
    """Give text that sorts an inbox: the soonest hour due first, in it the highest risk, then the moment.

    An offer on which nothing is due sorts after every other. All keys have the same length.

    Raises:
        Invalid: As `clocks`.
    """
    clock = next_due(offer, calendar, policy)
    when = "9" * 14 if clock is None else f"{clock.due_at:%Y%m%d%H%M%S}"
    return f"{when[:10]}{Band.HIGH.rank - Band(offer.risk).rank}{when[10:]}"


def _running(offer: Offer) -> Iterator[tuple[ClockKind, datetime]]:
    """Give each clock that runs in the present state, with its start."""
    sent_at, here = _since(offer.sent_at, offer), _since(offer.entered_at, offer)
    match offer.status:
        case OfferStatus.SENT:
            yield ClockKind.ACKNOWLEDGE, sent_at
            yield ClockKind.DECIDE, sent_at
        case OfferStatus.ACKNOWLEDGED:
            yield ClockKind.DECIDE, sent_at
        case OfferStatus.INFO_NEEDED:
            yield ClockKind.DECIDE, sent_at
            yield ClockKind.ANSWER, _since(offer.asked_at, offer)
        case OfferStatus.WAITLISTED:
            yield ClockKind.WAITING_REVIEW, max(here, utc(offer.reviewed_at or here))
        case OfferStatus.ACCEPTED:
            yield ClockKind.FIRST_CONTACT, _since(offer.accepted_at, offer)
        case OfferStatus.ACTIVE | OfferStatus.PAUSED:
            yield ClockKind.UPDATE, _since(offer.updated_at or offer.contacted_at, offer)
        case OfferStatus.OUTCOME_DUE:
            yield ClockKind.OUTCOME, here
        case OfferStatus.COMPLETED if offer.outcome_acknowledged_at is None:
            yield ClockKind.LOOP, here
        case OfferStatus.WITHDRAWN if _must_confirm_stop(offer):
            yield ClockKind.STOP, here


def _since(moment: datetime | None, offer: Offer) -> datetime:
    return utc(moment or offer.entered_at or offer.sent_at or offer.created_at)


def _must_confirm_stop(offer: Offer) -> bool:
    """Say whether the partner may hold something: not if it was taken back unopened for the lead's own reasons."""
    held = offer.acknowledged_at is not None or offer.delivered_at is not None
    seen = held or offer.reason in _UNSEEN
    return seen and offer.stop_confirmed_at is None


def _length(risk: Band, lengths: Lengths) -> Length:
    """Give the length for a level of risk; a high risk that waits by override is looked at as often as a medium."""
    by_risk = {Band.HIGH: lengths.high or lengths.medium, Band.MEDIUM: lengths.medium}
    return by_risk.get(risk, lengths.standard)


def _governing(
    offer: Offer, lengths: Lengths, start: datetime, calendar: WorkingCalendar, policy: Policy
) -> tuple[datetime, datetime, Length]:
    """Give when a clock runs out, and the beginning and the length that make it so.

    A change of the level while it runs begins the length of the new level at the moment when the
    partner was told, and the earlier of the two ends counts. So a rise shortens what is left without
    making anything overdue at a stroke, and nothing falls due later than it did before.

    Source: design 5.4, readings; lifecycle 5.
    """
    runs = ((begun, _length(risk, lengths)) for begun, risk in offer.levels_since(start))
    ends = [(_due(offer, length, begun, calendar, policy), begun, length) for begun, length in runs]
    return min(ends, key=lambda end: end[0])


def _clock(offer: Offer, kind: ClockKind, start: datetime, calendar: WorkingCalendar, policy: Policy) -> Clock:
    due_at, begun, length = _governing(offer, getattr(policy, kind.value), start, calendar, policy)
    expires = kind == ClockKind.DECIDE
    plain = calendar.due_for(begun, length, policy.close_of_day)
    shares = [_shifted(begun + share * (plain - begun), offer.pauses) for share in policy.decide_reminders]
    return Clock(
        kind=kind,
        starts_at=start,
        due_at=due_at,
        remind_at=tuple(sorted(min(at, due_at) for at in shares)) if expires else (due_at,),
        paused=offer.status in STANDING_STILL and kind in {ClockKind.DECIDE, ClockKind.UPDATE},
        escalate_to=told_in(offer.direction, RULES[kind].escalate_to),
        escalate_at=due_at if expires else _due(offer, _twice(length), begun, calendar, policy),
        reminds=RULES[kind].reminds,
    )


def _twice(length: Length) -> Length:
    return Length(hours=2 * length.hours, working_days=2 * length.working_days, days=2 * length.days)


def _due(offer: Offer, length: Length, start: datetime, calendar: WorkingCalendar, policy: Policy) -> datetime:
    """Give when a length that began at `start` runs out, every ended pause since then left out.

    A pause moves a real length by its own, and working days by the working days between the London
    days of pause and resume.
    """
    ended = [(utc(max(p.from_at, start)), utc(p.until_at)) for p in offer.pauses if p.until_at and p.until_at > start]
    if length.real is not None:
        return calendar.due(start, real=length.real) + sum((last - first for first, last in ended), timedelta())
    stood = sum(calendar.working_days_between(london_day(first), london_day(last)) for first, last in ended)
    return calendar.due_for(start, Length(working_days=length.working_days + stood), policy.close_of_day)


def _shifted(moment: datetime, pauses: tuple[Pause, ...]) -> datetime:
    for pause in pauses:
        if pause.until_at is not None and pause.from_at < moment:
            moment += pause.until_at - pause.from_at
    return moment
