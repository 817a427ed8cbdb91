"""How an installation stands: the oldest message that waits, who sweeps, when that ended, what runs, and what fails."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from notifications.deliveries import store as deliveries
from portal.leases import store as leases
from portal.scheduler import SWEEP


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What operators look at; instants are aware UTC, None where there is none. Nothing of it is secret."""

    oldest_unsent: datetime | None = None
    holder: str = ""
    held_until: datetime | None = None
    swept_at: datetime | None = None
    job: str = ""
    job_since: datetime | None = None
    failing: tuple[leases.Failing, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Give it as lines of plain text, the same for a person and a monitor."""
        until = "" if self.held_until is None else f" until {self.held_until.isoformat(timespec='seconds')}"
        return (
            f"oldest unsent delivery: {_at(self.oldest_unsent)}",
            f"sweep held by: {self.holder or 'nobody'}{until}",
            f"last sweep: {_at(self.swept_at)}",
            *([f"job that runs: {self.job}, since {_at(self.job_since)}"] if self.job else []),
            *(_failing(each) for each in self.failing),
        )


def standing(session: Session, now: datetime) -> Standing:
    """Give how it stands, in three statements that each read an index or one row."""
    lease = leases.look(session, SWEEP)
    return Standing(
        oldest_unsent=deliveries.oldest_unsent(session, now),
        holder="" if lease is None else lease.holder.hex[:8],
        held_until=None if lease is None else lease.until,
        swept_at=None if lease is None else lease.swept_at,
        job="" if lease is None else lease.job,
        job_since=None if lease is None else lease.job_since,
        failing=leases.failing(session),
    )


def _failing(job: leases.Failing) -> str:
    return f"job that fails: {job.name}, since {_at(job.since)}, with {job.error}; it is tried again every few seconds"


def _at(moment: datetime | None) -> str:
    return "none" if moment is None else moment.isoformat(timespec="seconds")
