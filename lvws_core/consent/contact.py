"""Safe contact: the public names of the plan, the decision, the attempts and the words for a page."""

from lvws_core.consent.attempts import (
    Attempt,
    AttemptOutcome,
    AttemptPriority,
    FollowUp,
    PriorityFacts,
    after_attempt,
    attempt_priority,
)
from lvws_core.consent.plan import Channel, ContactPlan, Safety, Window
from lvws_core.consent.safety import ContactDecision, SafeHours, may_contact, next_safe_window, safe_hours_before
from lvws_core.consent.schedule import NextAttempt, next_attempt
from lvws_core.consent.stops import StopCause, against_lifting, narrower, stopped
from lvws_core.consent.words import days_in_words, in_plain_words

__all__ = [
    "Attempt",
    "AttemptOutcome",
    "AttemptPriority",
    "Channel",
    "ContactDecision",
    "ContactPlan",
    "FollowUp",
    "NextAttempt",
    "PriorityFacts",
    "SafeHours",
    "Safety",
    "StopCause",
    "Window",
    "after_attempt",
    "against_lifting",
    "attempt_priority",
    "days_in_words",
    "in_plain_words",
    "may_contact",
    "narrower",
    "next_attempt",
    "next_safe_window",
    "safe_hours_before",
    "stopped",
]
