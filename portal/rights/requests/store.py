"""Rows of requests: added, moved on if nobody else has, and read by queue or person."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, or_, select, update

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.rights import Asker, Right
from lvws_core.times import utc
from lvws_core.vocabulary.labelled import Labelled
from portal.rights.requests.model import Answer, IdentityCheck, Longer, Request
from portal.rights.tables import RightsRequestRow

_CHANGED = because("version_changed", "assurance P15", "Somebody else has just dealt with this request.")
_MOST = 50


def add(session: Session, request: Request, owner_id: OrganisationId, sealed_words: bytes | None) -> None:
    """Store a new request, with what is asked for as it was sealed."""
    session.add(
        RightsRequestRow(
            id=request.id,
            owner_organisation_id=owner_id,
            person_id=request.person_id,
            reference=request.reference,
            kind=request.kind.value,
            asker=request.asker.value,
            received_on=request.received_on,
            raised_by=request.raised_by,
            raised_at=utc(request.raised_at),
            sealed_words=sealed_words,
        )
    )
    session.flush()


def seal(vault: Vault, key: RecordKey, request_id: UUID, words: str) -> bytes | None:
    """Seal what is asked for under the person's key; None where nothing was written."""
    return vault.seal(key, _column(request_id), words) if words else None


def seal_reason(vault: Vault, key: RecordKey, request_id: UUID, reason: str) -> bytes | None:
    """Seal why it was not given in full under the person's key; None where nothing was written."""
    return vault.seal(key, _reason(request_id), reason) if reason else None


def words_of(session: Session, vault: Vault, key: RecordKey, request: Request) -> tuple[str, str]:
    """Open what is asked for, and why it was not given in full; whoever calls it records the read."""
    columns = select(RightsRequestRow.sealed_words, RightsRequestRow.sealed_reason)
    words, reason = session.exec(columns.where(RightsRequestRow.id == request.id)).one()
    return (
        vault.open(key, _column(request.id), words) if words else "",
        vault.open(key, _reason(request.id), reason) if reason else "",
    )


def get(session: Session, reference: Reference) -> Request:
    """Give a request.

    Raises:
        Missing: There is none, or not for this actor.
    """
    row = session.exec(select(RightsRequestRow).where(RightsRequestRow.reference == reference)).first()
    if row is None:
        raise Missing
    return _request(row)


def put(session: Session, before: Request, **changes: Any) -> None:
    """Change columns of a request, if nobody else has changed it since.

    Raises:
        Conflict: Somebody has.

    Source: assurance P15.
    """
    result = session.exec(
        update(RightsRequestRow)
        .where(col(RightsRequestRow.id) == before.id, col(RightsRequestRow.version) == before.version)
        .values(version=before.version + 1, **{name: _plain(value) for name, value in changes.items()})
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Conflict(_CHANGED)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Labelled) else value


def of_person(session: Session, person_id: PersonId) -> tuple[Request, ...]:
    """Give the requests of a person, the newest first, at most fifty."""
    newest = (col(RightsRequestRow.received_on).desc(), col(RightsRequestRow.id))
    whose = RightsRequestRow.person_id == person_id
    rows = session.exec(select(RightsRequestRow).where(whose).order_by(*newest).limit(_MOST))
    return tuple(_request(row) for row in rows)


def queue(session: Session, *, after: str = "", only_open: bool = True) -> Page[Request]:
    """Give a page of requests: the open ones received longest ago first, all of them the newest first.

    Raises:
        Invalid: `after` is no cursor.
    """
    day, id_ = col(RightsRequestRow.received_on), col(RightsRequestRow.id)
    statement = select(RightsRequestRow)
    if only_open:
        statement = statement.where(col(RightsRequestRow.answered_at).is_(None))
    if after:
        on, last = _cursor(after)
        beyond = day > on if only_open else day < on
        tie = and_(day == on, id_ > last if only_open else id_ < last)
        statement = statement.where(or_(beyond, tie))
    order = (day, id_) if only_open else (day.desc(), id_.desc())
    found = [_request(row) for row in session.exec(statement.order_by(*order).limit(PAGE_SIZE + 1))]
    kept = found[:PAGE_SIZE]
    return page_of(found, cursor=encode_cursor(kept[-1].received_on.isoformat(), str(kept[-1].id)) if kept else None)


def _cursor(after: str) -> tuple[date, UUID]:
    on, last = decode_cursor(after, 2)
    try:
        return date.fromisoformat(on), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _request(row: RightsRequestRow) -> Request:
    answered: datetime | None = row.answered_at
    return Request(
        id=row.id,
        reference=Reference(row.reference),
        person_id=PersonId(row.person_id),
        version=row.version,
        kind=Right(row.kind),
        asker=Asker(row.asker),
        received_on=row.received_on,
        raised_by=UserId(row.raised_by),
        raised_at=utc(row.raised_at),
        identity_check=IdentityCheck(row.identity_check) if row.identity_check else None,
        identified_on=row.identified_on,
        asked_on=row.asked_on,
        clarified_on=row.clarified_on,
        longer_because=Longer(row.longer_because) if row.longer_because else None,
        answer=Answer(row.answer) if row.answer else None,
        proposed_by=UserId(row.proposed_by) if row.proposed_by else None,
        seconded_by=UserId(row.seconded_by) if row.seconded_by else None,
        answered_at=None if answered is None else utc(answered),
        has_words=row.sealed_words is not None,
    )


def _reason(request_id: UUID) -> str:
    return f"rights_request.reason:{request_id}"


def _column(request_id: UUID) -> str:
    return f"rights_request.words:{request_id}"
