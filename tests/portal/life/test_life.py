"""T-STATE: no order of acts, words, waits and old forms breaks an invariant of assurance section 3.3."""

import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import URL

from lvws_core.referrals import OfferStatus
from tests.assurance import Trial
from tests.portal.life.incidents import WholeLife
from tests.portal.life.settled import Someone, copied, settle
from tests.portal.life.world import Stage
from tests.postgres import a_copy, replaced, wall_off

SHARDS, EXAMPLES, STEPS = 10, 50, 40
"""The whole: so many shares of so many examples of so many steps, each share from a seed of its own."""

Begin = Callable[[], None]
_SETTLED, _LIFE = "lvws_settled", "lvws_life"


@pytest.fixture(scope="session")
def settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Someone, ...]]:
    """A file with the consortium and three people, and who they are."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("life") / "settled.sqlite"))
    return path, settle(f"sqlite:///{path}")


@pytest.fixture
def on_sqlite(settled: tuple[Path, tuple[Someone, ...]], tmp_path: Path) -> Iterator[Stage]:
    """The application over a copy of that file, which begins again for each world."""
    template, people = settled
    path = tmp_path / "life.sqlite"
    copied(template, path)
    made = Stage(f"sqlite:///{path}", people, lambda: copied(template, path))
    yield made
    made.close()


@pytest.fixture
def on_postgresql(postgres: URL) -> Iterator[Stage]:
    """The same on PostgreSQL, as the role that owns nothing; what is committed is read as the owner."""
    with a_copy(postgres, "lvws_template", _SETTLED) as url:
        people = settle(url)
        with a_copy(postgres, _SETTLED, _LIFE) as life:
            made = Stage(life, people, lambda: replaced(postgres, _SETTLED, _LIFE), outside=wall_off(life))
            yield made
            made.close()


@pytest.fixture
def few_collections() -> Iterator[None]:
    """Let what stays for the whole trial not be looked through again and again."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def live(stage: Stage, trial: Trial, *, examples: int, steps: int, from_seed: int) -> Counter[str]:
    """Let lives happen, and give how often each thing was seen in them."""
    seen: Counter[str] = Counter()
    try:
        run_state_machine_as_test(
            seed(from_seed)(lambda: WholeLife(stage.begin(), seen)),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=(Phase.generate,),  # a life that failed is read as it was: making it smaller takes an hour
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        trial.count(**seen)
    return seen


@pytest.mark.usefixtures("few_collections")
@pytest.mark.parametrize("place", ["on_sqlite", pytest.param("on_postgresql", marks=pytest.mark.postgres)])
def test_i1_to_i5_i10_i11_and_i13_hold_in_some_orders(place: str, trial: Trial, request: pytest.FixtureRequest) -> None:
    seen = live(request.getfixturevalue(place), trial, examples=3, steps=12, from_seed=20)
    assert seen["steps"] > seen["examples"] > 1


@pytest.mark.assure
@pytest.mark.usefixtures("few_collections")
@pytest.mark.parametrize("share", range(1, SHARDS + 1))
def test_i1_to_i5_i10_i11_and_i13_hold_in_every_order(on_sqlite: Stage, trial: Trial, share: int) -> None:
    trial.of("life", examples=EXAMPLES, steps=STEPS, share=f"{share:02} of {SHARDS}")
    seen = live(on_sqlite, trial, examples=EXAMPLES, steps=STEPS, from_seed=share)
    reached = {status for status in OfferStatus if seen[f"reached {status}"]}
    assert reached >= {OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN}


@pytest.mark.assure
@pytest.mark.postgres
@pytest.mark.usefixtures("few_collections")
def test_the_same_holds_on_postgresql(on_postgresql: Stage, trial: Trial) -> None:
    trial.of("life", examples=EXAMPLES, steps=STEPS, database="postgresql")
    live(on_postgresql, trial, examples=EXAMPLES, steps=STEPS, from_seed=SHARDS + 1)
