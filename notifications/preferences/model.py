"""Channels and hours as rules: what goes at once, what is gathered, and when nobody is disturbed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from lvws_core.policy import Policy
from lvws_core.times import LONDON, WorkingCalendar, local, utc, zone_of
from lvws_core.vocabulary import Labelled
from notifications.notices.model import OF_ACCOUNTS, NoticeKind
from notifications.notices.sites.model import OF_SITES


class Topic(Labelled):
    """What notices are about, as a reader chooses."""

    URGENT = "urgent", "What cannot wait: contact is stopped, or something was not done in time"
    REMINDERS = "reminders", "Reminders of what falls due"
    TO_DO = "to_do", "New referrals, questions, and what came back or was handed over"
    NEWS = "news", "News of what you sent or have"
    MARAC = "marac", "MARAC referrals"
    SITES = "sites", "Sites and clearances"


class Choice(Labelled):
    """How a reader is told of a topic; in the portal it stands in any case."""

    AT_ONCE = "at_once", "By email, at once"
    DIGEST = "digest", "By email, gathered"
    IN_APP = "in_app", "In the portal only"


class Window(Labelled):
    """When what is gathered is sent, on working days; `TEAM` is what the team's manager chose."""

    TEAM = "team", "When my team gets it"
    MORNING = "morning", "Once, in the morning"
    TWICE = "twice", "In the morning and in the afternoon"


_URGENT: Final = frozenset(
    {
        *(NoticeKind.ESCALATION, NoticeKind.CONTACT_STOPPED, NoticeKind.DO_NOT_CONTACT),
        *(NoticeKind.MARAC_ACTION_LATE, NoticeKind.NOBODY_ON_DUTY, NoticeKind.CANNOT_TAKE),
        *(NoticeKind.EMERGENCY_ACCESS, NoticeKind.UNDELIVERED),
    }
)
_REMINDERS: Final = frozenset(
    {NoticeKind.REMINDER, NoticeKind.CONSENT_ENDS, NoticeKind.CAPACITY_STALE, NoticeKind.REVIEWS_DUE}
)
_TO_DO: Final = frozenset(
    {
        *(NoticeKind.ARRIVED, NoticeKind.QUESTION_ASKED, NoticeKind.QUESTION_ANSWERED, NoticeKind.WITHDRAWN),
        *(NoticeKind.HANDED_BACK, NoticeKind.RETURNED, NoticeKind.HANDED_OVER, NoticeKind.DECLINED),
        *(NoticeKind.LESS_SHARED, NoticeKind.RISK_CHANGED, NoticeKind.CONTACT_REOPENED, NoticeKind.NOT_REACHED),
        *(NoticeKind.COVER_ASKED, NoticeKind.COVER_DECLINED, NoticeKind.GAP, NoticeKind.SHIFT, NoticeKind.OWN_SHIFT),
        *(NoticeKind.CONSENT_ENDED, NoticeKind.ACCESS_ALERT, *OF_ACCOUNTS),
    }
)
DEFAULTS: Final[Mapping[Topic, Choice]] = {
    **dict.fromkeys(Topic, Choice.AT_ONCE),
    Topic.NEWS: Choice.DIGEST,
    Topic.SITES: Choice.DIGEST,
}
"""How a reader is told who has chosen nothing."""


def topic_of(kind: NoticeKind) -> Topic:
    """Give what a kind of notice is about."""
    if kind in _URGENT:
        return Topic.URGENT
    if kind in _REMINDERS:
        return Topic.REMINDERS
    if kind in _TO_DO:
        return Topic.TO_DO
    if kind.is_of_marac:
        return Topic.MARAC
    return Topic.SITES if kind in OF_SITES else Topic.NEWS


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader has chosen; a topic that is not named is told as `DEFAULTS` has it."""

    choices: Mapping[Topic, Choice] = {}
    window: Window = Window.TEAM

    def of(self, topic: Topic) -> Choice:
        """Give how the reader is told of a topic; what cannot wait is never switched off."""
        if topic is Topic.URGENT:
            return Choice.AT_ONCE
        return self.choices.get(topic, DEFAULTS[topic])


def is_night(at: datetime, policy: Policy) -> bool:
    """Say whether a moment is in the quiet hours of the night, London time."""
    return not policy.quiet_until <= local(at).time() < policy.quiet_from


def is_rest(at: datetime, calendar: WorkingCalendar, policy: Policy) -> bool:
    """Say whether a moment is in the quiet hours, or on a day that is not worked."""
    return is_night(at, policy) or not _is_worked(local(at).date(), calendar)


def opens(at: datetime, calendar: WorkingCalendar, policy: Policy, *, any_day: bool = False) -> datetime:
    """Give the first end of quiet hours after a moment, in UTC: on a working day, or on `any_day`."""
    day = local(at).date()
    if _at(day, policy.quiet_until) <= utc(at):
        day += timedelta(days=1)
    while not (any_day or _is_worked(day, calendar)):
        day += timedelta(days=1)
    return _at(day, policy.quiet_until)


def gathered_at(window: Window, at: datetime, calendar: WorkingCalendar, policy: Policy) -> datetime:
    """Give when what happens at a moment is sent if it is gathered: the next hour of the window, in UTC.

    An hour that has begun belongs to the next one, so a digest never grows after it was sent.
    """
    hours = [policy.digest_in_the_morning]
    if window is Window.TWICE:
        hours.append(policy.digest_in_the_afternoon)
    day = local(at).date()
    while True:
        coming = [moment for moment in (_at(day, hour) for hour in sorted(hours)) if moment > utc(at)]
        if coming and _is_worked(day, calendar):
            return coming[0]
        day += timedelta(days=1)


def sent_at(
    choice: Choice,
    at: datetime,
    calendar: WorkingCalendar,
    policy: Policy,
    *,
    urgent: bool,
    on_duty: bool,
    away: bool,
    window: Window = Window.MORNING,
) -> datetime | None:
    """Give when somebody is told by mail of what happens at a moment, in UTC; None for never.

    What cannot wait goes at once, at night only to those on duty; anything else waits for the end
    of the quiet hours and of days off, but for those on duty. On leave counts as off duty.

    Source: issue of the notices: escalation overrides quiet hours, no night notices to people off duty.
    """
    if urgent:
        disturbed = on_duty or not (away or is_night(at, policy))
        return utc(at) if disturbed else opens(at, calendar, policy, any_day=not away)
    if choice is Choice.IN_APP:
        return None
    if choice is Choice.DIGEST:
        return gathered_at(window, at, calendar, policy)
    rests = away or is_rest(at, calendar, policy)
    return opens(at, calendar, policy) if rests and not on_duty else utc(at)


def _at(day: date, hour: time) -> datetime:
    """Give an hour of a London day in UTC."""
    return datetime.combine(day, hour, zone_of(LONDON)).astimezone(UTC)


def _is_worked(day: date, calendar: WorkingCalendar) -> bool:
    """Say whether a day is worked; beyond the table of holidays every weekday is, so that no change fails for it."""
    return calendar.is_working_day(day) if calendar.first <= day <= calendar.last else day.weekday() < 5
