"""Permits in the database: found by the hash of their token, listed for their author, revoked, counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.contacts.offline.permits.model import AN_HOUR, Permit
from colocations.contacts.offline.tables import PermitRow
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc

_COLUMNS: Final = tuple(getattr(PermitRow, name) for name in Permit.__struct_fields__)
_INSTANTS: Final = ("issued_at", "expires_at", "revoked_at", "wipe_asked_at", "wiped_at", "seen_at", "tries_since")
MOST: Final = 50
"""How many permits of one author are shown."""


def add(session: Session, permit: Permit, token_hash: bytes, organisation_id: OrganisationId) -> None:
    """Store a new permit."""
    values = {name: getattr(permit, name) for name in Permit.__struct_fields__}
    moments = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    row = PermitRow(owner_organisation_id=organisation_id, token_hash=token_hash, **{**values, **moments})
    session.add(row)
    session.flush()


def by_token(session: Session, token_hash: bytes) -> Permit | None:
    """Give the permit of a token, whoever's it is: the system's own statement, before anybody is known."""
    wanted = select(*_COLUMNS).where(col(PermitRow.token_hash) == token_hash)
    row = session.execute(wanted, execution_options=SYSTEM).one_or_none()
    return None if row is None else _permit(row)


def own(session: Session, user_id: UserId, permit_id: UUID) -> Permit:
    """Give a permit of an author.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    wanted = select(*_COLUMNS).where(col(PermitRow.id) == permit_id, col(PermitRow.user_id) == user_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return _permit(row)


def of_author(session: Session, user_id: UserId) -> tuple[Permit, ...]:
    """Give the permits of an author, the newest first."""
    wanted = select(*_COLUMNS).where(col(PermitRow.user_id) == user_id)
    rows = session.execute(wanted.order_by(col(PermitRow.issued_at).desc(), col(PermitRow.id)).limit(MOST))
    return tuple(map(_permit, rows))


def revoke(session: Session, user_id: UserId, device_id: str, now: datetime) -> int:
    """Revoke the permits of an author on a device; give how many stood until now. The system's own statement."""
    of_device = (col(PermitRow.user_id) == user_id, col(PermitRow.device_id) == device_id)
    return _set(session, (*of_device, col(PermitRow.revoked_at).is_(None)), SYSTEM, revoked_at=utc(now))


def change(session: Session, permit_ids: Iterable[UUID], **moments: datetime) -> int:
    """Store moments of permits; give how many there are."""
    values = {name: utc(moment) for name, moment in moments.items()}
    return _set(session, (col(PermitRow.id).in_(tuple(permit_ids)),), {}, **values)


def count(session: Session, permit: Permit, now: datetime) -> None:
    """Count a delivery under a permit: in the hour that is running, or as the first of a new one."""
    tries = permit.tries_within_the_hour(now)
    since = permit.tries_since if tries and permit.tries_since is not None else now
    values = {"tries": tries + 1, "tries_since": utc(since), "seen_at": utc(now)}
    _set(session, (col(PermitRow.id) == permit.id,), {}, **values)


def tries_of_author(session: Session, user_id: UserId, now: datetime) -> int:
    """Count the deliveries of an author within the hour, under whatever permit."""
    running = col(PermitRow.user_id) == user_id, col(PermitRow.tries_since) > utc(now - AN_HOUR)
    return session.execute(select(func.sum(PermitRow.tries)).where(*running)).scalar() or 0


def _set(session: Session, where: tuple[Any, ...], options: dict[str, bool], **values: Any) -> int:
    changing = update(PermitRow).where(*where).values(**values)
    changed: Any = session.execute(changing.execution_options(synchronize_session=False, **options))
    return int(changed.rowcount)


def _permit(row: Any) -> Permit:
    values = {name: getattr(row, name) for name in Permit.__struct_fields__}
    moments = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    return Permit(**{**values, **moments, "user_id": UserId(row.user_id)})
