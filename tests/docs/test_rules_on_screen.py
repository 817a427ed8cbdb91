"""The page that says which rules have a screen: each rule once, with a test through a page or the reason why not."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from lvws_core.rules import RULES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "rules-on-screen.md").read_text(encoding="utf-8")

SECTIONS: Mapping[int, tuple[str, ...]] = {
    2: ("MAR",),
    3: ("CODE",),
    8: ("ALLOC", "TAKE", "NEED"),
    9: ("ETH", "RET", "SAR"),
}
"""The sections of the domain reference that are told, and how the ids of each begin."""

SCREENS = frozenset({"staged", "staged_on_each", "staged_on_postgresql", "visit", "live"})
"""The fixtures by which a test reaches a page."""

_LINE = re.compile(r"\| ([A-Z]+-\d\d) \| (.+) \|")
_TEST = re.compile(r"`(test_\w+)`")


def told(section: int) -> dict[str, str]:
    """Give what the page says of each rule of a section."""
    (text,) = re.findall(rf"^## Section {section}:.*?(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    lines = [found.groups() for found in map(_LINE.fullmatch, text.splitlines()) if found]
    assert len(lines) == len(dict(lines)), "a rule stands once"
    return dict(lines)


def every_test() -> dict[str, frozenset[str]]:
    """Give every test by its name, with the fixtures that it asks for."""
    found: dict[str, frozenset[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
                found[each.name] = frozenset(argument.arg for argument in each.args.args)
    return found


TESTS = every_test()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_rule_has_a_test_through_a_page_that_carries_its_id_or_a_reason(section: int) -> None:
    said = told(section)
    assert set(said) == {each for each in RULES if each.partition("-")[0] in SECTIONS[section]}
    for rule, text in said.items():
        if (test := _TEST.fullmatch(text)) is None:
            assert len(text) > 30, f"{rule}: say why no page shows it"
            assert "test_" not in text, f"{rule}: one test, and nothing besides"
            continue
        assert rule.lower().replace("-", "_") in test[1], f"{rule}: the test does not carry the id"
        assert TESTS.get(test[1], frozenset()) & SCREENS, f"{rule}: {test[1]} is no test through a page"
