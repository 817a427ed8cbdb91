"""What a MARAC referral says, what is still missing in it, and what an IDVA checks."""

from collections.abc import Iterator
from datetime import date

import msgspec

from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.risk.dash import Score
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, decide_marac
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled

SHORTEST_NARRATIVE = 50
"""Characters of what has happened and why the risk is high. Source: MAR-10."""


class Relationship(Labelled):
    """What the harmer is to the person. Source: MAR-01."""

    PARTNER = "partner", "Partner"
    FORMER_PARTNER = "former_partner", "Former partner"
    FAMILY = "family", "Family member"
    OTHER = "other", "Somebody else"


class Agreement(Labelled):
    """What the person says to the referral. Source: MAR-20, MAR-21."""

    AGREES = "agrees", "Yes, the person agrees"
    DISAGREES = "disagrees", "No, the person does not agree"
    NOT_ASKED = "not_asked", "Not asked: asking would be unsafe"


class Necessity(Labelled):
    """On which ground a panel is told without consent; the keys are those of `SharingPath`. Source: MAR-21."""

    DANGER_TO_LIFE = "danger_to_life", "There is an immediate danger to life"
    CHILD_AT_RISK = "child_at_risk", "A child is suffering, or likely to suffer, harm"
    ADULT_AT_RISK = "adult_at_risk", "An adult with care and support needs is at risk"
    MARAC_CRITERION = "marac_criterion", "A MARAC criterion is met"


class Told(Labelled):
    """Whether the person was told what is done. Source: MAR-22."""

    TOLD = "told", "Yes, the person knows"
    WILL_BE = "will_be", "Not yet: as soon as it is safe"
    NOT_SAFE = "not_safe", "No: telling would be unsafe"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is written in a referral, as far as it is written; "" and None are not answered yet.

    `borough` is where the person lives now (MAR-02), `age` in completed years where no birth date is known.
    Days are London days. `same_harmer` says that the earlier MARAC was about the same harmer (MAR-34).
    Who the person is, their plan and their assessment are not written again: the record has them.
    """

    borough: Borough = Borough.UNKNOWN
    age: int | None = None
    harmer: str = ""
    harmer_age: int | None = None
    harmer_about: str = ""
    relationship: Relationship | None = None
    harmer_unknown: str = ""
    has_children: bool | None = None
    children: str = ""
    judgement: str = ""
    police_incidents: int = 0
    incident_on: date | None = None
    last_referral_on: date | None = None
    last_heard_on: date | None = None
    same_harmer: bool = True
    aware: bool | None = None
    unaware_why: str = ""
    agreement: Agreement | None = None
    ground: Necessity | None = None
    necessity: str = ""
    told: Told | None = None
    told_how: str = ""
    has_notice: bool | None = None
    afraid_of: str = ""
    safe_to_talk: str = ""
    unsafe_to_talk: str = ""
    wants: str = ""
    history: str = ""
    practical: str = ""
    narrative: str = ""
    in_place: str = ""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier referral of the person: the London days on which it went to the panel and was heard."""

    referred_on: date
    heard_on: date | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the record knows besides: it is never asked again.

    `age` in years, None without a birth date. `borough` is the record's. `assessed_on` is the London day of
    the assessment that counts, with its `score`. `needs_interpreter` with the `language` in words, "" unknown.
    """

    age: int | None = None
    borough: Borough = Borough.UNKNOWN
    has_plan: bool = False
    assessed_on: date | None = None
    score: Score | None = None
    language: str = ""
    needs_interpreter: bool = False
    earlier: tuple[Earlier, ...] = ()


def decide(content: Content, known: Known, on: date, policy: Policy) -> MaracDecision | None:
    """Give the decision about MARAC from what is written and known; None while no age is.

    Source: MAR-01, MAR-30 to MAR-34, RISK-20, RISK-21.
    """
    age = known.age if known.age is not None else content.age
    if age is None:
        return None
    referred = [each.referred_on for each in known.earlier if each.referred_on <= on]
    heard = [each.heard_on for each in known.earlier if each.heard_on and each.heard_on <= on]
    facts = Circumstances(
        victim_age=age,
        perpetrator_age=content.harmer_age,
        score=known.score,
        judgement=content.judgement or None,
        police_incidents=content.police_incidents,
        last_referral_on=_anchor([*referred, content.last_referral_on], content.incident_on),
        last_heard_on=_anchor([*heard, content.last_heard_on], content.incident_on),
        incident_on=content.incident_on,
        same_perpetrator=content.same_harmer,
        borough=content.borough,
        on=on,
    )
    return decide_marac(facts, policy)


def _anchor(days: list[date | None], incident_on: date | None) -> date | None:
    """Give the day that the twelve months are counted from: the last one before the abuse, else the last."""
    known = [day for day in days if day is not None]
    before = [day for day in known if incident_on is None or day <= incident_on]
    return max(before or known, default=None)


def missing(content: Content, known: Known, decision: MaracDecision | None) -> tuple[Reason, ...]:
    """Give everything that is still needed before the referral may leave; empty when it is complete.

    Source: MAR-01, MAR-02, MAR-10, MAR-20 to MAR-22, MAR-25, RISK-40 to RISK-44.
    """
    return (
        *_missing_who(content, known),
        *_missing_criterion(decision),
        *_missing_word(content),
        *_missing_rest(content, known),
    )


def _missing_who(content: Content, known: Known) -> Iterator[Reason]:
    if known.age is None and content.age is None:
        yield because("age_missing", "MAR-10", "Enter the person’s age, or the date of birth among their details.")
    if content.borough is Borough.UNKNOWN:
        yield because("area_missing", "MAR-10", "Choose the borough where the person lives now.")
    elif content.borough is Borough.OUTSIDE_LONDON:
        text = "The person lives outside London: call the MARAC of that area. This portal reaches London’s panels."
        yield because("area_outside", "MAR-02", text)
    if not content.harmer and not content.harmer_unknown:
        yield because("harmer_missing", "MAR-10", "Name the person causing harm, or say why they are not known.")
    if content.harmer and content.relationship is None:
        yield because("relationship_missing", "MAR-01", "Choose what the person causing harm is to them.")
    if content.relationship is Relationship.OTHER:
        text = "MARAC hears abuse by a partner, a former partner or family. Use the safeguarding route instead."
        yield because("relationship_outside", "MAR-01", text)


def _missing_criterion(decision: MaracDecision | None) -> Iterator[Reason]:
    if decision is not None and not decision.refer:
        yield from decision.reasons


def _missing_word(content: Content) -> Iterator[Reason]:
    if content.aware is None:
        yield because("awareness_missing", "MAR-10", "Say whether the person is aware of the referral.")
    elif not content.aware and not content.unaware_why:
        yield because("unaware_why_missing", "MAR-10", "Say why the person is not aware.")
    if content.agreement is None:
        yield because("agreement_missing", "MAR-20", "Say whether the person agrees, or why asking was unsafe.")
    elif content.agreement is not Agreement.AGREES and (content.ground is None or not content.necessity):
        text = "Without the person’s agreement, choose the ground and say why sharing is necessary."
        yield because("necessity_missing", "MAR-21", text)
    if content.told is None or (content.told is not Told.WILL_BE and not content.told_how):
        text = "Say whether the person was told what is done: how and when, or why not."
        yield because("told_missing", "MAR-22", text)
    if content.has_notice is None:
        yield because("notice_missing", "MAR-25", "Say whether the person was given the privacy information.")


def _missing_rest(content: Content, known: Known) -> Iterator[Reason]:
    if not known.has_plan:
        text = "Record how the person is contacted safely, on their safe-contact plan."
        yield because("contact_missing", "MAR-10", text)
    if content.has_children is None:
        yield because("children_missing", "MAR-10", "Say whether there are children.")
    elif content.has_children and not content.children:
        yield because("children_unlisted", "MAR-10", "List the children.")
    if len(content.narrative) < SHORTEST_NARRATIVE:
        text = f"Say what has happened and why the risk is high, in at least {SHORTEST_NARRATIVE} characters."
        yield because("narrative_missing", "MAR-10", text)


class Check(Labelled):
    """What an IDVA looks at before a referral goes to the panel. Source: domain 2.7."""

    PANEL = "panel", "The panel is the right one for the address"
    CRITERION = "criterion", "The criterion is evidenced"
    ASSESSMENT = "assessment", "The risk assessment is there and under 90 days old"
    AWARE = "aware", "The person is aware, or there is a good reason"
    CONTACT = "contact", "Safe contact is there and plausible"
    HARMER = "harmer", "The person causing harm can be identified"
    CHILDREN = "children", "Children are listed, and referred if needed"
    REPEAT = "repeat", "Whether it is a repeat was checked"
    MINIMUM = "minimum", "Nothing is in it beyond what the panel needs"
    ACTIONS = "actions", "What cannot wait has been done already"
    LANGUAGE = "language", "Language and interpreter are stated"


def criteria_words(decision: MaracDecision | None) -> str:
    """Give the criteria on which the referral rests, in words; "" when there is none."""
    met: tuple[Criterion, ...] = decision.criteria if decision else ()
    return ", ".join(each.label.lower() for each in met)
