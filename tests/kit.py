"""A browser's part in a test: cookies, forms and their tokens, without a network."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from httpx import Response
from jinja2 import ChoiceLoader, DictLoader
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from portal.auth import store
from portal.auth.model import token_hash
from portal.security import csrf_token
from portal.transactions import transactional
from tests.builders import CONSORTIUM, Clock


class Visitor(TestClient[Litestar]):
    """A browser with its own cookies; redirects are not followed unless asked for."""

    __test__ = False

    def __init__(self, app: Litestar) -> None:
        super().__init__(app, base_url="https://portal.example")
        self.follow_redirects = False
        self.token = ""

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
    environment.loader = ChoiceLoader([DictLoader(dict(templates)), environment.loader])
    for handler in handlers:
        app.register(transactional(handler, app.state.database))
    return app
