"""Rows of retention: the list, and how far the daily look has come. The look is the system's own."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import and_, col, delete, or_, select

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, PersonId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM
from lvws_core.retention import Ending
from lvws_core.times import utc
from portal.people.tables import PersonRow
from portal.rights.retention.model import Due, Span, part_of
from portal.rights.retention.tables import RetentionDueRow, RetentionSweepRow


def left_today(session: Session, owner_id: OrganisationId, today: date) -> Span | None:
    """Give which ids are still to be looked at today, None when all were."""
    row, part = session.get(RetentionSweepRow, owner_id, execution_options=SYSTEM), part_of(today)
    if row is None or row.swept_on != today:
        return part
    return None if row.is_done else Span(after=row.after, last=part.last)


def went(session: Session, owner_id: OrganisationId, today: date, after: UUID, *, is_done: bool) -> None:
    """Store how far the look has come today."""
    row = session.get(RetentionSweepRow, owner_id, execution_options=SYSTEM)
    if row is None:
        row = RetentionSweepRow(organisation_id=owner_id, swept_on=today, after=after)
    row.swept_on, row.after, row.is_done = today, after, is_done
    session.add(row)
    session.flush()


def people(
    session: Session, owner_id: OrganisationId, span: Span, *, added_before: datetime, most: int
) -> tuple[PersonId, ...]:
    """Give the next people of a part, in the order of their ids; who was erased, or came lately, is left out."""
    statement = select(PersonRow.id).where(
        PersonRow.owner_organisation_id == owner_id,
        col(PersonRow.sealed_key).is_not(None),
        col(PersonRow.created_at) < utc(added_before),
        col(PersonRow.id) > span.after,
        col(PersonRow.id) <= span.last,
    )
    found = session.exec(statement.order_by(col(PersonRow.id)).limit(most), execution_options=SYSTEM)
    return tuple(PersonId(each) for each in found)


def relist(
    session: Session,
    owner_id: OrganisationId,
    looked_at: Collection[PersonId],
    due: Sequence[Due],
    today: date,
) -> int:
    """Let the list have, of the people looked at, those whose time is up and nobody else; give how many are new."""
    mine = col(RetentionDueRow.person_id).in_(looked_at)
    listed = set(session.exec(select(RetentionDueRow.person_id).where(mine), execution_options=SYSTEM))
    gone = listed - {each.person_id for each in due}
    if gone:
        session.exec(
            delete(RetentionDueRow)
            .where(col(RetentionDueRow.person_id).in_(gone))
            .execution_options(synchronize_session=False),
            execution_options=SYSTEM,
        )
    new = [each for each in due if each.person_id not in listed]
    for each in new:
        session.add(
            RetentionDueRow(
                person_id=each.person_id,
                owner_organisation_id=owner_id,
                due_on=each.due_on,
                ending=each.ending.value,
                listed_on=today,
            )
        )
    session.flush()
    return len(new)


def listed(session: Session, *, after: str = "") -> Page[Due]:
    """Give a page of the list, whose time was up first at the top.

    Raises:
        Invalid: `after` is no cursor.
    """
    day, id_ = col(RetentionDueRow.due_on), col(RetentionDueRow.person_id)
    statement = select(RetentionDueRow)
    if after:
        on, last = _cursor(after)
        statement = statement.where(or_(day > on, and_(day == on, id_ > last)))
    rows = session.exec(statement.order_by(day, id_).limit(PAGE_SIZE + 1))
    found = [Due(person_id=PersonId(row.person_id), due_on=row.due_on, ending=Ending(row.ending)) for row in rows]
    kept = found[:PAGE_SIZE]
    return page_of(found, cursor=encode_cursor(kept[-1].due_on.isoformat(), str(kept[-1].person_id)) if kept else None)


def has_any(session: Session) -> bool:
    """Say whether anybody stands on the list."""
    return session.exec(select(RetentionDueRow.person_id).limit(1)).first() is not None


def _cursor(after: str) -> tuple[date, UUID]:
    on, last = decode_cursor(after, 2)
    try:
        return date.fromisoformat(on), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error
