"""Statements: the person's own words beside an opinion, wherever it is shown; the opinion stays."""

import html

import pytest

from tests.scene import DASH
from tests.staged import Staged

WORDS = "She does not think that he would ever <hurt> the children."


def say(staged: Staged, **typed: str) -> int:
    path = f"/people/{staged.scene.person}/statements"
    return staged.visitor("caseworker").submit(path, {"about": "risk", "words": WORDS, **typed}).status_code


def shown(staged: Staged, part: str, key: str = "caseworker") -> bool:
    return WORDS in html.unescape(staged.visitor(key).get(f"/people/{staged.scene.person}{part}").text)


def test_rights_9_5_a_statement_stands_beside_the_judgement_wherever_that_is_shown(staged_on_each: Staged) -> None:
    parts = ("", "/risk", "/statements", "/needs")
    assert not any(shown(staged_on_each, part) for part in parts)
    assert say(staged_on_each) == 303
    assert [shown(staged_on_each, part) for part in parts] == [True, True, True, False]
    assert not shown(staged_on_each, "", "shelter_worker")
    page = staged_on_each.visitor("caseworker").get(f"/people/{staged_on_each.scene.person}/risk").text
    assert "<hurt>" not in page


def test_risk_38_a_new_assessment_leaves_the_statement_and_the_manager_who_countersigns_reads_it(
    staged: Staged,
) -> None:
    say(staged)
    lower = {**DASH, "judgement": "standard", "reason": "He has moved abroad, which the police have confirmed."}
    staged.visitor("caseworker").submit(f"/people/{staged.scene.person}/risk/new", lower)
    assert shown(staged, "/risk")
    assert shown(staged, "/risk/countersign", "lead_manager")


def test_a_statement_about_needs_stands_with_the_needs_and_not_with_the_risk(staged: Staged) -> None:
    assert say(staged, about="needs", on_day="20", on_month="11", on_year="2026") == 303
    assert [shown(staged, part) for part in ("/needs", "/risk")] == [True, False]
    assert "20 November 2026" in staged.visitor("caseworker").get(f"/people/{staged.scene.person}/needs").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"about": "the weather"}, "Choose what the statement is about"),
        ({"words": "  "}, "Enter what the person says"),
        ({"words": "x" * 2001}, "What the person says must be"),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "must be a real date"),
        ({"on_day": "1", "on_month": "2", "on_year": "2027"}, "must be today or earlier"),
    ],
)
def test_a_statement_that_cannot_be_is_explained(staged: Staged, typed: dict[str, str], told: str) -> None:
    path = f"/people/{staged.scene.person}/statements"
    answer = staged.visitor("caseworker").submit(path, {"about": "risk", "words": WORDS, **typed})
    assert (answer.status_code, told in html.unescape(answer.text)) == (422, True)
