import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lvws_core.__main__ import main
from lvws_core.rules import RULES
from lvws_core.vectors import KINDS, shipped


def a_file(folder: Path, content: object) -> str:
    path = folder / "case.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(arguments) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_each_command_answers_its_first_vector_with_reasons(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = next(vector for vector in shipped() if vector.case["kind"] == kind)
    found = answered(capsys, kind, a_file(tmp_path, dict(first.case)))
    assert set(first.expected) <= set(found)


def test_a_score_may_be_the_answers_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answered(capsys, "score", a_file(tmp_path, {"isolated": "yes"}))
    assert (found["yes_count"], found["level"]) == (1, "standard")


def test_marac_may_be_the_circumstances_alone_with_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"victim_age": 34, "police_incidents": 3, "answers": {"isolated": "yes"}}
    assert answered(capsys, "marac", a_file(tmp_path, case))["criteria"] == ["potential_escalation"]


def test_a_case_comes_from_standard_input_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"victim_age": 34}')))
    assert answered(capsys, "marac", "-")["refer"] is False


def test_a_policy_comes_with_the_case_or_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("escalation_incidents = 2", encoding="utf-8")
    case = {"victim_age": 34, "police_incidents": 2}
    assert answered(capsys, "marac", a_file(tmp_path, case), "--policy", str(policy))["refer"] is True
    own = case | {"policy": {"escalation_incidents": 3}}
    assert answered(capsys, "marac", a_file(tmp_path, own), "--policy", str(policy))["refer"] is False


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("score", {"nonsense": "yes"}, "answers: unknown_question"),
        ("score", {"isolated": "maybe"}, "isolated: unknown_answer"),
        ("marac", {"victim_age": -1}, "victim_age: negative"),
        ("marac", {"victim_age": 34, "polic_incidents": 3}, "circumstances.polic_incidents: unknown_field"),
        ("marac", {"victim_age": 34, "policy": {"nonsense": 1}}, "nonsense: unknown_field"),
        ("share", {}, "request: required"),
        ("route", "[1]", "value: wrong_type"),
        ("contact", "{", "json: not_json"),
        ("contact", {"plan": {"channels": {"pigeon": "yes"}, "sensitive": True}}, "plan.channels"),
    ],
)
def test_what_cannot_be_is_refused_with_field_and_code(
    kind: str, content: object, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(capsys, kind, a_file(tmp_path, content))


def test_a_policy_that_cannot_be_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("# ours\nescalation_incidents = 0", encoding="utf-8")
    found = refused(capsys, "marac", a_file(tmp_path, {"victim_age": 3}), "--policy", str(policy))
    assert "line 2: escalation_incidents: not_positive" in found


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not_found" in refused(capsys, "score", str(tmp_path / "none.json"))
    assert "not_readable" in refused(capsys, "score", str(tmp_path))
    (tmp_path / "latin").write_bytes(b"\xff")
    case = a_file(tmp_path, {"victim_age": 3})
    assert "not_utf_8" in refused(capsys, "marac", case, "--policy", str(tmp_path / "latin"))


def test_the_rules_are_listed_as_a_table_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    table = capsys.readouterr().out
    assert all(rule in table for rule in RULES)
    assert main(["rules", "--json"]) == 0
    assert [rule["id"] for rule in json.loads(capsys.readouterr().out)] == list(RULES)


def test_one_rule_is_told_with_its_mark_and_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "risk-37"]) == 0
    words = capsys.readouterr().out
    assert "project_default" in words
    assert "review_high_days" in words


def test_a_rule_or_a_schema_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "RISK-99: not_found" in refused(capsys, "rules", "RISK-99")
    assert "Nonsense: not_found" in refused(capsys, "schema", "Nonsense")


def test_the_schema_of_one_value_and_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Circumstances" in str(answered(capsys, "schema", "Circumstances"))
    assert "Circumstances" in answered(capsys, "schema")["$defs"]  # type: ignore[operator]  # JSON


def test_the_vectors_pass_and_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vectors"]) == 0
    assert f"{len(shipped())} of {len(shipped())} vectors passed" in capsys.readouterr().out
    assert main(["vectors", "--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(shipped())


def test_vectors_of_another_file_are_run_and_what_fails_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {"kind": "marac", "circumstances": {"victim_age": 34}}
    vector = {"id": "mine-1", "title": "Mine", "case": case, "expected": {"refer": True}}
    file = a_file(tmp_path, {"version": "1.0", "vectors": [vector]})
    for arguments in (["vectors", file], ["vectors", "--run", file]):
        assert main(arguments) == 1
        assert "FAILED mine-1: answer.refer is false; true was expected." in capsys.readouterr().out


def test_another_systems_answers_are_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = shipped()[0]
    path = tmp_path / "answers"
    path.write_text(json.dumps({"id": first.id, "answer": dict(first.expected)}) + "\n\n", encoding="utf-8")
    assert main(["vectors", "--answers", str(path)]) == 1
    assert f"1 of {len(shipped())} vectors passed" in capsys.readouterr().out
    path.write_text("\n{", encoding="utf-8")
    assert "line 2: json: not_json" in refused(capsys, "vectors", "--answers", str(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(content=st.text(max_size=40) | st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=5)))
def test_no_file_raises_anything(content: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in KINDS:
        assert main([kind, a_file(tmp_path, content)]) in {0, 2}
    capsys.readouterr()


class Closed(io.StringIO):
    """An output that nobody reads any more."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError(text)


def test_an_output_that_nobody_reads_any_more_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints = io.StringIO()
    monkeypatch.setattr("sys.stdout", Closed())
    monkeypatch.setattr("sys.stderr", complaints)
    assert main(["rules"]) == 0
    assert complaints.closed
