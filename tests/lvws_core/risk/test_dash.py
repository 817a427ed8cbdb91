from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.risk.dash import CRITICAL_ORDER, QUESTIONS, Answer, Band, Score, highest, score
from tests.lvws_core.builders.risk import a_score, some_answers

KEYS = [question.key for question in QUESTIONS]

answer_sets = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Answer))


def keys_of(*numbers: int) -> list[str]:
    return [QUESTIONS[number - 1].key for number in numbers]


def yes_to(*numbers: int) -> Mapping[str, Answer]:
    return dict.fromkeys(keys_of(*numbers), Answer.YES)


def test_there_are_24_questions_in_order_each_with_a_key_of_its_own() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 25))
    assert len(set(KEYS)) == 24
    assert all(question.summary for question in QUESTIONS)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        *((1, "current_incident_injury"), (5, "depressed_or_suicidal"), (6, "separated_past_year")),
        *((8, "stalking_or_harassing_contact"), (12, "control_or_jealousy"), (14, "believed_threats_to_kill")),
        *((15, "strangulation_or_suffocation"), (16, "sexual_harm"), (17, "threat_from_others")),
        (24, "perp_police_history"),
    ],
)
def test_a_question_has_its_place(number: int, key: str) -> None:
    assert KEYS[number - 1] == key


def test_risk_18_the_critical_questions_are_marked() -> None:
    assert {question.number for question in QUESTIONS if question.critical} == {5, 6, 8, 12, 14, 15, 16, 17}


@pytest.mark.parametrize(
    ("yes", "band"),
    [
        *((0, Band.STANDARD), (9, Band.STANDARD), (10, Band.MEDIUM), (13, Band.MEDIUM)),
        *((14, Band.HIGH), (24, Band.HIGH)),
    ],
)
def test_risk_13_the_count_gives_the_band(yes: int, band: Band) -> None:
    assert a_score(yes=yes).band is band


def test_top_01_fourteen_of_twenty_four_is_high() -> None:
    assert a_score(yes=14) == Score(
        yes_count=14,
        unknown_count=0,
        count_max=14,
        band=Band.HIGH,
        possible_visible_high_risk=False,
        critical=(*keys_of(14, 6, 12), *keys_of(8, 5)),
    )


def test_top_02_silence_and_dont_know_are_unknown_and_never_no() -> None:
    answers = {KEYS[0]: Answer.YES, KEYS[1]: Answer.NO, KEYS[2]: Answer.DONT_KNOW}
    found = score(answers)
    assert (found.yes_count, found.unknown_count, found.count_max) == (1, 22, 23)


@pytest.mark.parametrize(
    ("yes", "unknown", "possible"),
    [(13, 0, False), (13, 1, True), (10, 3, False), (10, 4, True), (14, 10, False), (0, 24, True)],
)
def test_risk_12_a_count_that_may_reach_the_threshold_is_possibly_high(yes: int, unknown: int, possible: bool) -> None:
    assert a_score(yes=yes, unknown=unknown).possible_visible_high_risk is possible


@pytest.mark.parametrize(
    ("yes", "shown"),
    [
        *(((1, 2, 3), ()), ((6,), ()), ((12,), ()), ((6, 12), (6, 12)), ((17, 15, 6), (15, 17))),
        (range(1, 25), CRITICAL_ORDER),
    ],
)
def test_risk_18_critical_answers_are_listed_in_the_order_of_display(yes: Any, shown: tuple[int, ...]) -> None:
    assert list(score(yes_to(*yes)).critical) == keys_of(*shown)


def test_risk_18_the_order_of_display_is_that_of_the_rule() -> None:
    assert CRITICAL_ORDER == (14, 15, 16, 6, 12, 8, 5, 17)


def test_a_key_that_is_no_question_is_refused() -> None:
    with pytest.raises(Invalid, match="answers: unknown_question"):
        score({"isolated": Answer.NO, "isolation": Answer.YES})


@pytest.mark.parametrize("answer", ["Yes", "", None, True, []])
def test_a_value_that_is_no_answer_is_refused(answer: Any) -> None:
    with pytest.raises(Invalid, match="isolated: unknown_answer"):
        score({"isolated": answer})


def test_an_answer_may_come_as_its_key() -> None:
    plain: Any = {"isolated": "yes"}
    assert score(plain).yes_count == 1


def test_the_thresholds_are_those_of_the_policy() -> None:
    policy = Policy(visible_high_risk_count=3, medium_risk_count=2)
    bands = [score(some_answers(yes=yes, no=24 - yes), policy).band for yes in (1, 2, 3)]
    assert bands == [Band.STANDARD, Band.MEDIUM, Band.HIGH]


@given(answer_sets)
def test_risk_10_and_11_the_counts_add_up_and_stay_in_bounds(answers: dict[str, Answer]) -> None:
    found = score(answers)
    no = sum(answer is Answer.NO for answer in answers.values())
    assert found.yes_count == sum(answer is Answer.YES for answer in answers.values())
    assert found.count_max == found.yes_count + found.unknown_count == 24 - no


@given(answer_sets, st.sampled_from(KEYS))
def test_one_more_yes_never_lowers_the_risk(answers: dict[str, Answer], key: str) -> None:
    before, after = score(answers), score(answers | {key: Answer.YES})
    assert before.yes_count <= after.yes_count <= before.yes_count + 1
    assert before.band.rank <= after.band.rank
    assert before.count_max <= after.count_max
    assert set(before.critical) <= set(after.critical)


@given(st.permutations(list(some_answers(yes=8, no=9).items())))
def test_the_order_of_the_answers_does_not_matter(items: list[tuple[str, Answer]]) -> None:
    assert score(dict(items)) == score(some_answers(yes=8, no=9))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"yes_count": -1}, "yes_count: negative"),
        ({"unknown_count": -1}, "unknown_count: negative"),
        ({"yes_count": 0, "unknown_count": -1}, "unknown_count: negative"),
        ({"count_max": 4}, "count_max: does_not_add_up"),
        ({"unknown_count": 23, "count_max": 25}, "count_max: does_not_add_up"),
        ({"critical": ("isolated",)}, "critical: unknown_question"),
    ],
)
def test_a_score_that_cannot_be_is_refused(changes: dict[str, Any], fault: str) -> None:
    fields: dict[str, Any] = {"yes_count": 2, "unknown_count": 1, "count_max": 3, "band": Band.STANDARD}
    with pytest.raises(Invalid, match=fault):
        Score(**(fields | {"possible_visible_high_risk": False} | changes))


def test_the_bands_are_ranked_by_risk() -> None:
    assert [band.rank for band in (Band.STANDARD, Band.MEDIUM, Band.HIGH)] == [0, 1, 2]


def test_the_highest_of_no_bands_is_refused() -> None:
    with pytest.raises(Invalid, match="bands: required"):
        highest([])
