"""The single needs assessment: told once, filled in again from the last time, and how far the person came."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.needs import distance_travelled
from lvws_core.vocabulary import NeedCategory
from portal.database import SYSTEM
from portal.people.needs.forms import NeedsForm, Told, parse, shown
from portal.people.needs.model import Occasion, Scored, next_occasion, travelled
from portal.people.needs.pages import finding
from portal.people.needs.tables import NeedsAssessmentRow
from tests.builders import CONSORTIUM, NOW
from tests.staged import Staged

BY = UserId(CONSORTIUM["caseworker"].id)
SHELTER, MONEY = NeedCategory.SHELTER_ACCOMMODATION, NeedCategory.FINANCE_BENEFITS
scores = st.dictionaries(st.sampled_from(NeedCategory), st.none() | st.integers(0, 5), min_size=1)


def scored(
    given_scores: dict[NeedCategory, int | None], version: int = 1, occasion: Occasion = Occasion.INTAKE
) -> Scored:
    return Scored(version=version, occasion=occasion, at=NOW, by=BY, scores=given_scores)


@given(scores, st.sampled_from(Occasion))
def test_need_02_the_form_shows_the_latest_answers_and_gives_back_the_same(
    told: dict[NeedCategory, int | None], occasion: Occasion
) -> None:
    assert parse(shown(scored(told, 4), occasion)) == Told(occasion=occasion, scores=told)


@given(st.lists(scores, min_size=2, max_size=4))
def test_need_01_the_distance_lies_between_the_first_and_the_newest(told: list[dict[NeedCategory, int | None]]) -> None:
    series = tuple(scored(each, n + 1) for n, each in reversed(list(enumerate(told))))
    assert travelled(series) == distance_travelled(told[0], told[-1])
    assert travelled(series[:1]) is None


@pytest.mark.parametrize("told", [{}, {SHELTER: 6}, {SHELTER: -1}])
def test_need_01_scores_that_cannot_be_are_none(told: dict[NeedCategory, int | None]) -> None:
    with pytest.raises(Invalid):
        scored(told)


def test_the_first_is_at_intake_and_any_other_a_review_unless_somebody_says_otherwise() -> None:
    assert next_occasion(()) is Occasion.INTAKE
    assert next_occasion((scored({SHELTER: 1}),)) is Occasion.REVIEW


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (
            {SHELTER: 5, MONEY: 2},
            {SHELTER: 1, MONEY: 2},
            "Less need in 1, no change in 1 of 2 needs compared: 4 points less in all.",
        ),
        ({SHELTER: 1}, {SHELTER: 2}, "More need in 1 of 1 need compared: 1 point more in all."),
        (
            {SHELTER: 1, MONEY: 1},
            {SHELTER: 2, MONEY: 0},
            "Less need in 1, more need in 1 of 2 needs compared: the same in all.",
        ),
        ({SHELTER: None}, {SHELTER: 2}, "No need was scored both times, so nothing can be compared."),
    ],
)
def test_the_finding_is_said_in_words(
    first: dict[NeedCategory, int | None], last: dict[NeedCategory, int | None], words: str
) -> None:
    assert finding(distance_travelled(first, last)) == words


def test_a_form_without_an_answer_or_with_a_strange_one_says_what_to_do() -> None:
    nothing = parse(NeedsForm(occasion="intake"))
    strange = parse(NeedsForm(answers={SHELTER.value: "9"}, occasion=""))
    assert not isinstance(nothing, Told)
    assert not isinstance(strange, Told)
    assert [each.code for each in nothing] == ["required"]
    assert [each.code for each in strange] == ["required", "out_of_range"]


def test_code_32_need_01_need_02_one_screen_sealed_prefilled_and_drawn_with_its_table(staged: Staged) -> None:
    visitor, path = staged.visitor("caseworker"), f"/people/{staged.scene.person}/needs"
    assert "The needs were not assessed yet" in visitor.get(path).text
    first = {"score_shelter_accommodation": "5", "score_finance_benefits": "not_applicable", "occasion": "intake"}
    assert visitor.submit(f"{path}/new", first, version="0").status_code == 303
    form = visitor.get(f"{path}/new").text
    assert re.search(r'name="score_shelter_accommodation" type="radio" value="5"\s+checked', form)
    assert "nobody has to tell the rest again" in form
    second = {"score_shelter_accommodation": "2", "occasion": "review", "version": "1"}
    assert visitor.submit(f"{path}/new", second).status_code == 303
    assert visitor.submit(f"{path}/new", second).status_code == 409
    page = html.unescape(visitor.get(path).text)
    assert (
        page.count("Less need in 1 of 1 need compared: 3 points less in all.") == 2
    )  # as words, and as the picture's name
    assert 'role="img"' in page
    assert '<th scope="row" data-label="Need">Shelter and accommodation</th>' in page
    assert "style=" not in page[page.index("<figure") : page.index("</figure>")]
    assert "3 points less" in visitor.get(f"/people/{staged.scene.person}").text
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(select(NeedsAssessmentRow), execution_options=SYSTEM).all()
    assert [(row.version, row.occasion) for row in rows] == [(1, "intake"), (2, "review")]
    assert not any(b"shelter" in row.sealed_scores for row in rows)


def test_need_02_a_referral_is_filled_in_from_it_and_carries_the_scores_of_what_it_is_about(staged: Staged) -> None:
    visitor, scene = staged.visitor("caseworker"), staged.scene
    form = {"score_shelter_accommodation": "5", "score_drugs_alcohol": "4", "occasion": "intake", "version": "0"}
    assert visitor.submit(f"/people/{scene.person}/needs/new", form).status_code == 303
    page = visitor.get(f"/refer/{scene.person}").text
    assert "Ticked from the needs assessment of" in page
    assert re.search(r'value="shelter_accommodation"\s+checked', page)
    assert re.search(r'value="drugs_alcohol"\s+checked', page)
    assert not re.search(r'value="finance_benefits"\s+checked', page)
    shared = visitor.get(f"{scene.referral.path}?open=send").text  # about shelter alone
    assert "Shelter and accommodation 5 of 5" in shared
    assert "Drugs and alcohol" not in shared
