"""Absences in the database, and who of the staff may know of whom."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from colocations.rota.leave.tables import AbsenceRow
from lvws_core.ids import OfferId, OrganisationId, PersonId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from partners.offers.tables import OfferRow
from portal.caseload.absence.model import Absence, Known
from portal.caseload.handover.store import connected, restricted_among, teams
from portal.intake.tables import CaseRow

_MOST = 200


def add(session: Session, absence: Absence, owner_id: OrganisationId) -> None:
    """Store a new absence."""
    session.add(
        AbsenceRow(
            id=absence.id,
            owner_organisation_id=owner_id,
            worker_id=absence.worker_id,
            cover_id=absence.cover_id,
            starts_on=absence.starts_on,
            ends_on=absence.ends_on,
            recorded_by=absence.recorded_by,
            recorded_at=utc(absence.recorded_at),
        )
    )
    session.flush()


def end(session: Session, absence_id: UUID, worker_id: UserId, *, by: UserId, at: datetime) -> bool:
    """End an absence of a worker, or call it off; False where none stands."""
    result: Any = session.execute(
        update(AbsenceRow)
        .where(
            col(AbsenceRow.id) == absence_id,
            col(AbsenceRow.worker_id) == worker_id,
            col(AbsenceRow.ended_at).is_(None),
        )
        .values(ended_at=utc(at), ended_by=by)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def still_to_end(session: Session, owner_id: OrganisationId, today: date) -> tuple[Absence, ...]:
    """Give the absences that run on a London day or come after it, the next to end first."""
    rows = session.scalars(
        select(AbsenceRow)
        .where(
            col(AbsenceRow.owner_organisation_id) == owner_id,
            col(AbsenceRow.ends_on) >= today,
            col(AbsenceRow.ended_at).is_(None),
        )
        .order_by(col(AbsenceRow.ends_on), col(AbsenceRow.starts_on), col(AbsenceRow.id))
        .limit(_MOST)
    )
    return tuple(_absence(row) for row in rows)


def known_of(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, Known]:
    """Give who may know of each of these people."""
    staff, on_team, restricted = connected(session, people), teams(session, people), restricted_among(session, people)
    nobody = frozenset[UserId]()
    return {
        whose: Known(
            connected=staff.get(whose, nobody),
            team=on_team.get(whose, nobody) if whose in restricted else None,
        )
        for whose in people
    }


def worker_of_offer(session: Session, offer_id: OfferId) -> UserId | None:
    """Give whose open case the person of an offer has, None without one.

    A partner's act is told to whoever has the case now, so the statement is the system's own.
    """
    found = session.execute(
        select(col(CaseRow.allocated_to))
        .join(OfferRow, col(OfferRow.person_id) == col(CaseRow.person_id))
        .where(
            col(OfferRow.id) == offer_id,
            col(CaseRow.owner_organisation_id) == col(OfferRow.owner_organisation_id),
            col(CaseRow.allocated_to).is_not(None),
            col(CaseRow.closed_on).is_(None),
        )
        .order_by(col(CaseRow.created_at).desc(), col(CaseRow.id).desc())
        .limit(1),
        execution_options=SYSTEM,
    ).scalar_one_or_none()
    return None if found is None else UserId(found)


def cover_of(session: Session, worker_id: UserId, day: date) -> UserId | None:
    """Give who covers for a worker on a London day, None where nobody does; the system's own statement too."""
    found = session.execute(
        select(col(AbsenceRow.cover_id)).where(
            col(AbsenceRow.worker_id) == worker_id,
            col(AbsenceRow.cover_id).is_not(None),
            col(AbsenceRow.starts_on) <= day,
            col(AbsenceRow.ends_on) >= day,
            col(AbsenceRow.ended_at).is_(None),
        ),
        execution_options=SYSTEM,
    ).scalars()
    return next((UserId(each) for each in found if each is not None), None)


def _absence(row: AbsenceRow) -> Absence:
    return Absence(
        id=row.id,
        worker_id=UserId(row.worker_id),
        cover_id=UserId(row.cover_id) if row.cover_id is not None else None,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        recorded_by=UserId(row.recorded_by),
        recorded_at=utc(row.recorded_at),
        ended_at=utc(row.ended_at) if row.ended_at is not None else None,
    )
