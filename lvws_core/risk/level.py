"""Level: the risk that is displayed for a person, how old its evidence is and when to look again."""

from datetime import date, timedelta

import msgspec

from lvws_core.errors import Invalid
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.risk.dash import QUESTIONS, Band, Score, highest
from lvws_core.vocabulary import DomesticAbuseLevel
from lvws_core.vocabulary.labelled import Labelled


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """The displayed level and every part that it comes from, the count first."""

    band: Band
    reasons: tuple[Reason, ...]


class ReassessmentTrigger(Labelled):
    """What makes an assessment stale at once. Source: domain section 1.6."""

    SUSPECT_RELEASED = "suspect_released", "Suspect released from custody or by the court"
    SUSPECT_CHARGED = "suspect_charged", "Suspect charged"
    TRIAL_NEAR = "trial_near", "Run-up to trial"
    SENTENCE = "sentence", "Sentence"
    PRISON_RELEASE = "prison_release", "Release from prison"
    ORDER_MADE = "order_made", "An order made"
    ORDER_EXPIRING = "order_expiring", "An order expiring"
    FAMILY_PROCEEDINGS = "family_proceedings", "Family proceedings"
    NEW_RELATIONSHIP = "new_relationship", "A new relationship"
    NEW_INCIDENT = "new_incident", "A new incident"
    MOVE_OF_HOME = "move_of_home", "Move of home"
    PREGNANCY = "pregnancy", "Pregnancy"
    SEPARATION = "separation", "Separation"
    SAFE_CONTACT_BREACH = "safe_contact_breach", "Safe-contact breach"
    MARAC_HEARD = "marac_heard", "MARAC heard"
    TRANSFER = "transfer", "Transfer between workers or partners"
    OWN_REQUEST = "own_request", "The person's own request"


def displayed_level(
    score: Score | None,
    judgement: Band | None = None,
    *,
    escalation: bool = False,
    repeat: bool = False,
    countersigned: bool = False,
    policy: Policy = DEFAULT,
) -> Level:
    """Give the highest of the count's band, the judgement, escalation and repeat.

    Escalation and repeat are MARAC criteria, so each is high. A judgement below the count's band
    takes its place only with a manager's countersignature; it never lowers escalation or repeat.

    >>> displayed_level(None, Band.MEDIUM, repeat=True).band.label
    'High'

    Raises:
        Invalid: There is neither a score, a judgement, escalation nor repeat: nothing was assessed.

    Source: RISK-15, RISK-12; TOP-04.
    """
    parts = [
        *_counted(score, judgement, policy, countersigned=countersigned),
        *_judged(judgement),
        *_flagged(escalation=escalation, repeat=repeat),
    ]
    if not parts:
        raise Invalid("score", "nothing_assessed")
    unsure = _possible(score, policy)
    return Level(band=highest(band for band, _ in parts), reasons=(*(reason for _, reason in parts), *unsure))


def domestic_abuse_level(band: Band) -> DomesticAbuseLevel:
    """Give the level that domestic abuse is reported by: standard and medium are one.

    Source: RISK-14.
    """
    return DomesticAbuseLevel.HIGH if band is Band.HIGH else DomesticAbuseLevel.LOW_MEDIUM


def assessment_age_days(assessed_on: date, today: date) -> int:
    """Give the age of an assessment in days, to be shown beside every score.

    Raises:
        Invalid: The assessment lies in the future.

    Source: RISK-35.
    """
    if today < assessed_on:
        raise Invalid("assessed_on", "in_the_future")
    return (today - assessed_on).days


def is_stale(
    assessed_on: date,
    today: date,
    triggers: frozenset[ReassessmentTrigger] = frozenset(),
    policy: Policy = DEFAULT,
) -> bool:
    """Say whether an assessment is too old, or something has happened since that outdates it at once.

    The last day of the validity period still counts as fresh; `triggers` are those since the assessment.

    Raises:
        Invalid: The assessment lies in the future.

    Source: RISK-36; the period is `Policy.risk_stale_days`.
    """
    return bool(triggers) or assessment_age_days(assessed_on, today) > policy.risk_stale_days


def review_due_on(assessed_on: date, band: Band, policy: Policy = DEFAULT) -> date:
    """Give the day on which an open domestic-abuse case is due for review; closure always is a review.

    Source: RISK-37; the periods are `Policy.review_high_days`, `review_medium_days`, `review_other_days`.
    """
    days = {Band.HIGH: policy.review_high_days, Band.MEDIUM: policy.review_medium_days}
    return assessed_on + timedelta(days=days.get(band, policy.review_other_days))


def _counted(
    score: Score | None, judgement: Band | None, policy: Policy, *, countersigned: bool
) -> list[tuple[Band, Reason]]:
    if score is None:
        return []
    count = f"{score.yes_count} of {len(QUESTIONS)} answered yes"
    if judgement is None or judgement.rank >= score.band.rank:
        text = f"{count}; {policy.visible_high_risk_count} or more is high"
        return [(score.band, because(f"count_{score.band}", "RISK-13", text))]
    if countersigned:
        text = f"{count}; judged {judgement.label.lower()} with a manager's countersignature"
        return [(judgement, because("lowered_with_countersign", "RISK-15", text))]
    text = f"{count}; judgement alone does not lower the level without a manager's countersignature"
    return [(score.band, because("not_lowered", "RISK-15", text))]


def _judged(judgement: Band | None) -> list[tuple[Band, Reason]]:
    if judgement is None:
        return []
    text = f"Professional judgement is {judgement.label.lower()}"
    return [(judgement, because(f"judgement_{judgement}", "RISK-15", text))]


def _flagged(*, escalation: bool, repeat: bool) -> list[tuple[Band, Reason]]:
    escalated = because("potential_escalation", "RISK-15", "Incidents have become frequent enough to be an escalation")
    repeated = because("marac_repeat", "RISK-15", "Further abuse since the last MARAC referral makes this a repeat")
    return [(Band.HIGH, reason) for reason, holds in ((escalated, escalation), (repeated, repeat)) if holds]


def _possible(score: Score | None, policy: Policy) -> list[Reason]:
    if score is None or not score.possible_visible_high_risk:
        return []
    text = f"With {score.unknown_count} unknown the count could reach {score.count_max}"
    text += f", and {policy.visible_high_risk_count} is high: use judgement"
    return [because("possible_visible_high_risk", "RISK-12", text)]
