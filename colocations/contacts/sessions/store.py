"""Planned sessions and quiet times in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.contacts.choices.model import ContactKind, Purpose
from colocations.contacts.sessions.model import Activity, QuietTime
from colocations.contacts.tables import ActivityRow, QuietTimeRow
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from lvws_core.times import utc

_NAMES: Final = tuple(Activity.__struct_fields__)
_COLUMNS: Final = tuple(getattr(ActivityRow, name) for name in _NAMES)
_QUIET: Final = tuple(getattr(QuietTimeRow, name) for name in QuietTime.__struct_fields__)
MOST: Final = 100


def add(session: Session, activity: Activity, organisation_id: OrganisationId) -> None:
    """Store a planned session."""
    values = {name: getattr(activity, name) for name in _NAMES}
    codes = {"kind": activity.kind.value, "purpose": activity.purpose.value, "starts_at": utc(activity.starts_at)}
    session.add(ActivityRow(owner_organisation_id=organisation_id, **{**values, **codes}))
    session.flush()


def get(session: Session, activity_id: UUID) -> Activity:
    """Give a planned session.

    Raises:
        Missing: There is none.
    """
    row = session.execute(select(*_COLUMNS).where(col(ActivityRow.id) == activity_id)).one_or_none()
    if row is None:
        raise Missing
    return _activity(row)


def open_of(session: Session, author_id: UserId, since: datetime) -> tuple[Activity, ...]:
    """Give an author's sessions from a moment on (aware) that are neither logged nor cancelled, the first first."""
    wanted = select(*_COLUMNS).where(
        col(ActivityRow.author_id) == author_id,
        col(ActivityRow.starts_at) >= utc(since),
        col(ActivityRow.contact_id).is_(None),
        col(ActivityRow.cancelled_at).is_(None),
    )
    rows = session.execute(wanted.order_by(col(ActivityRow.starts_at), col(ActivityRow.id)).limit(MOST))
    return tuple(map(_activity, rows))


def logged_as(session: Session, activity: Activity, contact_id: UUID) -> None:
    """Store what a session was logged as.

    Raises:
        Conflict: It is logged or cancelled already.
    """
    _settle(session, activity, {"contact_id": contact_id})


def cancel(session: Session, activity: Activity, at: datetime) -> None:
    """Store that a session does not take place.

    Raises:
        Conflict: It is logged or cancelled already.
    """
    _settle(session, activity, {"cancelled_at": utc(at)})


def _settle(session: Session, activity: Activity, values: dict[str, Any]) -> None:
    changed: Any = session.execute(
        update(ActivityRow)
        .where(
            col(ActivityRow.id) == activity.id,
            col(ActivityRow.contact_id).is_(None),
            col(ActivityRow.cancelled_at).is_(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("settled", "I3", "This session was logged or cancelled meanwhile."))


def quiet_times(session: Session, site_ids: Iterable[UUID]) -> tuple[QuietTime, ...]:
    """Give the quiet times of some sites, by department."""
    wanted = select(*_QUIET).where(col(QuietTimeRow.site_id).in_(tuple(site_ids)))
    rows = session.execute(wanted.order_by(col(QuietTimeRow.site_id), col(QuietTimeRow.department)).limit(MOST))
    return tuple(map(_quiet, rows))


def put_quiet(session: Session, quiet: QuietTime, organisation_id: OrganisationId) -> None:
    """Store when a department is quiet, in place of what was known."""
    values = {name: getattr(quiet, name) for name in QuietTime.__struct_fields__}
    days = "".join(str(each) for each in sorted(quiet.days))
    session.merge(QuietTimeRow(owner_organisation_id=organisation_id, **{**values, "days": days}))
    session.flush()


def _activity(row: Any) -> Activity:
    values = {name: getattr(row, name) for name in _NAMES}
    codes = {"kind": ContactKind(row.kind), "purpose": Purpose(row.purpose), "author_id": UserId(row.author_id)}
    instants = {"starts_at": utc(row.starts_at), "cancelled_at": row.cancelled_at and utc(row.cancelled_at)}
    return Activity(**{**values, **codes, **instants})


def _quiet(row: Any) -> QuietTime:
    values = {name: getattr(row, name) for name in QuietTime.__struct_fields__}
    return QuietTime(**{**values, "days": frozenset(int(each) for each in row.days)})
