"""Every rule that has a screen is tried through it, by a test that carries its id; the others say why not."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from lvws_core.rules import RULES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "rules-on-screen.md").read_text(encoding="utf-8")

SECTIONS = {"4": ("CONS",), "5": ("CONT",)}
"""The families of ids of each section of the reference; a section is checked once it is listed here."""

ID = re.compile(r"([a-z]+)_(\d+)")

BROWSERS = frozenset(
    {"staged", "staged_on_each", "staged_on_postgresql", "visit", "look", "live", "client_for", "client"}
    | {"lead", "author", "worker", "visitor", "partner"}
)
"""The fixtures that are a browser at the application, or what one is made from."""


def tried() -> frozenset[str]:
    """Give the ids that the names of tests carry which reach a page over HTTP."""
    found = set()
    for part in ("portal", "partners", "browser"):
        for path in (ROOT / "tests" / part).rglob("test_*.py"):
            for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(each, ast.FunctionDef) and {argument.arg for argument in each.args.args} & BROWSERS:
                    found |= {f"{family}-{number}".upper() for family, number in ID.findall(each.name)}
    return frozenset(found)


def part_of(section: str) -> str:
    """Give what the page says of a section."""
    found = re.search(rf"^## Section {section}: .*?(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/rules-on-screen.md has no part for section {section}"
    return found[0]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_rule_of_a_section_is_in_the_name_of_a_test_of_a_screen_or_says_why_not(section: str) -> None:
    rules = {id_ for id_ in RULES if id_.split("-")[0] in SECTIONS[section]}
    told = set(re.findall(r"^\| ([A-Z]+-\d+) \|", part_of(section), re.MULTILINE))
    assert rules, section
    assert sorted(rules - tried() - told) == []
    assert sorted(told & tried()) == [], "these are tried through a screen: take them off the page"
    assert sorted(told - rules) == []


NAMED: Mapping[int, tuple[str, ...]] = {
    2: ("MAR",),
    3: ("CODE",),
    8: ("ALLOC", "TAKE", "NEED"),
    9: ("ETH", "RET", "SAR"),
}
"""The sections of which the page names the test of each rule, and how the ids of each begin."""

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


@pytest.mark.parametrize("section", NAMED)
def test_every_rule_has_a_test_through_a_page_that_carries_its_id_or_a_reason(section: int) -> None:
    said = told(section)
    assert set(said) == {each for each in RULES if each.partition("-")[0] in NAMED[section]}
    for rule, text in said.items():
        if (test := _TEST.fullmatch(text)) is None:
            assert len(text) > 30, f"{rule}: say why no page shows it"
            assert "test_" not in text, f"{rule}: one test, and nothing besides"
            continue
        assert rule.lower().replace("-", "_") in test[1], f"{rule}: the test does not carry the id"
        assert TESTS.get(test[1], frozenset()) & SCREENS, f"{rule}: {test[1]} is no test through a page"
