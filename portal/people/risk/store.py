"""Rows of assessments: sealed, kept as a series."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.risk.dash import Band
from portal.people.risk.model import Assessment, PastAssessment
from portal.people.tables import RiskAssessmentRow

_MOST = 50


def add(session: Session, vault: Vault, key: RecordKey, assessment: Assessment, *, by: UserId) -> None:
    """Store a new assessment of the person whose key it is."""
    session.add(
        RiskAssessmentRow(
            id=assessment.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            tool_key=assessment.tool_key,
            tool_version=assessment.tool_version,
            assessed_at=assessment.assessed_at,
            assessed_by=by,
            yes_count=assessment.score.yes_count,
            unknown_count=assessment.score.unknown_count,
            level=assessment.level.value,
            marac=assessment.marac.refer,
            policy_version=assessment.policy_version,
            sealed_assessment=vault.seal(key, _column(assessment.id), msgspec.json.encode(assessment).decode()),
        )
    )
    session.flush()


def latest(session: Session, vault: Vault, key: RecordKey) -> Assessment | None:
    """Give the newest assessment, None when there is none.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    row = session.exec(
        select(RiskAssessmentRow)
        .where(RiskAssessmentRow.person_id == key.record_id)
        .order_by(col(RiskAssessmentRow.assessed_at).desc(), col(RiskAssessmentRow.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_assessment), type=Assessment)


def series(session: Session, person_id: UUID) -> tuple[PastAssessment, ...]:
    """Give the newest assessments in clear codes, newest first, at most fifty (RISK-38)."""
    rows = session.exec(
        select(
            RiskAssessmentRow.assessed_at,
            RiskAssessmentRow.level,
            RiskAssessmentRow.yes_count,
            RiskAssessmentRow.unknown_count,
        )
        .where(RiskAssessmentRow.person_id == person_id)
        .order_by(col(RiskAssessmentRow.assessed_at).desc(), col(RiskAssessmentRow.id).desc())
        .limit(_MOST)
    )
    return tuple(
        PastAssessment(assessed_at=at, level=Band(level), yes_count=yes, unknown_count=unknown)
        for at, level, yes, unknown in rows
    )


def _column(row_id: UUID) -> str:
    return f"risk_assessment.assessment:{row_id}"
