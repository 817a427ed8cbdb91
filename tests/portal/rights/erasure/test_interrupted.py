"""An erasure that breaks off leaves everything or nothing of each record, and doing it again finishes it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, event, inspect
from sqlmodel import Session, col, func, select

from lvws_core.policy import Policy
from lvws_core.ports import SYSTEM
from portal.app import FOLLOWERS
from portal.audit.service import verify_chain
from portal.audit.tables import Entry
from portal.cli import main
from portal.database import Database
from portal.dependencies import Supplies
from portal.erasing import erase_due
from portal.people.tables import ContactPlanRow, PersonRow
from portal.rights.register.sources.store import SOURCES
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, LEAD, NOW, Clock, Ids, add_consortium, some_secrets, some_settings
from tests.portal.rights.planting import BY, plant
from tests.scene import set_services

VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)
LONG_AFTER, LONG_BEFORE = NOW + timedelta(days=365 * 8), NOW - timedelta(days=365 * 8)
MANY = 150
ROOT = Path(__file__).parents[4]


class BrokenOffError(Exception):
    """What happens in the middle."""


@pytest.fixture
def supplies(database_url: str) -> Iterator[Supplies]:
    """Both databases in turn, with one person who is due."""
    database, clock = Database(database_url), Clock()
    clock.now = LONG_AFTER
    with database.system() as session:
        add_consortium(session)
        set_services(session)
        plant(session, VAULT)
    yield Supplies(
        database=database,
        settings=some_settings(database_url),
        clock=clock,
        new_id=Ids(after=7000),
        policy=Policy(),
        followers=FOLLOWERS,
    )
    database.dispose()


@contextmanager
def breaking(engine: Engine, after: int) -> Iterator[list[str]]:
    """Let the statement that follows so many writes break off; give the writes that were begun."""
    seen: list[str] = []

    def before(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(("UPDATE", "DELETE", "INSERT")):
            seen.append(statement)
            if len(seen) > after:
                raise BrokenOffError

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", before)


def cells(session: Session) -> list[tuple[str, str]]:
    """Give every cell of every table with something of a person, in one order."""
    found = []
    for source in SOURCES:
        columns = [each.name for each in inspect(source.row).columns]
        rows = session.exec(select(source.row), execution_options=SYSTEM).all()
        found += [(source.table, str(getattr(row, name))) for row in rows for name in columns]
    return sorted(found)


def due(supplies: Supplies) -> int:
    return erase_due(supplies, CONSORTIUM["governance"].actor, lambda _done: None).people


def test_ret_03_wherever_it_breaks_off_nothing_of_the_record_is_erased_and_again_finishes_it(
    supplies: Supplies,
) -> None:
    engine = supplies.database.engine
    with supplies.database.system() as session:
        before = cells(session)
    for after in (0, 1, 9, 20, 33):
        with breaking(engine, after) as seen, pytest.raises(BrokenOffError):
            due(supplies)
        assert len(seen) == after + 1
        with supplies.database.system() as session:
            assert cells(session) == before
            assert session.exec(select(func.count()).select_from(Entry).where(Entry.kind == "person.erased")).one() == 0
    assert due(supplies) == 1
    assert due(supplies) == 0
    with supplies.database.system() as session:
        assert cells(session) != before
        assert session.exec(select(PersonRow.sealed_key)).one() is None
        assert verify_chain(session, supplies.settings.audit_key).ok


def add_people(database: Database) -> None:
    """Add so many people who were recorded long ago, each with a safe-contact plan."""
    new_id = Ids(after=8000)
    with database.system() as session:
        add_consortium(session)
        for number in range(MANY):
            key = VAULT.new_key(LEAD, new_id())
            row = {"owner_organisation_id": LEAD, "created_at": LONG_BEFORE, "created_by": BY}
            indexes = {"sealed_identity": b"sealed", "name_index": b"index"}
            reference = f"AAA{number // 100}-{number % 100:02}"
            person = PersonRow(id=key.record_id, reference=reference, sealed_key=key.wrapped, **indexes, **row)
            session.add(person)
            session.flush()
            session.add(ContactPlanRow(id=new_id(), person_id=person.id, sealed_plan=b"plan", **row))


def stands(database: Database) -> tuple[set[UUID], set[UUID], int]:
    """Give who still has a key, who still has a plan, and how many erasures the audit tells of."""
    with database.system(reading=True) as session:
        keyed = set(session.exec(select(PersonRow.id).where(col(PersonRow.sealed_key).is_not(None))))
        planned = set(session.exec(select(ContactPlanRow.person_id)))
        told = session.exec(select(func.count()).select_from(Entry).where(Entry.kind == "person.erased")).one()
    return keyed, planned, told


def test_ret_03_killed_in_the_middle_each_record_is_whole_or_gone_and_again_finishes_it(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    add_people(database)
    secrets = tmp_path / "secrets.toml"
    settings = {
        **os.environ,
        "LVWS_DATABASE_URL": database_url,
        "LVWS_SECRETS_FILE": str(secrets),
        "LVWS_ORGANISATION": "Alder Victim Service",
    }
    words = ["erase", "--due", "--confirm", "--by", "governance@example.org"]
    command = [sys.executable, "-c", "from portal.cli import main; main()", *words]
    assert CliRunner(env=settings).invoke(main, ["keys", "new", str(secrets)]).exit_code == 0
    with subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 30
        while running.poll() is None and stands(database)[2] == 0 and time.monotonic() < until:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
    keyed, planned, told = stands(database)
    assert keyed == planned
    assert 0 < len(keyed) < MANY, "it was killed before it began, or when it was through"
    assert told == MANY - len(keyed)
    assert f"{len(keyed)} erased." in CliRunner(env=settings).invoke(main, words).output
    assert stands(database) == (set(), set(), MANY)
    database.dispose()
