"""Sessions and bookings in the database: columns only, keyset paging, and one lock for the last place.

A session is its holder's row and a booking its booker's; the holder says who came and people of any
organisation move up, so that one update is the system's own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Row, and_, case, func, or_, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM
from lvws_core.reasons import because
from lvws_core.times import utc
from partners.directory.sessions.model import Booking, Meeting, SessionKind
from partners.directory.tables import AttendanceRow, PartnerSessionRow

_COLUMNS: Final = tuple(getattr(PartnerSessionRow, name) for name in Meeting.__struct_fields__)
_INSTANTS: Final = ("starts_at", "ends_at", "recorded_at", "called_off_at")


class Seats(msgspec.Struct, frozen=True, kw_only=True):
    """How many have booked a session, and the place of one's own booking in their order, 1 first; None without one."""

    booked: int = 0
    own_place: int | None = None


def get(session: Session, reference: Reference, *, to_change: bool = False) -> Meeting:
    """Give a session; `to_change` holds it until the transaction ends, so that two cannot take one place.

    Raises:
        Missing: There is none.
    """
    statement = select(*_COLUMNS).where(col(PartnerSessionRow.reference) == reference)
    row = session.execute(statement.with_for_update() if to_change else statement).one_or_none()
    if row is None:
        raise Missing
    return _meeting(row)


def bookings(session: Session, session_id: UUID) -> tuple[Booking, ...]:
    """Give the bookings of a session that were not given up, the first first."""
    columns = (AttendanceRow.user_id, AttendanceRow.organisation_id, AttendanceRow.number, AttendanceRow.came)
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(AttendanceRow.session_id) == session_id, col(AttendanceRow.given_up_at).is_(None))
        .order_by(AttendanceRow.number)
    )
    return tuple(
        Booking(
            user_id=UserId(row.user_id),
            organisation_id=OrganisationId(row.organisation_id),
            number=row.number,
            came=row.came,
        )
        for row in rows
    )


def coming(session: Session, now: datetime, cursor: str | None) -> Page[Meeting]:
    """Give a page of the sessions that are not over, the next one first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    starts_at, id_ = col(PartnerSessionRow.starts_at), col(PartnerSessionRow.id)
    statement = select(*_COLUMNS).where(col(PartnerSessionRow.ends_at) > utc(now)).order_by(starts_at, id_)
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(starts_at > at, and_(starts_at == at, id_ > last)))
    return _page(session.execute(statement.limit(PAGE_SIZE + 1)).all())


def past(session: Session, now: datetime, cursor: str | None) -> Page[Meeting]:
    """Give a page of the sessions that are over, the last one first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    starts_at, id_ = col(PartnerSessionRow.starts_at), col(PartnerSessionRow.id)
    statement = (
        select(*_COLUMNS).where(col(PartnerSessionRow.ends_at) <= utc(now)).order_by(starts_at.desc(), id_.desc())
    )
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(starts_at < at, and_(starts_at == at, id_ < last)))
    return _page(session.execute(statement.limit(PAGE_SIZE + 1)).all())


def seats(session: Session, ids: frozenset[UUID], user_id: UserId) -> dict[UUID, Seats]:
    """Give for each session how many have booked and where one stands among them, in one statement."""
    own = (
        select(AttendanceRow.session_id, AttendanceRow.number)  # type: ignore[call-overload]
        .where(col(AttendanceRow.user_id) == user_id, col(AttendanceRow.given_up_at).is_(None))
        .subquery()
    )
    before = func.sum(case((col(AttendanceRow.number) <= own.c.number, 1), else_=0))
    rows = session.execute(
        select(AttendanceRow.session_id, func.count(col(AttendanceRow.user_id)), before, func.max(own.c.number))  # type: ignore[call-overload]
        .outerjoin(own, own.c.session_id == col(AttendanceRow.session_id))
        .where(col(AttendanceRow.session_id).in_(ids), col(AttendanceRow.given_up_at).is_(None))
        .group_by(AttendanceRow.session_id)
    )
    return {
        session_id: Seats(booked=booked, own_place=None if number is None else int(place))
        for session_id, booked, place, number in rows
    }


def own(session: Session, user_id: UserId, now: datetime) -> tuple[Meeting, ...]:
    """Give the sessions that somebody has booked and that are not over."""
    rows = session.execute(
        select(*_COLUMNS)
        .join(AttendanceRow, col(AttendanceRow.session_id) == col(PartnerSessionRow.id))
        .where(
            col(AttendanceRow.user_id) == user_id,
            col(AttendanceRow.given_up_at).is_(None),
            col(PartnerSessionRow.ends_at) > utc(now),
        )
        .order_by(col(PartnerSessionRow.starts_at))
    )
    return tuple(_meeting(row) for row in rows)


def add(session: Session, meeting: Meeting) -> None:
    """Store a new session."""
    session.add(PartnerSessionRow(**_values(meeting)))
    session.flush()


def put(session: Session, before: Meeting, after: Meeting) -> None:
    """Store a changed session of the holder's, if it still is what it was `before`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    changed: Any = session.execute(
        update(PartnerSessionRow)
        .where(
            col(PartnerSessionRow.id) == before.id,
            col(PartnerSessionRow.organisation_id) == before.organisation_id,
            col(PartnerSessionRow.version) == before.version,
        )
        .values(**{name: value for name, value in _values(after).items() if name not in {"id", "organisation_id"}})
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The session was changed by somebody else meanwhile."))


def book(session: Session, meeting: Meeting, user_id: UserId, organisation_id: OrganisationId, now: datetime) -> None:
    """Store a booking behind every other; the session must be held (`to_change`)."""
    mine = col(AttendanceRow.session_id) == meeting.id
    newest = session.execute(select(func.max(AttendanceRow.number)).where(mine)).scalar()
    values: dict[str, Any] = {"number": (newest or 0) + 1, "booked_at": utc(now), "given_up_at": None, "came": None}
    again: Any = session.execute(
        update(AttendanceRow)
        .where(mine, col(AttendanceRow.user_id) == user_id, col(AttendanceRow.organisation_id) == organisation_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if again.rowcount == 0:
        row = AttendanceRow(session_id=meeting.id, user_id=user_id, organisation_id=organisation_id, **values)
        session.add(row)
        session.flush()


def give_up(session: Session, meeting: Meeting, user_id: UserId, now: datetime) -> None:
    """Store that a booking was given up."""
    session.execute(
        update(AttendanceRow)
        .where(col(AttendanceRow.session_id) == meeting.id, col(AttendanceRow.user_id) == user_id)
        .values(given_up_at=utc(now))
        .execution_options(synchronize_session=False)
    )


def record_came(session: Session, meeting: Meeting, users: frozenset[UserId]) -> None:
    """Store who of those with a booking came; the others did not."""
    came = case((col(AttendanceRow.user_id).in_(users), True), else_=False)
    session.execute(
        update(AttendanceRow)
        .where(col(AttendanceRow.session_id) == meeting.id, col(AttendanceRow.given_up_at).is_(None))
        .values(came=came)
        .execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )


def _page(rows: Sequence[Row[Any]]) -> Page[Meeting]:
    more = len(rows) > PAGE_SIZE
    last = rows[PAGE_SIZE - 1] if more else None
    cursor = encode_cursor(utc(last.starts_at).isoformat(), str(last.id)) if last is not None else None
    return page_of([_meeting(row) for row in rows], cursor=cursor)


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _meeting(row: Row[Any]) -> Meeting:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    return Meeting(**{**values, **instants, "kind": SessionKind(row.kind)})


def _values(meeting: Meeting) -> dict[str, Any]:
    values = msgspec.structs.asdict(meeting)
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    return {**values, **instants, "kind": meeting.kind.value}
