"""Rows of access reviews: written by what happened, changed only by their review."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, or_, select, update

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from portal.auth.tables import User
from portal.reviews.access.model import Line, LineKind, State
from portal.reviews.access.tables import AccessReviewRow

_REASON, _NOTE = "access_review.reason", "access_review.note"
_CHANGED = because("version_changed", "assurance P15", "Somebody else has just dealt with this.")


def is_listed(session: Session, slot: str) -> bool:
    """Say whether something is on the list already."""
    found = session.exec(select(AccessReviewRow.id).where(AccessReviewRow.slot == slot), execution_options=SYSTEM)
    return found.first() is not None


def add(session: Session, vault: Vault, line: Line, reason: str = "") -> None:
    """Store a line with what its worker wrote, sealed."""
    key = vault.new_key(line.owner_id, line.id)
    session.add(
        AccessReviewRow(
            id=line.id,
            owner_organisation_id=line.owner_id,
            reference=line.reference,
            slot=line.slot,
            kind=line.kind.value,
            staff_id=line.staff_id,
            at=utc(line.at),
            until=line.until and utc(line.until),
            records=line.records,
            person_id=line.person_id,
            record=line.record,
            record_id=line.record_id,
            told_id=line.told_id,
            state=line.state.value,
            sealed_key=key.wrapped,
            sealed_reason=vault.seal(key, _REASON, reason) if reason else None,
        )
    )
    session.flush()


def get(session: Session, reference: Reference, reader: UserId) -> Line:
    """Give a line that is not about its reader.

    Raises:
        Missing: There is none, not for this actor's organisation, or it is about the reader.
    """
    return _line(_row(session, reference, reader))


def words_of(session: Session, vault: Vault, reference: Reference, reader: UserId) -> tuple[str, str]:
    """Open what the worker and what the reviewer wrote, "" where nothing; the caller records the read.

    Raises:
        Missing: As `get`.
    """
    row = _row(session, reference, reader)
    key = _key(row)
    reason = vault.open(key, _REASON, row.sealed_reason) if row.sealed_reason else ""
    return reason, vault.open(key, _NOTE, row.sealed_note) if row.sealed_note else ""


def newest(session: Session, reader: UserId, *, after: str = "", only_open: bool = False) -> Page[Line]:
    """Give a page of the lines that are not about their reader, the newest first; `only_open` leaves out what is done.

    Raises:
        Invalid: `after` is no cursor.
    """
    statement = select(AccessReviewRow).where(AccessReviewRow.staff_id != reader)
    if only_open:
        statement = statement.where(col(AccessReviewRow.reviewed_at).is_(None))
    if after:
        statement = statement.where(_beyond(after))
    newest_first = (col(AccessReviewRow.at).desc(), col(AccessReviewRow.id).desc())
    lines = [_line(row) for row in session.exec(statement.order_by(*newest_first).limit(PAGE_SIZE + 1))]
    last = lines[:PAGE_SIZE][-1:]
    cursor = encode_cursor(last[0].at.isoformat(), str(last[0].id)) if last else None
    return page_of(lines, cursor=cursor)


def _beyond(after: str) -> ColumnElement[bool]:
    at, id_ = decode_cursor(after, 2)
    try:
        moment, last = utc(datetime.fromisoformat(at)), UUID(id_)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error
    same = and_(col(AccessReviewRow.at) == moment, col(AccessReviewRow.id) < last)
    return or_(col(AccessReviewRow.at) < moment, same)


def decide(
    session: Session, vault: Vault, line: Line, state: State, note: str, *, by: UserId, at: datetime | None
) -> None:
    """Store what a reviewer says; `at` is None while the line stays open.

    Raises:
        Conflict: Somebody else has dealt with it meanwhile.
    """
    row = _row(session, line.reference, by)
    sealed = vault.seal(_key(row), _NOTE, note) if note else row.sealed_note
    told = {"state": state.value, "reviewed_by": by, "reviewed_at": at and utc(at), "sealed_note": sealed}
    result = session.exec(
        update(AccessReviewRow)
        .where(col(AccessReviewRow.id) == line.id, col(AccessReviewRow.version) == line.version)
        .values(version=line.version + 1, **told)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Conflict(_CHANGED)


def runs_until(session: Session, staff_id: UserId, kind: LineKind, now: datetime) -> datetime | None:
    """Give until when something that ends by itself runs for somebody, None where nothing does."""
    found = session.exec(
        select(AccessReviewRow.until)
        .where(
            AccessReviewRow.staff_id == staff_id,
            AccessReviewRow.kind == kind.value,
            col(AccessReviewRow.until) > utc(now),
        )
        .limit(1),
        execution_options=SYSTEM,
    ).first()
    return None if found is None else utc(found)


def teams(session: Session, user_ids: Collection[UserId]) -> dict[UserId, str]:
    """Give the team of each account, "" where none is named."""
    rows = session.exec(select(User.id, User.team).where(col(User.id).in_(user_ids)), execution_options=SYSTEM)
    return {UserId(user_id): team for user_id, team in rows}


def _row(session: Session, reference: Reference, reader: UserId) -> AccessReviewRow:
    row = session.exec(
        select(AccessReviewRow).where(AccessReviewRow.reference == reference, AccessReviewRow.staff_id != reader)
    ).first()
    if row is None:
        raise Missing
    return row


def _key(row: AccessReviewRow) -> RecordKey:
    owner = OrganisationId(row.owner_organisation_id)
    return RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key or b"")


def _line(row: AccessReviewRow) -> Line:
    return Line(
        id=row.id,
        reference=Reference(row.reference),
        owner_id=OrganisationId(row.owner_organisation_id),
        kind=LineKind(row.kind),
        staff_id=UserId(row.staff_id),
        at=utc(row.at),
        slot=row.slot,
        until=utc(row.until) if row.until else None,
        records=row.records,
        person_id=PersonId(row.person_id) if row.person_id else None,
        record=row.record,
        record_id=row.record_id,
        told_id=UserId(row.told_id) if row.told_id else None,
        state=State(row.state),
        reviewed_at=utc(row.reviewed_at) if row.reviewed_at else None,
        reviewed_by=UserId(row.reviewed_by) if row.reviewed_by else None,
        version=row.version,
    )
