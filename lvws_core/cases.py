"""Cases: a question to the library as one value that JSON can hold, and the answer to it.

The command line, the conformance vectors and the comparison of policies all ask in this way. The
fields of a case are the arguments of the function that decides it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

import msgspec
from msgspec.structs import replace

from lvws_core.consent import Agreement, Consent
from lvws_core.consent.contact import Channel, ContactDecision, ContactPlan, may_contact
from lvws_core.consent.sharing import Override, ShareRequest, SharingDecision, decide_sharing
from lvws_core.errors import Invalid
from lvws_core.life import Life, Step, lived
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason
from lvws_core.referrals.allocation import Allocation, CaseFacts, Caseload, allocate
from lvws_core.referrals.clocks import Clock, clocks
from lvws_core.referrals.offers import Offer
from lvws_core.referrals.routing import Match, Need, Service, match
from lvws_core.risk.dash import Answer, Band, Score, score
from lvws_core.risk.level import displayed_level
from lvws_core.risk.marac import Circumstances, MaracDecision, decide_marac
from lvws_core.risk.priority import EnhancedCategory, VictimFacts, enhanced_priority, enhanced_rights
from lvws_core.times import england_and_wales

Answers = Mapping[str, str]
"""Answers by the key of the question; what is no question or no answer is refused when they are counted."""


class ScoreCase(msgspec.Struct, frozen=True, kw_only=True, tag="score", tag_field="kind"):
    """What do these answers come to, and which level is displayed?"""

    answers: Answers
    judgement: Band | None = None
    escalation: bool = False
    repeat: bool = False
    countersigned: bool = False


class MaracCase(msgspec.Struct, frozen=True, kw_only=True, tag="marac", tag_field="kind"):
    """Is this referred to MARAC? `answers`, where given, are counted and take the place of the score."""

    circumstances: Circumstances
    answers: Answers | None = None


class PriorityCase(msgspec.Struct, frozen=True, kw_only=True, tag="priority", tag_field="kind"):
    """Does this person have enhanced rights, and is the referral enhanced priority?"""

    facts: VictimFacts


class ShareCase(msgspec.Struct, frozen=True, kw_only=True, tag="share", tag_field="kind"):
    """What of this may leave, to whom, on what basis?"""

    request: ShareRequest
    consents: tuple[Consent, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    override: Override | None = None


class ContactCase(msgspec.Struct, frozen=True, kw_only=True, tag="contact", tag_field="kind"):
    """May this channel be used at this moment?"""

    plan: ContactPlan
    channel: Channel
    at: datetime


class RouteCase(msgspec.Struct, frozen=True, kw_only=True, tag="route", tag_field="kind"):
    """Which of these services fit, on this London day?"""

    need: Need
    services: tuple[Service, ...]
    on: date


class AllocateCase(msgspec.Struct, frozen=True, kw_only=True, tag="allocate", tag_field="kind"):
    """Who takes this case?"""

    facts: CaseFacts
    caseloads: tuple[Caseload, ...] = ()


class ClocksCase(msgspec.Struct, frozen=True, kw_only=True, tag="clocks", tag_field="kind"):
    """What is due on this offer?"""

    offer: Offer


class LifeCase(msgspec.Struct, frozen=True, kw_only=True, tag="life", tag_field="kind"):
    """What becomes of this draft, step by step?"""

    draft: Offer
    steps: tuple[Step, ...]


Case = ScoreCase | MaracCase | PriorityCase | ShareCase | ContactCase | RouteCase | AllocateCase | ClocksCase | LifeCase
"""Any question; in JSON the key `kind` tells which."""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """The count of the answers, the band of the count, and the displayed level with its reasons."""

    yes_count: int
    unknown_count: int
    count_max: int
    band: Band
    possible_visible_high_risk: bool
    critical: tuple[str, ...]
    level: Band
    reasons: tuple[Reason, ...]


class Prioritised(msgspec.Struct, frozen=True, kw_only=True):
    """Enhanced priority, and the categories of enhanced rights behind it."""

    is_epr: bool
    categories: tuple[EnhancedCategory, ...]
    source_flag: bool | None
    reasons: tuple[Reason, ...]


class Routed(msgspec.Struct, frozen=True, kw_only=True):
    """Every service with its fit, best first."""

    matches: tuple[Match, ...]


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks that run, the earliest due first."""

    clocks: tuple[Clock, ...]


Decided = (
    Scored | MaracDecision | Prioritised | SharingDecision | ContactDecision | Routed | Allocation | Running | Life
)
"""The answer to a case, by its kind."""


def decide(case: Case, policy: Policy = DEFAULT) -> Decided:
    """Give the answer to a case, with its reasons.

    >>> decide(ScoreCase(answers={"isolated": "yes"})).level.label
    'Standard'

    Raises:
        Invalid: As the function that decides this kind of case; `case`, `out_of_range` where a
            moment lies so far off that no calendar has it.
    """
    try:
        return _decided(case, policy)
    except OverflowError as error:
        raise Invalid("case", "out_of_range") from error


def _decided(asked: Case, policy: Policy) -> Decided:  # noqa: PLR0911 – one for each kind
    match asked:
        case ScoreCase():
            return _scored(asked, policy)
        case MaracCase():
            return decide_marac(_counted(asked, policy), policy)
        case PriorityCase(facts=facts):
            return _prioritised(facts)
        case ShareCase(request=request, consents=consents, agreements=agreements, override=override):
            return decide_sharing(request, consents, agreements, override, policy)
        case ContactCase(plan=plan, channel=channel, at=at):
            return may_contact(plan, channel, at, policy)
        case RouteCase(need=need, services=services, on=on):
            return Routed(matches=match(need, services, on, policy))
        case AllocateCase(facts=facts_of_case, caseloads=caseloads):
            return allocate(facts_of_case, caseloads, policy)
        case ClocksCase(offer=offer):
            return Running(clocks=clocks(offer, england_and_wales(), policy))
        case _:
            return lived(asked.draft, asked.steps, england_and_wales(), policy)


def count(answers: Answers, policy: Policy = DEFAULT) -> Score:
    """Give the score of answers that came as plain text.

    Raises:
        Invalid: A key that is no question, or a value that is no answer.

    Source: RISK-10 to RISK-13.
    """
    return score(cast("Mapping[str, Answer]", answers), policy)  # score refuses what is no answer


def _scored(case: ScoreCase, policy: Policy) -> Scored:
    found = count(case.answers, policy)
    level = displayed_level(
        found,
        case.judgement,
        escalation=case.escalation,
        repeat=case.repeat,
        countersigned=case.countersigned,
        policy=policy,
    )
    return Scored(**msgspec.structs.asdict(found), level=level.band, reasons=level.reasons)


def _counted(case: MaracCase, policy: Policy) -> Circumstances:
    if case.answers is None:
        return case.circumstances
    return replace(case.circumstances, score=count(case.answers, policy))


def _prioritised(facts: VictimFacts) -> Prioritised:
    priority = enhanced_priority(facts)
    return Prioritised(
        is_epr=priority.is_epr,
        categories=enhanced_rights(facts).categories,
        source_flag=priority.source_flag,
        reasons=priority.reasons,
    )
