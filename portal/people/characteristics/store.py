"""Rows of characteristics: every version kept, the newest in force."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import PersonId, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from portal.people.characteristics.model import Answers, Kept
from portal.people.characteristics.tables import CharacteristicsRow

_MOST = 50


def add(session: Session, vault: Vault, key: RecordKey, kept: Kept, row_id: UUID) -> None:
    """Store one more version of what the person whose key it is has said.

    Raises:
        IntegrityError: Somebody else stored this version at the same moment.
    """
    session.add(
        CharacteristicsRow(
            id=row_id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            version=kept.version,
            recorded_at=utc(kept.at),
            recorded_by=kept.by,
            asked=len(kept.answers.keys),
            sealed_answers=vault.seal(key, _column(row_id), msgspec.json.encode(kept.answers).decode()),
        )
    )
    session.flush()


def versions(session: Session, vault: Vault, key: RecordKey) -> tuple[Kept, ...]:
    """Give every version, the newest first, at most fifty; it opens red fields."""
    rows = session.exec(
        select(CharacteristicsRow)
        .where(CharacteristicsRow.person_id == key.record_id)
        .order_by(col(CharacteristicsRow.version).desc())
        .limit(_MOST)
    )
    return tuple(
        Kept(
            version=row.version,
            at=utc(row.recorded_at),
            by=UserId(row.recorded_by),
            answers=msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_answers), type=Answers),
        )
        for row in rows
    )


def asked_of(session: Session, person_id: PersonId) -> int:
    """Give how many questions were answered or declined; it opens nothing."""
    found = session.exec(
        select(CharacteristicsRow.asked)
        .where(CharacteristicsRow.person_id == person_id)
        .order_by(col(CharacteristicsRow.version).desc())
        .limit(1)
    ).first()
    return found or 0


def _column(row_id: UUID) -> str:
    return f"characteristics.answers:{row_id}"
