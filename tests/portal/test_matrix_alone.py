"""T-AUTH by how somebody stands to the person: who may not know gets what is answered to nobody, by each wall alone.

On SQLite there is the gate alone. On PostgreSQL the same is asked twice: with the gate off, so that row security
is the only wall, and as a role that row security does not bind, so that the gate is. With every push a sample,
each route once in each relation; in `make assure` as everybody who may use the route.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext

import pytest
from sqlalchemy import URL

from tests.assurance import Trial
from tests.builders import CONSORTIUM, Clock
from tests.kit import Visitor
from tests.portal.circumstances import arrange
from tests.portal.matrix import PERSONAL, SIDES, Line, Relation
from tests.portal.test_matrix import WITH_RECORD, ask, named, tells, without_what_differs
from tests.portal.walls import gate_off
from tests.postgres import APP, a_copy, wall_off
from tests.staged import Kept, Staged, staged_at

LEADS = ("caseworker", "idva", "lead_manager", "governance", "intake", "coordinator")
PARTNERS = ("shelter_worker", "shelter_manager")
READERS = (*LEADS, *PARTNERS)
"""An account of each side that reads some record."""
BY_FRAGMENT = {"idva", "shelter_manager"}
"""Who asks for each page as htmx does, for its part alone."""

CIRCUMSTANCES = (Relation.TEAM, Relation.RESTRICTED, Relation.CONFLICTED, Relation.CLOSED)
"""What an address does not say, in this order: what was closed stays closed."""
EVERY = (Relation.OWN, Relation.OTHER, *CIRCUMSTANCES)

Asked = Mapping[str, list[Line]]
Said = tuple[int, str, list[tuple[str, str]]]


RECORDS = [line for line in WITH_RECORD if not line.path.endswith("/sign-out")]
"""Who ends somebody's sessions would end those that ask here; the table of sides has that line."""


def of(key: str) -> list[Line]:
    """Give the lines with a record whose route an account may use at all: otherwise no row is looked for."""
    return [line for line in RECORDS if not line.is_refused(SIDES[CONSORTIUM[key].role])]


def sample() -> Asked:
    """Give each line with a record to one of those who may use it, by turns."""
    asked: dict[str, list[Line]] = {key: [] for key in READERS}
    for turn, line in enumerate(RECORDS):
        able = [key for key in READERS if not line.is_refused(SIDES[CONSORTIUM[key].role])]
        if able:
            asked[able[turn % len(able)]].append(line)
    return asked


def browser(staged: Staged, key: str) -> Visitor:
    visitor = staged.visitor(key)
    if key in BY_FRAGMENT:
        visitor.headers["hx-request"] = "true"
    return visitor


class Asking:
    """Browsers of some accounts, the records that each asks for, and what is answered where there is none."""

    def __init__(self, staged: Staged, asked: Asked, trial: Trial) -> None:
        self.staged, self.asked, self.trial = staged, asked, trial
        self.visitors = {key: browser(staged, key) for key in asked}
        self.nothing = {
            (key, line.method, line.path): self.said(key, line, Relation.MISSING)
            for key, lines in asked.items()
            for line in lines
        }

    def said(self, key: str, line: Line, relation: Relation) -> Said:
        """Give what an account is answered, without what is random; where there is nobody it tells no canary."""
        answer = ask(self.visitors[key], line, self.staged.scene, relation)
        self.trial.count(cells=1)
        assert relation is not Relation.MISSING or not tells(answer), named(line)
        return without_what_differs(self.visitors[key], answer)

    def faults(self, relations: tuple[Relation, ...]) -> Iterator[str]:
        """Ask for each record in each relation, and name what is answered otherwise than it should be."""
        for relation in relations:
            for key in [key for key in self.asked if relation is not Relation.CLOSED or key in PARTNERS]:
                arrange(self.staged, key, relation)
                yield from (
                    f"{key}, {relation}: {named(line)}"
                    for line in self.asked[key]
                    if not self.holds(key, line, relation)
                )

    def holds(self, key: str, line: Line, relation: Relation) -> bool:
        """Say whether a record is there as the table says, or missing to the byte."""
        side = SIDES[CONSORTIUM[key].role]
        if not line.is_there(side, relation):
            return self.said(key, line, relation) == self.nothing[key, line.method, line.path]
        # What a good form does it does once, as the table of sides shows; and there is a restriction to lift here.
        wanted = line.status(side, relation)
        return wanted == 303 or line.path.endswith("/team/lift") or self.said(key, line, relation)[0] == wanted

    def strangers(self, key: str) -> Iterator[str]:
        """Name what an account of another partner learns of what was shared with the first."""
        self.visitors[key] = browser(self.staged, key)
        for line in of(PARTNERS[0]):
            own, none = (self.said(key, line, relation) for relation in (Relation.OWN, Relation.MISSING))
            if line.path.split("/")[1] in PERSONAL and own != none:
                yield f"{key}, stranger: {named(line)}"


@pytest.mark.parametrize("key", READERS)
def test_i9_who_is_conflicted_or_shut_out_is_answered_as_to_nobody(staged: Staged, key: str, trial: Trial) -> None:
    assert list(Asking(staged, {key: of(key)}, trial).faults(CIRCUMSTANCES)) == []


@pytest.fixture(params=["row security alone", "gate alone"])
def alone(request: pytest.FixtureRequest, postgres: URL, scene_database: Kept, clock: Clock) -> Iterator[Staged]:
    """The application over a copy of the scene on PostgreSQL, behind one of the two walls."""
    by_gate = request.param == "gate alone"
    with a_copy(postgres, str(scene_database.place), f"{APP}_alone") as url:
        where = wall_off(url) if by_gate else url
        with (
            nullcontext() if by_gate else gate_off(),
            staged_at(where, scene_database.scene, clock, owner=request.module.__name__) as made,
        ):
            yield made


WHOLE = pytest.param({key: of(key) for key in READERS}, marks=pytest.mark.assure)


@pytest.mark.postgres
@pytest.mark.parametrize("asked", [sample(), WHOLE], ids=["sample", "whole"])
def test_p1_p2_each_wall_alone_lets_nobody_see_what_is_not_theirs(alone: Staged, asked: Asked, trial: Trial) -> None:
    trial.of("walls", records=sum(map(len, asked.values())), database=str(alone.app.state.database.url.username))
    asking = Asking(alone, asked, trial)
    found = [*asking.strangers("galop_worker"), *asking.faults(EVERY)]
    trial.count(leaks=len(found))
    assert found == []


def test_each_route_with_a_record_is_in_the_sample_that_somebody_may_use() -> None:
    listed = {named(line) for lines in sample().values() for line in lines}
    assert listed == {named(line) for key in READERS for line in of(key)}


@pytest.mark.postgres
def test_without_either_wall_the_same_questions_find_leaks(
    request: pytest.FixtureRequest, postgres: URL, scene_database: Kept, clock: Clock, trial: Trial
) -> None:
    owner, asked = request.module.__name__, {"caseworker": of("caseworker")[:10]}
    with (
        a_copy(postgres, str(scene_database.place), f"{APP}_open") as url,
        gate_off(),
        staged_at(wall_off(url), scene_database.scene, clock, owner=owner) as made,
    ):
        for relation in (Relation.OTHER, Relation.RESTRICTED, Relation.CONFLICTED):
            assert len(list(Asking(made, asked, trial).faults((relation,)))) > len(asked["caseworker"]) // 2
