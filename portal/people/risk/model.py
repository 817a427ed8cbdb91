"""Assessments: the answers, what they count to, what a professional adds, and what follows."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.errors import Conflict
from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.risk.assessment import Tool
from lvws_core.risk.dash import Answer, Band, Score, score
from lvws_core.risk.level import Level, displayed_level
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, decide_marac
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled

TOOL_VERSION = "paraphrase-1"
"""Which version of our paraphrase; stored with each assessment (RISK-01, RISK-02)."""

OF_AGE, YOUNGEST = 18, 13
"""In years: from 18 the adult checklist, under 13 none at all. Source: RISK-40 to RISK-43."""


class InfoSource(Labelled):
    """Who an answer was heard from. Source: RISK-17."""

    VICTIM = "victim", "The person"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    PROFESSIONAL = "professional", "Another professional"
    FILE = "file", "The file"
    OTHER = "other", "Somebody else"


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one assessment, of one person and one perpetrator (RISK-16).

    `judgement` is the level that the professional sets beside the count, None when they agree, and
    `reason` says why. `age` is the person's in years; `police_incidents` counts the past 12 months;
    days are London days. `external_grade` is what the police graded, kept apart: it never becomes a
    count (RISK-01). `pair` numbers the perpetrators from 1, `harmer` is the worker's word for one.
    """

    answers: Mapping[str, Answer]
    sources: Mapping[str, InfoSource] = {}
    age: int
    judgement: Band | None = None
    reason: str = ""
    police_incidents: int = 0
    last_referral_on: date | None = None
    incident_on: date | None = None
    perpetrator_age: int | None = None
    external_grade: Band | None = None
    pair: int = 1
    harmer: str = ""


class Countersignature(msgspec.Struct, frozen=True, kw_only=True):
    """A manager's word that the level may be lower than the count; `at` is aware UTC. Source: RISK-15."""

    by: UserId
    at: datetime
    reason: str


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment and all that followed from it; a new one supersedes, never overwrites (RISK-38).

    `level` is the displayed level and `reasons` say where it comes from. Silence about a question
    is kept as silence, and counts as not known (TOP-02).
    """

    id: UUID
    assessed_at: datetime
    findings: Findings
    score: Score
    level: Band
    reasons: tuple[Reason, ...]
    marac: MaracDecision
    policy_version: str
    tool_key: str = Tool.SAFELIVES_DASH_24.value
    tool_version: str = TOOL_VERSION
    countersigned: Countersignature | None = None

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers by question key."""
        return self.findings.answers

    @property
    def judgement(self) -> Band | None:
        """The level set beside the count, None when the professional agrees with it."""
        return self.findings.judgement

    @property
    def reason(self) -> str:
        """Why the professional set it otherwise; empty when they did not."""
        return self.findings.reason

    @property
    def awaits_countersignature(self) -> bool:
        """Say whether the professional sees less than the count and no manager has agreed yet (RISK-15)."""
        lower = self.judgement is not None and self.judgement.rank < self.score.band.rank
        return lower and self.countersigned is None

    @property
    def says_stalking(self) -> bool:
        """Say whether question 8 was answered yes, so that the stalking follow-up is asked (domain 1.2)."""
        return self.answers.get("stalking_or_harassing_contact") == Answer.YES


class PastAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment in the series, as the trend shows it."""

    assessed_at: datetime
    level: Band
    yes_count: int
    unknown_count: int
    pair: int = 1


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before an assessment: the age in years, None when it has to be asked, and the series.

    `harmers` are the perpetrators assessed so far, the worker's word by their number.
    """

    age: int | None
    earlier: tuple[PastAssessment, ...] = ()
    harmers: Mapping[int, str] = {}


def assess(
    findings: Findings, *, assessment_id: UUID, at: datetime, on: date, borough: Borough, policy: Policy
) -> Assessment:
    """Give the assessment that follows from the findings; `on` is the London day of `at`.

    Raises:
        Invalid: An unknown question, a reason that is too short, or a day after `on`.

    Source: RISK-10 to RISK-15, domain section 1.4.
    """
    counted = score(findings.answers, policy)
    decision = decide_marac(_circumstances(findings, counted, on, borough), policy)
    level = _level(findings, counted, decision, policy)
    return Assessment(
        id=assessment_id,
        assessed_at=at,
        findings=findings,
        score=counted,
        level=level.band,
        reasons=level.reasons,
        marac=decision,
        policy_version=policy.version,
        tool_key=tool_for(findings.age).value,
    )


def tool_for(age: int) -> Tool:
    """Give the checklist for an age in years: the young people's under 18. Source: RISK-41 to RISK-43."""
    return Tool.SAFELIVES_DASH_24 if age >= OF_AGE else Tool.YP_RIC


def countersigned(assessment: Assessment, word: Countersignature, *, assessment_id: UUID, policy: Policy) -> Assessment:
    """Give the assessment that supersedes one whose judgement is lower than its count, as a manager agreed.

    What was answered and when stays; escalation and repeat are never lowered.

    Raises:
        Conflict: There is no lower judgement that waits.

    Source: RISK-15, RISK-38.
    """
    if not assessment.awaits_countersignature:
        raise Conflict(_NOTHING_WAITS)
    level = _level(assessment.findings, assessment.score, assessment.marac, policy, is_countersigned=True)
    return replace(assessment, id=assessment_id, level=level.band, reasons=level.reasons, countersigned=word)


_NOTHING_WAITS = because("nothing_to_countersign", "RISK-15", "No lower level waits for a manager here.")


def _level(
    findings: Findings, counted: Score, decision: MaracDecision, policy: Policy, *, is_countersigned: bool = False
) -> Level:
    met = {reason.code for reason in decision.reasons}
    return displayed_level(
        counted,
        findings.judgement,
        escalation=Criterion.POTENTIAL_ESCALATION.value in met,
        repeat=decision.repeat,
        countersigned=is_countersigned,
        policy=policy,
    )


def _circumstances(findings: Findings, counted: Score, on: date, borough: Borough) -> Circumstances:
    return Circumstances(
        victim_age=findings.age,
        perpetrator_age=findings.perpetrator_age,
        score=counted,
        judgement=findings.reason if findings.judgement is Band.HIGH else None,
        police_incidents=findings.police_incidents,
        last_referral_on=findings.last_referral_on,
        incident_on=findings.incident_on,
        borough=borough,
        on=on,
    )
