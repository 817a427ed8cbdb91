"""What people are told about their rights and about the service, what they answered, and when it is due."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.times import WorkingCalendar, london_day
from lvws_core.vocabulary import Labelled


class Topic(Labelled):
    """What everybody is told, in the order of the page. Source: CODE-33, CODE-34, TAKE-03, domain section 3.6."""

    CRISIS_ROUTE = "crisis_route", "Where to go in a mental-health crisis"
    EMOTIONAL_SUPPORT_LIMITS = "emotional_support_limits", "What emotional support is, and that it is not counselling"
    VICTIMS_CODE = "victims_code", "Victims’ Code"
    PERSONAL_STATEMENT = "personal_statement", "Victim Personal Statement"
    RESTORATIVE_JUSTICE = "restorative_justice", "Restorative justice"
    COMPENSATION = "compensation", "Compensation"


class Answer(Labelled):
    """What the person said to it."""

    UNDERSTOOD = "understood", "Told and understood"
    WANTS = "wants", "Wants it"
    DECLINES = "declines", "Does not want it"
    LATER = "later", "Ask again later"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


_TO_KNOW = (Answer.UNDERSTOOD, Answer.LATER)
_TO_CHOOSE = (Answer.WANTS, Answer.DECLINES, Answer.LATER, Answer.NOT_APPLICABLE)
ANSWERS: Mapping[Topic, tuple[Answer, ...]] = {
    Topic.CRISIS_ROUTE: _TO_KNOW,
    Topic.EMOTIONAL_SUPPORT_LIMITS: _TO_KNOW,
    Topic.VICTIMS_CODE: _TO_KNOW,
    Topic.PERSONAL_STATEMENT: _TO_CHOOSE,
    Topic.RESTORATIVE_JUSTICE: _TO_CHOOSE,
    Topic.COMPENSATION: _TO_CHOOSE,
}
"""Which answers each topic has: some are only to be known, others to be chosen, voluntarily (CODE-33)."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """That a person was told of a topic on a London day, and what they said; a later one supersedes.

    Raises:
        Invalid: The topic has no such answer.

    Source: CODE-34, TAKE-03.
    """

    topic: Topic
    answer: Answer
    told_on: date
    by: UserId

    def __post_init__(self) -> None:
        """Refuse an answer that the topic does not have."""
        if self.answer not in ANSWERS[self.topic]:
            raise Invalid("answer", "unknown_choice")


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a topic stands: what was said last, and by which London day it is to be told, None where it was."""

    topic: Topic
    said: Said | None = None
    due_on: date | None = None


def standings(
    newest: Iterable[Said], added_at: datetime, calendar: WorkingCalendar, policy: Policy = Policy()
) -> tuple[Standing, ...]:
    """Give where each topic stands, in the order of the page; `newest` has at most one of each.

    What nobody was told is due some working days after the person came to us (`added_at`, aware), and what
    was to be asked again as many after it was put off.

    Source: CODE-34, TAKE-03.
    """
    said = {each.topic: each for each in newest}
    return tuple(
        Standing(topic=topic, said=said.get(topic), due_on=_due(topic, said.get(topic), added_at, calendar, policy))
        for topic in Topic
    )


def _due(topic: Topic, said: Said | None, added_at: datetime, calendar: WorkingCalendar, policy: Policy) -> date | None:
    if said is not None and said.answer is not Answer.LATER:
        return None
    crisis = topic is Topic.CRISIS_ROUTE
    days = policy.tell_crisis_working_days if crisis else policy.tell_rights_working_days
    return calendar.add_working_days(said.told_on if said else london_day(added_at), days)
