"""Ask every report on screen of one year of cases and of ten, and say how the same period compares.

Ten times the invented cases of year one go into a database under `var`, year by year, and are counted by the
scheduler's own job. For each report and for each kind of period it prints the statements, how the database finds
the rows (a report may read the monthly counts, or an index alone), and the time at ten years ÷ that at one.

Run `make bench-reports`, or `python -m tools.bench_reports --years 3`.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import event, text
from sqlmodel import Session

from lvws_core.actors import THE_CLOCK, Actor, Role
from lvws_core.desk import Desk
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.policy import DEFAULT
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.times import england_and_wales
from portal import migrations
from portal.auth.tables import Organisation, User
from portal.database import SYSTEM, Database
from portal.demo.year_one import Whose, load
from portal.reports.catalogue.service import reports
from portal.reports.counting.jobs import count_cases
from portal.reports.defining.model import Definition
from portal.reports.periods.model import Span, span_of, year_of
from portal.reports.showing.service import look
from portal.reports.twin.model import year_one
from portal.reports.twin.service import margins
from portal.vault import KeyVault

MOST_STATEMENTS = 3
MOST_GROWTH = 1.5
TOO_QUICK = 0.01
"""Seconds of processor time below which a ratio says nothing."""

ASKED = 7
FILE = Path("var") / "bench_reports.sqlite"
LEAD = OrganisationId(UUID(int=1))
WORKER = UserId(UUID(int=2))
NOW = datetime(2029, 4, 2, 9, tzinfo=UTC)
FIRST = date(2019, 4, 1)
PERIODS = {
    "month": span_of(FIRST, 1),
    "quarter": span_of(FIRST, 3),
    "year": year_of(FIRST),
    "other": Span(first=date(2019, 4, 10), last=date(2019, 6, 20)),
}


class Measured(NamedTuple):
    """What a report needed: its statements, and the least of its processor times in seconds."""

    statements: tuple[tuple[str, Any], ...]
    seconds: float


def a_desk(session: Session, actor: Actor) -> Desk[Session]:
    """Give the desk of somebody; nothing is recorded."""
    return Desk(
        session=session,
        actor=actor,
        now=NOW,
        vault=KeyVault(bytes(32), bytes(32)),
        calendar=england_and_wales(),
        policy=DEFAULT,
        record=lambda _: None,
        new_id=lambda: UUID(int=0),
        new_reference=lambda: Reference("2222-22"),
    )


def begin() -> Database:
    """Make the database anew, with one organisation and one worker."""
    FILE.parent.mkdir(exist_ok=True)
    for left in FILE.parent.glob(f"{FILE.name}*"):
        left.unlink()
    migrations.upgrade(f"sqlite:///{FILE}")
    database = Database(f"sqlite:///{FILE}")
    with database.system() as session:
        session.add(Organisation(id=LEAD, key="lead", name="Lead", kind="lead"))
        session.add(User(id=WORKER, organisation_id=LEAD, display_name="W", email="w@lead.example", roles=""))
    return database


def add(database: Database, years: Sequence[int]) -> None:
    """Add the cases of these years and count them, as the scheduler would."""
    cases, whose = (
        year_one(margins()),
        Whose(organisation_id=LEAD, taker=WORKER, workers=dict.fromkeys(WorkerRole, WORKER)),
    )
    for year in years:
        with database.system() as session:
            for _ in load(session, cases, whose, year):
                pass
        print(f"  year {year + 1}: {len(cases):,} cases added", flush=True)
    with database.system() as session:
        session.execute(text("DELETE FROM aggregate_mark"), execution_options=SYSTEM)
    counting = True
    while counting:
        with database.system() as session:
            counting = bool(count_cases(a_desk(session, THE_CLOCK)))
    with database.system() as session:
        session.execute(text("ANALYZE"), execution_options=SYSTEM)


@contextmanager
def _listening(database: Database) -> Iterator[list[tuple[str, Any]]]:
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, *_: object) -> None:
        heard.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def measure(database: Database, definition: Definition, span: Span) -> Measured:
    """Ask a report a few times, as a lead's manager on screen."""
    manager = Actor(id=WORKER, organisation_id=LEAD, roles=frozenset({Role.LEAD_MANAGER}))
    times: list[float] = []
    for _ in range(ASKED):
        with _listening(database) as heard, database.system(reading=True) as session:
            begun = process_time()
            look(a_desk(session, manager), definition, span)
            times.append(process_time() - begun)
    return Measured(statements=tuple(heard), seconds=min(times))


def kind_of(database: Database, statement: str, parameters: Any) -> str:
    """Say how SQLite finds the rows: by the monthly counts, by an index alone, or otherwise, then in its own words."""
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None  # noqa: S101 - it is open
        told = [row[3] for row in driver.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    plan = "; ".join(told)
    if all("aggregate" in line and line.startswith("SEARCH") for line in told):
        return "aggregate"
    return "index only" if all("USING COVERING INDEX" in line for line in told) else plan


def compare(database: Database, early: dict[tuple[str, str], Measured]) -> list[str]:
    """Print a line for each report and period, and give what is wrong."""
    faults = []
    print(f"{'report':<16}{'period':<10}{'statements':>11}  {'plan':<24}{'1 year':>9}{'all years':>11}{'÷':>6}")
    for (name, period), before in early.items():
        after = measure(database, reports()[name], PERIODS[period])
        plans = {kind_of(database, *each) for each in after.statements}
        growth = after.seconds / before.seconds if after.seconds > TOO_QUICK else 1.0
        print(
            f"{name:<16}{period:<10}{len(after.statements):>11}  {', '.join(sorted(plans)):<24}"
            f"{1000 * before.seconds:>7.1f}ms{1000 * after.seconds:>9.1f}ms{growth:>6.2f}"
        )
        if len(after.statements) > MOST_STATEMENTS:
            faults.append(f"{name}, {period}: {len(after.statements)} statements")
        if plans - {"aggregate", "index only"}:
            faults.append(f"{name}, {period}: {'; '.join(sorted(plans))}")
        if growth > MOST_GROWTH:
            faults.append(f"{name}, {period}: {growth:.2f} times as long")
    return faults


def main(arguments: Sequence[str] | None = None, say: Callable[[str], None] = print) -> int:
    """Measure with one year and with all of them; 1 where a report does what it may not."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--years", type=int, default=10)
    years = parser.parse_args(arguments).years
    database = begin()
    add(database, [0])
    asked = [(name, period) for name in reports() for period in PERIODS]
    early = {(name, period): measure(database, reports()[name], PERIODS[period]) for name, period in asked}
    add(database, range(1, years))
    faults = compare(database, early)
    for fault in faults:
        say(f"- {fault}")
    say("Every report holds." if not faults else f"{len(faults)} of {len(early)} do not hold.")
    database.dispose()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
