"""Rows of what was decided about items of a pack: one an item, the last word counts until it is released."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select, update

from lvws_core.errors import Conflict
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from lvws_core.times import utc
from portal.rights.pack.model import Decided
from portal.rights.register.model import Ground, Treatment
from portal.rights.requests.model import Request
from portal.rights.tables import RightsItemRow

_RELEASED = because("already_released", "MAR-24", "Somebody has dealt with this item meanwhile.")


def of_request(session: Session, request_id: UUID) -> tuple[Decided, ...]:
    """Give what was decided about the items of a request."""
    rows = session.exec(select(RightsItemRow).where(RightsItemRow.request_id == request_id))
    return tuple(_decided(row) for row in rows)


def put(session: Session, request: Request, decided: Decided, *, row_id: UUID, owner_id: OrganisationId) -> None:
    """Store what was decided about an item; an earlier word about it, and a release, are gone."""
    where = (RightsItemRow.request_id == request.id, RightsItemRow.item == decided.item)
    row = session.exec(select(RightsItemRow).where(*where)).first()
    if row is None:
        row = RightsItemRow(
            id=row_id,
            owner_organisation_id=owner_id,
            person_id=request.person_id,
            request_id=request.id,
            item=decided.item,
            treatment="",
            decided_by=decided.decided_by,
            decided_at=utc(decided.decided_at),
        )
        session.add(row)
    row.treatment = decided.treatment.value
    row.ground = decided.ground.value if decided.ground else ""
    row.decided_by, row.decided_at = decided.decided_by, utc(decided.decided_at)
    row.released_by = row.released_at = None
    session.flush()


def release(session: Session, request: Request, item: str, *, by: UserId, at: datetime) -> None:
    """Store that a second person agrees.

    Raises:
        Conflict: It waits no more.
    """
    result = session.exec(
        update(RightsItemRow)
        .where(
            col(RightsItemRow.request_id) == request.id,
            col(RightsItemRow.item) == item,
            col(RightsItemRow.treatment) == Treatment.INCLUDE.value,
            col(RightsItemRow.released_by).is_(None),
            col(RightsItemRow.decided_by) != by,
        )
        .values(released_by=by, released_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Conflict(_RELEASED)


def _decided(row: RightsItemRow) -> Decided:
    return Decided(
        item=row.item,
        treatment=Treatment(row.treatment),
        ground=Ground(row.ground) if row.ground else None,
        decided_by=UserId(row.decided_by),
        decided_at=utc(row.decided_at),
        released_by=UserId(row.released_by) if row.released_by else None,
    )
