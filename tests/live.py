"""The application behind a real socket, for browsers and for requests that must truly run at once."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import msgspec
import uvicorn
from litestar import Litestar
from playwright.sync_api import Page

from portal.auth import store
from portal.auth.model import token_hash
from tests.builders import CONSORTIUM, NOW

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE_SECONDS = 10


class LiveServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server on loopback and the application in it."""

    address: str
    app: Litestar

    def sign_in(self, page: Page, key: str, now: datetime = NOW) -> None:
        """Put the cookie of a session, begun at a moment by an account of the consortium, into a page's browser."""
        token, name = f"{key}-{uuid4().hex}", self.app.state.settings.cookie_name
        with self.app.state.database.system() as session:
            store.add_session(session, token_hash(token), CONSORTIUM[key].id, now)
        page.context.add_cookies([{"name": name, "value": token, "url": self.address}])


@contextmanager
def serving(app: Litestar, *, port: int = 0) -> Iterator[LiveServer]:
    """Serve an application from a thread, on a port that the machine chooses unless one is given."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, access_log=False, log_config=None, server_header=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server)
        yield LiveServer(address=f"http://127.0.0.1:{listening.getsockname()[1]}", app=app)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_SECONDS)
        listening.close()


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    if not server.started:
        raise TimeoutError("the server did not start")
