"""Pages of risk: the form of an assessment, and what the newest one says."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.risk.dash import CRITICAL_ORDER, QUESTIONS, Answer, Question, Score
from lvws_core.risk.level import assessment_age_days, is_stale, review_due_on
from lvws_core.risk.marac import MaracDecision
from lvws_core.times import london_day
from portal.people.model import age_in_words, day_in_words
from portal.people.risk.forms import AssessmentForm, Judgement
from portal.people.risk.model import Assessment, InfoSource, PastAssessment

Option = Mapping[str, str]
_ANSWERS: tuple[Option, ...] = (
    {"value": Answer.YES.value, "text": "Yes"},
    {"value": Answer.NO.value, "text": "No"},
    {"value": Answer.DONT_KNOW.value, "text": "Not known"},
)


class AskedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the form, with what is answered so far."""

    number: int
    key: str
    text: str
    answer: str
    heard: str


class RiskPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of an assessment; `bar` says what is counted so far."""

    template: ClassVar[str] = "people/risk.html"
    fragment: ClassVar[str] = "people/_count.html"

    title: str
    reference: Reference
    asks_age: bool
    critical: tuple[AskedQuestion, ...]
    others: tuple[AskedQuestion, ...]
    answers: tuple[Option, ...]
    sources: tuple[Option, ...]
    judgements: tuple[Option, ...]
    typed: AssessmentForm
    count: str
    reach: str
    band: str
    level: str
    reason_characters: int
    earlier: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


class RiskPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The newest assessment in words; `kind` is the key of the level."""

    label: str
    kind: str
    age: str
    stale: bool
    count: str
    reasons: tuple[Reason, ...]
    marac: str
    marac_reasons: tuple[Reason, ...]
    review: str


def risk_page(
    reference: Reference,
    typed: AssessmentForm,
    *,
    asks_age: bool,
    policy: Policy,
    earlier: tuple[PastAssessment, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> RiskPage:
    """Give the form, critical questions first (RISK-18), counted as far as it is answered."""
    asked = {question.number: _asked(question, typed) for question in QUESTIONS}
    counted = typed.counted(policy)
    return RiskPage(
        title=f"Risk assessment for person {reference}",
        reference=reference,
        asks_age=asks_age,
        critical=tuple(asked[number] for number in CRITICAL_ORDER),
        others=tuple(each for number, each in asked.items() if number not in CRITICAL_ORDER),
        answers=_ANSWERS,
        sources=({"value": "", "text": "not said"}, *({"value": s.value, "text": s.label} for s in InfoSource)),
        judgements=tuple({"value": j.value, "text": j.label} for j in Judgement),
        typed=typed,
        count=f"{counted.yes_count} yes · {counted.unknown_count} not known",
        reach=_reach(counted, policy),
        band=counted.band.label,
        level=counted.band.value,
        reason_characters=policy.judgement_characters,
        earlier=tuple(_past(each) for each in earlier),
        errors=errors,
    )


def risk_panel(assessment: Assessment, today: date, policy: Policy) -> RiskPanel:
    """Give what the newest assessment says today, with its age beside the score (RISK-35)."""
    on, counted = london_day(assessment.assessed_at), assessment.score
    return RiskPanel(
        label=f"{assessment.level.label} risk",
        kind=assessment.level.value,
        age=age_in_words(assessment_age_days(on, today)),
        stale=is_stale(on, today, policy=policy),
        count=f"{counted.yes_count} of {len(QUESTIONS)} yes, {counted.unknown_count} not known",
        reasons=assessment.reasons,
        marac=marac_words(assessment.marac),
        marac_reasons=assessment.marac.reasons,
        review=f"Review by {day_in_words(review_due_on(on, assessment.level, policy))}.",
    )


def marac_words(decision: MaracDecision) -> str:
    """Give the decision about MARAC and where else the case goes, in one or two sentences."""
    others = [route.label for route in decision.routes if route.value != "marac"]
    also = f" {'Also: t' if decision.refer else 'T'}ell {others[0].lower()}." if others else ""
    if not decision.refer:
        return f"No MARAC referral.{also}"
    criteria = " and ".join(criterion.label.lower() for criterion in decision.criteria)
    return f"Refer to MARAC: meets {criteria}.{also}"


def _asked(question: Question, typed: AssessmentForm) -> AskedQuestion:
    return AskedQuestion(
        number=question.number,
        key=question.key,
        text=question.summary,
        answer=typed.answers.get(question.key, ""),
        heard=typed.heard.get(question.key, ""),
    )


def _reach(counted: Score, policy: Policy) -> str:
    if not counted.unknown_count:
        return ""
    needed = f"; {policy.visible_high_risk_count} is visible high risk, so use your judgement"
    warning = needed if counted.possible_visible_high_risk else ""
    return f"It could reach {counted.count_max}{warning}."


def _past(each: PastAssessment) -> str:
    day = day_in_words(london_day(each.assessed_at))
    return f"{day}: {each.level.label.lower()}, {each.yes_count} yes and {each.unknown_count} not known"
