"""Rooms in the database: those of a site in one statement, and waiting for whoever else books one."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.rota.rooms.model import Room, RoomKind
from colocations.rota.rooms.tables import RoomRow
from colocations.sites.hours.model import Weekly
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId
from lvws_core.reasons import because

_COLUMNS: Final[tuple[Any, ...]] = tuple(getattr(RoomRow, name) for name in Room.__struct_fields__)
MOST: Final = 200


def of_sites(session: Session, site_ids: Iterable[UUID]) -> tuple[Room, ...]:
    """Give the rooms of some sites by name, in one statement."""
    wanted = select(*_COLUMNS).where(col(RoomRow.site_id).in_(tuple(site_ids)))
    return tuple(map(_room, session.execute(wanted.order_by(col(RoomRow.name), col(RoomRow.id)).limit(MOST))))


def get(session: Session, site_id: UUID, room_id: UUID) -> Room:
    """Give a room of a site.

    Raises:
        Missing: There is none.
    """
    wanted = select(*_COLUMNS).where(col(RoomRow.id) == room_id, col(RoomRow.site_id) == site_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return _room(row)


def add(session: Session, room: Room, owner_id: OrganisationId) -> None:
    """Store a new room."""
    session.add(RoomRow(id=room.id, site_id=room.site_id, owner_organisation_id=owner_id, **_values(room)))
    session.flush()


def put(session: Session, before: Room, after: Room) -> None:
    """Store a changed room that was read at `before.version`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    changed: Any = session.execute(
        update(RoomRow)
        .where(col(RoomRow.id) == before.id, col(RoomRow.version) == before.version)
        .values(**_values(msgspec.structs.replace(after, version=before.version + 1)))
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The room was changed by somebody else meanwhile."))


def hold(session: Session, room_ids: Iterable[UUID]) -> None:
    """Wait for whoever else books one of these rooms at this moment, to the end of the transaction.

    What is read of their bookings afterwards is what the other has left: of two who want the last place one gets
    it, and the other finds it taken. In the order of their ids, so that two never wait for one another.
    """
    for room_id in sorted(set(room_ids)):
        session.execute(
            update(RoomRow)
            .where(col(RoomRow.id) == room_id)
            .values(held=RoomRow.held + 1)
            .execution_options(synchronize_session=False)
        )


def _room(row: Any) -> Room:
    values = {name: getattr(row, name) for name in Room.__struct_fields__}
    return Room(**{**values, "kind": RoomKind(row.kind), "hours": msgspec.json.decode(row.hours, type=Weekly)})


def _values(room: Room) -> dict[str, Any]:
    values = {name: getattr(room, name) for name in Room.__struct_fields__ if name not in {"id", "site_id"}}
    return {**values, "kind": room.kind.value, "hours": msgspec.json.encode(room.hours)}
