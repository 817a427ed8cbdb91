"""Rows of half-written assessments: sealed, one for each person and worker."""

from datetime import datetime

import msgspec
from sqlmodel import Session, col, delete, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from portal.people.risk.drafts.model import KeptDraft
from portal.people.risk.forms import AssessmentForm
from portal.people.tables import RiskDraftRow

_COLUMN = "risk_draft.draft"


def keep(session: Session, vault: Vault, key: RecordKey, typed: AssessmentForm, *, by: UserId, at: datetime) -> None:
    """Store what a worker has typed about the person whose key it is, in place of what was kept before."""
    sealed = vault.seal(key, f"{_COLUMN}:{by}", msgspec.json.encode(typed).decode())
    session.merge(
        RiskDraftRow(
            person_id=key.record_id,
            kept_by=by,
            owner_organisation_id=key.organisation_id,
            kept_at=at,
            sealed_draft=sealed,
        )
    )
    session.flush()


def kept(session: Session, vault: Vault, key: RecordKey, by: UserId) -> KeptDraft | None:
    """Give what the worker has kept about the person, None when nothing is.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    row = session.exec(
        select(RiskDraftRow).where(RiskDraftRow.person_id == key.record_id, RiskDraftRow.kept_by == by)
    ).first()
    if row is None:
        return None
    typed = msgspec.json.decode(vault.open(key, f"{_COLUMN}:{by}", row.sealed_draft), type=AssessmentForm)
    return KeptDraft(typed=typed, kept_at=row.kept_at)


def drop(session: Session, key: RecordKey, by: UserId) -> None:
    """Delete what the worker has kept about the person."""
    session.exec(
        delete(RiskDraftRow).where(col(RiskDraftRow.person_id) == key.record_id, col(RiskDraftRow.kept_by) == by)
    )
