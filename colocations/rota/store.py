"""Shifts in the database: those of a stretch of days at every site in one statement, and one at its version."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.placements.model import Placement
from colocations.placements.tables import PlacementRow
from colocations.rota.model import Shift
from colocations.rota.tables import ShiftRow
from colocations.sites.hours.model import Period
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from lvws_core.times import utc

_COLUMNS: Final[tuple[Any, ...]] = (
    *(ShiftRow.id, ShiftRow.site_id, ShiftRow.worker_id, ShiftRow.starts_at, ShiftRow.ends_at, ShiftRow.department),
    *(col(ShiftRow.covers_id), col(ShiftRow.cancelled_at), ShiftRow.version),
)
MOST: Final = 2000
"""How many shifts a stretch of days shows at most: four weeks of twenty sites with three workers each."""


def between(
    session: Session,
    first: date,
    last: date,
    *,
    site_ids: Iterable[UUID] | None = None,
    worker_id: UserId | None = None,
) -> tuple[Shift, ...]:
    """Give the shifts from one London day to another, both included, the first first; those called off are left out.

    Of every site and worker in one statement, or of some.
    """
    wanted = select(*_COLUMNS).where(col(ShiftRow.day).between(first, last), col(ShiftRow.cancelled_at).is_(None))
    if site_ids is not None:
        wanted = wanted.where(col(ShiftRow.site_id).in_(tuple(site_ids)))
    if worker_id is not None:
        wanted = wanted.where(col(ShiftRow.worker_id) == worker_id)
    rows = session.execute(wanted.order_by(col(ShiftRow.starts_at), col(ShiftRow.id)).limit(MOST))
    return tuple(map(_shift, rows))


def get(session: Session, shift_id: UUID) -> Shift:
    """Give a shift, called off or not.

    Raises:
        Missing: There is none.
    """
    row = session.execute(select(*_COLUMNS).where(col(ShiftRow.id) == shift_id)).one_or_none()
    if row is None:
        raise Missing
    return _shift(row)


def named(session: Session, shift_ids: Iterable[UUID]) -> dict[UUID, Shift]:
    """Give shifts by their ids, in one statement."""
    wanted = tuple(shift_ids)
    if not wanted:
        return {}
    return {
        each.id: each for each in map(_shift, session.execute(select(*_COLUMNS).where(col(ShiftRow.id).in_(wanted))))
    }


def hold(session: Session, worker_ids: Iterable[UserId]) -> None:
    """Wait for whoever else puts one of these workers on a shift at this moment, to the end of the transaction.

    A worker is placed, or is on no shift: so it is their placements that are held, in the order of their ids.
    """
    for worker_id in sorted(set(worker_ids)):
        session.execute(
            update(PlacementRow)
            .where(col(PlacementRow.worker_id) == worker_id)
            .values(version=PlacementRow.version)
            .execution_options(synchronize_session=False)
        )


def add(session: Session, shift: Shift, owner_id: OrganisationId, *, by: UserId, at: datetime) -> None:
    """Store a new shift."""
    session.add(
        ShiftRow(
            id=shift.id,
            owner_organisation_id=owner_id,
            added_by=by,
            added_at=utc(at),
            worker_id=shift.worker_id,
            covers_id=shift.covers_id,
            **_values(shift),
        )
    )
    session.flush()


def put(session: Session, before: Shift, after: Shift) -> None:
    """Store a changed shift that was read at `before.version`; what was said of it is said anew.

    Raises:
        Conflict: Somebody else changed it meanwhile, or it was called off.
    """
    _change(session, before, worker_id=after.worker_id, told_at=None, **_values(after))


def cancel(session: Session, shift: Shift, *, by: UserId, at: datetime) -> None:
    """Store that a shift was called off.

    Raises:
        Conflict: Somebody else changed it meanwhile, or it was called off already.
    """
    _change(session, shift, cancelled_by=by, cancelled_at=utc(at))


def _change(session: Session, before: Shift, **values: Any) -> None:
    changed: Any = session.execute(
        update(ShiftRow)
        .where(
            col(ShiftRow.id) == before.id,
            col(ShiftRow.version) == before.version,
            col(ShiftRow.cancelled_at).is_(None),
        )
        .values(version=before.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The shift was changed by somebody else meanwhile."))


def placed_between(session: Session, first: date, last: date) -> tuple[Placement, ...]:
    """Give the placements that touch a stretch of days, at every site, in one statement."""
    columns = tuple(getattr(PlacementRow, name) for name in Placement.__struct_fields__)
    ends = col(PlacementRow.ends_on)
    rows = session.execute(
        select(*columns)
        .where(col(PlacementRow.starts_on) <= last, or_(ends.is_(None), ends >= first))
        .order_by(col(PlacementRow.site_id), col(PlacementRow.worker_id))
        .limit(MOST)
    )
    return tuple(Placement(**{**row._asdict(), "worker_id": UserId(row.worker_id)}) for row in rows)


def not_told(session: Session, first: date, last: date, most: int) -> tuple[tuple[Shift, OrganisationId, bool], ...]:
    """Give the shifts of a stretch of days with whose they are, and whether it was said that they cannot stand.

    For the sweep, in a session of the system.
    """
    rows = session.execute(
        select(*_COLUMNS, col(ShiftRow.owner_organisation_id), col(ShiftRow.told_at))
        .where(col(ShiftRow.day).between(first, last), col(ShiftRow.cancelled_at).is_(None))
        .order_by(col(ShiftRow.starts_at), col(ShiftRow.id))
        .limit(most)
    )
    return tuple((_shift(row), OrganisationId(row.owner_organisation_id), row.told_at is not None) for row in rows)


def say(session: Session, shift_ids: Sequence[UUID], at: datetime | None) -> None:
    """Store when it was said of shifts that they cannot stand; None once they can again."""
    session.execute(
        update(ShiftRow)
        .where(col(ShiftRow.id).in_(tuple(shift_ids)))
        .values(told_at=utc(at) if at is not None else None)
        .execution_options(synchronize_session=False)
    )


def _shift(row: Any) -> Shift:
    return Shift(
        id=row.id,
        site_id=row.site_id,
        worker_id=UserId(row.worker_id),
        period=Period(starts_at=utc(row.starts_at), ends_at=utc(row.ends_at)),
        department=row.department,
        covers_id=row.covers_id,
        cancelled_at=utc(row.cancelled_at) if row.cancelled_at is not None else None,
        version=row.version,
    )


def _values(shift: Shift) -> dict[str, Any]:
    return {
        "site_id": shift.site_id,
        "day": shift.day,
        "starts_at": utc(shift.period.starts_at),
        "ends_at": utc(shift.period.ends_at),
        "department": shift.department,
    }
