"""Whose cases are allocated to a worker: ids only, nothing sealed is opened."""

from sqlmodel import Session, col, select

from lvws_core.ids import PersonId, UserId
from portal.intake.tables import CaseRow


def allocated(session: Session, worker_id: UserId, most: int) -> tuple[PersonId, ...]:
    """Give whose open case a worker has, the newest case first, at most so many."""
    rows = session.exec(
        select(CaseRow.person_id)
        .where(col(CaseRow.allocated_to) == worker_id, col(CaseRow.closed_on).is_(None))
        .order_by(col(CaseRow.created_at).desc(), col(CaseRow.id))
        .limit(most)
    )
    return tuple(PersonId(person_id) for person_id in rows if person_id is not None)
