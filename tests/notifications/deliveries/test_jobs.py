"""Sending from the outbox: claimed, sent outside any transaction, settled; what fails is tried again or shown."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update
from sqlmodel import col

from lvws_core.errors import Invalid
from notifications.deliveries import store
from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.model import Pace, State
from notifications.senders.model import Letter, UnsentError, Why
from notifications.wording.model import Wording, Wordings
from portal.auth.tables import User
from portal.database import SYSTEM, Database
from tests.builders import CONSORTIUM, NOW, SHELTER, Clock
from tests.notifications.outbox import HOLDER, LINK, Provider, a_post, outbox, put

OTHER = UUID(int=0x5F)


def test_p16_what_is_due_is_sent_once_and_what_is_not_waits(database: Database, clock: Clock) -> None:
    put(database)
    put(database, key="later", due_at=NOW + timedelta(hours=1))
    provider = Provider()
    assert deliver_due(a_post(database, clock, provider)) == 1
    assert deliver_due(a_post(database, clock, provider)) == 0
    assert [letter.to for letter in provider.taken] == ["shelter_worker@example.org"]
    assert LINK in provider.taken[0].body
    assert [each.state for each in outbox(database)] == [State.SENT, State.WAITING]
    assert outbox(database)[0].settled_at == NOW


def test_the_same_message_is_not_written_twice_and_what_is_gathered_grows(database: Database) -> None:
    put(database)
    put(database)
    put(database, key="digest:1", kind="digest")
    put(database, key="digest:1", kind="digest")
    assert [(each.kind, each.items) for each in outbox(database)] == [("digest", 2), ("arrived", 1)]


def test_a_transaction_is_not_open_while_a_provider_is_slow(database: Database, clock: Clock) -> None:
    class Watching(Provider):
        def send(self, letter: Letter) -> None:  # noqa: ARG002
            with database.system() as session:  # on SQLite a second writer would wait here for ever
                session.execute(update(User).where(col(User.id) == CONSORTIUM["idva"].id).values(team="night"))

    put(database)
    deliver_due(a_post(database, clock, Watching()))
    assert outbox(database)[0].state is State.SENT


def test_p16_what_fails_is_put_off_1_5_15_60_minutes_and_after_a_day_it_is_a_dead_letter(
    database: Database, clock: Clock
) -> None:
    put(database)
    provider, waits = Provider(), []
    provider.before = [UnsentError(Why.NOT_NOW)] * 40
    while (found := outbox(database)[0]).state is not State.DEAD:
        waits.append(found.next_at - clock())
        clock.now = found.next_at
        deliver_due(a_post(database, clock, provider))
    assert [wait.total_seconds() / 60 for wait in waits[1:6]] == [1, 5, 15, 60, 60]
    assert found.error is Why.NOT_NOW
    assert timedelta(hours=22) < clock() - NOW < timedelta(hours=24)


def test_a_provider_that_is_down_is_asked_once_a_round_and_the_rest_waits(database: Database, clock: Clock) -> None:
    put(database, 3)
    provider = Provider()
    provider.before = [UnsentError(Why.REFUSED, is_down=True)]
    assert deliver_due(a_post(database, clock, provider)) == 1
    assert sorted(each.state for each in outbox(database)) == [State.PUT_OFF, State.WAITING, State.WAITING]
    assert deliver_due(a_post(database, clock, provider)) == 2


@pytest.mark.parametrize("why", [Why.BAD_ADDRESS, Why.NOT_TAKEN, Why.NONSENSE])
def test_what_is_refused_for_good_is_a_dead_letter_with_its_reason(database: Database, clock: Clock, why: Why) -> None:
    put(database)
    provider = Provider()
    provider.before = [UnsentError(why, lasting=True)]
    deliver_due(a_post(database, clock, provider))
    assert [(each.state, each.error) for each in outbox(database)] == [(State.DEAD, why)]


def test_an_unknown_kind_and_a_missing_value_are_dead_letters(database: Database, clock: Clock) -> None:
    put(database, kind="of_nobody")
    put(database, key="second")
    texts = {"arrived": Wording(subject="$items", body="$name")}
    deliver_due(a_post(database, clock, Provider(), wordings=Wordings(texts=texts)))
    assert [each.error for each in outbox(database)] == [Why.UNKNOWN_KIND, Why.MISSING_VALUE]
    assert {each.state for each in outbox(database)} == {State.DEAD}


def test_who_has_left_is_sent_nothing_and_without_mail_nothing_waits(database: Database, clock: Clock) -> None:
    put(database)
    with database.system() as session:
        session.execute(update(User).values(disabled_at=NOW))
    provider = Provider()
    deliver_due(a_post(database, clock, provider))
    put(database, key="second")
    deliver_due(a_post(database, clock, None))
    assert [(each.state, each.error) for each in outbox(database)] == [
        (State.DROPPED, Why.CLOSED),
        (State.DROPPED, Why.NO_SENDER),
    ]
    assert provider.taken == []


@pytest.mark.parametrize(("can_be_asked", "times"), [(True, 1), (False, 2)])
def test_p16_a_process_that_ended_in_between_is_made_up_for(
    database: Database, clock: Clock, can_be_asked: bool, times: int
) -> None:
    put(database)
    provider = Provider(can_be_asked=can_be_asked)
    provider.after = [SystemExit()]
    with pytest.raises(SystemExit):
        deliver_due(a_post(database, clock, provider))
    assert outbox(database)[0].state is State.CLAIMED
    assert deliver_due(a_post(database, clock, provider, OTHER)) == 0, "the claim still holds"
    clock.advance(minutes=5)
    assert deliver_due(a_post(database, clock, provider, OTHER)) == 1
    assert len(provider.taken) == times
    assert outbox(database)[0].state is State.SENT


def test_p16_the_answer_that_was_lost_is_asked_for_before_it_is_sent_again(database: Database, clock: Clock) -> None:
    put(database)
    provider = Provider()
    provider.after = [UnsentError(Why.CUT, perhaps=True)]
    deliver_due(a_post(database, clock, provider))
    assert outbox(database)[0].perhaps
    clock.advance(minutes=2)
    deliver_due(a_post(database, clock, provider))
    assert len(provider.taken) == 1
    assert outbox(database)[0].state is State.SENT


def test_whoever_lost_its_claim_writes_nothing_down(database: Database, clock: Clock) -> None:
    put(database)

    class Slow(Provider):
        def send(self, letter: Letter) -> None:  # noqa: ARG002
            clock.advance(minutes=6)
            deliver_due(a_post(database, clock, quick, OTHER))
            raise UnsentError(Why.SLOW)

    quick = Provider()
    deliver_due(a_post(database, clock, Slow(), HOLDER))
    assert outbox(database)[0].state is State.SENT
    assert len(quick.taken) == 1


def test_what_cannot_wait_goes_first(database: Database, clock: Clock) -> None:
    put(database)
    put(database, key="urgent", kind="escalation", urgent=True, due_at=NOW)
    provider = Provider()
    deliver_due(a_post(database, clock, provider))
    assert provider.taken[0].subject == "Not done in time: please look now"


def test_a_claim_that_would_run_out_while_a_provider_works_is_refused(database: Database, clock: Clock) -> None:
    with pytest.raises(Invalid, match="shorter_than_the_provider"):
        deliver_due(a_post(database, clock, Provider(), pace=Pace(claim=timedelta(seconds=2))))


def test_p16_two_processes_at_once_send_each_message_once(database: Database, clock: Clock) -> None:
    put(database, 24)
    providers = [Provider(lanes=3), Provider(lanes=3)]
    posts = [a_post(database, clock, each, holder) for each, holder in zip(providers, (HOLDER, OTHER), strict=True)]
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(deliver_due, posts)) == 24
    taken = [letter.reference for each in providers for letter in each.taken]
    assert len(taken) == len(set(taken)) == 24
    assert {each.state for each in outbox(database)} == {State.SENT}


def test_the_outbox_is_read_by_its_small_indexes_however_much_was_sent(database: Database, clock: Clock) -> None:
    put(database)
    put(database, key="dead", kind="of_nobody")
    with heard_by(database) as statements:
        deliver_due(a_post(database, clock, Provider()))
        with database.system(reading=True) as session:
            store.oldest_unsent(session, clock())
            store.dead_by_organisation(session, None)
            store.dead(session, SHELTER, None)
            store.put_off(session, SHELTER, 50)
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        for statement, values in statements:
            if statement.startswith("SELECT delivery") or "FROM delivery" in statement:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values, execution_options=SYSTEM)
                assert not any(str(row[3]) == "SCAN delivery" for row in plan), statement


def test_what_was_sent_long_ago_is_deleted_and_a_dead_letter_stays(database: Database, clock: Clock) -> None:
    put(database)
    put(database, key="dead", kind="of_nobody")
    deliver_due(a_post(database, clock, Provider()))
    with database.system() as session:
        assert store.forget(session, NOW, 10) == 0
        assert store.forget(session, NOW + timedelta(seconds=1), 10) == 1
    assert [each.state for each in outbox(database)] == [State.DEAD]


@contextmanager
def heard_by(database: Database) -> Iterator[list[tuple[str, Any]]]:
    heard: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        heard.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def test_p16_what_nobody_thought_of_is_tried_again_and_after_a_day_a_dead_letter(
    database: Database, clock: Clock
) -> None:
    put(database, 2)
    provider = Provider()
    provider.after = [KeyError("strange")]
    assert deliver_due(a_post(database, clock, provider)) == 2
    assert sorted(each.state for each in outbox(database)) == [State.PUT_OFF, State.SENT]
    assert all(each.perhaps for each in outbox(database) if each.state is State.PUT_OFF)
    clock.advance(minutes=2)
    assert deliver_due(a_post(database, clock, provider)) == 1
    assert len(provider.taken) == 2
    put(database, key="old", due_at=NOW - timedelta(days=1))
    provider.after = [KeyError("strange")]
    deliver_due(a_post(database, clock, provider))
    assert [each.error for each in outbox(database) if each.state is State.DEAD] == [Why.NONSENSE]


@pytest.mark.parametrize("was_taken", [True, False])
def test_p16_what_processes_end_over_for_a_day_is_a_dead_letter_unless_it_was_taken(
    database: Database, clock: Clock, *, was_taken: bool
) -> None:
    put(database)
    provider = Provider()
    with database.system() as session:
        (held,) = store.claim(session, OTHER, NOW, 1, Pace())
    if was_taken:
        provider.send(Letter(reference=held.id, to="a@b.example", subject="", body=""))
    clock.advance(days=1)
    deliver_due(a_post(database, clock, provider))
    (found,) = outbox(database)
    assert (found.state, found.error) == ((State.SENT, Why.NONE) if was_taken else (State.DEAD, Why.TOO_LATE))
    assert len(provider.taken) == was_taken
