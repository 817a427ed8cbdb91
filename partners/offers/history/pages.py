"""What a partner said when it was asked to stop, in words that every page of the lead shares."""

from datetime import datetime

from lvws_core.policy import Policy
from lvws_core.referrals import Clock, ClockKind, next_due
from lvws_core.times import WorkingCalendar, in_words
from partners.offers.history.model import Confirmation, OfferHistory


def stop_clock(history: OfferHistory, calendar: WorkingCalendar, policy: Policy) -> Clock | None:
    """Give the clock by which the partner has to confirm that it has stopped, None where none runs."""
    clock = next_due(history.filed.offer, calendar, policy)
    return clock if clock is not None and clock.kind == ClockKind.STOP else None


def stop_words(history: OfferHistory, now: datetime, calendar: WorkingCalendar, policy: Policy) -> str:
    """Say what the partner confirmed when it was asked to stop, or by when it has to.

    Source: lifecycle 5, clock C.
    """
    said, clock = history.confirmation, stop_clock(history, calendar, policy)
    if said is not None:
        return f"{confirmation_words(said)} ({in_words(said.at, now)})"
    if clock is None:
        return "Nothing to confirm."
    when = in_words(clock.due_at, now)
    return f"Overdue: it was due {when}." if clock.due_at <= now else f"Not yet. Due {when}."


def confirmation_words(said: Confirmation) -> str:
    """Give the partner's word in the words of its form, with the basis on which it keeps something."""
    basis = "" if said.basis is None else f": {said.basis.label[0].lower()}{said.basis.label[1:]}"
    return f"{said.answer.label}{basis}."
