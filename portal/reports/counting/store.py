"""The counts in the database: read by cube and months from the table's own order, and made anew a month at a time."""

from datetime import date

from sqlalchemy import insert
from sqlmodel import Session as Session  # given on to the jobs and services, which name no framework
from sqlmodel import col, delete, select

from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.reports.counting.model import DIMENSIONS, SEPARATOR, Counted, Counts, Mark
from portal.reports.counting.tables import AggregateMarkRow, AggregateRow

_CASES = "cases"


def read(session: Session, cube: str, first: date, last: date) -> tuple[Counted, ...]:
    """Give the counts of a cube for the months from one to another, both by their first days, in one statement."""
    rows = session.exec(
        select(col(AggregateRow.month), col(AggregateRow.key), col(AggregateRow.number)).where(
            AggregateRow.cube == cube, col(AggregateRow.month) >= first, col(AggregateRow.month) <= last
        ),
        execution_options=SYSTEM,
    )
    return tuple(Counted(month=month, key=tuple(key.split(SEPARATOR)), number=number) for month, key, number in rows)


def replace(session: Session, month: date, counts: Counts) -> None:
    """Put the counts of a month in the place of what was counted before."""
    session.exec(
        delete(AggregateRow)
        .where(col(AggregateRow.month) == month, col(AggregateRow.cube).in_(DIMENSIONS))
        .execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )
    rows = [
        {"cube": cube, "month": month, "key": SEPARATOR.join(key), "number": number}
        for cube, found in counts.items()
        for (_, key), number in found.items()
    ]
    if rows:
        session.execute(insert(AggregateRow), rows, execution_options=SYSTEM)


def mark(session: Session) -> Mark | None:
    """Give how far the counts have come, None before the first time."""
    row = session.get(AggregateMarkRow, _CASES, execution_options=SYSTEM)
    if row is None:
        return None
    pending = tuple(date.fromisoformat(month) for month in row.pending.split())
    return Mark(definition=row.definition, sequence=row.sequence, counted_at=utc(row.counted_at), pending=pending)


def put(session: Session, mark: Mark) -> None:
    """Store how far the counts have come."""
    row = session.get(AggregateMarkRow, _CASES, execution_options=SYSTEM)
    if row is None:
        row = AggregateMarkRow(name=_CASES, definition="", sequence=0, counted_at=mark.counted_at)
    row.definition, row.sequence, row.counted_at = mark.definition, mark.sequence, mark.counted_at
    row.pending = " ".join(month.isoformat() for month in mark.pending)
    session.add(row)
    session.flush()
