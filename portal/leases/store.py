"""Leases in the database: taken, renewed and read by its own clock."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlmodel import Session, col

from lvws_core.times import utc
from portal.leases.model import Lease, claim
from portal.leases.tables import LeaseRow

_NOW_OF_SQLITE = text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")


def now_of(session: Session) -> datetime:
    """Give the moment by the clock of the database, in UTC (assurance P19)."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.fromisoformat(str(session.execute(_NOW_OF_SQLITE).scalar_one()))
    found: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)


def take(session: Session, name: str, holder: UUID) -> Lease | None:
    """Take or renew a lease in a transaction of the system; None while another process holds it.

    Raises:
        IntegrityError: Another process takes it for the first time at this moment.
    """
    found = session.execute(
        select(LeaseRow.holder, LeaseRow.term, LeaseRow.until)  # type: ignore[call-overload]
        .where(col(LeaseRow.name) == name)
        .with_for_update()
    ).one_or_none()
    before = None if found is None else Lease(holder=found.holder, term=found.term, until=utc(found.until))
    lease = claim(before, holder, now_of(session))
    if lease is None:
        return None
    values = {"holder": lease.holder, "term": lease.term, "until": lease.until}
    if before is None:
        session.execute(insert(LeaseRow).values(name=name, **values))
    else:
        session.execute(update(LeaseRow).where(col(LeaseRow.name) == name).values(**values))
    return lease


def swept(session: Session, name: str, lease: Lease) -> bool:
    """Write down that a sweep has ended under a lease; False if another process holds it by now."""
    result = session.execute(
        update(LeaseRow)
        .where(col(LeaseRow.name) == name, col(LeaseRow.term) == lease.term, col(LeaseRow.holder) == lease.holder)
        .values(swept_at=now_of(session))
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def last_sweep(session: Session, name: str) -> datetime | None:
    """Give when the last sweep ended, in UTC by the database's clock; None when there was none."""
    at = session.execute(select(col(LeaseRow.swept_at)).where(col(LeaseRow.name) == name)).scalar_one_or_none()
    return at and utc(at)
