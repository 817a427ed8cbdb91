"""T-STATE: no order of acts, words, waits and old forms breaks an invariant of assurance section 3.3."""

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from lvws_core.referrals import OfferStatus
from tests.assurance import Trial, sizes
from tests.portal.life.machine import Life
from tests.portal.life.world import Someone, World, settle

WHOLE = 500


class Worlds:
    """Gives a fresh world each time: a copy of the file that holds the consortium and three people."""

    def __init__(self, template: Path, people: tuple[Someone, ...], folder: Path) -> None:
        self._template, self._people, self._folder, self._numbers = template, people, folder, count()

    def __call__(self) -> World:
        """Give the next one."""
        path = self._folder / f"{next(self._numbers)}.sqlite"
        return World(f"sqlite:///{shutil.copy(self._template, path)}", self._people)


@pytest.fixture(scope="session")
def settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Someone, ...]]:
    """A file with the consortium and three people, and who they are."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("life") / "settled.sqlite"))
    return path, settle(f"sqlite:///{path}")


@pytest.fixture
def worlds(settled: tuple[Path, tuple[Someone, ...]], tmp_path: Path) -> Iterator[Worlds]:
    """A maker of worlds, whose files are gone afterwards."""
    yield Worlds(*settled, tmp_path)
    shutil.rmtree(tmp_path)


@sizes((6, 15), (WHOLE, 40))
def test_i1_to_i5_i10_i11_and_i13_hold_in_every_order(worlds: Worlds, trial: Trial, size: tuple[int, int]) -> None:
    examples, steps = size
    seen: Counter[str] = Counter()
    trial.of("life", examples=examples, steps=steps)
    try:
        run_state_machine_as_test(
            lambda: Life(worlds(), seen),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        trial.count(**seen)
    if examples == WHOLE:
        reached = {status for status in OfferStatus if seen[f"reached {status}"]}
        # Nobody stumbles on every attempt that the policy asks for before a person counts as not reached.
        assert reached >= set(OfferStatus) - {OfferStatus.DRAFT, OfferStatus.NOT_REACHED}
