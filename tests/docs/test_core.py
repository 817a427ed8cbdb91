"""The documents of the core: their examples run, and what follows from the code is what the code says."""

import doctest
import re
from pathlib import Path

import pytest

from lvws_core.policy import Policy
from lvws_core.referrals.moves import MOVES
from tools import core_docs

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "core").glob("*.md"))
TOPICS = {"risk", "consent", "contact", "referrals", "clocks", "routing", "needs", "policy", "rules", "vectors"}


def test_each_topic_has_its_page() -> None:
    assert {page.stem for page in PAGES} >= TOPICS | {"not-encoded", "mutants"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_hold(page: Path) -> None:
    tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried.failed == 0
    assert tried.attempted > 2 or page.stem not in TOPICS


@pytest.mark.parametrize("name", core_docs.PARTS)
def test_what_follows_from_the_code_is_written_as_the_code_says(name: str) -> None:
    page = core_docs.PAGES / name
    assert page.read_text(encoding="utf-8") == core_docs.written(name), "run: python -m tools.core_docs"


def test_the_diagram_has_every_move() -> None:
    page = (core_docs.PAGES / "referrals.md").read_text(encoding="utf-8")
    edges = set(re.findall(r"^  (\w+) --> (\w+): (\w+) \(", page, re.MULTILINE))
    assert edges == {(status.value, target.value, move.value) for (status, move), target in MOVES.items()}


def test_the_page_of_the_policy_has_every_field() -> None:
    page = (core_docs.PAGES / "policy.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in Policy.__struct_fields__)


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "lvws_core" / "README.md"]:
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
