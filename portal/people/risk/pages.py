"""Pages of risk: the form of an assessment, and what the one that counts says."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.risk.assessment import Strand, strand_for
from lvws_core.risk.dash import CRITICAL_ORDER, QUESTIONS, Answer, Band, Question, Score
from lvws_core.risk.level import ReassessmentTrigger, assessment_age_days, is_stale, review_due_on
from lvws_core.risk.marac import MaracDecision
from lvws_core.times import london_day
from portal.people.model import age_in_words, day_in_words
from portal.people.risk.forms import AssessmentForm, Judgement
from portal.people.risk.model import OF_AGE, YOUNGEST, Assessment, Ground, InfoSource, PastAssessment
from portal.people.risk.triggers.model import Since
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, str]
_NOTHING_KNOWN, _NOTHING_SINCE = Ground(age=None), Since()
ANSWERS: tuple[Option, ...] = (
    {"value": Answer.YES.value, "text": "Yes"},
    {"value": Answer.NO.value, "text": "No"},
    {"value": Answer.DONT_KNOW.value, "text": "Not known"},
)
"""The three answers, in the order of the keys 1, 2 and 3 (TOP-02)."""


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
    grades: tuple[Option, ...]
    harmers: tuple[Option, ...]
    judgements: tuple[Option, ...]
    typed: AssessmentForm
    count: str
    reach: str
    band: str
    level: str
    reason_characters: int
    earlier: tuple[str, ...]
    notes: tuple[str, ...]
    kept: str
    barred: bool
    safe: SafeContactPanel | None = None
    errors: tuple[FieldError, ...] = ()


class RiskPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The assessment that counts in words; `kind` is the key of the level.

    `due` says why it has to be made again now, "" while it has not: its age, what has happened since,
    or a review whose day has passed. `grade` is the police's own, beside the level and never in it.
    """

    label: str
    kind: str
    age: str
    stale: bool
    count: str
    reasons: tuple[Reason, ...]
    marac: str
    marac_reasons: tuple[Reason, ...]
    refers: bool
    review: str
    due: str = ""
    grade: str = ""
    waits: bool = False


def risk_page(
    reference: Reference,
    typed: AssessmentForm,
    *,
    asks_age: bool,
    today: date,
    policy: Policy,
    ground: Ground = _NOTHING_KNOWN,
    kept: str = "",
    errors: tuple[FieldError, ...] = (),
) -> RiskPage:
    """Give the form, critical questions first (RISK-18), counted as far as it is answered.

    `kept` says when the draft was kept that it shows; under 13 there is no form (RISK-40).
    """
    asked = {question.number: _asked(question, typed) for question in QUESTIONS}
    counted = typed.counted(policy)
    return RiskPage(
        title=f"Risk assessment for person {reference}",
        reference=reference,
        asks_age=asks_age,
        critical=tuple(asked[number] for number in CRITICAL_ORDER),
        others=tuple(each for number, each in asked.items() if number not in CRITICAL_ORDER),
        answers=ANSWERS,
        sources=({"value": "", "text": "not said"}, *({"value": s.value, "text": s.label} for s in InfoSource)),
        grades=({"value": "", "text": "Not told"}, *({"value": b.value, "text": b.label} for b in Band)),
        harmers=_harmers(ground),
        judgements=tuple({"value": j.value, "text": j.label} for j in Judgement),
        typed=typed,
        count=f"{counted.yes_count} yes · {counted.unknown_count} not known",
        reach=_reach(counted, policy),
        band=counted.band.label,
        level=counted.band.value,
        reason_characters=policy.judgement_characters,
        earlier=tuple(_past(each, today) for each in ground.earlier),
        notes=tuple(_of_age(ground.age)),
        kept=kept,
        barred=ground.age is not None and ground.age < YOUNGEST,
        errors=errors,
    )


def risk_panel(assessment: Assessment, today: date, policy: Policy, since: Since = _NOTHING_SINCE) -> RiskPanel:
    """Give what the assessment that counts says today, with its age beside the score (RISK-35)."""
    on, counted = london_day(assessment.assessed_at), assessment.score
    review, grade = review_due_on(on, assessment.level, policy), assessment.findings.external_grade
    return RiskPanel(
        label=f"{assessment.level.label} risk",
        kind=assessment.level.value,
        age=age_in_words(assessment_age_days(on, today)),
        stale=is_stale(on, today, since.triggers, policy),
        count=f"{counted.yes_count} of {len(QUESTIONS)} yes, {counted.unknown_count} not known",
        reasons=assessment.reasons,
        marac=marac_words(assessment.marac),
        marac_reasons=assessment.marac.reasons,
        refers=assessment.marac.refer,
        review=f"Review by {day_in_words(review)}.",
        due=_due(on, review, today, since, policy),
        grade=f"The police graded it {grade.label.lower()}; that is never counted." if grade is not None else "",
        waits=assessment.awaits_countersignature,
    )


def _due(on: date, review: date, today: date, since: Since, policy: Policy) -> str:
    """Say why it has to be made again now: what happened, its age, or the day of its review (RISK-36, RISK-37)."""
    if since.triggers:
        happened = [trigger.label for trigger in ReassessmentTrigger if trigger in since.triggers]
        return f"Since then: {'; '.join((happened[0], *(_lower(label) for label in happened[1:])))}."
    if is_stale(on, today, policy=policy):
        return f"It is more than {policy.risk_stale_days} days old."
    return f"Its review was due on {day_in_words(review)}." if today > review else ""


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


def _past(each: PastAssessment, today: date) -> str:
    on = london_day(each.assessed_at)
    counted = f"{each.level.label.lower()}, {each.yes_count} yes and {each.unknown_count} not known"
    return f"{day_in_words(on)} ({age_in_words(assessment_age_days(on, today))}): {counted}"


def _harmers(ground: Ground) -> tuple[Option, ...]:
    """Give whom the assessment can be about; nothing to choose before there was one (RISK-16)."""
    known = tuple(
        {"value": str(number), "text": word or f"Person {number}"} for number, word in sorted(ground.harmers.items())
    )
    return (*known, {"value": "new", "text": "Somebody else"}) if known else ()


def _of_age(age: int | None) -> Iterator[str]:
    """Say what the age changes (RISK-40 to RISK-42, RISK-45)."""
    if age is None or age >= OF_AGE:
        return
    yield next(words for youngest, words in _BY_AGE.items() if age >= youngest)
    strand, reason = strand_for(age, domestic_abuse=True)
    if strand is not Strand.LVWS:
        yield reason.text


_BY_AGE = {
    16: "The person is 16 or 17: this is kept as the young people’s checklist. MARAC is possible, and children’s "
    "social care is told as well.",
    YOUNGEST: "The person is 13 to 15: this is kept as the young people’s checklist. It informs a referral to "
    "children’s social care; there is no adult MARAC.",
    0: "The person is under 13: there is no checklist. Tell children’s social care now.",
}
"""What an age in years changes, from which age on, the oldest first. Source: RISK-40 to RISK-42."""


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
