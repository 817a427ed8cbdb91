"""The outbox in the database: written with what happened, claimed and settled by whoever sends."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session as Session
from sqlmodel import SQLModel, col

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.ports import SYSTEM
from lvws_core.reasons import because
from lvws_core.times import utc
from notifications.deliveries.model import Delivery, Pace, State, claimed
from notifications.deliveries.planning.model import Planned
from notifications.deliveries.tables import DeliveryItemRow, DeliveryRow
from notifications.senders.model import Why

_COLUMNS = tuple(getattr(DeliveryRow, name) for name in DeliveryRow.model_fields if name != "key")
_INSTANTS = ("due_at", "next_at", "claimed_until", "settled_at")


def write(session: Session, planned: Iterable[Planned], new_id: Callable[[], UUID]) -> None:
    """Write messages to the outbox; one that is there already is not written twice, a gathered one grows."""
    planned = tuple(planned)
    for gathered in (False, True):
        rows = [_values(each, new_id()) for each in planned if each.is_gathered is gathered]
        if not rows:
            continue
        statement = _insert(session, DeliveryRow).values(sorted(rows, key=lambda row: row["key"]))
        if gathered:
            grown = {"items": DeliveryRow.items + 1}
            waits = col(DeliveryRow.state) == State.WAITING.value
            statement = statement.on_conflict_do_update(index_elements=["key"], set_=grown, where=waits)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=["key"])
        session.execute(statement.execution_options(**SYSTEM))
    _write_items(session, planned)


def _write_items(session: Session, planned: Iterable[Planned]) -> None:
    """Write of which notices these messages tell; those that are about nothing that could be kept from anybody not."""
    rows = [
        {"key": each.key, "notice_id": each.notice_id, "reference": each.about}
        for each in sorted(planned, key=lambda each: each.key)
        if each.about and each.notice_id is not None
    ]
    if rows:
        insert = _insert(session, DeliveryItemRow).values(rows)
        session.execute(insert.on_conflict_do_nothing().execution_options(**SYSTEM))


def _insert(session: Session, table: type[SQLModel]) -> Any:
    """Give an insert in the words of this database, which can say what happens to what is there already."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def abouts(session: Session, deliveries: Iterable[Delivery]) -> tuple[tuple[UUID, Reference], ...]:
    """Give what messages tell of: the id of a message, and the reference of each of its notices, in one statement."""
    found = session.execute(
        select(col(DeliveryRow.id), col(DeliveryItemRow.reference))
        .join(DeliveryItemRow, col(DeliveryItemRow.key) == col(DeliveryRow.key))
        .where(col(DeliveryRow.id).in_([each.id for each in deliveries])),
        execution_options=SYSTEM,
    )
    return tuple((id_, Reference(reference)) for id_, reference in found)


def _values(planned: Planned, id_: UUID) -> dict[str, Any]:
    at = utc(planned.due_at)
    return {
        "id": id_,
        "owner_organisation_id": planned.organisation_id,
        "user_id": planned.user_id,
        "key": planned.key,
        "kind": planned.kind,
        "items": 1,
        "urgent": planned.urgent,
        "state": State.WAITING.value,
        "attempts": 0,
        "due_at": at,
        "next_at": at,
        "perhaps": False,
        "error": "",
    }


def claim(session: Session, holder: UUID, now: datetime, most: int, pace: Pace) -> tuple[Delivery, ...]:
    """Take what is due for a process, what cannot wait first; in a short transaction of the system.

    Another process at the same moment takes others.
    """
    waiting = col(DeliveryRow.state).in_([State.WAITING.value, State.PUT_OFF.value])
    abandoned = (col(DeliveryRow.state) == State.CLAIMED.value) & (col(DeliveryRow.claimed_until) <= utc(now))
    rows = session.execute(
        select(*_COLUMNS)
        .where(
            _is_open(),
            col(DeliveryRow.next_at) <= utc(now),
            or_(waiting, abandoned),
        )
        .order_by(col(DeliveryRow.urgent).desc(), col(DeliveryRow.next_at), col(DeliveryRow.id))
        .limit(most)
        .with_for_update(skip_locked=True),
        execution_options=SYSTEM,
    ).all()
    taken = tuple(claimed(read(row), holder, now, pace) for row in rows)
    for each in taken:
        _put(session, each, col(DeliveryRow.id) == each.id)
    return taken


def settle(session: Session, delivery: Delivery, holder: UUID) -> bool:
    """Store what came of a try; False if another process has taken the delivery since."""
    return _put(
        session,
        delivery,
        col(DeliveryRow.id) == delivery.id,
        col(DeliveryRow.state) == State.CLAIMED.value,
        col(DeliveryRow.claimed_by) == holder,
        col(DeliveryRow.attempts) == delivery.attempts,
    )


def _put(session: Session, delivery: Delivery, *where: Any) -> bool:
    values = {
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "claimed_by": delivery.claimed_by,
        "perhaps": delivery.perhaps,
        "error": delivery.error.value,
        **{name: _stored(getattr(delivery, name)) for name in _INSTANTS},
    }
    done: Any = session.execute(
        update(DeliveryRow).where(*where).values(**values).execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )
    return bool(done.rowcount)


def _stored(at: datetime | None) -> datetime | None:
    return None if at is None else utc(at)


def read(row: Any) -> Delivery:
    """Give a row of the outbox as a value."""
    values: Mapping[str, Any] = row._mapping  # noqa: SLF001 - the documented way to the names of a row
    instants = {name: _stored(values[name]) for name in _INSTANTS}
    same = {name: values[name] for name in ("id", "kind", "items", "urgent", "attempts", "claimed_by", "perhaps")}
    return Delivery(
        **same,
        **instants,  # type: ignore[arg-type]  # two of them are never empty in the table
        organisation_id=OrganisationId(values["owner_organisation_id"]),
        user_id=UserId(values["user_id"]),
        state=State(values["state"]),
        error=Why(values["error"]),
    )


def one(session: Session, delivery_id: UUID) -> Delivery:
    """Give a delivery of the own organisation.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    row = session.execute(select(*_COLUMNS).where(col(DeliveryRow.id) == delivery_id)).one_or_none()
    if row is None:
        raise Missing
    return read(row)


def put(session: Session, delivery: Delivery) -> None:
    """Store a dead letter of the own organisation that staff decided about.

    Raises:
        Conflict: Somebody else decided about it at the same moment.
    """
    is_dead = col(DeliveryRow.state) == State.DEAD.value
    if not _put(session, delivery, col(DeliveryRow.id) == delivery.id, is_dead):
        raise Conflict(because("decided_already", "P16", "Somebody has decided about this message already."))


def dead(session: Session, organisation_id: OrganisationId, after: str | None) -> Page[Delivery]:
    """Give a page of the dead letters of the own organisation, the newest first.

    Raises:
        Invalid: `after` is no cursor of this list.
    """
    wanted = select(*_COLUMNS).where(col(DeliveryRow.owner_organisation_id) == organisation_id, _is(State.DEAD))
    if after is not None:
        wanted = wanted.where(tuple_(col(DeliveryRow.due_at), col(DeliveryRow.id)) < _place(after))
    newest = (col(DeliveryRow.due_at).desc(), col(DeliveryRow.id).desc())
    found = [read(row) for row in session.execute(wanted.order_by(*newest).limit(PAGE_SIZE + 1))]
    last = found[:PAGE_SIZE][-1:]
    return page_of(found, cursor=encode_cursor(last[0].due_at.isoformat(), str(last[0].id)) if last else None)


def _place(after: str) -> tuple[datetime, UUID]:
    at, delivery_id = decode_cursor(after, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(delivery_id)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def put_off(session: Session, organisation_id: OrganisationId, most: int) -> tuple[Delivery, ...]:
    """Give what is tried again for the own organisation, what waits longest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(col(DeliveryRow.owner_organisation_id) == organisation_id, _is(State.PUT_OFF))
        .order_by(col(DeliveryRow.due_at), col(DeliveryRow.id))
        .limit(most)
    )
    return tuple(read(row) for row in rows)


def dead_by_organisation(
    session: Session, organisation_id: OrganisationId | None, *only_if: ColumnElement[bool]
) -> dict[OrganisationId, int]:
    """Count the dead letters by organisation: of one, or with None of all, for whoever answers for them."""
    whose = col(DeliveryRow.owner_organisation_id)
    wanted = select(whose, func.count()).where(_is(State.DEAD), *only_if).group_by(whose)
    if organisation_id is not None:
        wanted = wanted.where(whose == organisation_id)
    return {OrganisationId(row[0]): row[1] for row in session.execute(wanted, execution_options=SYSTEM)}


def forget(session: Session, before: datetime, most: int) -> int:
    """Delete what was sent or not needed before a moment, at most so much at once; give how much."""
    old = (
        select(col(DeliveryRow.id))
        .where(
            col(DeliveryRow.settled_at) < utc(before),
            col(DeliveryRow.state).in_([State.SENT.value, State.DROPPED.value]),
        )
        .order_by(col(DeliveryRow.settled_at))
        .limit(most)
    )
    ids = session.execute(old, execution_options=SYSTEM).scalars().all()
    done: Any = session.execute(
        delete(DeliveryRow).where(col(DeliveryRow.id).in_(ids)).execution_options(synchronize_session=False),
        execution_options=SYSTEM,
    )
    return int(done.rowcount)


def _is(state: State) -> ColumnElement[bool]:
    """Name a state in the statement itself: a partial index is of no use to a parameter."""
    return col(DeliveryRow.state) == bindparam(f"is_{state.value}", state.value, literal_execute=True)


def _is_open() -> ColumnElement[bool]:
    every = [State.WAITING.value, State.CLAIMED.value, State.PUT_OFF.value]  # as the index spells it
    return col(DeliveryRow.state).in_(bindparam("open", every, expanding=True, literal_execute=True))


def oldest_unsent(session: Session, now: datetime) -> datetime | None:
    """Give since when the oldest message waits that should have been sent by now, in UTC; None if none does."""
    at = session.execute(
        select(func.min(col(DeliveryRow.due_at))).where(_is_open(), col(DeliveryRow.due_at) <= utc(now)),
        execution_options=SYSTEM,
    ).scalar_one()
    return at and utc(at)
