"""How many statements a sweep costs: the same however much there is that is not due, and so many for each that is."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import URL

from lvws_core.actors import THE_CLOCK
from portal.app import JOBS
from portal.dependencies import desk_at
from tests.builders import Clock
from tests.notifications.outbox import put
from tests.portal.caseload.day.test_day import with_cases
from tests.portal.conftest import Kept
from tests.portal.test_counts import heard
from tests.portal.test_leaders import offers_due
from tests.postgres import a_copy
from tests.staged import Staged, staged_at

FEW, MANY = 5, 40
EACH: Mapping[str, int] = {"return unanswered offers": 18, "tell of what was sent and not told": 6}
"""How many statements a job takes at most for each thing that it does; where it is not named, none more."""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one batch of a job did, and how many statements that took."""

    done: int
    statements: int


Costs = Mapping[str, Cost]


def costs(staged: Staged, many: int, *, days: int) -> Costs:
    """Run one batch of each job over so many rows of offers, cases and messages, so many days later."""
    offers_due(staged, staged.clock() + timedelta(days=2), many, timedelta(seconds=1))
    with_cases(staged, many)
    put(staged.app.state.database, many)
    staged.clock.advance(days=days)
    found = {}
    for name, job in JOBS.items():
        with heard(staged) as statements, staged.app.state.database.system() as session:
            done = job(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock()))
            found[name] = Cost(done=len(done), statements=len(statements))
    return found


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def four(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[int, int], Costs]:
    """The costs of few and of many rows, before anything is due and forty days later, on each database."""
    found = {}
    for key in [(many, days) for many in (FEW, MANY) for days in (0, 40)]:
        many, days = key
        if request.param == "sqlite":
            kept: Kept = request.getfixturevalue("scene_file")
            path = shutil.copy(kept.place, tmp_path_factory.mktemp("sweeps") / "sweeps.sqlite")
            with staged_at(f"sqlite:///{Path(path)}", kept.scene, Clock()) as staged:
                found[key] = costs(staged, many, days=days)
        else:
            server: URL = request.getfixturevalue("postgres")
            kept = request.getfixturevalue("scene_database")
            with a_copy(server, str(kept.place), "lvws_sweeps") as url, staged_at(url, kept.scene, Clock()) as staged:
                found[key] = costs(staged, many, days=days)
    return found


@pytest.mark.parametrize("name", JOBS)
def test_p16_a_sweep_costs_the_same_however_many_rows_there_are_but_for_each_that_it_does(
    four: Mapping[tuple[int, int], Costs], name: str
) -> None:
    for days in (0, 40):
        few, many = four[FEW, days][name], four[MANY, days][name]
        more = many.statements - few.statements
        assert more <= EACH.get(name, 0) * (many.done - few.done), (days, few, many)


def test_the_trial_has_something_due_in_bulk(four: Mapping[tuple[int, int], Costs]) -> None:
    assert four[MANY, 40]["return unanswered offers"].done >= MANY
