"""Imports in the database: what was imported before, by keyed index alone, and the runs with their files."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import CaseId, OrganisationId, Reference, UserId
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from portal.intake.importing.model import Run, Tally
from portal.intake.importing.tables import CaseImportRow, ImportedLineRow
from portal.intake.tables import CaseRow

_COLUMN = "case_import.content"
_MOST_ALIKE: Final = 100
_COUNTS = Tally.__struct_fields__


def digests(session: Session, owner_id: OrganisationId, indexes: Collection[bytes]) -> Mapping[bytes, bytes]:
    """Give the digest of each line that was imported before, by the index of its case reference, in one statement."""
    rows = session.execute(
        select(ImportedLineRow.reference_index, ImportedLineRow.digest).where(  # type: ignore[call-overload]
            col(ImportedLineRow.owner_organisation_id) == owner_id, col(ImportedLineRow.reference_index).in_(indexes)
        )
    )
    return {row.reference_index: row.digest for row in rows}


def entered(session: Session, owner_id: OrganisationId, indexes: Collection[bytes]) -> frozenset[bytes]:
    """Give which of these indexes of the source's own number a case has, however it was taken in, in one statement.

    It is the system's own: whose intake it was does not matter, and nothing of the case is told.
    """
    found = session.scalars(
        select(CaseRow.reference_index).where(  # type: ignore[call-overload]
            col(CaseRow.owner_organisation_id) == owner_id, col(CaseRow.reference_index).in_(indexes)
        ),
        execution_options=SYSTEM,
    )
    return frozenset(found)


def add_line(
    session: Session,
    *,
    line_id: UUID,
    owner_id: OrganisationId,
    run_id: UUID,
    case_id: CaseId,
    index: bytes,
    digest: bytes,
    is_alike: bool,
) -> None:
    """Remember a line that was taken in."""
    row = ImportedLineRow(
        id=line_id,
        owner_organisation_id=owner_id,
        import_id=run_id,
        case_id=case_id,
        reference_index=index,
        digest=digest,
        is_alike=is_alike,
    )
    session.add(row)


def add(session: Session, run: Run, owner_id: OrganisationId, sealed: tuple[RecordKey, bytes] | None = None) -> None:
    """Store a run, with its sealed file where it waits to be confirmed."""
    key, content = sealed or (None, None)
    session.add(
        CaseImportRow(
            id=run.id,
            owner_organisation_id=owner_id,
            reference=run.reference,
            created_by=run.created_by,
            created_at=utc(run.created_at),
            sealed_key=None if key is None else key.wrapped,
            sealed_content=content,
        )
    )
    session.flush()


def seal(vault: Vault, owner_id: OrganisationId, run_id: UUID, text: str) -> tuple[RecordKey, bytes]:
    """Seal the text of a file under a new key."""
    key = vault.new_key(owner_id, run_id)
    return key, vault.seal(key, _COLUMN, text)


def get(session: Session, reference: Reference, user_id: UserId) -> Run:
    """Give a run of this account.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    return _run(_row(session, reference, user_id))


def content_of(session: Session, vault: Vault, reference: Reference, user_id: UserId) -> str | None:
    """Give the text of the file that waits, None where none does any more.

    Raises:
        Missing: As `get`.
    """
    row = _row(session, reference, user_id)
    if row.sealed_content is None or row.sealed_key is None:
        return None
    owner = OrganisationId(row.owner_organisation_id)
    key = RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key)
    return vault.open(key, _COLUMN, row.sealed_content)


def finish(session: Session, run_id: UUID, tally: Tally, at: datetime) -> None:
    """Store what came of a run, and delete its file.

    Raises:
        Conflict: It is finished already.
    """
    counts = {name: getattr(tally, name) for name in _COUNTS}
    statement = (
        update(CaseImportRow)
        .where(col(CaseImportRow.id) == run_id, col(CaseImportRow.finished_at).is_(None))
        .values(finished_at=utc(at), sealed_content=None, sealed_key=None, **counts)
    )
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("finished", "I13", "This import is finished already."))


def forget_waiting(session: Session, user_id: UserId) -> None:
    """Delete the file of this account that waits; a new one takes its place."""
    session.execute(_emptied(col(CaseImportRow.created_by) == user_id))


def forget_older(session: Session, before: datetime, most: int, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Delete the files of runs that nobody confirmed in time, at most `most`; give which."""
    old = (
        select(CaseImportRow.id)  # type: ignore[call-overload]
        .where(col(CaseImportRow.created_at) < utc(before), col(CaseImportRow.sealed_content).is_not(None))
        .limit(most)
    )
    gone = _emptied(col(CaseImportRow.id).in_(old)).returning(col(CaseImportRow.reference))
    return tuple(session.execute(gone.execution_options(**options)).scalars())


def _emptied(where: Any) -> Any:
    statement = update(CaseImportRow).where(where, col(CaseImportRow.sealed_content).is_not(None))
    return statement.values(sealed_content=None, sealed_key=None).execution_options(synchronize_session=False)


def alike_cases(session: Session, run_id: UUID) -> tuple[Reference, ...]:
    """Give the cases of a run whose person may be known already, at most a hundred, in one statement."""
    rows = session.scalars(
        select(CaseRow.reference)  # type: ignore[call-overload]
        .join(ImportedLineRow, col(ImportedLineRow.case_id) == col(CaseRow.id))
        .where(col(ImportedLineRow.import_id) == run_id, col(ImportedLineRow.is_alike))
        .order_by(col(CaseRow.reference))
        .limit(_MOST_ALIKE)
    )
    return tuple(Reference(each) for each in rows)


def _row(session: Session, reference: Reference, user_id: UserId) -> CaseImportRow:
    row = session.scalars(
        select(CaseImportRow).where(col(CaseImportRow.reference) == reference, col(CaseImportRow.created_by) == user_id)
    ).one_or_none()
    if row is None:
        raise Missing
    return row


def _run(row: CaseImportRow) -> Run:
    return Run(
        id=row.id,
        reference=Reference(row.reference),
        created_by=UserId(row.created_by),
        created_at=utc(row.created_at),
        finished_at=row.finished_at and utc(row.finished_at),
        tally=Tally(**{name: getattr(row, name) for name in _COUNTS}),
    )
