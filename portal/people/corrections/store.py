"""Rows of corrections: added, and read with their former values; never changed."""

from uuid import UUID

import msgspec
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select

from lvws_core.ids import UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from portal.people.corrections.model import AskedBy, Corrected, Correction, Grounds, Part, Why
from portal.people.corrections.tables import CorrectionRow

MOST = 50
"""How many corrections are read at once."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a correction: the fields, and why in a sentence."""

    lines: tuple[Corrected, ...]
    words: str = ""


def add(session: Session, vault: Vault, key: RecordKey, made: Correction) -> None:
    """Store a correction of the person whose key it is."""
    change = Change(lines=made.lines, words=made.grounds.words)
    session.add(
        CorrectionRow(
            id=made.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            part=made.part.value,
            why=made.grounds.why.value,
            asked_by=made.grounds.asked_by.value,
            corrected_at=utc(made.at),
            corrected_by=made.by,
            sealed_change=vault.seal(key, _column(made.id), msgspec.json.encode(change).decode()),
        )
    )
    session.flush()


def of_person(session: Session, vault: Vault, key: RecordKey) -> tuple[Correction, ...]:
    """Give what was corrected, the newest first, at most fifty; it opens red fields."""
    rows = session.exec(
        select(CorrectionRow)
        .where(CorrectionRow.person_id == key.record_id)
        .order_by(col(CorrectionRow.corrected_at).desc(), col(CorrectionRow.id).desc())
        .limit(MOST)
    )
    return tuple(_correction(vault, key, row) for row in rows)


def _correction(vault: Vault, key: RecordKey, row: CorrectionRow) -> Correction:
    change = msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_change), type=Change)
    grounds = Grounds(why=Why(row.why), asked_by=AskedBy(row.asked_by), words=change.words)
    return Correction(
        id=row.id,
        part=Part(row.part),
        at=utc(row.corrected_at),
        by=UserId(row.corrected_by),
        grounds=grounds,
        lines=change.lines,
    )


def _column(row_id: UUID) -> str:
    return f"correction.change:{row_id}"
