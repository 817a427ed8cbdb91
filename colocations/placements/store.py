"""Placements and clearances in the database: those of a site, of a worker, or of everybody, one statement each."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from colocations.placements.model import Clearance, ClearanceKind, Level, Placement
from colocations.placements.tables import ClearanceRow, PlacementRow
from colocations.sites.expiry.model import Nearing
from colocations.sites.expiry.store import to_be_said
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because

_PLACED: Final = tuple(getattr(PlacementRow, name) for name in Placement.__struct_fields__)
_CLEARED: Final = tuple(getattr(ClearanceRow, name) for name in Clearance.__struct_fields__)
MOST: Final = 500
"""How many workers' placements a page shows at most: ten times what the service has."""


def of_site(session: Session, site_id: UUID) -> tuple[Placement, ...]:
    """Give the placements at a site, the latest first."""
    wanted = select(*_PLACED).where(col(PlacementRow.site_id) == site_id)
    rows = session.execute(wanted.order_by(col(PlacementRow.starts_on).desc(), col(PlacementRow.id)).limit(MOST))
    return tuple(map(_placement, rows))


def of_worker(session: Session, worker_id: UserId) -> tuple[Placement, ...]:
    """Give the placements of a worker, the latest first."""
    wanted = select(*_PLACED).where(col(PlacementRow.worker_id) == worker_id)
    rows = session.execute(wanted.order_by(col(PlacementRow.starts_on).desc(), col(PlacementRow.id)).limit(MOST))
    return tuple(map(_placement, rows))


def on(session: Session, day: date, site_ids: Iterable[UUID] | None = None) -> tuple[Placement, ...]:
    """Give the placements that cover a day, at every site or at some, by site and worker."""
    last = col(PlacementRow.ends_on)
    wanted = select(*_PLACED).where(col(PlacementRow.starts_on) <= day, or_(last.is_(None), last >= day))
    if site_ids is not None:
        wanted = wanted.where(col(PlacementRow.site_id).in_(tuple(site_ids)))
    rows = session.execute(wanted.order_by(col(PlacementRow.site_id), col(PlacementRow.worker_id)).limit(MOST))
    return tuple(map(_placement, rows))


def get(session: Session, placement_id: UUID) -> Placement:
    """Give a placement.

    Raises:
        Missing: There is none.
    """
    row = session.execute(select(*_PLACED).where(col(PlacementRow.id) == placement_id)).one_or_none()
    if row is None:
        raise Missing
    return _placement(row)


def add(session: Session, placement: Placement, organisation_id: OrganisationId) -> None:
    """Store a new placement."""
    values = {name: getattr(placement, name) for name in placement.__struct_fields__}
    session.add(PlacementRow(owner_organisation_id=organisation_id, **values))
    session.flush()


def end(session: Session, placement: Placement, ends_on: date) -> None:
    """Store the last day of a placement.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    change(session, placement, ends_on=ends_on)


def change(session: Session, placement: Placement, **values: Any) -> None:
    """Store changed columns of a placement.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    changed: Any = session.execute(
        update(PlacementRow)
        .where(col(PlacementRow.id) == placement.id, col(PlacementRow.version) == placement.version)
        .values(version=placement.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The placement was changed by somebody else meanwhile."))


def clearances(session: Session, worker_ids: Iterable[UserId]) -> dict[UserId, tuple[Clearance, ...]]:
    """Give the clearances of each worker, the first issued first, in one statement."""
    wanted = tuple(worker_ids)
    found: dict[UserId, list[Clearance]] = {worker_id: [] for worker_id in wanted}
    if wanted:
        statement = select(*_CLEARED).where(col(ClearanceRow.worker_id).in_(wanted))
        for row in session.execute(statement.order_by(col(ClearanceRow.issued_on), col(ClearanceRow.id))):
            found[UserId(row.worker_id)].append(_clearance(row))
    return {worker_id: tuple(each) for worker_id, each in found.items()}


def record(session: Session, clearance: Clearance, organisation_id: OrganisationId) -> None:
    """Store a new clearance; one that it renews stays as it was."""
    values = {name: getattr(clearance, name) for name in clearance.__struct_fields__}
    codes = {"kind": clearance.kind.value, "level": clearance.level.value if clearance.level is not None else ""}
    session.add(ClearanceRow(owner_organisation_id=organisation_id, **{**values, **codes}))
    session.flush()


def give_up(session: Session, clearance: Clearance, given_up_on: date) -> None:
    """Store from which day on a clearance counts no more.

    Raises:
        Conflict: It was given up already.
    """
    changed: Any = session.execute(
        update(ClearanceRow)
        .where(col(ClearanceRow.id) == clearance.id, col(ClearanceRow.given_up_on).is_(None))
        .values(given_up_on=given_up_on)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("given_up", "COLO-03", "It was given up already."))


def running_out(session: Session, today: date, most: int) -> tuple[tuple[Clearance, frozenset[Nearing]], ...]:
    """Give the clearances of whose end something is to be said, with what was said; the nearest end first.

    For the sweep, in a session of the system.
    """
    statement = select(*_CLEARED, col(ClearanceRow.said)).where(
        to_be_said(col(ClearanceRow.expires_on), col(ClearanceRow.said), today),
        col(ClearanceRow.given_up_on).is_(None),
    )
    rows = session.execute(statement.order_by(col(ClearanceRow.expires_on), col(ClearanceRow.id)).limit(most))
    return tuple((_clearance(row), frozenset(Nearing(key) for key in row.said.split())) for row in rows)


def say(session: Session, clearance: Clearance, said: frozenset[Nearing]) -> None:
    """Store what has been said of the end of a clearance."""
    words = " ".join(each.value for each in Nearing if each in said)
    session.execute(
        update(ClearanceRow)
        .where(col(ClearanceRow.id) == clearance.id)
        .values(said=words)
        .execution_options(synchronize_session=False)
    )


def is_renewed(session: Session, clearance: Clearance) -> bool:
    """Say whether another of its kind, there, lasts longer: then nobody is warned of this one."""
    if clearance.expires_on is None:
        return False
    later = select(col(ClearanceRow.id)).where(
        col(ClearanceRow.worker_id) == clearance.worker_id,
        col(ClearanceRow.kind) == clearance.kind.value,
        col(ClearanceRow.site_id) == clearance.site_id,
        col(ClearanceRow.given_up_on).is_(None),
        or_(col(ClearanceRow.expires_on).is_(None), col(ClearanceRow.expires_on) > clearance.expires_on),
    )
    return session.execute(later.limit(1)).first() is not None


def owner_of(session: Session, clearance: Clearance) -> OrganisationId:
    """Give whose clearance it is."""
    owner = select(col(ClearanceRow.owner_organisation_id)).where(col(ClearanceRow.id) == clearance.id)
    return OrganisationId(session.execute(owner).scalar_one())


def _placement(row: Any) -> Placement:
    values = {name: getattr(row, name) for name in Placement.__struct_fields__}
    return Placement(**{**values, "worker_id": UserId(row.worker_id)})


def _clearance(row: Any) -> Clearance:
    values = {name: getattr(row, name) for name in Clearance.__struct_fields__}
    level = Level(row.level) if row.level else None
    return Clearance(**{**values, "kind": ClearanceKind(row.kind), "level": level})
