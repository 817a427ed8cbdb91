"""The schedule of attempts: when the next one is due, and what to do when there is none."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

import msgspec
from msgspec.structs import replace

from lvws_core.consent.attempts import Attempt, AttemptOutcome, AttemptPriority, FollowUp, as_learnt
from lvws_core.consent.plan import Channel, ContactPlan, Safety
from lvws_core.consent.safety import next_safe_window, standing
from lvws_core.errors import Invalid
from lvws_core.given import require_aware
from lvws_core.policy import DEFAULT, AttemptRule, Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import LONDON, WorkingCalendar, local, utc, zone_of

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


class _Series(msgspec.Struct, frozen=True, kw_only=True):
    """The attempts that count, with everything that the next one depends on."""

    plan: ContactPlan
    priority: AttemptPriority
    made: tuple[Attempt, ...]
    start: datetime
    now: datetime
    calendar: WorkingCalendar
    policy: Policy

    @property
    def rule(self) -> AttemptRule:
        rule: AttemptRule = getattr(self.policy.contact_attempts, self.priority)
        return rule

    @property
    def usable(self) -> tuple[Channel, ...]:
        usable = [c for c in Channel if c in self.plan.channels and not standing(self.plan, c, self.now, self.policy)]
        return tuple(sorted(usable, key=lambda channel: self.plan.safety_of(channel) != Safety.YES))

    @property
    def calls_back(self) -> bool:
        return bool(self.made) and self.made[-1].outcome == AttemptOutcome.ASKED_TO_CALL_BACK

    @property
    def is_exhausted(self) -> bool:
        return len(self.made) >= self.rule.attempts and not self.calls_back

    def due(self, start: datetime, working_days: int) -> datetime:
        return self.calendar.due(start, working_days=working_days, close=self.policy.close_of_day)


def next_attempt(  # noqa: PLR0917 - the order of the seven is the contract
    plan: ContactPlan,
    priority: AttemptPriority,
    attempts: Iterable[Attempt],
    received_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    policy: Policy = DEFAULT,
    *,
    details_changed_at: datetime | None = None,
    trial_on: date | None = None,
) -> NextAttempt:
    """Give the next attempt from all that were made, by whichever organisation and in any order.

    Attempts before `details_changed_at` are not counted. The first is due some working days after
    receipt and the last within the policy's span, the others evenly between; for a witness with a
    trial date the first is due ten working days before it.

    Raises:
        Invalid: A moment is naive, the priority does not exist, or the calendar does not reach far enough.

    Source: domain 5.4, CONT-03, CONT-04, CONT-20 to CONT-22.
    """
    for field, moment in (("received_at", received_at), ("now", now), ("details_changed_at", details_changed_at)):
        require_aware(field, moment)
    if priority not in _AFTER:
        raise Invalid("priority", "unknown_priority")
    made = _counted(attempts, details_changed_at)
    series = _Series(
        plan=_as_known(plan, made),
        priority=priority,
        made=made,
        start=max(utc(received_at), utc(details_changed_at or received_at)),
        now=utc(now),
        calendar=calendar,
        policy=policy,
    )
    if ends := _ends(series):
        return NextAttempt(reasons=ends)
    if series.is_exhausted:
        return _exhausted(series)
    if not series.usable:
        return _no_channel(series)
    return _another(series, trial_on if priority == AttemptPriority.WITNESS else None)


def _counted(attempts: Iterable[Attempt], since: datetime | None) -> tuple[Attempt, ...]:
    ordered = sorted(attempts, key=lambda attempt: (utc(attempt.at), attempt.channel, attempt.outcome))
    return tuple(a for a in ordered if since is None or utc(a.at) >= utc(since))


def _as_known(plan: ContactPlan, made: tuple[Attempt, ...]) -> ContactPlan:
    confirmed = plan.confirmed_at
    return as_learnt(plan, (a for a in made if confirmed is None or utc(a.at) > utc(confirmed)))


def _ends(series: _Series) -> tuple[Reason, ...]:
    outcomes = {attempt.outcome for attempt in series.made}
    causes = (
        (_NO_CONTACT, series.plan.no_contact_requested),
        (_DECLINED, AttemptOutcome.DECLINED in outcomes),
        (_REACHED, AttemptOutcome.SPOKE in outcomes),
    )
    return tuple(reason for reason, applies in causes if applies)


def _exhausted(series: _Series) -> NextAttempt:
    written = tuple(channel for channel in series.usable if channel in _WRITTEN)
    then = tuple(step for step in _AFTER[series.priority] if written or step not in _IN_WRITING)
    return NextAttempt(
        channels=written if _IN_WRITING & set(then) else (),
        exhausted=True,
        then=then,
        reasons=(_made(series), *_of_spread(series)),
    )


def _no_channel(series: _Series) -> NextAttempt:
    against = (r for c in series.plan.channels for r in standing(series.plan, c, series.now, series.policy))
    step = FollowUp.CLEAR_BREACH if series.plan.breach_open else FollowUp.ASK_FOR_SAFE_CHANNEL
    check = (FollowUp.SAFETY_CHECK,) if series.priority == AttemptPriority.DA_HIGH else ()
    since = max((series.start, *(utc(attempt.at) for attempt in series.made)))
    return NextAttempt(
        due_at=series.due(since, series.policy.no_channel_working_days),
        then=(step, *check),
        reasons=(_NO_CHANNEL, *dict.fromkeys(against)),
    )


def _another(series: _Series, trial_on: date | None) -> NextAttempt:
    due, channels = _due(series, trial_on), _for_this_one(series)
    named = replace(series.plan, channels={channel: series.plan.safety_of(channel) for channel in channels})
    opens = next_safe_window(named, series.now, policy=series.policy)
    return NextAttempt(
        due_at=due,
        channels=channels,
        reasons=(*_of_progress(series, channels), *_of_time(due, opens, series.now)),
        opens_at=opens,
    )


def _due(series: _Series, trial_on: date | None) -> datetime:
    if series.calls_back:
        return series.due(series.made[-1].at, series.policy.call_back_working_days)
    rule = series.rule
    later = (rule.within_working_days - rule.first_working_days) * len(series.made) // max(rule.attempts - 1, 1)
    if trial_on is None:
        return series.due(series.start, rule.first_working_days + later)
    first = _working_days_before(series.calendar, trial_on, series.policy.trial_working_days)
    noon = datetime.combine(first, time(12), zone_of(LONDON))
    return max(series.due(noon, later), series.due(series.start, 1))


def _working_days_before(calendar: WorkingCalendar, day: date, days: int) -> date:
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    return day


def _for_this_one(series: _Series) -> tuple[Channel, ...]:
    by_text = series.rule.last_by_text and len(series.made) == series.rule.attempts - 1
    return (Channel.SMS,) if by_text and Channel.SMS in series.usable else series.usable


def _made(series: _Series) -> Reason:
    words = f"{len(series.made)} of {series.rule.attempts} attempts made, by all services together."
    return because("attempts_made", "CONT-22", words)


def _of_progress(series: _Series, channels: tuple[Channel, ...]) -> tuple[Reason, ...]:
    back = (_CALL_BACK,) if series.calls_back else ()
    text = (_TEXT,) if series.rule.last_by_text and channels == (Channel.SMS,) else ()
    return (_made(series), *back, *text, *(_of_spread(series) if series.made else ()))


def _of_spread(series: _Series) -> tuple[Reason, ...]:
    tried = tuple(dict.fromkeys(_time_of_day(attempt.at, series.policy) for attempt in series.made))
    evening = (_EVENING,) if series.rule.one_evening and "evening" not in tried else ()
    if len(tried) >= series.rule.times_of_day:
        return evening
    words = f"Tried in the {', '.join(tried)} only: {series.rule.times_of_day} times of day have to be tried."
    return (because("other_time_of_day", "CONT-20", words), *evening)


def _time_of_day(at: datetime, policy: Policy) -> str:
    hour = local(at).time()
    if hour < policy.afternoon_from:
        return "morning"
    return "afternoon" if hour < policy.evening_from else "evening"


def _of_time(due: datetime, opens: datetime | None, now: datetime) -> tuple[Reason, ...]:
    causes = ((_OVERDUE, due < utc(now)), (_LATE_WINDOW, opens is None or opens > max(due, utc(now))))
    return tuple(reason for reason, applies in causes if applies)
