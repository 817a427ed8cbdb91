"""Attempts: when the next try is due, on which channels, and what follows when nobody was reached."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from lvws_core.consent.plan import Channel, ContactPlan, Safety
from lvws_core.given import require_aware


class AttemptPriority(StrEnum):
    """How pressing it is to reach the person: the rows of domain 5.4."""

    DA_HIGH = "da_high"
    EPR_OR_SEXUAL_VIOLENCE = "epr_or_sexual_violence"
    DA_LOW_MEDIUM = "da_low_medium"
    NON_EPR = "non_epr"
    WITNESS = "witness"

    @property
    def label(self) -> str:
        """The words for a page."""
        return _PRIORITIES[self]


class PriorityFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What decides how pressing it is to reach somebody; what nobody knows is left as it is.

    `sensitive` is domestic abuse, sexual violence, stalking or honour-based abuse, or not known to be none.

    Source: domain 5.4.
    """

    high_risk: bool = False
    enhanced: bool = False
    sexual_violence: bool = False
    sensitive: bool = False
    is_witness: bool = False


def attempt_priority(facts: PriorityFacts) -> AttemptPriority:
    """Give how pressing it is to reach somebody: the first row of the table that applies.

    >>> attempt_priority(PriorityFacts(enhanced=True, sensitive=True)).value
    'epr_or_sexual_violence'

    Source: domain 5.4.
    """
    rows = (
        (AttemptPriority.DA_HIGH, facts.high_risk),
        (AttemptPriority.EPR_OR_SEXUAL_VIOLENCE, facts.enhanced or facts.sexual_violence),
        (AttemptPriority.DA_LOW_MEDIUM, facts.sensitive),
        (AttemptPriority.WITNESS, facts.is_witness),
    )
    return next((priority for priority, applies in rows if applies), AttemptPriority.NON_EPR)


class AttemptOutcome(StrEnum):
    """How an attempt ended.

    Source: CONT-20.
    """

    SPOKE = "spoke"
    LEFT_AGREED_MESSAGE = "left_agreed_message"
    NO_ANSWER = "no_answer"
    UNEXPECTED_ANSWERER = "unexpected_answerer"
    NUMBER_DEAD = "number_dead"
    DECLINED = "declined"
    ASKED_TO_CALL_BACK = "asked_to_call_back"

    @property
    def label(self) -> str:
        """The words for a page."""
        return _OUTCOMES[self]


class FollowUp(StrEnum):
    """What has to be done instead of, or after, another attempt; closing is never one of them.

    Source: domain 5.4, CONT-01, CONT-04.
    """

    TELL_REFERRER = "tell_referrer"
    TELL_MANAGER = "tell_manager"
    TELL_MARAC_REPRESENTATIVE = "tell_marac_representative"
    SAFETY_CHECK = "safety_check"
    ONE_SAFE_MESSAGE = "one_safe_message"
    LEAVE_ROUTE_BACK = "leave_route_back"
    SEND_SELF_HELP = "send_self_help"
    TELL_WITNESS_CARE_UNIT = "tell_witness_care_unit"
    ASK_FOR_SAFE_CHANNEL = "ask_for_safe_channel"
    CLEAR_BREACH = "clear_breach"

    @property
    def label(self) -> str:
        """The words for a page: what to do."""
        return _FOLLOW_UPS[self]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to reach the person, at an aware instant, by whichever organisation.

    Raises:
        Invalid: `at` is naive.

    Source: CONT-20, CONT-22.
    """

    at: datetime
    channel: Channel
    outcome: AttemptOutcome

    def __post_init__(self) -> None:
        """Refuse a naive instant."""
        require_aware("at", self.at)


_PRIORITIES: Mapping[AttemptPriority, str] = {
    AttemptPriority.DA_HIGH: "Domestic abuse, high risk",
    AttemptPriority.EPR_OR_SEXUAL_VIOLENCE: "Enhanced priority or sexual violence",
    AttemptPriority.DA_LOW_MEDIUM: "Domestic abuse, standard or medium risk",
    AttemptPriority.NON_EPR: "Not enhanced priority",
    AttemptPriority.WITNESS: "Witness",
}

_OUTCOMES: Mapping[AttemptOutcome, str] = {
    AttemptOutcome.SPOKE: "Spoke to the person",
    AttemptOutcome.LEFT_AGREED_MESSAGE: "Left the agreed message",
    AttemptOutcome.NO_ANSWER: "No answer",
    AttemptOutcome.UNEXPECTED_ANSWERER: "Somebody else answered",
    AttemptOutcome.NUMBER_DEAD: "The number or address does not work",
    AttemptOutcome.DECLINED: "The person declined support",
    AttemptOutcome.ASKED_TO_CALL_BACK: "The person asked to be called back",
}

_FOLLOW_UPS: Mapping[FollowUp, str] = {
    FollowUp.TELL_REFERRER: "Tell the referrer that there was no contact",
    FollowUp.TELL_MANAGER: "Tell the manager",
    FollowUp.TELL_MARAC_REPRESENTATIVE: "Tell the MARAC representative",
    FollowUp.SAFETY_CHECK: "Ask the police or the host for a safety check",
    FollowUp.ONE_SAFE_MESSAGE: "Send one safe text or letter",
    FollowUp.LEAVE_ROUTE_BACK: "Leave a route back",
    FollowUp.SEND_SELF_HELP: "Send self-help material",
    FollowUp.TELL_WITNESS_CARE_UNIT: "Tell the witness care unit",
    FollowUp.ASK_FOR_SAFE_CHANNEL: "Return to the referrer for a safe way to make contact",
    FollowUp.CLEAR_BREACH: "Clear the safety breach with the person's lead worker first",
}

_LEARNT: Mapping[AttemptOutcome, Safety] = {
    AttemptOutcome.UNEXPECTED_ANSWERER: Safety.UNKNOWN,
    AttemptOutcome.NUMBER_DEAD: Safety.NO,
}


def after_attempt(plan: ContactPlan, attempt: Attempt) -> ContactPlan:
    """Give the plan as it stands after an attempt: what was learnt, and a breach that is now open.

    Somebody else who answers makes the channel unknown and opens a breach, which stops all contact
    until it is cleared; a number that is dead makes the channel unsafe.

    Source: CONT-03, TOP-11.
    """
    opens = attempt.outcome == AttemptOutcome.UNEXPECTED_ANSWERER
    return msgspec.structs.replace(as_learnt(plan, (attempt,)), breach_open=plan.breach_open or opens)


def as_learnt(plan: ContactPlan, attempts: Iterable[Attempt]) -> ContactPlan:
    """Give the plan with the channels as the attempts left them, in the order given.

    Source: CONT-03.
    """
    learnt = {a.channel: _LEARNT[a.outcome] for a in attempts if a.outcome in _LEARNT}
    return msgspec.structs.replace(plan, channels={**plan.channels, **learnt})
