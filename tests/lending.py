"""Applications and databases that are composed once and lent to one test after another.

To compose the application takes a third of a second, and its first pages as long again, because templates and
statements are compiled then. What a test borrows is the same application over a database of the test's own.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar
from sqlalchemy import Dialect, event, make_url

from portal.app import create_app
from portal.database import Database
from portal.settings import Settings
from tests.builders import some_settings


class Composed:
    """An application whose database, clock and ids are those of whoever borrowed it last."""

    def __init__(self, settings: Settings) -> None:
        self.owner = ""
        self._settings = settings
        self._clock: Callable[[], datetime] | None = None
        self._new_id: Callable[[], UUID] | None = None
        self.app = create_app(settings, clock=self._now, new_id=self._next_id)
        self._routes = len(self.app.routes)
        self.database = Leading(self.app.state.database)

    def _now(self) -> datetime:
        assert self._clock is not None
        return self._clock()

    def _next_id(self) -> UUID:
        assert self._new_id is not None
        return self._new_id()

    def lend(self, url: str, clock: Callable[[], datetime], new_id: Callable[[], UUID]) -> Litestar:
        """Give the application over a database, as if it had just been composed."""
        self._clock, self._new_id = clock, new_id
        self.database.lead_to(url)
        self.database.database.check_durable()
        state = self.app.state
        state.settings = msgspec.structs.replace(self._settings, database_url=url)
        state.supplies = msgspec.structs.replace(
            state.supplies, settings=state.settings, clock=clock, new_id=new_id, database=state.database
        )
        state.clock = clock
        return self.app

    @property
    def has_more_routes(self) -> bool:
        """Whether a test has added routes of its own."""
        return len(self.app.routes) != self._routes


class Leading:
    """A database whose engine connects to where it is led, with what it has compiled so far."""

    def __init__(self, database: Database) -> None:
        self.database = database
        event.listen(database.engine, "do_connect", self._connect)
        self._listeners = self._listening()

    def _connect(self, dialect: Dialect, _record: object, _arguments: object, _parameters: object) -> Any:
        arguments, parameters = dialect.create_connect_args(self.database.url)
        return dialect.connect(*arguments, **{**parameters, **_THREADS.get(dialect.name, {})})

    def _listening(self) -> int:
        return len(list(self.database.engine.dispatch.before_cursor_execute))

    def lead_to(self, url: str) -> Database:
        """Let it connect elsewhere from now on."""
        self.database.dispose()
        self.database.url = make_url(url)
        return self.database

    @property
    def is_watched(self) -> bool:
        """Whether a test left something that listens to its statements."""
        return self._listening() != self._listeners


_THREADS = {"sqlite": {"check_same_thread": False}}
_APPLICATIONS: dict[tuple[str, bool, str], list[Composed]] = {}
_DATABASES: dict[str, list[Leading]] = {}


@contextmanager
def an_application(
    url: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
    *,
    demo: bool = False,
    address: str = "",
    owner: str = "",
) -> Generator[Litestar]:
    """Lend the application over a database while the block runs.

    With an `address` there are passkeys.
    `owner` is the module of the test: routes that one of its tests added are still there for its next.
    """
    free = _APPLICATIONS.setdefault((make_url(url).get_backend_name(), demo, address), [])
    fitting = [each for each in free if each.owner in {owner, ""}]
    if fitting:
        free.remove(found := max(fitting, key=lambda each: each.owner))
    else:
        found = Composed(some_settings(url, demo=demo, address=address))
    try:
        yield found.lend(url, clock, new_id)
    finally:
        found.database.database.dispose()
        if found.has_more_routes:
            found.owner = owner
        if not found.database.is_watched and (owner or not found.has_more_routes):
            free.append(found)


@contextmanager
def a_database(url: str) -> Generator[Database]:
    """Lend a database while the block runs."""
    free = _DATABASES.setdefault(make_url(url).get_backend_name(), [])
    found = free.pop() if free else Leading(Database(url))
    try:
        yield found.lead_to(url)
    finally:
        found.database.dispose()
        if not found.is_watched:
            free.append(found)
