"""Every feature in every combination: two databases, with JavaScript and without.

`make assure` tries each feature in all four. In `make test` each is tried in one: the combinations take turns
over the rows, so that each is used as often as the others.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Watched, watched_in
from tests.browser.features.rows import TESTS
from tests.browser.features.stage import Stage
from tests.builders import Clock
from tests.lending import an_application
from tests.live import serving
from tests.postgres import APP, a_copy
from tests.staged import Kept, later_ids


class Combination(msgspec.Struct, frozen=True, kw_only=True):
    """A database, and whether the browser runs JavaScript."""

    database: str
    javascript: bool

    @property
    def name(self) -> str:
        """Its name, for people."""
        return f"{self.database} {'with' if self.javascript else 'without'} javascript"


COMBINATIONS = tuple(
    Combination(database=database, javascript=javascript)
    for javascript in (True, False)
    for database in ("sqlite", "postgresql")
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each feature in the combination whose turn it is, and for assurance in all."""
    if "combination" in metafunc.fixturenames:
        turn = list(TESTS.values()).index(metafunc.function.__name__) % len(COMBINATIONS)
        sampled = [_as_parameter(COMBINATIONS[turn], "sample")]
        whole = [_as_parameter(each, "whole", pytest.mark.assure) for each in COMBINATIONS]
        metafunc.parametrize("combination", sampled + whole)


def _as_parameter(each: Combination, size: str, *marks: pytest.MarkDecorator) -> object:
    needs = (pytest.mark.postgres,) if each.database == "postgresql" else ()
    return pytest.param(each, marks=(pytest.mark.browser, *needs, *marks), id=f"{size} {each.name}")


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, combination: Combination, chromium: Browser, tmp_path: Path, clock: Clock
) -> Iterator[Stage]:
    """A server over a fresh copy of the scene; at the end no browser may have complained."""
    watched: list[Watched] = []
    with ExitStack() as opened:
        url, kept = opened.enter_context(_copied(request, combination, tmp_path))
        app = opened.enter_context(an_application(url, clock, later_ids(), demo=True))
        server = opened.enter_context(serving(app))

        def browser(key: str) -> Watched:
            size = {"width": 1366, "height": 768}
            context = chromium.new_context(java_script_enabled=combination.javascript, viewport=size)
            opened.callback(context.close)
            watched.append(watched_in(context, server, clock, key, javascript=combination.javascript))
            return watched[-1]

        yield Stage(server=server, scene=kept.scene, clock=clock, browser=browser)
        assert [said for each in watched for said in each.complaints() if "Failed to load resource" not in said] == []


@contextmanager
def _copied(request: pytest.FixtureRequest, combination: Combination, folder: Path) -> Iterator[tuple[str, Kept]]:
    if combination.database == "postgresql":
        kept = request.getfixturevalue("scene_database")
        with a_copy(request.getfixturevalue("postgres"), str(kept.place), f"{APP}_features") as url:
            yield url, kept
    else:
        kept = request.getfixturevalue("scene_file")
        yield f"sqlite:///{shutil.copy(kept.place, folder / 'features.sqlite')}", kept
