"""Rows of assessments: sealed, kept as a series."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.risk.dash import Band
from portal.people.risk.model import Assessment, PastAssessment
from portal.people.tables import RiskAssessmentRow

_MOST = 50
_NEWEST = (
    col(RiskAssessmentRow.assessed_at).desc(),
    col(RiskAssessmentRow.recorded_at).desc(),
    col(RiskAssessmentRow.id).desc(),
)


def add(
    session: Session,
    vault: Vault,
    key: RecordKey,
    assessment: Assessment,
    *,
    by: UserId,
    at: datetime | None = None,
) -> None:
    """Store a new assessment of the person whose key it is; `at` is when, where that is later than the assessment."""
    session.add(
        RiskAssessmentRow(
            id=assessment.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            tool_key=assessment.tool_key,
            tool_version=assessment.tool_version,
            assessed_at=assessment.assessed_at,
            assessed_by=by,
            recorded_at=at or assessment.assessed_at,
            pair=assessment.findings.pair,
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
    """Give the assessment that counts: of the newest of each perpetrator the one with the highest level.

    None when there is none. At the same level the newer counts.

    Raises:
        Invalid: What is stored was sealed for another place.

    Source: RISK-16: a second perpetrator's assessment never hides the first one's.
    """
    newest = _newest_of_each(session, key.record_id)
    if not newest:
        return None
    return _opened(vault, key, max(newest.values(), key=lambda row: Band(row.level).rank))


def harmers(session: Session, vault: Vault, key: RecordKey) -> Mapping[int, str]:
    """Give the worker's word for each perpetrator assessed so far, by number, the newest assessment's first."""
    newest = _newest_of_each(session, key.record_id)
    return {pair: _opened(vault, key, row).findings.harmer for pair, row in newest.items()}


def series(session: Session, person_id: UUID) -> tuple[PastAssessment, ...]:
    """Give the newest assessments in clear codes, newest first, at most fifty (RISK-38)."""
    columns = (
        RiskAssessmentRow.assessed_at,
        RiskAssessmentRow.level,
        RiskAssessmentRow.yes_count,
        RiskAssessmentRow.unknown_count,
        RiskAssessmentRow.pair,
    )
    rows = session.exec(
        select(*columns)  # type: ignore[call-overload]
        .where(RiskAssessmentRow.person_id == person_id)
        .order_by(*_NEWEST)
        .limit(_MOST)
    )
    return tuple(
        PastAssessment(assessed_at=at, level=Band(level), yes_count=yes, unknown_count=unknown, pair=pair)
        for at, level, yes, unknown, pair in rows
    )


def assessor(session: Session, assessment_id: UUID) -> UserId:
    """Give who made an assessment.

    Raises:
        NoResultFound: There is no such assessment.
    """
    return UserId(
        session.exec(select(RiskAssessmentRow.assessed_by).where(RiskAssessmentRow.id == assessment_id)).one()
    )


def _newest_of_each(session: Session, person_id: UUID) -> dict[int, RiskAssessmentRow]:
    rows = session.exec(
        select(RiskAssessmentRow).where(RiskAssessmentRow.person_id == person_id).order_by(*_NEWEST).limit(_MOST)
    )
    found: dict[int, RiskAssessmentRow] = {}
    for row in rows:
        found.setdefault(row.pair, row)
    return found


def _opened(vault: Vault, key: RecordKey, row: RiskAssessmentRow) -> Assessment:
    return msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_assessment), type=Assessment)


def _column(row_id: UUID) -> str:
    return f"risk_assessment.assessment:{row_id}"
