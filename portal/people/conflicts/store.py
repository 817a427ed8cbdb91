"""Rows of the conflict register: found from either of two parties."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select, update

from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.times import utc
from portal.auth.tables import User
from portal.people.conflicts.model import Conflict
from portal.people.tables import ConflictRow


def add(session: Session, conflict: Conflict, owner_id: OrganisationId) -> None:
    """Store a new entry."""
    session.add(
        ConflictRow(
            id=conflict.id,
            owner_organisation_id=owner_id,
            person_id=conflict.person_id,
            other_person_id=conflict.other_person_id,
            staff_id=conflict.staff_id,
            registered_by=conflict.registered_by,
            registered_at=utc(conflict.registered_at),
        )
    )
    session.flush()


def of_person(session: Session, person_id: PersonId) -> tuple[Conflict, ...]:
    """Give the entries that stand about a person, on whichever side they were registered, newest first."""
    rows = session.exec(
        select(ConflictRow)
        .where(
            or_(col(ConflictRow.person_id) == person_id, col(ConflictRow.other_person_id) == person_id),
            col(ConflictRow.ended_at).is_(None),
        )
        .order_by(col(ConflictRow.registered_at).desc(), col(ConflictRow.id))
    )
    return tuple(_conflict(row) for row in rows)


def end(session: Session, conflict_id: UUID, person_id: PersonId, *, by: UserId, at: datetime) -> bool:
    """End an entry about a person; False where none stands."""
    result = session.exec(
        update(ConflictRow)
        .where(
            col(ConflictRow.id) == conflict_id,
            or_(col(ConflictRow.person_id) == person_id, col(ConflictRow.other_person_id) == person_id),
            col(ConflictRow.ended_at).is_(None),
        )
        .values(ended_by=by, ended_at=utc(at))
    )
    return bool(result.rowcount)


def staff_named(session: Session, organisation_id: OrganisationId, name: str) -> UserId | None:
    """Give the account of an organisation whose holder goes by exactly this name; case does not matter."""
    found = session.exec(
        select(User.id)
        .where(User.organisation_id == organisation_id, func.lower(User.display_name) == name.lower())
        .limit(1)
    ).first()
    return None if found is None else UserId(found)


def organisations_of(session: Session, staff: frozenset[UserId]) -> frozenset[OrganisationId]:
    """Give the organisations for which these people work."""
    if not staff:
        return frozenset()
    rows = session.exec(select(User.organisation_id).where(col(User.id).in_(staff)))
    return frozenset(OrganisationId(organisation_id) for organisation_id in rows)


def _conflict(row: ConflictRow) -> Conflict:
    return Conflict(
        id=row.id,
        person_id=PersonId(row.person_id),
        other_person_id=None if row.other_person_id is None else PersonId(row.other_person_id),
        staff_id=None if row.staff_id is None else UserId(row.staff_id),
        registered_by=UserId(row.registered_by),
        registered_at=utc(row.registered_at),
    )
