"""Every rule that has a screen is tried through it, by a test that carries its id; the others say why not."""

import re
from pathlib import Path

import pytest

from lvws_core.rules import RULES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "rules-on-screen.md").read_text(encoding="utf-8")
SECTIONS = {"4": ("CONS",), "5": ("CONT",)}
"""The families of ids of each section of the reference; a section is checked once it is listed here."""

NAME = re.compile(r"def (test_\w+)")
ID = re.compile(r"([a-z]+)_(\d+)")


def tried() -> frozenset[str]:
    """Give the ids that the names of tests of screens carry."""
    found = set()
    for part in ("portal", "partners", "browser"):
        for path in (ROOT / "tests" / part).rglob("test_*.py"):
            for name in NAME.findall(path.read_text(encoding="utf-8")):
                found |= {f"{family}-{number}".upper() for family, number in ID.findall(name)}
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
