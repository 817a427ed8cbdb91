"""Leave in the database: who is away between two days, in one statement; and a leave that a coordinator records."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from colocations.rota.leave.model import Leave
from colocations.rota.leave.tables import AbsenceRow
from lvws_core.ids import OrganisationId, UserId
from lvws_core.times import utc

_COLUMNS = (col(AbsenceRow.worker_id), col(AbsenceRow.starts_on), col(AbsenceRow.ends_on))
MOST = 1000
"""How many absences a stretch of days shows at most: more than the staff has."""


def between(session: Session, first: date, last: date, worker_ids: Iterable[UserId] | None = None) -> tuple[Leave, ...]:
    """Give who is away on a day from `first` to `last`, both included; of everybody or of some."""
    wanted = select(*_COLUMNS).where(
        col(AbsenceRow.starts_on) <= last, col(AbsenceRow.ends_on) >= first, col(AbsenceRow.ended_at).is_(None)
    )
    if worker_ids is not None:
        wanted = wanted.where(col(AbsenceRow.worker_id).in_(tuple(worker_ids)))
    rows = session.execute(wanted.order_by(col(AbsenceRow.starts_on), col(AbsenceRow.id)).limit(MOST))
    return tuple(Leave(worker_id=UserId(worker), first=starts, last=ends) for worker, starts, ends in rows)


def add(
    session: Session,
    leave: Leave,
    absence_id: UUID,
    owner_id: OrganisationId,
    *,
    by: UserId,
    at: datetime,
) -> None:
    """Store a leave without a cover for the cases: they are with the manager until the caseload names one."""
    session.add(
        AbsenceRow(
            id=absence_id,
            owner_organisation_id=owner_id,
            worker_id=leave.worker_id,
            starts_on=leave.first,
            ends_on=leave.last,
            recorded_by=by,
            recorded_at=utc(at),
        )
    )
    session.flush()
