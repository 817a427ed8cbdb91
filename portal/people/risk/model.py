"""Assessments: the answers, what they count to, what a professional adds, and what follows."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.risk.dash import Answer, Band, Score, score
from lvws_core.risk.level import displayed_level
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, decide_marac
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled

TOOL_KEY, TOOL_VERSION = "safelives_dash_24", "paraphrase-1"
"""Which instrument and which version of our paraphrase; stored with each assessment (RISK-01)."""


class InfoSource(Labelled):
    """Who an answer was heard from. Source: RISK-17."""

    VICTIM = "victim", "The person"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    OTHER = "other", "Other"


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one assessment, of one person and one perpetrator (RISK-16).

    `judgement` is the level that the professional sets above the count, None when they agree, and
    `reason` says why. `age` is the person's in years; `police_incidents` counts the past 12 months;
    days are London days.
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
    tool_key: str = TOOL_KEY
    tool_version: str = TOOL_VERSION

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers by question key."""
        return self.findings.answers

    @property
    def judgement(self) -> Band | None:
        """The level set above the count, None when the professional agrees with it."""
        return self.findings.judgement

    @property
    def reason(self) -> str:
        """Why the professional set it higher; empty when they did not."""
        return self.findings.reason


class PastAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment in the series, as the trend shows it."""

    assessed_at: datetime
    level: Band
    yes_count: int
    unknown_count: int


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before an assessment: the age in years, None when it has to be asked, and the series."""

    age: int | None
    earlier: tuple[PastAssessment, ...] = ()


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
    met = {reason.code for reason in decision.reasons}
    level = displayed_level(
        counted,
        findings.judgement,
        escalation=Criterion.POTENTIAL_ESCALATION.value in met,
        repeat=decision.repeat,
        policy=policy,
    )
    return Assessment(
        id=assessment_id,
        assessed_at=at,
        findings=findings,
        score=counted,
        level=level.band,
        reasons=level.reasons,
        marac=decision,
        policy_version=policy.version,
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
