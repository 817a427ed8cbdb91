"""What a service said last and too long ago, in clear columns, one statement however many services there are."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from lvws_core.ids import OrganisationId
from lvws_core.times import utc
from partners.directory.tables import CapacityRow, RemitRow, ServiceRow


class Stale(msgspec.Struct, frozen=True, kw_only=True):
    """A word about capacity that counts no more: whose it is, and the key of the service."""

    id: UUID
    organisation_id: OrganisationId
    key: str


def untold(session: Session, on: date, since: datetime, most: int) -> tuple[Stale, ...]:
    """Give what services said last, before an aware instant, and nobody was told of; the oldest word first.

    Of a service that takes nothing on a London day, or whose organisation has no account, nobody needs to
    know. Every row that is given is due, so none stands in the way of another. For the sweep, in a session
    of the system.
    """
    later = aliased(CapacityRow)
    in_force = exists().where(
        col(RemitRow.service_id) == col(CapacityRow.service_id),
        col(RemitRow.valid_from) <= on,
        or_(col(RemitRow.valid_to).is_(None), col(RemitRow.valid_to) >= on),
    )
    rows = session.execute(
        select(col(CapacityRow.id), col(ServiceRow.organisation_id), col(ServiceRow.key))
        .join(ServiceRow, col(ServiceRow.id) == col(CapacityRow.service_id))
        .where(
            col(CapacityRow.said_at) < utc(since),
            col(CapacityRow.stale_told_at).is_(None),
            col(ServiceRow.off_portal).is_(False),
            in_force,
            ~exists().where(
                col(later.service_id) == col(CapacityRow.service_id),
                col(later.said_at) > col(CapacityRow.said_at),
            ),
        )
        .order_by(col(CapacityRow.said_at), col(CapacityRow.id))
        .limit(most)
    )
    return tuple(Stale(id=row.id, organisation_id=OrganisationId(row.organisation_id), key=row.key) for row in rows)


def tell(session: Session, capacity_id: UUID, at: datetime) -> bool:
    """Store that it was told of, at an aware instant; False where somebody else was quicker."""
    changed: Any = session.execute(
        update(CapacityRow)
        .where(col(CapacityRow.id) == capacity_id, col(CapacityRow.stale_told_at).is_(None))
        .values(stale_told_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)
