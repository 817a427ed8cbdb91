"""Rows of stalking follow-ups: sealed, apart from the assessments (RISK-01)."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.risk.assessment import Tool
from portal.people.risk.stalking.model import VERSION, FollowedUp
from portal.people.tables import RiskFollowUpRow


def add(session: Session, vault: Vault, key: RecordKey, made: FollowedUp, *, follow_up_id: UUID, by: UserId) -> None:
    """Store the answers about the person whose key it is; the ones before stay."""
    session.add(
        RiskFollowUpRow(
            id=follow_up_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            tool_key=Tool.SDASH_11.value,
            tool_version=VERSION,
            assessed_at=made.assessed_at,
            assessed_by=by,
            sealed_follow_up=vault.seal(key, _column(follow_up_id), msgspec.json.encode(made).decode()),
        )
    )
    session.flush()


def latest(session: Session, vault: Vault, key: RecordKey) -> FollowedUp | None:
    """Give the newest, None when there is none.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    row = session.exec(
        select(RiskFollowUpRow)
        .where(RiskFollowUpRow.person_id == key.record_id)
        .order_by(col(RiskFollowUpRow.assessed_at).desc(), col(RiskFollowUpRow.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_follow_up), type=FollowedUp)


def _column(row_id: UUID) -> str:
    return f"risk_follow_up.follow_up:{row_id}"
