"""Leases in the database: taken, renewed and read by its own clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, insert, select, text, update
from sqlmodel import Session, col

from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.leases.model import PACE, Lease, Pace, claim
from portal.leases.tables import FailingJobRow, LeaseRow

_BE_BRIEF = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :patience, true),"
    " set_config('lock_timeout', :patience, true)"
)
_NOW_OF_SQLITE = text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")


def now_of(session: Session) -> datetime:
    """Give the moment by the clock of the database, in UTC (assurance P19)."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.fromisoformat(str(session.execute(_NOW_OF_SQLITE).scalar_one()))
    found: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)


def take(session: Session, name: str, holder: UUID, pace: Pace = PACE) -> Lease | None:
    """Take or renew a lease in a transaction of the system; None while another process holds it.

    On PostgreSQL its row is kept from others until the transaction ends, and the database ends one that stands idle:
    a process that was stopped half way keeps nobody waiting, and commits nothing when it goes on.

    Raises:
        IntegrityError: Another process takes it for the first time at this moment.
        OperationalError: Another process keeps the row for longer than its patience.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_BE_BRIEF, {"patience": f"{int(pace.patience.total_seconds())}s"}, execution_options=SYSTEM)
    found = session.execute(
        select(LeaseRow.holder, LeaseRow.term, LeaseRow.until)  # type: ignore[call-overload]
        .where(col(LeaseRow.name) == name)
        .with_for_update()
    ).one_or_none()
    before = None if found is None else Lease(holder=found.holder, term=found.term, until=utc(found.until))
    lease = claim(before, holder, now_of(session), pace)
    if lease is None:
        return None
    values = {"holder": lease.holder, "term": lease.term, "until": lease.until}
    if lease == before:
        return lease  # nothing is written, and the row is held all the same
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


def begins(session: Session, name: str, job: str | None) -> None:
    """Write down which job of a sweep begins now, None that it has come to its end."""
    since = None if job is None else now_of(session)
    session.execute(update(LeaseRow).where(col(LeaseRow.name) == name).values(job=job, job_since=since))


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A lease as it stands: who has or had it, until when, and when the last sweep ended (aware UTC).

    `job` is what is being done under it since `job_since`; it stays while one hangs, and where a process died over it.
    """

    holder: UUID
    until: datetime
    swept_at: datetime | None
    job: str = ""
    job_since: datetime | None = None


def look(session: Session, name: str) -> Looked | None:
    """Give a lease as it stands, None before anybody took it; takes nothing."""
    columns = (LeaseRow.holder, LeaseRow.until, LeaseRow.swept_at, LeaseRow.job, LeaseRow.job_since)
    row = session.execute(select(*columns).where(col(LeaseRow.name) == name)).one_or_none()  # type: ignore[call-overload]
    if row is None:
        return None
    return Looked(
        holder=row.holder,
        until=utc(row.until),
        swept_at=row.swept_at and utc(row.swept_at),
        job=row.job or "",
        job_since=row.job_since and utc(row.job_since),
    )


def last_sweep(session: Session, name: str) -> datetime | None:
    """Give when the last sweep ended, in UTC by the database's clock; None when there was none."""
    at = session.execute(select(col(LeaseRow.swept_at)).where(col(LeaseRow.name) == name)).scalar_one_or_none()
    return at and utc(at)


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """A job that has failed since a moment (aware UTC, by the database's clock), and the type of its last error."""

    name: str
    since: datetime
    error: str


def failing(session: Session) -> tuple[Failing, ...]:
    """Give the jobs that fail now, the longest first."""
    columns = (FailingJobRow.name, FailingJobRow.since, FailingJobRow.error)
    rows = session.execute(select(*columns).order_by(col(FailingJobRow.since), col(FailingJobRow.name)))  # type: ignore[call-overload]
    return tuple(Failing(name=row.name, since=utc(row.since), error=row.error) for row in rows)


def note_failing(session: Session, errors: Mapping[str, str]) -> None:
    """Write down which jobs fail and with what: those that go on keep their moment, those that work again are gone."""
    known = {each.name: each for each in failing(session)}
    if gone := known.keys() - errors.keys():
        session.execute(delete(FailingJobRow).where(col(FailingJobRow.name).in_(gone)))
    for name, error in errors.items():
        if name not in known:
            session.execute(insert(FailingJobRow).values(name=name, since=now_of(session), error=error))
        elif known[name].error != error:
            session.execute(update(FailingJobRow).where(col(FailingJobRow.name) == name).values(error=error))
