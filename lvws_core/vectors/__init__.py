"""Vectors: scenarios with the decisions that are expected of them, for this library and for any other system.

A vector is a case (see `lvws_core.cases`) in JSON and what its answer must contain. Texts for people
are left out of it: they may be worded better one day.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from lvws_core.cases import Case, decide
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.reading import as_json, raw_json, read_json, read_value

VERSION = "1.0"
"""The version of the vectors: the first number rises when one changes, the second when some are added."""

KINDS = ("score", "marac", "priority", "share", "contact", "route", "allocate", "clocks", "life")
"""The files that are shipped, one for each kind of case."""

Json = Mapping[str, object]


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario: the rules it tries, the case, the policy where it is not the default, and the answer.

    `expected` is a part of the answer: each of its keys must be in the answer with this value. Lists
    have the same length and order; sets are lists in the order of their keys. A refusal is
    `{"invalid": {"field": …, "code": …}}`.
    """

    id: str
    title: str
    case: Json
    expected: Json
    rules: tuple[str, ...] = ()
    policy: Json = {}


class VectorFile(msgspec.Struct, frozen=True, kw_only=True):
    """Vectors of one version."""

    version: str
    vectors: tuple[Vector, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a system answered to a vector; one on each line of a file of answers."""

    id: str
    answer: Json


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an answer was as expected; `differences` has one plain sentence for each part that was not."""

    id: str
    passed: bool
    differences: tuple[str, ...] = ()


def shipped() -> tuple[Vector, ...]:
    """Give the vectors that come with the library, by kind in the order of `KINDS`."""
    return tuple(vector for kind in KINDS for vector in _shipped(kind).vectors)


def read_vectors(data: bytes | str) -> VectorFile:
    """Read a file of vectors.

    Raises:
        Invalid: It is none; as `lvws_core.reading.read_json`.
    """
    return read_json(data, VectorFile)


def read_answers(data: str) -> tuple[Answer, ...]:
    """Read the answers of another system: one JSON object on each line, blank lines left out.

    Raises:
        Invalid: A line is none; `line` says which.
    """
    lines = ((number, line) for number, line in enumerate(data.splitlines(), start=1) if line.strip())
    return tuple(_read_answer(number, line) for number, line in lines)


def answer(vector: Vector) -> Json:
    """Give this library's answer to a vector, as plain JSON."""
    try:
        case: Case = read_value(vector.case, Case)  # type: ignore[arg-type]  # a union is a form, not a type, to mypy
        decided = decide(case, read_value(vector.policy, Policy))
    except Invalid as error:
        return {"invalid": {"field": error.field, "code": error.code}}
    return read_value(as_json(decided), dict[str, object])


def run(vectors: Iterable[Vector]) -> tuple[Result, ...]:
    """Give the result of each vector with this library's answers, in their order."""
    return tuple(_result(vector, answer(vector)) for vector in vectors)


def judge(vectors: Iterable[Vector], answers: Iterable[Answer]) -> tuple[Result, ...]:
    """Give the result of each vector with another system's answers; a missing answer has failed."""
    given = {each.id: each.answer for each in answers}
    return tuple(_result(vector, given[vector.id]) if vector.id in given else _unanswered(vector) for vector in vectors)


def _shipped(kind: str) -> VectorFile:
    with open(f"{__path__[0]}/{kind}.json", "rb") as file:  # noqa: PTH123 – pathlib would be a third of the import
        return read_vectors(file.read())


def _read_answer(number: int, line: str) -> Answer:
    try:
        return read_value(raw_json(line), Answer)
    except Invalid as error:
        raise Invalid(error.field, error.code, number) from error


def _result(vector: Vector, given: Json) -> Result:
    differences = tuple(_differences(vector.expected, given, "answer"))
    return Result(id=vector.id, passed=not differences, differences=differences)


def _unanswered(vector: Vector) -> Result:
    return Result(id=vector.id, passed=False, differences=("There is no answer.",))


def _differences(expected: object, given: object, path: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(given, dict):
        for key, part in expected.items():
            if key in given:
                yield from _differences(part, given[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} is missing."
    elif isinstance(expected, list) and isinstance(given, list) and len(expected) == len(given):
        for place, (part, other) in enumerate(zip(expected, given, strict=True)):
            yield from _differences(part, other, f"{path}[{place}]")
    elif type(expected) is not type(given) or expected != given:
        yield f"{path} is {_json(given)}; {_json(expected)} was expected."


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
