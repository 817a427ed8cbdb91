"""The edge of the portal around the sign-in routes, and one route that takes as long as a test wants."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import httpx
import msgspec
import pyotp
import pytest
import uvicorn
from argon2 import PasswordHasher
from litestar import Litestar, Request, get
from litestar.di import NamedDependency, Provide
from litestar.plugins.htmx import HTMXRequest
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from portal import problems
from portal.app import create_app
from portal.audit.service import recorder
from portal.auth import service, web
from portal.auth.model import Account, SignedIn
from portal.database import Database
from portal.rendering import PageResponse, environment
from portal.security import Authenticate, admit, response_headers
from portal.serving import quiet_server
from portal.settings import Settings
from portal.transactions import transactional
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, Clock, Ids, some_settings

PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP = service.Passwords(_HASHER, nobody=_HASHER.hash("nobody"), turns=2)
"""What a hash of the portal costs is for `test_service`; here the account has one that costs nothing."""


class Edge(msgspec.Struct, kw_only=True):
    """A running edge: what a test needs to send, to wait and to look."""

    app: Litestar
    database: Database
    settings: Settings
    clock: Clock
    entered: threading.Semaphore
    go_on: threading.Event
    hold: threading.Semaphore
    """Released by a test, it makes the next request stop between reading its session and touching it."""

    def form(self, **changes: str) -> dict[str, str]:
        """Give what the caseworker types to sign in at this moment."""
        code = pyotp.TOTP(SEED).at(self.clock())
        return {"email": CONSORTIUM["caseworker"].email, "password": PASSWORD, "code": code, **changes}

    def link(self) -> str:
        """Give the address of a new one-time link of the IDVA."""
        with self.database.system() as session:
            record = recorder(session, self.settings.audit_key)
            service.invite(session, record, CONSORTIUM["idva"].id, token="link", by=None, now=self.clock())
        return "/sign-in/link/link"


class Held:
    """The database as the edge sees it, which a test may stop before the next write."""

    def __init__(self, database: Database, edge: Edge) -> None:
        self._database, self._edge = database, edge

    def system(self, *, reading: bool = False) -> AbstractContextManager[Session]:
        if not reading and self._edge.hold.acquire(blocking=False):
            self._edge.entered.release()
            self._edge.go_on.wait(20)
        return self._database.system(reading=reading)


@pytest.fixture
def demo() -> bool:
    return True


@pytest.fixture
def edge(database: Database, clock: Clock, *, demo: bool) -> Edge:
    """The edge with one account that has a password and a seed."""
    settings = some_settings(database.url.render_as_string(hide_password=False), demo=demo)
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    _enrol(database, settings, vault, clock)
    made = Edge(
        app=Litestar(),
        database=database,
        settings=settings,
        clock=clock,
        entered=threading.Semaphore(0),
        go_on=threading.Event(),
        hold=threading.Semaphore(0),
    )

    @get("/", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=True, media_type="text/plain")
    def home(actor: NamedDependency[Actor]) -> str:
        return str(actor.id)

    @get("/slow", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=True, media_type="text/plain")
    def slow(actor: NamedDependency[Actor]) -> str:
        made.entered.release()
        made.go_on.wait(20)
        return str(actor.id)

    tokens = count()
    values: dict[str, Callable[..., Any]] = {
        "database": lambda: database,
        "settings": lambda: settings,
        "vault": lambda: vault,
        "now": clock,
        "new_token": lambda: lambda: f"token-{next(tokens)}",
        "actor": _actor,
        "signed_in": _signed_in,
    }
    made.app = Litestar(
        route_handlers=[transactional(handler, database) for handler in (*web.HANDLERS, home, slow)],
        dependencies={name: Provide(value, sync_to_thread=False) for name, value in values.items()},
        middleware=[Authenticate(Held(database, made), settings, clock)],  # type: ignore[arg-type]
        guards=[admit],
        exception_handlers=dict(problems.HANDLERS),  # type: ignore[arg-type]
        before_send=[response_headers],
        request_class=HTMXRequest,
        response_class=PageResponse,
        openapi_config=None,
    )
    state = made.app.state
    state.templates, state.settings, state.clock = environment(), settings, clock
    return made


def _signed_in(request: Request[Any, Any, Any]) -> SignedIn:
    found: SignedIn = request.scope["state"]["signed_in"]
    return found


def _actor(signed_in: NamedDependency[SignedIn]) -> Actor:
    return signed_in.actor


def _enrol(database: Database, settings: Settings, vault: KeyVault, clock: Clock) -> None:
    mine = CONSORTIUM["caseworker"]
    account = Account(
        id=mine.id,
        organisation_id=mine.organisation_id,
        display_name=mine.name,
        email=mine.email,
        roles=frozenset({mine.role}),
    )
    with database.system() as session:
        record = recorder(session, settings.audit_key)
        how: dict[str, Any] = {"by": None, "now": clock(), "passwords": CHEAP}
        service.enrol(session, record, vault, account, password=PASSWORD, seed=SEED, **how)


@contextmanager
def served(app: Litestar, server: uvicorn.Server | None = None) -> Generator[str]:
    """Serve an application by a real uvicorn, as in operation unless given, on a free port; give its address."""
    server = server or quiet_server(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not (server.started and server.servers):
        assert thread.is_alive()
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def address(edge: Edge) -> Iterator[str]:
    """The address at which the edge is served."""
    with served(edge.app) as found:
        yield found
        edge.go_on.set()


@pytest.fixture
def whole(edge: Edge, new_id: Ids) -> Iterator[str]:
    """The address of the whole application over the same database and settings."""
    with served(create_app(edge.settings, clock=edge.clock, new_id=new_id)) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A browser without a past."""
    with httpx.Client(base_url=address, timeout=30) as browser:
        yield browser
