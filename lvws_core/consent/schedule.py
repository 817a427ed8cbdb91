"""The schedule of attempts: when the next one is due, and what to do when there is none."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.consent.attempts import Attempt, AttemptOutcome, AttemptPriority, FollowUp, as_learnt
from lvws_core.consent.instants import require_aware
from lvws_core.consent.plan import Channel, ContactPlan, Safety
from lvws_core.consent.safety import next_safe_window, standing
from lvws_core.policy import AttemptRule, Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import LONDON, WorkingCalendar, local, utc

_WRITTEN = frozenset({Channel.SMS, Channel.POST})
_AFTER: Mapping[AttemptPriority, tuple[FollowUp, ...]] = {
    AttemptPriority.DA_HIGH: (
        FollowUp.TELL_REFERRER,
        FollowUp.TELL_MANAGER,
        FollowUp.TELL_MARAC_REPRESENTATIVE,
        FollowUp.SAFETY_CHECK,
    ),
    AttemptPriority.EPR_OR_SEXUAL_VIOLENCE: (FollowUp.ONE_SAFE_MESSAGE, FollowUp.TELL_REFERRER),
    AttemptPriority.DA_LOW_MEDIUM: (FollowUp.TELL_REFERRER, FollowUp.LEAVE_ROUTE_BACK),
    AttemptPriority.NON_EPR: (FollowUp.SEND_SELF_HELP, FollowUp.LEAVE_ROUTE_BACK),
    AttemptPriority.WITNESS: (FollowUp.TELL_WITNESS_CARE_UNIT,),
}
_IN_WRITING = frozenset({FollowUp.ONE_SAFE_MESSAGE, FollowUp.SEND_SELF_HELP})

_REACHED = because("reached", "CONT-20", "Somebody has spoken to the person.")
_DECLINED = because("declined", "TOP-19", "The person was reached and declined.")
_NO_CONTACT = because("no_contact_requested", "CONT-01", "The person has asked for no contact.")
_NO_CHANNEL = because("no_safe_channel", "CONT-04", "No channel is safe: the referrer is asked for one.")
_CALL_BACK = because("asked_to_call_back", "CONT-20", "The person asked to be called back.")
_TEXT = because("text_last", "CONT-20", "The last attempt is a safe text.")
_EVENING = because("evening_untried", "CONT-20", "One attempt has to be in the evening.")
_OVERDUE = because("overdue", "CONT-20", "The attempt was due before now.")
_LATE_WINDOW = because("window_after_due", "CONT-04", "The next safe hour is after the attempt is due.")


class NextAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """The next attempt, or what comes instead.

    `due_at` is the UTC moment by which it is made, or by which the referrer is asked where no
    channel is safe; None when nothing is due. `channels` are those that may be used, the ones said
    to be safe first. `opens_at` is the next moment at which one of them is inside its hours.
    `then` is what to do in its order; it is empty while attempts go on.

    Source: domain 5.4, CONT-04.
    """

    due_at: datetime | None = None
    channels: tuple[Channel, ...] = ()
    exhausted: bool = False
    then: tuple[FollowUp, ...] = ()
    reasons: tuple[Reason, ...] = ()
    opens_at: datetime | None = None


def next_attempt(
    plan: ContactPlan,
    priority: AttemptPriority,
    attempts: Iterable[Attempt],
    received_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    policy: Policy = Policy(),
    *,
    details_changed_at: datetime | None = None,
    trial_on: date | None = None,
) -> NextAttempt:
    """Give the next attempt from all that were made, by whichever organisation and in any order.

    Attempts before `details_changed_at` are not counted. The first is due some working days after
    receipt and the last within the policy's span, the others evenly between; for a witness with a
    trial date the first is due ten working days before it.

    Raises:
        Invalid: A moment is naive, or the calendar does not reach far enough.

    Source: domain 5.4, CONT-03, CONT-04, CONT-20 to CONT-22.
    """
    for field, moment in (("received_at", received_at), ("now", now), ("details_changed_at", details_changed_at)):
        require_aware(field, moment)
    start = max(utc(received_at), utc(details_changed_at or received_at))
    made = _counted(attempts, details_changed_at)
    rule: AttemptRule = getattr(policy.contact_attempts, priority)
    known = _as_known(plan, made)
    usable = _usable(known, now, policy)
    ended = _ended(known, made)
    if ended is not None:
        return ended
    if len(made) >= rule.attempts and not _calls_back(made):
        return _exhausted(priority, rule, made, usable, policy)
    if not usable:
        return _no_channel(priority, known, (start, *(a.at for a in made)), now, calendar, policy)
    due = _due(rule, made, start, calendar, policy, trial_on if priority == AttemptPriority.WITNESS else None)
    channels = _for_this_one(rule, made, usable)
    named = msgspec.structs.replace(known, channels={c: known.safety_of(c) for c in channels})
    opens = next_safe_window(named, now, policy=policy)
    return NextAttempt(
        due_at=due,
        channels=channels,
        reasons=(*_of_progress(rule, made, channels, policy), *_of_time(due, opens, now)),
        opens_at=opens,
    )


def _counted(attempts: Iterable[Attempt], since: datetime | None) -> tuple[Attempt, ...]:
    ordered = sorted(attempts, key=lambda attempt: (utc(attempt.at), attempt.channel, attempt.outcome))
    return tuple(a for a in ordered if since is None or utc(a.at) >= utc(since))


def _as_known(plan: ContactPlan, made: tuple[Attempt, ...]) -> ContactPlan:
    confirmed = plan.confirmed_at
    return as_learnt(plan, (a for a in made if confirmed is None or utc(a.at) > utc(confirmed)))


def _usable(plan: ContactPlan, now: datetime, policy: Policy) -> tuple[Channel, ...]:
    usable = [c for c in Channel if c in plan.channels and not standing(plan, c, now, policy)]
    return tuple(sorted(usable, key=lambda channel: plan.safety_of(channel) != Safety.YES))


def _calls_back(made: tuple[Attempt, ...]) -> bool:
    return bool(made) and made[-1].outcome == AttemptOutcome.ASKED_TO_CALL_BACK


def _ended(plan: ContactPlan, made: tuple[Attempt, ...]) -> NextAttempt | None:
    outcomes = {attempt.outcome for attempt in made}
    causes = (
        (_NO_CONTACT, plan.no_contact_requested),
        (_DECLINED, AttemptOutcome.DECLINED in outcomes),
        (_REACHED, AttemptOutcome.SPOKE in outcomes),
    )
    reasons = tuple(reason for reason, applies in causes if applies)
    return NextAttempt(reasons=reasons) if reasons else None


def _exhausted(
    priority: AttemptPriority, rule: AttemptRule, made: tuple[Attempt, ...], usable: tuple[Channel, ...], policy: Policy
) -> NextAttempt:
    written = tuple(channel for channel in usable if channel in _WRITTEN)
    then = tuple(step for step in _AFTER[priority] if written or step not in _IN_WRITING)
    return NextAttempt(
        channels=written if _IN_WRITING & set(then) else (),
        exhausted=True,
        then=then,
        reasons=(_made(rule, made), *_of_spread(rule, made, policy)),
    )


def _no_channel(
    priority: AttemptPriority,
    plan: ContactPlan,
    moments: tuple[datetime, ...],
    now: datetime,
    calendar: WorkingCalendar,
    policy: Policy,
) -> NextAttempt:
    causes = dict.fromkeys(reason for channel in plan.channels for reason in standing(plan, channel, now, policy))
    step = FollowUp.CLEAR_BREACH if plan.breach_open else FollowUp.ASK_FOR_SAFE_CHANNEL
    check = (FollowUp.SAFETY_CHECK,) if priority == AttemptPriority.DA_HIGH else ()
    since = max(utc(moment) for moment in moments)
    return NextAttempt(
        due_at=calendar.due(since, working_days=policy.no_channel_working_days, close=policy.close_of_day),
        then=(step, *check),
        reasons=(_NO_CHANNEL, *causes),
    )


def _due(
    rule: AttemptRule,
    made: tuple[Attempt, ...],
    start: datetime,
    calendar: WorkingCalendar,
    policy: Policy,
    trial_on: date | None,
) -> datetime:
    if _calls_back(made):
        return calendar.due(made[-1].at, working_days=policy.call_back_working_days, close=policy.close_of_day)
    later = (rule.within_working_days - rule.first_working_days) * len(made) // max(rule.attempts - 1, 1)
    if trial_on is None:
        return calendar.due(start, working_days=rule.first_working_days + later, close=policy.close_of_day)
    first = _working_days_before(calendar, trial_on, policy.trial_working_days)
    planned = calendar.due(_noon(first), working_days=later, close=policy.close_of_day)
    return max(planned, calendar.due(start, working_days=1, close=policy.close_of_day))


def _working_days_before(calendar: WorkingCalendar, day: date, days: int) -> date:
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    return day


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(LONDON))


def _for_this_one(rule: AttemptRule, made: tuple[Attempt, ...], usable: tuple[Channel, ...]) -> tuple[Channel, ...]:
    is_last = len(made) == rule.attempts - 1
    return (Channel.SMS,) if rule.last_by_text and is_last and Channel.SMS in usable else usable


def _made(rule: AttemptRule, made: tuple[Attempt, ...]) -> Reason:
    return because(
        "attempts_made", "CONT-22", f"{len(made)} of {rule.attempts} attempts made, by all services together."
    )


def _of_progress(
    rule: AttemptRule, made: tuple[Attempt, ...], channels: tuple[Channel, ...], policy: Policy
) -> tuple[Reason, ...]:
    text = (_TEXT,) if rule.last_by_text and channels == (Channel.SMS,) else ()
    back = (_CALL_BACK,) if _calls_back(made) else ()
    return (_made(rule, made), *back, *text, *(_of_spread(rule, made, policy) if made else ()))


def _of_spread(rule: AttemptRule, made: tuple[Attempt, ...], policy: Policy) -> tuple[Reason, ...]:
    tried = tuple(dict.fromkeys(_time_of_day(attempt.at, policy) for attempt in made))
    evening = (_EVENING,) if rule.one_evening and "evening" not in tried else ()
    if len(tried) >= rule.times_of_day:
        return evening
    words = f"Tried in the {', '.join(tried)} only: {rule.times_of_day} times of day have to be tried."
    return (because("other_time_of_day", "CONT-20", words), *evening)


def _time_of_day(at: datetime, policy: Policy) -> str:
    hour = local(at).time()
    if hour < policy.afternoon_from:
        return "morning"
    return "afternoon" if hour < policy.evening_from else "evening"


def _of_time(due: datetime, opens: datetime | None, now: datetime) -> tuple[Reason, ...]:
    causes = ((_OVERDUE, due < utc(now)), (_LATE_WINDOW, opens is None or opens > max(due, utc(now))))
    return tuple(reason for reason, applies in causes if applies)
