"""T-SCHED: several schedulers, killed, stopped and let go on at random, do each thing that falls due once and in time.

Real processes over PostgreSQL, in real seconds; what is due are offers whose time to answer runs out one after the
other. The whole trial runs at the pace of operation, the sample four times as quickly.
"""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from lvws_core.policy import DEFAULT
from lvws_core.referrals import Offer, expires_at
from lvws_core.times import england_and_wales, utc
from notifications.notices.tables import NoticeRow
from partners.offers.tables import OfferEventRow, OfferRow
from portal.audit.service import verify_chain
from portal.audit.tables import Entry
from portal.database import SYSTEM
from portal.leases.model import PACE
from portal.leases.tables import LeaseRow
from tests.assurance import Trial, sizes
from tests.portal.bulk import pattern_of, table_of
from tests.portal.scheduled import Scheduling, quick, scheduling
from tests.staged import Staged

SCHEDULERS = 4
LEASE_OF_SAMPLE = timedelta(seconds=5)
STARTING_SECONDS = 25
LATEST = timedelta(seconds=60)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that returns by itself at a moment by the clock of the schedulers."""

    id: UUID
    reference: str
    at: datetime


def offers_due(staged: Staged, first_at: datetime, many: int, apart: timedelta) -> tuple[Due, ...]:
    """Add so many offers like the scene's open one; the time to answer of each runs out so long after the last."""
    pattern = pattern_of(staged, staged.scene.offers["sent"])
    life = msgspec.json.decode(pattern["life"], type=Offer)
    assert life.sent_at is not None
    calendar = england_and_wales()
    runs_out = expires_at(life, calendar, DEFAULT)
    assert runs_out is not None
    found, rows = [], []
    for number in range(many):
        at = first_at + number * apart
        shift = at - runs_out
        id_ = UUID(int=2**64 + number)
        moved = replace(
            life, **{name: getattr(life, name) + shift for name in ("created_at", "sent_at", "entered_at")}, id=id_
        )
        assert expires_at(moved, calendar, DEFAULT) == at
        due = Due(id=id_, reference=f"DUE-{number:05}", at=at)
        found.append(due)
        rows.append(_row(pattern, moved, due, number))
    with staged.app.state.database.system() as session:
        session.execute(insert(table_of(OfferRow)), rows, execution_options=SYSTEM)
    return tuple(found)


def _row(pattern: dict[str, Any], life: Offer, due: Due, number: int) -> dict[str, Any]:
    return {
        **pattern,
        "id": due.id,
        "reference": due.reference,
        "request_id": UUID(int=2**65 + number),
        "life": msgspec.json.encode(replace(life, request_id=UUID(int=2**65 + number))),
        "due_at": due.at,
        "nudge_at": None,
        "expires_at": due.at,
    }


def disturb(schedulers: Scheduling, chance: random.Random, seconds: float, longest: float, trial: Trial) -> None:
    """Kill one, stop one or let one go on, at random moments, for so long."""
    until, stopped = time.monotonic() + seconds, set[int]()
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.2, longest))
        number = chance.randrange(SCHEDULERS)
        if number in stopped:
            schedulers.go_on(number)
            stopped.remove(number)
            trial.count(gone_on=1)
        elif chance.random() < 0.5 and len(stopped) < SCHEDULERS - 2:
            schedulers.stop(number)
            stopped.add(number)
            trial.count(stopped=1)
        else:
            schedulers.kill(number)
            trial.count(killed=1)
    for number in stopped:
        schedulers.go_on(number)


def undone(session: Session, due: tuple[Due, ...]) -> int:
    """Give how many of them still wait."""
    waiting = select(func.count()).where(
        col(OfferRow.id).in_([each.id for each in due]), col(OfferRow.status) != "expired"
    )
    return int(session.exec(waiting).one())


def wait_for(staged: Staged, holds: Any, seconds: float) -> None:
    """Wait until something holds, read in a transaction of the system."""
    deadline = time.monotonic() + seconds
    while True:
        with staged.app.state.database.system(reading=True) as session:
            if holds(session):
                return
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.3)


def lines(session: Session, due: tuple[Due, ...]) -> Iterator[tuple[int, ...]]:
    """Give of each offer how often the timeline, the audit and the notices tell of its return."""
    for each in due:
        yield tuple(
            int(session.exec(select(func.count()).where(*told)).one())
            for told in (
                (OfferEventRow.offer_id == each.id, OfferEventRow.new == "expired"),
                (Entry.subject_id == each.id,),
                (NoticeRow.reference == each.reference, col(NoticeRow.kind).in_(["returned", "went_back"])),
            )
        )


@pytest.mark.postgres
@sizes(6, 240)
def test_p16_whoever_is_killed_or_stopped_each_thing_due_is_done_once_and_within_a_minute(
    staged_on_postgresql: Staged, trial: Trial, size: int
) -> None:
    staged, pace = staged_on_postgresql, PACE if size > 60 else quick(LEASE_OF_SAMPLE)
    trial.of("leaders", schedulers=SCHEDULERS, seconds=size)
    ahead = staged.clock() - datetime.now(UTC)
    apart = timedelta(seconds=0.25)
    first_at = staged.clock() + timedelta(seconds=STARTING_SECONDS if size > 60 else 8)
    due = offers_due(staged, first_at, int(size / apart.total_seconds()), apart)
    url = staged.app.state.database.url.render_as_string(hide_password=False)
    with scheduling(url, SCHEDULERS, ahead, pace) as schedulers:
        wait_for(staged, lambda session: session.exec(select(LeaseRow.term)).first(), 30)
        time.sleep(max(0.0, (first_at - ahead - datetime.now(UTC)).total_seconds()))
        disturb(schedulers, random.Random(size), size, pace.length.total_seconds() / 2, trial)  # noqa: S311 - no secret
        wait_for(staged, lambda session: undone(session, due) == 0, LATEST.total_seconds() + size)
        time.sleep(pace.every.total_seconds() * 2)  # whoever would do it again has a chance to
        assert schedulers.alive() == SCHEDULERS
    with staged.app.state.database.system(reading=True) as session:
        counted = set(lines(session, due))
        ended = select(OfferRow.id, OfferRow.changed_at).where(col(OfferRow.id).in_([each.id for each in due]))
        changed = {id_: utc(at) for id_, at in session.exec(ended)}
        terms = session.exec(select(LeaseRow.term)).one()
        assert verify_chain(session, staged.app.state.settings.audit_key).ok
    late = max(changed[each.id] - each.at for each in due)
    trial.count(due=len(due), terms=terms, doubled=0, lost=0)
    trial.most(seconds_late=late.total_seconds())
    assert len(counted) == 1, f"not the same for each: {counted}"
    (timeline, audit, notices) = counted.pop()
    assert (timeline, audit) == (1, 1)
    assert notices in {2, 3}  # the sender, the managers and the partner's team
    assert min(changed[each.id] - each.at for each in due) >= timedelta(0)
    assert late <= LATEST
