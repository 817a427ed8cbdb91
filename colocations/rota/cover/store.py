"""Questions of cover in the database."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.rota.cover.model import Answer, CoverAsk
from colocations.rota.tables import CoverAskRow, ShiftRow
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.times import utc

_COLUMNS: Final[tuple[Any, ...]] = tuple(getattr(CoverAskRow, name) for name in CoverAsk.__struct_fields__)
MOST: Final = 50


def of_shift(session: Session, shift_id: UUID) -> tuple[CoverAsk, ...]:
    """Give who was asked to cover a shift, the last asked first."""
    wanted = select(*_COLUMNS).where(col(CoverAskRow.shift_id) == shift_id)
    rows = session.execute(wanted.order_by(col(CoverAskRow.asked_at).desc(), col(CoverAskRow.id)).limit(MOST))
    return tuple(map(_ask, rows))


def open_of(session: Session, worker_id: UserId, today: date) -> tuple[CoverAsk, ...]:
    """Give what a worker is asked and has not answered, for shifts of today or later that were not called off."""
    wanted = (
        select(*_COLUMNS)
        .join(ShiftRow, col(ShiftRow.id) == col(CoverAskRow.shift_id))
        .where(
            col(CoverAskRow.worker_id) == worker_id,
            col(CoverAskRow.answered_at).is_(None),
            col(ShiftRow.day) >= today,
            col(ShiftRow.cancelled_at).is_(None),
        )
    )
    rows = session.execute(wanted.order_by(col(ShiftRow.starts_at), col(CoverAskRow.id)).limit(MOST))
    return tuple(map(_ask, rows))


def get(session: Session, ask_id: UUID) -> CoverAsk:
    """Give a question.

    Raises:
        Missing: There is none.
    """
    row = session.execute(select(*_COLUMNS).where(col(CoverAskRow.id) == ask_id)).one_or_none()
    if row is None:
        raise Missing
    return _ask(row)


def add(session: Session, ask: CoverAsk, owner_id: OrganisationId) -> None:
    """Store a new question; one that the worker has not answered yet cannot be asked again."""
    session.add(
        CoverAskRow(
            id=ask.id,
            owner_organisation_id=owner_id,
            shift_id=ask.shift_id,
            worker_id=ask.worker_id,
            asked_by=ask.asked_by,
            asked_at=utc(ask.asked_at),
        )
    )
    session.flush()


def answer(session: Session, ask: CoverAsk, said: Answer, at: datetime) -> bool:
    """Store what was answered; False where it was answered already, or taken back."""
    changed: Any = session.execute(
        update(CoverAskRow)
        .where(col(CoverAskRow.id) == ask.id, col(CoverAskRow.answered_at).is_(None))
        .values(answer=said.value, answered_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def take_back(session: Session, shift_id: UUID, at: datetime) -> int:
    """Take back every question about a shift that is still open; give how many."""
    changed: Any = session.execute(
        update(CoverAskRow)
        .where(col(CoverAskRow.shift_id) == shift_id, col(CoverAskRow.answered_at).is_(None))
        .values(answer=Answer.TAKEN_BACK.value, answered_at=utc(at))
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)


def _ask(row: Any) -> CoverAsk:
    return CoverAsk(
        id=row.id,
        shift_id=row.shift_id,
        worker_id=UserId(row.worker_id),
        asked_by=UserId(row.asked_by),
        asked_at=utc(row.asked_at),
        answer=Answer(row.answer) if row.answer else None,
        answered_at=utc(row.answered_at) if row.answered_at is not None else None,
    )
