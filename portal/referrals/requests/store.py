"""Requests in the database as the lead follows them: rows to values and back; nothing sealed is opened."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, and_, delete, or_, select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.reasons import because
from lvws_core.referrals import Request, RequestStatus
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from portal.referrals.model import Composition
from portal.referrals.requests.model import KeptRequest
from portal.referrals.tables import RequestRow

_MOST = 50
_COLUMNS = (
    *(RequestRow.id, RequestRow.owner_organisation_id, RequestRow.reference, RequestRow.person_id, RequestRow.status),
    *(RequestRow.version, RequestRow.created_at, RequestRow.changed_at, RequestRow.risk, RequestRow.need),
    *(RequestRow.co_work, RequestRow.held_at, RequestRow.ended_at, RequestRow.outcome_acknowledged_at),
    RequestRow.reason,
)


def get(session: Session, reference: Reference) -> KeptRequest:
    """Give a request.

    Raises:
        Missing: There is none, or not for this actor's organisation.
    """
    row = session.execute(_select().where(col(RequestRow.reference) == reference)).one_or_none()
    if row is None:
        raise Missing
    return _kept(row)


def of_ids(session: Session, request_ids: Collection[RequestId]) -> Mapping[RequestId, KeptRequest]:
    """Give these requests by their id, in one statement; another's is absent."""
    rows = session.execute(_select().where(col(RequestRow.id).in_(request_ids)))
    return {RequestId(row.id): _kept(row) for row in rows}


def of_person(session: Session, person_id: PersonId) -> tuple[KeptRequest, ...]:
    """Give the requests of a person, the newest first, at most fifty, in one statement."""
    statement = _select().where(col(RequestRow.person_id) == person_id)
    rows = session.execute(
        statement.order_by(col(RequestRow.created_at).desc(), col(RequestRow.id).desc()).limit(_MOST)
    )
    return tuple(_kept(row) for row in rows)


def drafts(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[KeptRequest]:
    """Give a page of the drafts of an organisation, the newest change first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    changed_at, request_id = col(RequestRow.changed_at), col(RequestRow.id)
    statement = _select().where(
        col(RequestRow.owner_organisation_id) == organisation_id, col(RequestRow.status) == RequestStatus.DRAFT.value
    )
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(changed_at < at, and_(changed_at == at, request_id < last)))
    rows = session.execute(statement.order_by(changed_at.desc(), request_id.desc()).limit(PAGE_SIZE + 1)).all()
    following = None
    if len(rows) > PAGE_SIZE:
        kept = rows[PAGE_SIZE - 1]
        following = encode_cursor(utc(kept.changed_at).isoformat(), str(kept.id))
    return page_of([_kept(row) for row in rows], cursor=following)


def put(session: Session, after: Request, at: datetime) -> None:
    """Store what a move has made of a request, over the version before it.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    result = session.execute(
        update(RequestRow)
        .where(col(RequestRow.id) == after.id, col(RequestRow.version) == after.version - 1)
        .values(
            status=after.status.value,
            version=after.version,
            changed_at=utc(at),
            co_work=after.co_work,
            held_at=after.held_at,
            ended_at=after.ended_at,
            outcome_acknowledged_at=after.outcome_acknowledged_at,
            reason=after.reason,
        )
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("stale_version", "I3", "This referral was changed by somebody else meanwhile."))


def unsent_before(session: Session, moment: datetime, most: int) -> tuple[KeptRequest, ...]:
    """Give up to `most` drafts that nobody changed since an aware moment, the longest untouched first."""
    rows = session.execute(
        _select()
        .where(col(RequestRow.status) == RequestStatus.DRAFT.value, col(RequestRow.changed_at) < utc(moment))
        .order_by(col(RequestRow.changed_at), col(RequestRow.id))
        .limit(most)
    )
    return tuple(_kept(row) for row in rows)


def remove(session: Session, kept: KeptRequest) -> None:
    """Delete a draft with everything that was typed, if nobody has changed it meanwhile.

    Raises:
        Conflict: Somebody has.
    """
    result = session.execute(
        delete(RequestRow)
        .where(
            col(RequestRow.id) == kept.request.id,
            col(RequestRow.version) == kept.request.version,
            col(RequestRow.status) == RequestStatus.DRAFT.value,
        )
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("stale_version", "I3", "This referral was changed by somebody else meanwhile."))


def _select() -> Select[Any]:
    return select(*_COLUMNS)  # type: ignore[call-overload, no-any-return]


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _kept(row: Row[Any]) -> KeptRequest:
    composition = msgspec.json.decode(row.need, type=Composition)
    request = Request(
        id=RequestId(row.id),
        person_id=PersonId(row.person_id),
        lead_organisation_id=OrganisationId(row.owner_organisation_id),
        needs=composition.needs,
        risk=Band(row.risk or Band.STANDARD),
        status=RequestStatus(row.status),
        version=row.version,
        created_at=utc(row.created_at),
        outcome_acknowledged_at=row.outcome_acknowledged_at and utc(row.outcome_acknowledged_at),
        held_at=row.held_at and utc(row.held_at),
        ended_at=row.ended_at and utc(row.ended_at),
        reason=row.reason,
        co_work=row.co_work,
    )
    return KeptRequest(
        request=request,
        reference=Reference(row.reference),
        composition=composition,
        created_at=utc(row.created_at),
        changed_at=utc(row.changed_at),
    )
