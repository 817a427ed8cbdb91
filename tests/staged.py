"""The whole application with the scene in it, made once a run and copied for each test."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
from litestar import Litestar

from portal.app import create_app
from tests.builders import Clock, Ids, add_consortium, some_settings
from tests.kit import Visitor
from tests.lending import an_application
from tests.scene import Scene, set_scene

_SPENT = 5000  # more ids than the scene uses


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A database that holds the scene, to be copied: a file, or a name in the server."""

    place: Path | str
    scene: Scene


class Staged(msgspec.Struct, frozen=True, kw_only=True):
    """An application, the scene in it, and its clock."""

    app: Litestar
    scene: Scene
    clock: Clock

    def visitor(self, key: str) -> Visitor:
        """Give a new browser, signed in as an account of the consortium."""
        return Visitor(self.app).sign_in(key, self.clock)


def an_app(url: str, clock: Clock, *, demo: bool = False, new_id: Callable[[], UUID] | None = None) -> Litestar:
    """Compose the application over a database."""
    return create_app(some_settings(url, demo=demo), clock=clock, new_id=new_id or Ids())


def set_stage(url: str, clock: Clock) -> Scene:
    """Fill an empty, migrated database with the consortium and the scene."""
    with an_application(url, clock, Ids()) as app:
        with app.state.database.system() as session:
            add_consortium(session)
        return set_scene(app, clock)


@contextmanager
def staged_at(url: str, scene: Scene, clock: Clock, *, owner: str = "") -> Generator[Staged]:
    """Lend an application over a database that holds the scene; ids go on where the scene's ended."""
    with an_application(url, clock, later_ids(), owner=owner) as app:
        yield Staged(app=app, scene=scene, clock=clock)


def later_ids() -> Ids:
    """Give ids that the scene has not used."""
    return Ids(after=_SPENT)
