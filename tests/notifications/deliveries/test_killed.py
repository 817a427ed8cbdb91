"""T-KILL: a process that sends is killed at any moment; nothing is lost, and it doubles as little as can be."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from notifications.deliveries.model import State
from portal.database import Database
from tests.assurance import Trial, sizes
from tests.builders import add_consortium
from tests.lending import a_database
from tests.notifications.deliveries.worker import now, work
from tests.notifications.outbox import outbox, put
from tests.notifications.senders.servers import Mailbox, Stub, a_mail_server, a_notify

EACH_ROUND = 8
"""How many messages are put into the outbox before each kill."""

LONGEST_SECONDS = 0.15
PATIENCE_SECONDS = 60.0


@contextmanager
def a_provider(name: str) -> Iterator[tuple[str, Mailbox | Stub]]:
    """Serve the provider of a name; gives its place and what it took."""
    if name == "notify":
        stub = Stub()
        with a_notify(stub) as address:
            yield address, stub
    else:
        mailbox = Mailbox()
        with a_mail_server(mailbox) as port:
            yield str(port), mailbox


def taken_by(provider: Mailbox | Stub) -> Counter[str]:
    """Count how often it took each message."""
    if isinstance(provider, Mailbox):
        return Counter(provider.references)
    return Counter(str(each["reference"]) for each in provider.taken)


def run_for(url: str, place: str, seconds: float | None, database: Database) -> None:
    """Let a process send, and kill it: after so many seconds, or with None once everything is sent."""
    process = multiprocessing.get_context("forkserver").Process(target=work, args=(url, place), daemon=True)
    process.start()
    latest = time.monotonic() + PATIENCE_SECONDS
    if seconds is not None:
        before = sum(each.attempts for each in outbox(database))
        while sum(each.attempts for each in outbox(database)) == before and time.monotonic() < latest:
            time.sleep(0.002)  # until it has begun to send, however long it took to start
        time.sleep(seconds)
    else:
        while any(each.state is not State.SENT for each in outbox(database)) and time.monotonic() < latest:
            time.sleep(0.02)
    process.kill()
    process.join()
    process.close()


@pytest.mark.parametrize("name", ["smtp", "notify"])
@sizes(6, 200)
def test_p16_a_killed_sender_loses_nothing_and_doubles_one_message_at_most(
    sqlite_url: str, trial: Trial, size: int, name: str
) -> None:
    trial.of("killed while sending", kills=size, provider=name)
    chance = random.Random(20261123)  # noqa: S311 - a trial that can be run again
    multiprocessing.set_forkserver_preload(["tests.notifications.deliveries.worker"])
    with a_database(sqlite_url) as database, a_provider(name) as (place, provider):
        with database.system() as session:
            add_consortium(session)
        for number in range(size):
            for each in range(EACH_ROUND):
                put(database, key=f"{number}-{each}", due_at=now() - timedelta(seconds=1))
            run_for(sqlite_url, place, chance.uniform(0, LONGEST_SECONDS), database)
        run_for(sqlite_url, place, None, database)
        taken, found = taken_by(provider), outbox(database)
    doubles = sum(taken.values()) - len(taken)
    trial.count(kills=size, messages=len(found), doubles=doubles, lost=len(found) - len(taken))
    assert {each.state for each in found} == {State.SENT}
    assert set(taken) == {str(each.id) for each in found}
    assert doubles <= (0 if name == "notify" else size)
