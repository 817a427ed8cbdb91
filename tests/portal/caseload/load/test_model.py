"""The rules of caseloads: points add up, bands leave no gap, and nobody over the most is left out."""

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.policy import Policy
from lvws_core.vocabulary import DomesticAbuseLevel
from portal.caseload.load.model import (
    Fullness,
    Load,
    Pinch,
    Weight,
    load_points,
    pinch_points,
    weight_of,
)
from portal.intake.allocation.model import points_of
from tests.builders import CONSORTIUM

WORKERS = [each.id for each in CONSORTIUM.values()]


@st.composite
def loads(draw: st.DrawFn) -> Load:
    cases = draw(st.dictionaries(st.sampled_from(Weight), st.integers(1, 40)))
    return Load(
        worker_id=draw(st.sampled_from(WORKERS)),
        name="A colleague",
        takes="IDVA",
        most_points=draw(st.integers(0, 80)),
        cases=cases,
        points=load_points(cases, Policy()),
        late=draw(st.integers(0, 3)),
        is_open=draw(st.booleans()),
        is_away=draw(st.booleans()),
        has_cover=draw(st.booleans()),
    )


@given(st.sampled_from([None, *DomesticAbuseLevel]), st.booleans())
def test_a_weight_is_worth_what_the_rules_of_allocation_say(level: DomesticAbuseLevel | None, epr: bool) -> None:
    assert weight_of(level, is_epr=epr).points(Policy()) == points_of(level, Policy(), is_epr=epr)


@given(loads())
def test_the_band_says_whether_there_is_room(load: Load) -> None:
    expected = (load.points > load.most_points) - (load.points < load.most_points)
    found = {Fullness.OVER: 1, Fullness.FULL: 0, Fullness.NEARLY: -1, Fullness.ROOM: -1}[load.fullness]
    assert found == expected
    if load.fullness is Fullness.ROOM:
        assert 4 * load.points < 3 * load.most_points


@given(st.lists(loads(), max_size=8))
def test_whoever_is_over_late_away_or_gone_is_named_once_for_each_and_nobody_else(given_: list[Load]) -> None:
    found = pinch_points(given_)
    gone = [load for load in given_ if not load.is_open and load.number]
    over = [load for load in given_ if load.is_open and load.fullness is Fullness.OVER]
    bare = [load for load in given_ if load.is_open and load.is_away and not load.has_cover and load.number]
    late = [load for load in given_ if load.is_open and load.late]
    counted = {kind: sum(1 for each in found if each.kind is kind) for kind in Pinch}
    assert counted == {Pinch.LEFT: len(gone), Pinch.NO_COVER: len(bare), Pinch.OVER: len(over), Pinch.LATE: len(late)}
    assert [each.kind for each in found] == sorted((each.kind for each in found), key=list(Pinch).index)
    assert pinch_points(reversed(given_)) == found
