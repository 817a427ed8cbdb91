"""MARAC: whether a case goes to the multi-agency conference, on which criteria, and where else it goes."""

from datetime import date, datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because, substance
from lvws_core.risk.dash import QUESTIONS, Score
from lvws_core.risk.thresholds import MaracThreshold, threshold_on
from lvws_core.times import add_months
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled


class Criterion(Labelled):
    """The four criteria, any one of which is enough. Source: domain section 1.4."""

    VISIBLE_HIGH_RISK = "visible_high_risk", "Visible high risk"
    PROFESSIONAL_JUDGEMENT = "professional_judgement", "Professional judgement"
    POTENTIAL_ESCALATION = "potential_escalation", "Potential escalation"
    MARAC_REPEAT = "marac_repeat", "MARAC repeat"


class Route(Labelled):
    """Where a case goes. Source: RISK-40 to RISK-44, RISK-34."""

    MARAC = "marac", "MARAC"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care", "Children's social care"


_VISIBLE, _JUDGEMENT, _ESCALATION, _REPEAT = Criterion
_TO_MARAC, _TO_SOCIAL_CARE = (Route.MARAC,), (Route.CHILDRENS_SOCIAL_CARE,)


class Circumstances(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The facts that decide, for one victim and one perpetrator (RISK-16).

    Ages are in completed years. `judgement` is the written reason of a practitioner with serious
    concern, None when there is none. `police_incidents` counts the domestic-abuse incidents
    reported in the past twelve months. `incident_on` is the day of the latest abuse, `on` the day
    of the decision, in London. `last_heard_on` may come before `last_referral_on`: the hearing of
    an earlier referral.

    Raises:
        Invalid: A negative number, a moment where a day is asked for, or a day after `on`.
    """

    victim_age: int
    perpetrator_age: int | None = None
    score: Score | None = None
    judgement: str | None = None
    police_incidents: int = 0
    last_referral_on: date | None = None
    last_heard_on: date | None = None
    incident_on: date | None = None
    same_perpetrator: bool = True
    borough: Borough | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        """Refuse numbers and days that cannot be."""
        if self.victim_age < 0:
            raise Invalid("victim_age", "negative")
        if self.perpetrator_age is not None and self.perpetrator_age < 0:
            raise Invalid("perpetrator_age", "negative")
        if self.police_incidents < 0:
            raise Invalid("police_incidents", "negative")
        _refuse_days(self)


def _refuse_days(facts: Circumstances) -> None:
    on = facts.on
    if isinstance(on, datetime):
        raise Invalid("on", "not_a_day")
    if facts.last_referral_on is not None:
        _refuse_day("last_referral_on", facts.last_referral_on, on)
    if facts.last_heard_on is not None:
        _refuse_day("last_heard_on", facts.last_heard_on, on)
    if facts.incident_on is not None:
        _refuse_day("incident_on", facts.incident_on, on)


def _refuse_day(field: str, day: date, on: date | None) -> None:
    if isinstance(day, datetime):
        raise Invalid(field, "not_a_day")
    if on is not None and day > on:
        raise Invalid(field, "after_decision")


class MaracDecision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whether to refer, and why.

    `criteria` are those on which the referral rests, in the order of the form: empty exactly when
    `refer` is false. `repeat` is the fact of a repeat, whatever the ages. `routes` has MARAC when
    referring, and children's social care beside it or instead of it.
    """

    refer: bool
    criteria: tuple[Criterion, ...]
    repeat: bool
    routes: tuple[Route, ...]
    reasons: tuple[Reason, ...]


def decide_marac(circumstances: Circumstances, policy: Policy = DEFAULT) -> MaracDecision:
    """Decide whether a case is referred to MARAC; the reasons have every fact that was met or bars it.

    One criterion is enough and a count below the threshold never blocks (TOP-01, TOP-03). A victim
    or a harmer under 16 means no MARAC and children's social care; at 16 and 17 a victim's case
    goes to children's social care whatever the criteria. An unknown age of the harmer blocks nothing.

    >>> decide_marac(Circumstances(victim_age=34, police_incidents=3)).criteria[0].label
    'Potential escalation'

    Raises:
        Invalid: A written judgement that is too short without its padding, or a borough with
            thresholds of its own and no day of decision.

    Source: domain sections 1.4 and 1.8; RISK-20, RISK-21, RISK-40 to RISK-44, MAR-01, MAR-30 to MAR-34.
    """
    met = _met(circumstances, policy)
    barred = _barred(circumstances)
    criteria = () if barred else tuple(met)
    child = _child(circumstances)
    marac = _TO_MARAC if criteria else ()
    social_care = _TO_SOCIAL_CARE if barred or child else ()
    return MaracDecision(
        refer=bool(criteria),
        criteria=criteria,
        repeat=_REPEAT in met,
        routes=marac + social_care,
        reasons=(*met.values(), *barred, *child, *_doubts(circumstances, met, policy)),
    )


def is_repeat(circumstances: Circumstances, policy: Policy = DEFAULT) -> bool:
    """Say whether the latest abuse is a repeat: same people, within twelve months of the last MARAC.

    Either window may be open, that of the last referral or that of the last hearing, each from its
    day up to and including the anniversary. Abuse before a window opens is not further abuse and
    thus no repeat; without a day of the abuse nothing is a repeat.

    Source: MAR-30 to MAR-34, TOP-04; the period is `Policy.repeat_months`.
    """
    incident = circumstances.incident_on
    if incident is None or not circumstances.same_perpetrator:
        return False
    anchors = (circumstances.last_referral_on, circumstances.last_heard_on)
    return any(day <= incident <= add_months(day, policy.repeat_months) for day in anchors if day is not None)


def _met(facts: Circumstances, policy: Policy) -> dict[Criterion, Reason]:
    own = threshold_on(policy.marac_thresholds, facts.borough, facts.on) if policy.marac_thresholds else None
    met = {}
    if reason := _visible(facts, own, policy):
        met[_VISIBLE] = reason
    if reason := _judged(facts, policy):
        met[_JUDGEMENT] = reason
    if reason := _escalated(facts, own, policy):
        met[_ESCALATION] = reason
    if reason := _repeated(facts, policy):
        met[_REPEAT] = reason
    return met


def _visible(facts: Circumstances, own: MaracThreshold | None, policy: Policy) -> Reason | None:
    needed = policy.visible_high_risk_count if own is None else own.count
    if facts.score is None or facts.score.yes_count < needed:
        return None
    text = f"{facts.score.yes_count} of {len(QUESTIONS)} answered yes; {needed} or more is visible high risk"
    return because("visible_high_risk", "RISK-20", text)


def _judged(facts: Circumstances, policy: Policy) -> Reason | None:
    if facts.judgement is None:
        return None
    if substance(facts.judgement) < policy.judgement_characters:
        raise Invalid("judgement", "too_short")
    text = "A practitioner has serious concern and has written why; judgement alone is enough"
    return because("professional_judgement", "RISK-21", text)


def _escalated(facts: Circumstances, own: MaracThreshold | None, policy: Policy) -> Reason | None:
    needed = policy.escalation_incidents if own is None else own.incidents
    if facts.police_incidents < needed:
        return None
    text = f"{facts.police_incidents} police incidents in the past 12 months; {needed} or more is potential escalation"
    return because("potential_escalation", "RISK-20", text)


def _repeated(facts: Circumstances, policy: Policy) -> Reason | None:
    if not is_repeat(facts, policy):
        return None
    text = (
        f"Further abuse within {policy.repeat_months} months of the last MARAC; a repeat goes back whatever the count"
    )
    return because("marac_repeat", "MAR-30", text)


def _barred(facts: Circumstances) -> list[Reason]:
    reasons = []
    if facts.victim_age < 13:
        text = "The victim is under 13: no checklist and no MARAC, children's social care"
        reasons.append(because("victim_under_13", "RISK-40", text))
    elif facts.victim_age < 16:
        text = "The victim is 13 to 15: no adult MARAC, children's social care"
        reasons.append(because("victim_under_16", "RISK-41", text))
    if facts.perpetrator_age is not None and facts.perpetrator_age < 16:
        text = "The harmer is under 16: no MARAC, it is a matter of child protection"
        reasons.append(because("perpetrator_under_16", "RISK-44", text))
    return reasons


def _child(facts: Circumstances) -> list[Reason]:
    if not 16 <= facts.victim_age < 18:
        return []
    text = "The victim is 16 or 17: MARAC is possible, and children's social care is told as well"
    return [because("victim_16_or_17", "RISK-42", text)]


def _doubts(facts: Circumstances, met: dict[Criterion, Reason], policy: Policy) -> list[Reason]:
    reasons = []
    if facts.score is not None and facts.score.possible_visible_high_risk and _VISIBLE not in met:
        text = f"With {facts.score.unknown_count} unknown the count could reach {facts.score.count_max}: use judgement"
        reasons.append(because("possible_visible_high_risk", "RISK-12", text))
    if _REPEAT not in met and (facts.last_referral_on or facts.last_heard_on):
        reasons.append(_no_repeat(facts, policy))
    if not met:
        text = "None of the four criteria is met; a written professional judgement alone would be enough"
        reasons.append(because("no_criterion_met", "TOP-03", text))
    return reasons


def _no_repeat(facts: Circumstances, policy: Policy) -> Reason:
    if not facts.same_perpetrator:
        return because("other_perpetrator", "MAR-34", "A different perpetrator makes this a new referral, no repeat")
    if facts.incident_on is None:
        text = "There was a MARAC before; with the day of the latest abuse it may be a repeat"
        return because("incident_day_unknown", "MAR-33", text)
    text = f"The abuse is not within {policy.repeat_months} months after the last MARAC, so this is no repeat"
    return because("outside_repeat_period", "MAR-31", text)
