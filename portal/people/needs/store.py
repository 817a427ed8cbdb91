"""Rows of needs assessments: every occasion kept, the newest in force."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from lvws_core.vocabulary import NeedCategory
from portal.people.needs.model import Occasion, Scored
from portal.people.needs.tables import NeedsAssessmentRow

_MOST = 50


def add(session: Session, vault: Vault, key: RecordKey, scored: Scored, row_id: UUID) -> None:
    """Store one more occasion of the person whose key it is.

    Raises:
        IntegrityError: Somebody else stored this version at the same moment.
    """
    session.add(
        NeedsAssessmentRow(
            id=row_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            version=scored.version,
            occasion=scored.occasion.value,
            assessed_at=utc(scored.at),
            assessed_by=scored.by,
            sealed_scores=vault.seal(key, _column(row_id), msgspec.json.encode(scored.scores).decode()),
        )
    )
    session.flush()


def series(session: Session, vault: Vault, key: RecordKey, most: int = _MOST) -> tuple[Scored, ...]:
    """Give the occasions, the newest first, at most fifty; it opens red fields."""
    rows = session.exec(
        select(NeedsAssessmentRow)
        .where(NeedsAssessmentRow.person_id == key.record_id)
        .order_by(col(NeedsAssessmentRow.version).desc())
        .limit(most)
    )
    return tuple(_scored(vault, key, row) for row in rows)


def _scored(vault: Vault, key: RecordKey, row: NeedsAssessmentRow) -> Scored:
    opened = vault.open(key, _column(row.id), row.sealed_scores)
    scores: Mapping[NeedCategory, int | None] = msgspec.json.decode(opened, type=dict[NeedCategory, int | None])
    return Scored(
        version=row.version,
        occasion=Occasion(row.occasion),
        at=utc(row.assessed_at),
        by=UserId(row.assessed_by),
        scores=scores,
    )


def _column(row_id: UUID) -> str:
    return f"needs_assessment.scores:{row_id}"
