"""Footings in the database: sealed under the person's key, beside a consent or as a yes that was not taken."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from lvws_core.consent import Purpose
from lvws_core.ids import ConsentId, OrganisationId, UserId
from lvws_core.ports import RecordKey, Vault
from lvws_core.times import utc
from portal.people.consent.footing.model import Footing, NotTaken
from portal.people.consent.footing.tables import ConsentNotTakenRow
from portal.people.tables import ConsentRow

_MOST = 100


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    footing: Footing
    informed: bool


def seal(vault: Vault, key: RecordKey, consent_id: ConsentId, footing: Footing) -> bytes | None:
    """Give what a consent's row keeps of its footing; None where there is nothing to keep."""
    if footing.is_ordinary:
        return None
    return vault.seal(key, _column(consent_id), msgspec.json.encode(footing).decode())


def of_person(session: Session, vault: Vault, key: RecordKey) -> Mapping[ConsentId, Footing]:
    """Give the footing of each consent of a person that keeps one.

    It opens red fields: whoever calls it records the read.
    """
    rows = session.exec(
        select(ConsentRow.id, ConsentRow.sealed_footing)
        .where(ConsentRow.person_id == key.record_id, col(ConsentRow.sealed_footing).is_not(None))
        .limit(_MOST)
    )
    return {
        ConsentId(id_): msgspec.json.decode(vault.open(key, _column(id_), sealed or b""), type=Footing)
        for id_, sealed in rows
    }


def add_not_taken(session: Session, vault: Vault, key: RecordKey, not_taken: NotTaken) -> None:
    """Store a yes that did not count."""
    kept = _Sealed(footing=not_taken.footing, informed=not_taken.informed)
    session.add(
        ConsentNotTakenRow(
            id=not_taken.id,
            owner_organisation_id=key.organisation_id,
            person_id=key.record_id,
            organisation_id=not_taken.organisation_id,
            purpose=not_taken.purpose.value,
            asked_at=not_taken.asked_at,
            asked_by=not_taken.asked_by,
            reasons=" ".join(reason.code for reason in not_taken.reasons),
            sealed_footing=vault.seal(key, _column(not_taken.id), msgspec.json.encode(kept).decode()),
        )
    )
    session.flush()


def not_taken(session: Session, vault: Vault, key: RecordKey) -> tuple[NotTaken, ...]:
    """Give the yeses of a person that did not count, newest first, at most a hundred.

    It opens red fields: whoever calls it records the read.
    """
    rows = session.exec(
        select(ConsentNotTakenRow)
        .where(ConsentNotTakenRow.person_id == key.record_id)
        .order_by(col(ConsentNotTakenRow.asked_at).desc(), col(ConsentNotTakenRow.id).desc())
        .limit(_MOST)
    )
    return tuple(_not_taken(vault, key, row) for row in rows)


def _not_taken(vault: Vault, key: RecordKey, row: ConsentNotTakenRow) -> NotTaken:
    kept = msgspec.json.decode(vault.open(key, _column(row.id), row.sealed_footing), type=_Sealed)
    return NotTaken(
        id=row.id,
        organisation_id=OrganisationId(row.organisation_id),
        purpose=Purpose(row.purpose),
        asked_at=utc(row.asked_at),
        asked_by=UserId(row.asked_by),
        footing=kept.footing,
        informed=kept.informed,
    )


def _column(row_id: UUID) -> str:
    return f"consent.footing:{row_id}"
