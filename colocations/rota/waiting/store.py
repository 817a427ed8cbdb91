"""Who waits for a confidential space, in the database."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.rota.bookings.tables import RoomWaitRow
from colocations.rota.waiting.model import Wait
from lvws_core.ids import OrganisationId, UserId
from lvws_core.times import utc

_COLUMNS: Final[tuple[Any, ...]] = tuple(getattr(RoomWaitRow, name) for name in Wait.__struct_fields__)
MOST: Final = 200


def on(session: Session, day: date, site_ids: Iterable[UUID] | None = None) -> tuple[Wait, ...]:
    """Give who waits on a London day, the first first; at every site or at some."""
    wanted = select(*_COLUMNS).where(col(RoomWaitRow.day) == day, col(RoomWaitRow.ended_at).is_(None))
    if site_ids is not None:
        wanted = wanted.where(col(RoomWaitRow.site_id).in_(tuple(site_ids)))
    rows = session.execute(wanted.order_by(col(RoomWaitRow.asked_at), col(RoomWaitRow.id)).limit(MOST))
    return tuple(map(_wait, rows))


def owners(session: Session, waits: Sequence[Wait]) -> dict[UUID, OrganisationId]:
    """Give whose each wait is, by its id; for the sweep."""
    columns = (col(RoomWaitRow.id), col(RoomWaitRow.owner_organisation_id))
    rows = session.execute(select(*columns).where(col(RoomWaitRow.id).in_([each.id for each in waits])))
    return {id_: OrganisationId(owner) for id_, owner in rows}


def add(session: Session, wait: Wait, owner_id: OrganisationId) -> None:
    """Store that somebody waits."""
    session.add(
        RoomWaitRow(
            id=wait.id,
            owner_organisation_id=owner_id,
            site_id=wait.site_id,
            worker_id=wait.worker_id,
            day=wait.day,
            asked_at=utc(wait.asked_at),
        )
    )
    session.flush()


def end(session: Session, site_id: UUID, worker_id: UserId, at: datetime) -> bool:
    """Store that a worker waits no more at a site, of today or of an earlier day; False where they did not."""
    changed: Any = session.execute(
        update(RoomWaitRow)
        .where(
            col(RoomWaitRow.site_id) == site_id,
            col(RoomWaitRow.worker_id) == worker_id,
            col(RoomWaitRow.ended_at).is_(None),
        )
        .values(ended_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def say(session: Session, wait: Wait, at: datetime) -> None:
    """Store when a worker was told that a room is free."""
    session.execute(
        update(RoomWaitRow)
        .where(col(RoomWaitRow.id) == wait.id)
        .values(told_at=utc(at))
        .execution_options(synchronize_session=False)
    )


def _wait(row: Any) -> Wait:
    values = {name: getattr(row, name) for name in Wait.__struct_fields__}
    told_at = utc(row.told_at) if row.told_at is not None else None
    return Wait(**{**values, "worker_id": UserId(row.worker_id), "asked_at": utc(row.asked_at), "told_at": told_at})
