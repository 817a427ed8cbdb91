"""The application with a scene in it: made once a run on each database, and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import URL

from tests.builders import Clock
from tests.postgres import APP, a_copy
from tests.scene import Scene
from tests.staged import Staged, set_stage, staged_at

_SCENE = "lvws_scene"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A database that holds the scene, to be copied: a file, or a name in the server."""

    place: Path | str
    scene: Scene


@pytest.fixture(scope="session")
def scene_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A SQLite file with the scene in it."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("scene") / "scene.sqlite"))
    return Kept(place=path, scene=_filled(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def scene_database(postgres: URL) -> Iterator[Kept]:
    """A PostgreSQL database with the scene in it."""
    with a_copy(postgres, "lvws_template", _SCENE) as url:
        yield Kept(place=_SCENE, scene=_filled(url))


def _filled(url: str) -> Scene:
    made = set_stage(url, Clock())
    made.app.state.database.dispose()
    return made.scene


@pytest.fixture
def staged(scene_file: Kept, tmp_path: Path, clock: Clock) -> Iterator[Staged]:
    """The application over a copy of the scene, on SQLite."""
    url = f"sqlite:///{shutil.copy(scene_file.place, tmp_path / 'staged.sqlite')}"
    made = staged_at(url, scene_file.scene, clock)
    yield made
    made.app.state.database.dispose()


@pytest.fixture
def staged_on_postgresql(postgres: URL, scene_database: Kept, clock: Clock) -> Iterator[Staged]:
    """The application over a copy of the scene, on PostgreSQL as the role that owns nothing."""
    with a_copy(postgres, str(scene_database.place), f"{APP}_staged") as url:
        made = staged_at(url, scene_database.scene, clock)
        yield made
        made.app.state.database.dispose()


@pytest.fixture(params=["staged", pytest.param("staged_on_postgresql", marks=pytest.mark.postgres)])
def staged_on_each(request: pytest.FixtureRequest) -> Staged:
    """The application over a copy of the scene, on each database in turn."""
    made: Staged = request.getfixturevalue(request.param)
    return made
