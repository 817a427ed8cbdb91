"""A partner's own entry in the database; each change names the organisation whose entry it is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Conflict
from lvws_core.ids import OrganisationId, ServiceId, UserId
from lvws_core.reasons import because
from lvws_core.times import utc
from partners.directory.entry.forms import Hours
from partners.directory.model import Pause, Remit
from partners.directory.tables import ClosedDateRow, OpeningHoursRow, PauseRow, RemitRow


def end_remit(session: Session, organisation_id: OrganisationId, remit: Remit, last: date | None) -> None:
    """Let a remit end on a day, or go on when it is None.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    unchanged = (
        col(RemitRow.id) == remit.id,
        col(RemitRow.organisation_id) == organisation_id,
        col(RemitRow.valid_to).is_(None) if remit.valid_to is None else col(RemitRow.valid_to) == remit.valid_to,
    )
    if not _changed(session, update(RemitRow).where(*unchanged).values(valid_to=last)):
        raise Conflict(because("stale_version", "I3", "The remit was changed by somebody else meanwhile."))


def drop_remit(session: Session, organisation_id: OrganisationId, dropped: Remit, before: Remit | None) -> None:
    """Drop a remit, and let the one before it go on as long as that one would have.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    mine = (col(RemitRow.id) == dropped.id, col(RemitRow.organisation_id) == organisation_id)
    if not _changed(session, delete(RemitRow).where(*mine)):
        raise Conflict(because("stale_version", "I3", "The remit was changed by somebody else meanwhile."))
    if before is not None:
        end_remit(session, organisation_id, before, dropped.valid_to)


def add_pause(
    session: Session,
    pause: Pause,
    *,
    pause_id: UUID,
    service_id: ServiceId,
    organisation_id: OrganisationId,
    said_by: UserId,
    said_at: datetime,
) -> None:
    """Store a pause."""
    row = PauseRow(
        id=pause_id,
        organisation_id=organisation_id,
        service_id=service_id,
        starts_on=pause.starts_on,
        ends_on=pause.ends_on,
        reason=pause.reason.value,
        said_by=said_by,
        said_at=utc(said_at),
    )
    session.add(row)
    session.flush()


def lift_pause(session: Session, service_id: ServiceId, organisation_id: OrganisationId, now: datetime) -> bool:
    """Let every pause of a service count no more; False when there was none."""
    mine = (
        col(PauseRow.service_id) == service_id,
        col(PauseRow.organisation_id) == organisation_id,
        col(PauseRow.lifted_at).is_(None),
    )
    return _changed(session, update(PauseRow).where(*mine).values(lifted_at=utc(now))) > 0


def put_hours(session: Session, service_id: ServiceId, organisation_id: OrganisationId, hours: Hours) -> None:
    """Store when a service is open, in place of what it said before."""
    values = {"windows": msgspec.json.encode(hours.windows, order="deterministic")}
    mine = (
        col(OpeningHoursRow.service_id) == service_id,
        col(OpeningHoursRow.organisation_id) == organisation_id,
    )
    changed = update(OpeningHoursRow).where(*mine).values(**values, open_on_holidays=hours.open_on_holidays)
    if not _changed(session, changed):
        row = OpeningHoursRow(
            service_id=service_id,
            organisation_id=organisation_id,
            open_on_holidays=hours.open_on_holidays,
            **values,
        )
        session.add(row)
        session.flush()


def add_closed(session: Session, service_id: ServiceId, organisation_id: OrganisationId, day: date) -> None:
    """Store a day on which a service stays shut; storing it twice changes nothing."""
    if session.get(ClosedDateRow, (service_id, day)) is None:
        session.add(ClosedDateRow(service_id=service_id, day=day, organisation_id=organisation_id))
        session.flush()


def remove_closed(session: Session, service_id: ServiceId, organisation_id: OrganisationId, day: date) -> bool:
    """Open a service on a day after all; False when it was not closed."""
    mine = (
        col(ClosedDateRow.service_id) == service_id,
        col(ClosedDateRow.day) == day,
        col(ClosedDateRow.organisation_id) == organisation_id,
    )
    return _changed(session, delete(ClosedDateRow).where(*mine)) == 1


def _changed(session: Session, statement: Any) -> int:
    done: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
