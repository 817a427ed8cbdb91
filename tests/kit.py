"""A browser's part in a test: cookies, forms and their tokens, without a network."""

import asyncio
import threading
from asyncio import AbstractEventLoop
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from uuid import uuid4

from httpx import ASGITransport, BaseTransport, Client, Limits, Request, Response
from jinja2 import ChoiceLoader, DictLoader
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from portal.auth import store
from portal.auth.model import token_hash
from portal.security import csrf_token
from portal.transactions import transactional
from tests.builders import CONSORTIUM, Clock
from tests.headers import faults

_PATIENCE_SECONDS = 120
_AT_ONCE = 64
"""How many requests of one process may be in their handlers at the same moment."""


@cache
def _loop() -> AbstractEventLoop:
    """Give the loop in which every application of the tests answers: one for the process, and in a thread of its own.

    A loop for each request, as Litestar's own client makes, costs more than many a page.
    """
    loop = asyncio.new_event_loop()
    loop.set_default_executor(ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="handlers"))
    threading.Thread(target=loop.run_forever, name="answers", daemon=True).start()
    return loop


class Straight(BaseTransport):
    """Hands requests to an application without a network; any number of threads may ask at the same moment."""

    def __init__(self, app: Litestar) -> None:
        self._inner = ASGITransport(app)  # type: ignore[arg-type]  # the two spell an ASGI application differently

    def handle_request(self, request: Request) -> Response:
        """Give the whole answer; whatever it is, it must say to the browser what every answer says (T-HDR)."""
        answer = asyncio.run_coroutine_threadsafe(self._answer(request), _loop()).result()
        wrong = faults(answer)
        assert not wrong, wrong
        return answer

    async def _answer(self, request: Request) -> Response:
        answer = await self._inner.handle_async_request(request)
        return Response(answer.status_code, headers=answer.headers, content=await answer.aread(), request=request)


class Visitor(Client):
    """A browser with its own cookies; redirects are not followed unless asked for.

    With an `address` it asks the server there, over the same database, and not the application itself.
    """

    def __init__(self, app: Litestar, address: str = "") -> None:
        if address:
            super().__init__(base_url=address, timeout=_PATIENCE_SECONDS, limits=Limits(max_keepalive_connections=0))
        else:
            super().__init__(transport=Straight(app), base_url="https://portal.example")
        self.app, self.token = app, ""

    @property
    def csrf(self) -> str:
        """The token that a form of this session carries."""
        return csrf_token(self.app.state.settings.secrets.form_key, token_hash(self.token))

    def sign_in(self, key: str, clock: Clock) -> "Visitor":
        """Begin a session for an account of the consortium, as signing in would."""
        self.token = f"{key}-{uuid4().hex}"
        with self.app.state.database.system() as session:
            store.add_session(session, token_hash(self.token), CONSORTIUM[key].id, clock())
        self.cookies.set(self.app.state.settings.cookie_name, self.token)
        return self

    def submit(self, path: str, form: Mapping[str, Any] = {}, *, key: str | None = None, **changes: Any) -> Response:
        """Send a form with this session's token and a form key, a new one unless given."""
        sent = {"_csrf": self.csrf, "_key": uuid4().hex if key is None else key, **form, **changes}
        return self.post(path, data=sent)


def with_handlers(app: Litestar, handlers: Iterable[HTTPRouteHandler], templates: Mapping[str, str] = {}) -> Litestar:
    """Add routes and templates of a test to the composed application, as the application adds its own."""
    handlers = tuple(handlers)
    if {path for each in handlers for path in each.paths} <= {route.path for route in app.routes}:
        return app  # it was lent to the module's last test too
    environment = app.state.templates
    loader = ChoiceLoader([DictLoader(dict(templates)), environment.loader])
    app.state.templates = environment.overlay(loader=loader)  # the environment itself serves other applications too
    for handler in handlers:
        app.register(transactional(handler, app.state.database))
    return app


def before_covers(page: str) -> str:
    """Give a page without the covers at its end, which are hidden until the screen is hidden or locked."""
    return page.partition('id="screen-cover"')[0]
