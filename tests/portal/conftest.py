"""The application with a scene in it: made once a run on each database, and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.builders import Clock
from tests.postgres import APP, a_copy
from tests.staged import Kept, Staged, staged_at


@pytest.fixture
def staged(request: pytest.FixtureRequest, scene_file: Kept, tmp_path: Path, clock: Clock) -> Iterator[Staged]:
    """The application over a copy of the scene, on SQLite."""
    url = f"sqlite:///{shutil.copy(scene_file.place, tmp_path / 'staged.sqlite')}"
    with staged_at(url, scene_file.scene, clock, owner=request.module.__name__) as made:
        yield made


@pytest.fixture
def staged_on_postgresql(
    request: pytest.FixtureRequest, postgres: URL, scene_database: Kept, clock: Clock
) -> Iterator[Staged]:
    """The application over a copy of the scene, on PostgreSQL as the role that owns nothing."""
    owner = request.module.__name__
    with (
        a_copy(postgres, str(scene_database.place), f"{APP}_staged") as url,
        staged_at(url, scene_database.scene, clock, owner=owner) as made,
    ):
        yield made


@pytest.fixture(params=["staged", pytest.param("staged_on_postgresql", marks=pytest.mark.postgres)])
def staged_on_each(request: pytest.FixtureRequest) -> Staged:
    """The application over a copy of the scene, on each database in turn."""
    made: Staged = request.getfixturevalue(request.param)
    return made
