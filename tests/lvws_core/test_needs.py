import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.needs import assess, distance_travelled
from lvws_core.vocabulary import NeedCategory

N = NeedCategory
scores = st.dictionaries(st.sampled_from(N), st.none() | st.integers(0, 5))


def test_need_01_an_assessment_keeps_the_order_and_tells_not_applicable_from_not_asked() -> None:
    found = assess({N.FINANCE_BENEFITS: 4, N.SHELTER_ACCOMMODATION: 4, N.DRUGS_ALCOHOL: None, N.SOCIAL_INTERACTIONS: 0})
    assert list(found.scores) == [N.SHELTER_ACCOMMODATION, N.FINANCE_BENEFITS, N.SOCIAL_INTERACTIONS]
    assert found.not_applicable == (N.DRUGS_ALCOHOL,)
    assert len(found.not_asked) == 4
    assert (found.total, found.greatest) == (8, (N.SHELTER_ACCOMMODATION, N.FINANCE_BENEFITS))


def test_need_01_without_need_there_is_no_greatest() -> None:
    assert assess({}).greatest == ()
    assert assess({N.FINANCE_BENEFITS: 0}).greatest == ()


@pytest.mark.parametrize("score", [-1, 6, 2.5, True, "3"])
def test_need_01_a_score_is_a_whole_number_from_0_to_5(score: object) -> None:
    with pytest.raises(Invalid) as refused:
        assess({N.FINANCE_BENEFITS: score})
    assert (refused.value.field, refused.value.code) == ("finance_benefits", "out_of_range")


def test_need_01_a_category_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        distance_travelled({}, {"a_car": 3})
    assert (refused.value.field, refused.value.code) == ("a_car", "unknown_category")


def test_need_01_distance_is_positive_where_the_need_has_become_less() -> None:
    found = distance_travelled(
        {N.FINANCE_BENEFITS: 5, N.DRUGS_ALCOHOL: 1, N.SOCIAL_INTERACTIONS: 2, N.SHELTER_ACCOMMODATION: 3},
        assess({N.FINANCE_BENEFITS: 2, N.DRUGS_ALCOHOL: 2, N.SOCIAL_INTERACTIONS: 2, N.SHELTER_ACCOMMODATION: None}),
    )
    assert found.by_category == {N.FINANCE_BENEFITS: 3, N.DRUGS_ALCOHOL: -1, N.SOCIAL_INTERACTIONS: 0}
    assert (found.total, found.improved, found.worsened, found.unchanged) == (2, 1, 1, 1)
    assert N.SHELTER_ACCOMMODATION in found.not_compared


@given(scores, scores)
def test_need_01_the_way_back_is_as_far_and_every_category_is_accounted_for(first: dict, last: dict) -> None:
    there, back = distance_travelled(first, last), distance_travelled(last, first)
    assert there.by_category == {category: -change for category, change in back.by_category.items()}
    assert {*there.by_category, *there.not_compared} == set(N)
    assert -40 <= there.total <= 40
    assert there.improved + there.worsened + there.unchanged == len(there.by_category)


@given(scores)
def test_need_01_nothing_is_travelled_between_an_assessment_and_itself(given_scores: dict) -> None:
    found = distance_travelled(assess(given_scores), given_scores)
    assert (found.total, found.improved, found.worsened) == (0, 0, 0)


@given(scores)
def test_need_01_every_category_is_scored_not_applicable_or_not_asked(given_scores: dict) -> None:
    found = assess(given_scores)
    assert sorted([*found.scores, *found.not_applicable, *found.not_asked]) == sorted(N)
    assert 0 <= found.total <= 40
