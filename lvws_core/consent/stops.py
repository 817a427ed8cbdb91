"""Stops: what closes every way to a person at once, what makes a plan narrower, and what reopens it."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import pairwise

from msgspec.structs import replace

from lvws_core.consent.plan import ContactPlan, Safety, Window
from lvws_core.given import require_aware
from lvws_core.reasons import Reason, because
from lvws_core.times import utc
from lvws_core.vocabulary import Labelled


class StopCause(Labelled):
    """Why nobody may contact a person until the lead has looked at it.

    Source: CONT-01, CONT-03, TOP-11.
    """

    UNEXPECTED_ANSWERER = "unexpected_answerer", "Somebody else answered"
    BREACH = "breach", "Somebody may have found out, or a number or address is no longer safe"
    NO_CONTACT_REQUESTED = "no_contact_requested", "The person asked for no contact"
    PLAN_NARROWED = "plan_narrowed", "The safe-contact plan became narrower"


REPORTED = tuple(cause for cause in StopCause if cause != StopCause.PLAN_NARROWED)
"""What somebody reports; that a plan became narrower is found by comparing the two."""

_RANK = {Safety.NO: 0, Safety.UNKNOWN: 1, Safety.YES: 2}
_ANSWERS = ("voicemail_ok", "text_ok", "post_ok", "name_service_ok", "withheld_ok")
_CHANNELS = because("channels_narrower", "CONT-01", "A channel is no longer said to be as safe as it was.")
_SAID = because("answers_narrower", "CONT-01", "Voicemail, texts, post or what may be said is narrower than it was.")
_HOURS = because("hours_narrower", "CONT-01", "There are hours that were safe and are not any more.")
_SENSITIVE = because("now_sensitive", "TOP-10", "What is not known counts as unsafe now.")
_NO_CONTACT = because("no_contact_requested", "CONT-01", "The person has asked for no contact.")
_BREACH = because("breach_open", "CONT-01", "A safety breach has not been cleared.")
_NO_PLAN = because("safe_contact_missing", "TOP-10", "Nothing is recorded about how to make contact safely.")
_NOT_SINCE = because(
    "plan_not_confirmed_since", "CONT-01", "The safe-contact plan has not been confirmed since contact was stopped."
)


def narrower(before: ContactPlan, after: ContactPlan) -> tuple[Reason, ...]:
    """Give every way in which a plan allows less than the one before it; empty if it allows as much.

    Hours are compared over a week of London time. How long ago either was confirmed plays no part.

    Source: CONT-01, TOP-10, TOP-11.
    """
    channels = {*before.channels, *after.channels}
    causes = (
        (_NO_CONTACT, after.no_contact_requested and not before.no_contact_requested),
        (_BREACH, after.breach_open and not before.breach_open),
        (_SENSITIVE, after.sensitive and not before.sensitive),
        (_CHANNELS, any(_RANK[after.safety_of(c)] < _RANK[before.safety_of(c)] for c in channels)),
        (_SAID, any(_RANK[getattr(after, name)] < _RANK[getattr(before, name)] for name in _ANSWERS)),
        (_HOURS, any(_is_open(before, *hour) and not _is_open(after, *hour) for hour in _hours(before, after))),
    )
    return tuple(reason for reason, applies in causes if applies)


def stopped(plan: ContactPlan) -> ContactPlan:
    """Give the plan while contact is stopped: no channel may be used at any hour.

    Source: CONT-01, CONT-03.
    """
    return replace(plan, breach_open=True)


def against_lifting(plan: ContactPlan | None, reported_at: datetime) -> tuple[Reason, ...]:
    """Give everything that forbids to lift a stop whose last report came at that moment; empty if it may.

    The plan has to be confirmed with the person after the report, or with it: what was agreed
    before is what failed.

    Raises:
        Invalid: `reported_at` is naive.

    Source: CONT-01, TOP-11.
    """
    require_aware("reported_at", reported_at)
    if plan is None:
        return (_NO_PLAN,)
    confirmed = plan.confirmed_at is not None and utc(plan.confirmed_at) >= utc(reported_at)
    causes = ((_NO_CONTACT, plan.no_contact_requested), (_BREACH, plan.breach_open), (_NOT_SINCE, not confirmed))
    return tuple(reason for reason, applies in causes if applies)


def _hours(*plans: ContactPlan) -> Iterator[tuple[int, time]]:
    """Give one hour of each stretch of the week inside which no window of either plan opens or closes."""
    windows = [w for plan in plans for w in (*plan.windows, *plan.not_when)]
    edges = sorted({time(0), *(w.opens for w in windows), *(w.closes for w in windows)})
    starts = [first for first, _ in pairwise([*edges, time.max])]
    return ((day, start) for day in range(7) for start in starts)


def _is_open(plan: ContactPlan, day: int, hour: time) -> bool:
    if any(_holds(window, day, hour) for window in plan.not_when):
        return False
    return not plan.windows or any(_holds(window, day, hour) for window in plan.windows)


def _holds(window: Window, day: int, hour: time) -> bool:
    return day in window.days and window.opens <= hour < window.closes
