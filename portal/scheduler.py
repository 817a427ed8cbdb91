"""The scheduler: a ticking clock that looks for what is due and not done, in one process at a time.

APScheduler only ticks; what is due is read from the rows, so a tick that was missed is made up by the
next and a repeated one finds nothing (assurance P16). A lease in the database, by the database's own
clock, keeps a second process quiet: each batch renews it in its own transaction and holds its row until
it commits, so that a process which was stopped half way finds, when it goes on, that another has it.
"""

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from lvws_core.actors import THE_CLOCK
from lvws_core.desk import Desk
from notifications.deliveries.jobs import deliver_due
from portal.anchors import anchor_when_due
from portal.dependencies import Supplies, desk_at
from portal.leases import store as leases
from portal.leases.model import PACE, Lease, Pace
from portal.logs import where
from portal.posting import post_of

Job = Callable[[Desk[Session]], Sequence[object]]
"""What is due of one kind, a batch at a time: it gives what it did, and nothing when all is done."""

SWEEP: Final = "sweep"
"""The name of the lease."""

_MOST_BATCHES = 100
_LOG = structlog.get_logger("portal")


class _Lost(Exception):
    """Another process holds the lease by now."""


class Swept(msgspec.Struct, frozen=True, kw_only=True):
    """What a tick did: how much of each kind, and which kinds could not be done."""

    done: Mapping[str, int]
    failed: tuple[str, ...] = ()


def tick(supplies: Supplies, jobs: Mapping[str, Job], holder: UUID, pace: Pace = PACE) -> Swept | None:
    """Do everything that is due now, batch after batch, each in a transaction of its own; None if not the holder.

    A job that fails, however it does, is logged, left for the next tick, and keeps no other from being done.
    Whoever loses the lease on the way stops there: the process that has it goes on.
    """
    done: dict[str, int] = {}
    failed: dict[str, str] = {}
    try:
        lease = _hold(supplies, holder, pace)
        for name, job in jobs.items():
            try:
                _begin(supplies, name, holder, pace)
                done[name] = _do(supplies, job, holder, pace)
            except _Lost:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, what else is due does not wait for it
                _LOG.error("job_failed", job=name, error=type(error).__name__, where=where(error))
                failed[name] = type(error).__name__
        with supplies.database.system() as session:
            _held(session, holder, pace)
            leases.begins(session, SWEEP, None)
            leases.note_failing(session, failed)
            if not failed:  # what operators see stands still while anything fails
                leases.swept(session, SWEEP, lease)
    except _Lost:
        return None
    return Swept(done=done, failed=tuple(failed))


def _hold(supplies: Supplies, holder: UUID, pace: Pace) -> Lease:
    try:
        with supplies.database.system() as session:
            return _held(session, holder, pace)
    except (IntegrityError, OperationalError):  # another began at the same moment, or keeps the row for long
        raise _Lost from None


def _held(session: Session, holder: UUID, pace: Pace) -> Lease:
    lease = leases.take(session, SWEEP, holder, pace)
    if lease is None:
        raise _Lost
    return lease


def _begin(supplies: Supplies, name: str, holder: UUID, pace: Pace) -> None:
    """Write down what is done next, in a transaction of its own: a job that hangs could not say so itself."""
    with supplies.database.system() as session:
        _held(session, holder, pace)
        leases.begins(session, SWEEP, name)


def _do(supplies: Supplies, job: Job, holder: UUID, pace: Pace) -> int:
    total = 0
    for _ in range(_MOST_BATCHES):
        with supplies.database.system() as session:
            _held(session, holder, pace)
            found = len(job(desk_at(supplies, session, THE_CLOCK, supplies.clock())))
        total += found
        if not found:
            break
    return total


def logged(does: Callable[..., object], *its: object) -> None:
    """Do something of a tick; what stops it is logged by its type and place alone, and the next tick tries again."""
    try:
        does(*its)
    except Exception as error:  # noqa: BLE001 - a clock that stops for good is the worst that can happen
        _LOG.error("tick_failed", error=type(error).__name__, where=where(error))


def start(supplies: Supplies, jobs: Mapping[str, Job], pace: Pace = PACE) -> BackgroundScheduler:
    """Begin to tick in a thread of this process, at once and then every few seconds; the caller shuts it down."""
    holder = supplies.new_id()
    ticking = BackgroundScheduler(timezone="UTC")
    every = IntervalTrigger(seconds=int(pace.every.total_seconds()), timezone="UTC")
    at_once = datetime.now(UTC)  # of the machine, by which it ticks, and not the clock that says what is due
    steady = {"coalesce": True, "misfire_grace_time": None, "next_run_time": at_once}
    ticking.add_job(logged, every, (tick, supplies, jobs, holder, pace), **steady)
    post = post_of(supplies, holder, random.random)
    # In a thread of its own: a provider that is slow keeps nothing else from being done (assurance P16).
    ticking.add_job(logged, every, (deliver_due, post), **steady)
    if supplies.settings.anchor_file:
        outside = Path(supplies.settings.anchor_file)
        ticking.add_job(logged, every, (_anchor, supplies, outside), **steady)
    ticking.start()
    return ticking


def _anchor(supplies: Supplies, outside: Path) -> None:
    anchor_when_due(supplies.database, outside, supplies.clock())


@contextmanager
def beside(supplies: Supplies, jobs: Mapping[str, Job]) -> Iterator[None]:
    """Tick beside a web server where the database is embedded in it; elsewhere `lvws scheduler` does."""
    ticking = start(supplies, jobs) if supplies.database.is_sqlite else None
    try:
        yield
    finally:
        if ticking is not None:
            ticking.shutdown(wait=True)


def run(supplies: Supplies, jobs: Mapping[str, Job], until: threading.Event, pace: Pace = PACE) -> None:
    """Tick in this process until the event is set."""
    ticking = start(supplies, jobs, pace)
    try:
        until.wait()
    finally:
        ticking.shutdown(wait=True)
