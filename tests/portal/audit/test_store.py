from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from lvws_core.events import Event
from portal.audit import service, store
from portal.audit.model import Fault, Head, Verification
from portal.audit.tables import Anchor, Entry
from portal.database import Database

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ORGANISATION, WORKER = UUID(int=1), UUID(int=7)


@pytest.fixture
def unguarded(tmp_path: Path) -> Iterator[Database]:
    """A database without the triggers that a migration adds, as an intruder would have it."""
    url = f"sqlite:///{tmp_path / 'audit.sqlite'}"
    plain = create_engine(url)
    SQLModel.metadata.create_all(plain)
    plain.dispose()
    made = Database(url)
    yield made
    made.dispose()


def an_event(number: int, actor_id: UUID | None = WORKER) -> Event:
    at = NOW + timedelta(seconds=number, microseconds=number)
    return Event(kind="offer.read", at=at, actor_id=actor_id, subject_id=UUID(int=number), detail={"n": number})


def record(database: Database, *events: Event, organisation_id: UUID | None = None) -> None:
    with database.transaction(database.open(organisation_id)) as session:
        for event in events:
            service.recorder(session, KEY)(event)


def check(database: Database, outside: Iterable[Head] = ()) -> Verification:
    with database.system(reading=True) as session:
        return service.verify_chain(session, KEY, outside)


def test_what_was_recorded_is_read_back_in_order_and_verifies(database: Database) -> None:
    record(database, *(an_event(n) for n in range(5)), an_event(5, actor_id=None))
    with database.system(reading=True) as session:
        found = list(store.entries(session))
    assert [entry.sequence for entry in found] == [1, 2, 3, 4, 5, 6]
    assert [entry.at for entry in found] == [an_event(n).at for n in range(6)]
    assert found[5].actor_id is None
    assert check(database).checked == 6


def test_an_organisations_session_may_record_and_may_not_read(database: Database) -> None:
    record(database, an_event(1), organisation_id=ORGANISATION)
    with database.transaction(database.open(ORGANISATION)) as session:
        assert session.exec(select(Entry)).all() == []
    assert check(database).checked == 1


def test_what_is_rolled_back_leaves_no_entry(database: Database) -> None:
    with database.open(None) as session:
        service.recorder(session, KEY)(an_event(1))
        session.rollback()
    record(database, an_event(2))
    assert check(database).checked == 1


def test_entries_are_read_batch_by_batch_without_a_gap(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BATCH", 3)
    record(database, *(an_event(n) for n in range(7)))
    assert check(database).checked == 7


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        (update(Entry).where(Entry.sequence == 2).values(body=b"{}"), Fault.ALTERED),
        (update(Entry).where(Entry.sequence == 2).values(kind="offer.sent"), Fault.COLUMNS_DIFFER),
        (update(Entry).where(Entry.sequence == 2).values(at=NOW), Fault.COLUMNS_DIFFER),
        (delete(Entry).where(Entry.sequence == 2), Fault.MISSING),
    ],
)
def test_p9_tampering_in_the_database_is_found_with_its_row(unguarded: Database, tamper: Any, why: Fault) -> None:
    record(unguarded, *(an_event(n) for n in range(1, 5)))
    with unguarded.system() as session:
        session.exec(tamper)
    found = check(unguarded)
    assert (found.ok, found.first_bad_sequence, found.why) == (False, 2, why)


def test_p9_a_cut_tail_is_found_by_the_anchor_inside_and_by_the_one_outside(unguarded: Database) -> None:
    record(unguarded, *(an_event(n) for n in range(4)))
    with unguarded.system() as session:
        outside = service.anchor_head(session, NOW)
        session.exec(delete(Entry).where(Entry.sequence > 2))
    assert check(unguarded).why is Fault.TAIL_CUT
    with unguarded.system() as session:
        session.exec(delete(Anchor))
    assert check(unguarded).ok
    assert check(unguarded, [outside]).why is Fault.TAIL_CUT


def test_anchoring_twice_writes_one_row_and_an_empty_chain_has_no_anchor(database: Database) -> None:
    with database.system() as session:
        assert service.anchor_head(session, NOW) is None
    record(database, an_event(1))
    with database.system() as session:
        first, second = service.anchor_head(session, NOW), service.anchor_head(session, NOW + timedelta(hours=1))
        assert first == second
        assert store.anchors(session) == (first,)


def test_p9_writers_at_the_same_moment_make_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: record(database, an_event(n), an_event(n + 100)), range(40)))
    found = check(database)
    assert (found.ok, found.checked) == (True, 80)


@pytest.mark.parametrize("statement", [update(Entry).values(kind="x"), delete(Entry)])
def test_p9_the_database_itself_refuses_to_change_an_entry(database: Database, statement: Any) -> None:
    record(database, an_event(1))
    with pytest.raises(DBAPIError), database.system() as session:
        session.exec(statement)
    assert check(database).checked == 1
