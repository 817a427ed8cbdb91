"""Rows of triggers: sealed, for what happened to somebody tells much."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from portal.people.risk.triggers.model import NotedTrigger
from portal.people.tables import RiskTriggerRow

_MOST = 50


def add(session: Session, vault: Vault, key: RecordKey, noted: NotedTrigger, *, trigger_id: UUID, by: UserId) -> None:
    """Store what has happened to the person whose key it is."""
    session.add(
        RiskTriggerRow(
            id=trigger_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            noted_at=noted.noted_at,
            noted_by=by,
            sealed_trigger=vault.seal(key, _column(trigger_id), msgspec.json.encode(noted).decode()),
        )
    )
    session.flush()


def since(session: Session, vault: Vault, key: RecordKey, moment: datetime) -> tuple[NotedTrigger, ...]:
    """Give what was noted after a moment, newest first, at most fifty.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    rows = session.exec(
        select(RiskTriggerRow)
        .where(RiskTriggerRow.person_id == key.record_id, col(RiskTriggerRow.noted_at) > moment)
        .order_by(col(RiskTriggerRow.noted_at).desc(), col(RiskTriggerRow.id).desc())
        .limit(_MOST)
    )
    return tuple(
        msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_trigger), type=NotedTrigger) for row in rows
    )


def _column(row_id: UUID) -> str:
    return f"risk_trigger.trigger:{row_id}"
