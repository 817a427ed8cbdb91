"""Migrations: one line of them, no drift from the mapped classes, up and down with data in it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from lvws_core.events import Event
from portal import migrations
from portal.audit import service as audit
from portal.auth.tables import Organisation
from portal.database import TENANT, Database
from tests.builders import GALOP, NOW, SHELTER, add_consortium, some_secrets
from tests.rows import a_message_row, a_person_row, a_service_row, an_offer_row

ROOT = Path(__file__).parents[2]


@pytest.fixture
def whole_url(database_url: str, request: pytest.FixtureRequest) -> str:
    """The database as its owner, who alone may migrate."""
    owner_url: str = database_url if database_url.startswith("sqlite") else request.getfixturevalue("owner_url")
    return owner_url


@pytest.fixture
def engine(whole_url: str) -> Iterator[Engine]:
    made = create_engine(whole_url)
    if whole_url.startswith("sqlite"):
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    yield made
    made.dispose()


def fill(url: str) -> None:
    database = Database(url)
    with database.system() as session:
        add_consortium(session)
        session.add_all([a_service_row(), a_person_row(), an_offer_row(UUID(int=11), SHELTER)])
        session.add(a_message_row(UUID(int=21), UUID(int=11), SHELTER))
        audit.recorder(session, some_secrets().audit_key)(an_event())
    database.dispose()


def an_event() -> Event:
    return Event(kind="offer.read", at=NOW, actor_id=None, subject_id=UUID(int=11))


def test_there_is_one_line_of_migrations_and_their_files_are_numbered() -> None:
    script = ScriptDirectory(str(ROOT / "portal" / "migrations"))
    assert len(script.get_heads()) == 1
    numbers = [revision.revision for revision in script.walk_revisions()][::-1]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_the_migrated_schema_is_what_the_mapped_classes_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": migrations.compared,
                "compare_type": True,
                "target_metadata": SQLModel.metadata,
            },
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_partial_indexes_are_partial_on_both_databases(engine: Engine) -> None:
    dialect = engine.dialect.name
    found = {index["name"]: index for index in inspect(engine).get_indexes("offer")}
    for name, word in (("ix_offer_inbox", "sent"), ("uq_offer_one_acceptance", "co_work")):
        assert word in str(found[name]["dialect_options"][f"{dialect}_where"])


def test_every_named_constraint_follows_the_convention(engine: Engine) -> None:
    for table in SQLModel.metadata.tables:
        for key in inspect(engine).get_foreign_keys(table):
            assert key["name"] == f"fk_{table}_{key['constrained_columns'][0]}_{key['referred_table']}"


def test_no_foreign_key_leaves_its_feature_but_to_organisation_and_user(engine: Engine) -> None:
    package = {
        mapper.local_table.name: mapper.class_.__module__.partition(".")[0]  # type: ignore[attr-defined]
        for mapper in inspect(Organisation).registry.mappers
    }
    for table in SQLModel.metadata.tables:
        for key in inspect(engine).get_foreign_keys(table):
            target = key["referred_table"]
            assert target in {"organisation", "user"} or package[target] == package[table]


def test_p2_a_tenants_row_hangs_on_a_row_of_the_same_tenant_alone(engine: Engine) -> None:
    # A key is kept also where the row it refers to is hidden, by the gate as by row security: so it carries the owner.
    found = [
        (key["constrained_columns"], key["referred_columns"])
        for table in TENANT
        for key in inspect(engine).get_foreign_keys(table)
        if key["referred_table"] in TENANT
    ]
    assert len(found) > 50
    owned = ["id", "owner_organisation_id"]
    assert [(columns, to) for columns, to in found if (columns[1:], to) != (owned[1:], owned)] == []


_WRITTEN_BY_HAND = {"organisation", "user", "service"}
"""Tables of few rows, which nothing writes in bulk."""


def test_every_foreign_key_has_an_index_that_finds_the_rows_that_refer(engine: Engine) -> None:
    # SQLite looks for them for each new row of the table that is referred to, while a key of the same
    # transaction waits to be satisfied: without an index each person of an import cost a scan of the others.
    missing = []
    for table in SQLModel.metadata.tables:
        found = inspect(engine)
        starts = {tuple(index["column_names"])[:1] for index in found.get_indexes(table) if _serves(index)}
        starts |= {tuple(found.get_pk_constraint(table)["constrained_columns"])[:1]}
        starts |= {tuple(each["column_names"])[:1] for each in found.get_unique_constraints(table)}
        keys = [key for key in found.get_foreign_keys(table) if key["referred_table"] not in _WRITTEN_BY_HAND]
        missing += [key["name"] for key in keys if tuple(key["constrained_columns"])[:1] not in starts]
    assert missing == []


def _serves(index: Any) -> bool:
    """Say whether an index is whole, or leaves out only rows that refer to nothing."""
    (first, *_), options = index["column_names"], index.get("dialect_options", {})
    where = options.get("sqlite_where", options.get("postgresql_where"))
    return where is None or str(where).strip("()") == f"{first} IS NOT NULL"


def test_down_with_data_leaves_nothing_and_up_again_gives_the_same(whole_url: str, engine: Engine) -> None:
    fill(whole_url)
    migrations.downgrade(whole_url, "base")
    assert migrations.current(whole_url) is None
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrations.upgrade(whole_url)
    assert migrations.current(whole_url) == migrations.head()
    fill(whole_url)


def test_migrating_twice_changes_nothing(whole_url: str) -> None:
    fill(whole_url)
    migrations.upgrade(whole_url)
    database = Database(whole_url)
    with database.system(reading=True) as session:
        assert audit.verify_chain(session, some_secrets().audit_key).checked == 1
    database.dispose()


@pytest.mark.postgres
def test_two_that_migrate_at_once_take_turns(owner_url: str) -> None:
    migrations.downgrade(owner_url, "base")
    program = f"from portal import migrations; migrations.upgrade({owner_url!r})"
    processes = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) for _ in range(3)]
    assert [process.wait(30) for process in processes] == [0, 0, 0]
    assert migrations.current(owner_url) == migrations.head()


@pytest.mark.parametrize("change", ["UPDATE entry SET kind = 'x'", "DELETE FROM entry"])
def test_p9_the_database_itself_refuses_to_rewrite_the_audit(whole_url: str, engine: Engine, change: str) -> None:
    fill(whole_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="the audit only grows"):
        connection.execute(text(change))


@pytest.mark.parametrize(
    "orphan",
    [
        lambda: a_person_row(UUID(int=51), reference="7QK2-M8", owner=UUID(int=404)),
        lambda: a_message_row(UUID(int=52), UUID(int=404), None),
        lambda: an_offer_row(UUID(int=53), GALOP, service_id=UUID(int=404)),
    ],
)
def test_a_row_without_what_it_belongs_to_is_refused_at_the_commit(whole_url: str, orphan: Any) -> None:
    fill(whole_url)
    database = Database(whole_url)
    with pytest.raises(IntegrityError), database.system() as session:
        session.add(orphan())
    database.dispose()


def test_one_live_acceptance_a_request_unless_they_work_together(whole_url: str) -> None:
    fill(whole_url)
    database = Database(whole_url)
    request = {"request_id": UUID(int=7), "status": "accepted"}
    with database.system() as session:
        session.add(an_offer_row(UUID(int=61), SHELTER, **request))
        session.add(an_offer_row(UUID(int=62), SHELTER, **request, co_work=True))
        session.add(an_offer_row(UUID(int=63), SHELTER, **request | {"status": "closed"}))
    with pytest.raises(IntegrityError), database.system() as session:
        session.add(an_offer_row(UUID(int=64), GALOP, **request))
    database.dispose()


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'half.sqlite'}"
    blocker = create_engine(url)
    with blocker.begin() as connection:
        connection.execute(text("CREATE TABLE offer (id INTEGER)"))
    with pytest.raises(DBAPIError):
        migrations.upgrade(url)
    assert inspect(blocker).get_table_names() == ["offer"]
    blocker.dispose()
