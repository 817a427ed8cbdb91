import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lvws_core
from lvws_core.policy import Policy
from lvws_core.rules import RULES, Mark, Rule

HERE = Path(__file__).parent
ID = r"(?:TOP|RISK|MAR|CODE|CONS|CONT|COLO|ROUTE|ALLOC|TAKE|NEED|ETH|RET|SAR|MON)-\d\d"
NOT_ENCODED = HERE.parents[1] / "docs" / "core" / "not-encoded.md"


def cited_in(text: str) -> set[str]:
    """Give the ids that a text cites, those inside "RISK-40 to RISK-44" included."""
    found = set(re.findall(rf"\b{ID}\b", text))
    for first, last in re.findall(rf"({ID}) to ({ID})", text):
        family = first[:-2]
        found |= {f"{family}{number:02}" for number in range(int(first[-2:]), int(last[-2:]) + 1)}
    return found


def sources() -> Iterator[Path]:
    """Give the modules of the library that decide, not those that list the rules."""
    root = Path(lvws_core.__file__).parent
    return (path for path in root.rglob("*.py") if "rules" not in path.relative_to(root).parts)


def ids_of_the_reference() -> list[str]:
    return (HERE / "rule_ids.txt").read_text(encoding="utf-8").split()


def ids_in_names_of_tests() -> set[str]:
    """Give the ids that are in the names of tests: test_risk_13_…, test_risk_40_and_41_…, test_risk_10_to_12_…."""
    names = [
        name.lower()
        for path in HERE.rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    ]
    return {rule for rule in ids_of_the_reference() if any(_names(name, rule) for name in names)}


def _names(name: str, rule: str) -> bool:
    family, number = rule.lower().split("-")
    for found in re.finditer(rf"_{family}_((?:\d\d_(?:and_|to_)?)+)", name + "_"):
        numbers = re.findall(r"\d\d", found[1])
        spans = "_to_" in found[1] and int(numbers[0]) <= int(number) <= int(numbers[-1])
        if spans or number in numbers:
            return True
    return False


def test_every_rule_of_the_reference_is_listed() -> None:
    assert set(ids_of_the_reference()) <= set(RULES)


def test_every_rule_that_the_library_cites_exists() -> None:
    cited = {rule: path.name for path in sources() for rule in cited_in(path.read_text(encoding="utf-8"))}
    assert {rule: name for rule, name in cited.items() if rule not in RULES} == {}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_says_where_it_stands_and_that_place_cites_it(rule: Rule) -> None:
    for place in rule.where:
        path = importlib.import_module(place).__file__
        assert path is not None
        assert rule.id in cited_in(Path(path).read_text(encoding="utf-8")), place


def test_every_rule_that_is_cited_says_where_it_is_encoded() -> None:
    cited = {rule for path in sources() for rule in cited_in(path.read_text(encoding="utf-8"))}
    assert sorted(rule for rule in cited if not RULES[rule].where) == []


def test_the_policy_fields_of_a_rule_exist() -> None:
    named = {field for rule in RULES.values() for field in rule.policy_fields}
    assert named <= set(Policy.__struct_fields__)


def test_a_rule_is_its_own_key_and_has_text_and_source() -> None:
    assert all(key == rule.id and rule.text.endswith(".") and rule.source for key, rule in RULES.items())


def test_a_sourced_rule_names_a_document_and_a_guess_says_so() -> None:
    for rule in RULES.values():
        guessed = "default" in rule.source or "verif" in rule.source or "own knowledge" in rule.source
        assert guessed or rule.mark != Mark.TO_VERIFY, rule.id
        assert rule.mark != Mark.SOURCED or not rule.source.startswith(("project default", "own knowledge")), rule.id


def test_every_rule_of_the_reference_is_tested_by_name_or_said_not_to_be_encoded() -> None:
    if not NOT_ENCODED.exists():
        pytest.skip("the documents are not beside the tests")
    excused = set(re.findall(rf"^\| ({ID}) \|", NOT_ENCODED.read_text(encoding="utf-8"), re.MULTILINE))
    tested = ids_in_names_of_tests()
    assert sorted(set(ids_of_the_reference()) - tested - excused) == []
    assert sorted(excused & tested) == []


def test_a_mark_has_words_for_a_table() -> None:
    assert [mark.label for mark in Mark] == ["Sourced", "Project default", "To verify"]
