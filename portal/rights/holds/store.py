"""Rows of legal holds: added, lifted once, and read while they stand."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.retention import HoldReason
from lvws_core.times import utc
from portal.rights.holds.model import Hold
from portal.rights.tables import LegalHoldRow

_MOST = 25


def add(session: Session, hold: Hold, owner_id: OrganisationId) -> None:
    """Store a hold."""
    session.add(
        LegalHoldRow(
            id=hold.id,
            owner_organisation_id=owner_id,
            person_id=hold.person_id,
            reason=hold.reason.value,
            since=hold.since,
            review_on=hold.review_on,
            held_by=hold.held_by,
            held_at=utc(hold.held_at),
        )
    )
    session.flush()


def standing(session: Session, person_id: PersonId) -> tuple[Hold, ...]:
    """Give the holds of a person that stand, the oldest first."""
    of_them = (LegalHoldRow.person_id == person_id, col(LegalHoldRow.lifted_at).is_(None))
    rows = session.exec(select(LegalHoldRow).where(*of_them).order_by(col(LegalHoldRow.since), col(LegalHoldRow.id)))
    return tuple(_hold(row) for row in rows)


def to_review(session: Session, by_day: date) -> tuple[Hold, ...]:
    """Give the standing holds that somebody should have looked at by a day, the longest overdue first."""
    due = (col(LegalHoldRow.lifted_at).is_(None), col(LegalHoldRow.review_on) <= by_day)
    order = (col(LegalHoldRow.review_on), col(LegalHoldRow.id))
    rows = session.exec(select(LegalHoldRow).where(*due).order_by(*order).limit(_MOST))
    return tuple(_hold(row) for row in rows)


def lift(session: Session, hold_id: UUID, person_id: PersonId, *, by: UserId, at: datetime) -> None:
    """Lift a hold of a person.

    Raises:
        Missing: There is none that stands.
    """
    result = session.exec(
        update(LegalHoldRow)
        .where(
            col(LegalHoldRow.id) == hold_id,
            col(LegalHoldRow.person_id) == person_id,
            col(LegalHoldRow.lifted_at).is_(None),
        )
        .values(lifted_by=by, lifted_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Missing


def _hold(row: LegalHoldRow) -> Hold:
    return Hold(
        id=row.id,
        person_id=PersonId(row.person_id),
        reason=HoldReason(row.reason),
        since=row.since,
        review_on=row.review_on,
        held_by=UserId(row.held_by),
        held_at=utc(row.held_at),
    )
