"""Safety of contact: may this channel be used at this moment, and when may it next."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

import msgspec

from lvws_core.consent.plan import Channel, ContactPlan, Safety
from lvws_core.given import require_aware
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import LONDON, london_day, utc, zone_of

_UNSAFE = because("channel_unsafe", "TOP-10", "This channel was said not to be safe.")
_UNKNOWN = because("channel_unknown", "TOP-10", "Nobody has said that this channel is safe.")
_SAFE = because("channel_safe", "CONT-01", "This channel was said to be safe.")
_NO_TEXTS = because("texts_unsafe", "TOP-10", "Texts were said not to be safe.")
_TEXTS = because("texts_unknown", "TOP-10", "Nobody has said that texts are safe.")
_NO_POST = because("post_unsafe", "TOP-10", "Post was not said to be safe.")
_POST = because("post_unknown", "TOP-10", "Nobody has said that post is safe.")
_NO_CONTACT = because("no_contact_requested", "CONT-01", "The person has asked for no contact.")
_BREACH = because("breach_open", "CONT-01", "A safety breach has not been cleared.")
_NEVER_CONFIRMED = because("plan_never_confirmed", "CONT-01", "The plan was never confirmed with the person.")
_OUTSIDE = because("outside_window", "CONT-01", "It is outside the agreed hours.")
_NOT_WHEN = because("not_when", "CONT-01", "It is a time at which the person must not be contacted.")

_NO_HOUR = because("no_safe_window", "CONT-04", "No safe hour lies ahead: the lead is asked for one.")
_LATE_HOUR = because("window_after_due", "CONT-04", "The next safe hour is after contact is due.")

_DAYS_AHEAD = 15
"""Two weeks and a day: a weekly window that the change of the clocks swallows comes back a week later."""


class ContactDecision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a channel may be used at a moment; a refusal has every cause, a yes has what is in doubt."""

    allowed: bool
    reasons: tuple[Reason, ...]


class SafeHours(msgspec.Struct, frozen=True, kw_only=True):
    """The next safe hour beside what is due: `next_at` in UTC, None if none lies ahead.

    `in_time` says whether it comes before contact is due; `reasons` say why not.
    """

    next_at: datetime | None
    in_time: bool
    reasons: tuple[Reason, ...] = ()


def may_contact(plan: ContactPlan, channel: Channel, at: datetime, policy: Policy = DEFAULT) -> ContactDecision:
    """Decide whether a channel may be used at a moment.

    What is unknown, or was confirmed too long ago, is refused where the plan is sensitive and only
    mentioned where it is not. A text needs `text_ok` and a letter `post_ok` besides the channel.
    Whether a partner may call at all is a matter of consent, decided in `sharing`.

    Raises:
        Invalid: `at` is naive.

    Source: TOP-10, CONT-01 and domain 5.1, as design section 5.4 reads them.
    """
    require_aware("at", at)
    causes = (*standing(plan, channel, at, policy), *_of_hours(plan, at))
    if causes:
        return ContactDecision(allowed=False, reasons=causes)
    return ContactDecision(allowed=True, reasons=_doubts(plan, channel, at, policy) or (_SAFE,))


def standing(plan: ContactPlan, channel: Channel, at: datetime, policy: Policy = DEFAULT) -> tuple[Reason, ...]:
    """Give what stands against a channel at any hour of that time; empty if only the hours matter.

    Raises:
        Invalid: `at` is naive.

    Source: TOP-10, CONT-01.
    """
    whole = ((_NO_CONTACT, plan.no_contact_requested), (_BREACH, plan.breach_open))
    said = (unsafe for safety, unsafe, _ in _questions(plan, channel) if safety == Safety.NO)
    doubts = _doubts(plan, channel, at, policy) if plan.sensitive else ()
    return (*(reason for reason, applies in whole if applies), *said, *doubts)


def next_safe_window(
    plan: ContactPlan, after: datetime, channel: Channel | None = None, policy: Policy = DEFAULT
) -> datetime | None:
    """Give the first moment, in UTC and not before `after`, at which the channel may be used.

    Without a channel it is any that the plan names. None if there is no such moment in the next
    two weeks, as when nothing is safe or the plan will have to be confirmed before.

    Raises:
        Invalid: `after` is naive.

    Source: CONT-01, CONT-04.
    """
    channels = tuple(plan.channels) if channel is None else (channel,)
    moments = sorted(moment for moment in _turns(plan, after) if moment >= utc(after))
    return next((m for m in moments if any(may_contact(plan, c, m, policy).allowed for c in channels)), None)


def safe_hours_before(
    plan: ContactPlan, channels: Iterable[Channel], due_at: datetime, now: datetime, policy: Policy = DEFAULT
) -> SafeHours:
    """Say whether a safe hour on one of the channels comes before contact is due, and when the next one is.

    A clock never asks anyone to call outside the plan: where it comes too late, the hour counts and
    not the clock, and the lead is told. What was due before now is measured from now.

    Raises:
        Invalid: A moment is naive.

    Source: CONT-01, CONT-04.
    """
    require_aware("due_at", due_at)
    hours = (next_safe_window(plan, now, channel, policy) for channel in channels)
    next_at = min((hour for hour in hours if hour is not None), default=None)
    if next_at is None:
        return SafeHours(next_at=None, in_time=False, reasons=(_NO_HOUR,))
    in_time = next_at <= max(utc(due_at), utc(now))
    return SafeHours(next_at=next_at, in_time=in_time, reasons=() if in_time else (_LATE_HOUR,))


def _questions(plan: ContactPlan, channel: Channel) -> tuple[tuple[Safety, Reason, Reason], ...]:
    """Give what must be safe for a channel: the answer, the words for a no and those for not known."""
    itself = (plan.safety_of(channel), _UNSAFE, _UNKNOWN)
    if channel == Channel.SMS:
        return itself, (plan.text_ok, _NO_TEXTS, _TEXTS)
    if channel == Channel.POST:
        return itself, (plan.post_ok, _NO_POST, _POST)
    return (itself,)


def _doubts(plan: ContactPlan, channel: Channel, at: datetime, policy: Policy) -> tuple[Reason, ...]:
    unknown = (words for safety, _, words in _questions(plan, channel) if safety == Safety.UNKNOWN)
    return (*unknown, *_of_age(plan, at, policy))


def _of_age(plan: ContactPlan, at: datetime, policy: Policy) -> tuple[Reason, ...]:
    if plan.confirmed_at is None:
        return (_NEVER_CONFIRMED,)
    if utc(at) - utc(plan.confirmed_at) <= timedelta(days=policy.plan_stale_days):
        return ()
    words = f"The plan was last confirmed more than {policy.plan_stale_days} days ago."
    return (because("plan_stale", "CONT-01", words),)


def _of_hours(plan: ContactPlan, at: datetime) -> tuple[Reason, ...]:
    outside = bool(plan.windows) and not any(window.contains(at) for window in plan.windows)
    barred = any(window.contains(at) for window in plan.not_when)
    return tuple(reason for reason, applies in ((_OUTSIDE, outside), (_NOT_WHEN, barred)) if applies)


def _turns(plan: ContactPlan, after: datetime) -> set[datetime]:
    """Give every moment of the coming days at which a refusal may turn into a yes.

    An hour that comes twice counts twice, and 01:00 UTC is when London clocks are changed.
    """
    today, zone = london_day(after), zone_of(LONDON)
    hours = {window.opens for window in plan.windows} | {window.closes for window in plan.not_when}
    days = [today + timedelta(days=n) for n in range(_DAYS_AHEAD)]
    changes = {datetime.combine(day, time(1), UTC) for day in days}
    folded = [hour.replace(fold=fold) for hour in hours for fold in (0, 1)]
    return {utc(after), *changes, *(utc(datetime.combine(day, hour, zone)) for day in days for hour in folded)}
