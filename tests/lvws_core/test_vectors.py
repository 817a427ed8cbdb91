import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.cases import Case, LifeCase, decide
from lvws_core.errors import DomainError, Invalid
from lvws_core.policy import Policy
from lvws_core.reading import read_value
from lvws_core.referrals.history import replay
from lvws_core.referrals.moving import move
from lvws_core.referrals.notes import annotate
from lvws_core.rules import RULES
from lvws_core.vectors import (
    KINDS,
    VERSION,
    Answer,
    Vector,
    VectorFile,
    answer,
    judge,
    read_answers,
    read_vectors,
    run,
    shipped,
)

VECTORS = shipped()
PINNED = Path(__file__).with_name("answers.json")
"""The whole answer to each vector, words included: what people read is reviewed like what is decided."""
JUNK = [None, True, -1, 10**30, 1e308, "", "x", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", [], {}, [{}]]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_the_library_answers_each_vector_as_expected(vector: Vector) -> None:
    (result,) = run([vector])
    assert result.differences == ()


@pytest.fixture(scope="module")
def pinned() -> dict[str, object]:
    found: dict[str, object] = json.loads(PINNED.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_every_word_of_an_answer_is_as_it_was_reviewed(vector: Vector, pinned: dict[str, object]) -> None:
    assert answer(vector) == pinned[vector.id], "if this is wanted: python -m tests.lvws_core.test_vectors"


def test_every_vector_has_its_own_id_and_rules_that_exist() -> None:
    assert len({vector.id for vector in VECTORS}) == len(VECTORS)
    assert {rule for vector in VECTORS for rule in vector.rules} <= set(RULES)
    assert {vector.case["kind"] for vector in VECTORS} == set(KINDS)


def test_every_move_and_every_path_of_sharing_that_leaves_is_in_a_vector() -> None:
    text = json.dumps([dict(vector.case) for vector in VECTORS])
    assert all(f'"{key}"' in text for key in ("send", "acknowledge", "ask", "answer", "accept", "waitlist", "decline"))
    assert all(f'"{key}"' in text for key in ("expire", "pause", "resume", "finish", "record_outcome", "withdraw"))


def test_a_file_of_another_version_is_read_too() -> None:
    found = read_vectors('{"version": "9.9", "vectors": []}')
    assert found == VectorFile(version="9.9", vectors=())
    assert VERSION == "1.0"


def test_an_imitation_that_answers_the_same_passes() -> None:
    lines = "\n".join(json.dumps({"id": vector.id, "answer": dict(answer(vector))}) for vector in VECTORS)
    assert all(result.passed for result in judge(VECTORS, read_answers(lines)))


def test_an_imitation_that_leaves_one_out_or_answers_otherwise_fails_there() -> None:
    first, second, third = VECTORS[:3]
    wrong = dict(first.expected) | {"yes_count": 3}
    partly = {key: part for key, part in second.expected.items() if key != "band"}
    answers = [Answer(id=first.id, answer=wrong), Answer(id=second.id, answer=partly)]
    found = judge([first, second, third], answers)
    assert found[0].differences == ("answer.yes_count is 3; 0 was expected.",)
    assert found[1].differences == ("answer.band is missing.",)
    assert found[2].differences == ("There is no answer.",)


@pytest.mark.parametrize(("expected", "given_"), [(1, True), ([1], [1, 2]), ([1], [2]), ({"a": 1}, [1]), (None, 0)])
def test_what_only_looks_alike_is_not_the_same(expected: object, given_: object) -> None:
    vector = Vector(id="x", title="x", case={}, expected={"part": expected})
    (result,) = judge([vector], [Answer(id="x", answer={"part": given_})])
    assert not result.passed


def test_a_case_without_a_kind_is_refused() -> None:
    assert "invalid" in answer(Vector(id="x", title="x", case={}, expected={}))


def test_a_moment_beyond_every_calendar_is_invalid_and_no_bare_error() -> None:
    vector = next(each for each in VECTORS if each.id == "life-02")
    case = copy.deepcopy(dict(vector.case))
    for step in case["steps"][1:]:  # type: ignore[index]  # JSON
        step["at"] = "9999-12-31T23:59:59Z"
    found = answer(Vector(id="x", title="x", case=case, expected={}))
    assert found == {"invalid": {"field": "case", "code": "out_of_range"}}


def paths(part: object, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in items:
        yield (*here, key)
        yield from paths(inner, (*here, key))


@st.composite
def broken_cases(draw: st.DrawFn) -> dict[str, object]:
    """Draw the case of a vector in which one part is replaced by junk, or gone."""
    case: dict[str, object] = copy.deepcopy(dict(draw(st.sampled_from(VECTORS)).case))
    *around, last = draw(st.sampled_from(list(paths(case))))
    part: object = case
    for key in around:
        part = part[key]  # type: ignore[index]  # JSON
    if draw(st.booleans()):
        part[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))  # type: ignore[index]  # JSON
    else:
        del part[last]  # type: ignore[attr-defined]  # JSON
    return case


@given(broken_cases())
def test_nothing_that_is_broken_raises_a_bare_exception(case: dict[str, object]) -> None:
    try:
        decide(read_value(case, Case))  # type: ignore[arg-type]  # a union is a form, not a type, to mypy
    except DomainError as error:
        assert isinstance(error, Invalid)  # noqa: PT017 – nothing else may come out
        assert error.field  # noqa: PT017
        assert error.code  # noqa: PT017


@pytest.mark.parametrize("vector", [each for each in VECTORS if each.case["kind"] == "life"], ids=lambda each: each.id)
def test_replaying_the_events_of_a_life_gives_its_offer_again(vector: Vector) -> None:
    if "invalid" in vector.expected:
        return
    case = read_value(vector.case, LifeCase)
    offer, events = case.draft, []
    for step in case.steps:
        try:
            if step.move is not None:
                offer, event = move(
                    offer, step.move, step.by, step.at, step.expected_version or offer.version, step.detail, step.facts
                )
            elif step.note is not None:
                offer, event = annotate(offer, step.note, step.by, step.at, offer.version)
        except DomainError:
            continue
        events.append(event)
    assert replay(case.draft, events) == offer
    assert Policy().version == offer.policy_version


if __name__ == "__main__":
    lines = (f"{json.dumps(vector.id)}: {json.dumps(answer(vector), ensure_ascii=False)}" for vector in VECTORS)
    PINNED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
