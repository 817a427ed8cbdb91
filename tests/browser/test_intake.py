"""Intake in a real browser: by keyboard alone, in one request, and each of its pages readable by everyone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, Watched
from tests.browser.hands import fill, press
from tests.browser.test_pages import check, faults_of
from tests.portal.intake.entries import ENTRY

pytestmark = pytest.mark.browser

MOST_NAVIGATION = 25
TYPED = (
    ("source", ""),
    ("involvement", ""),
    ("received_on", ""),
    ("name", "Bryony "),
    ("birth_date", "12 3 1990"),
    ("no_age", ""),
    ("phone", "07700 90044"),
    ("borough", "hack"),
    ("address", "3 Pretend Street, E8 1AA"),
    ("language", "pol"),
    ("interpreter", ""),
    ("crime_category", "violence with i"),
    ("abuse", "y"),
    ("risk", "me"),
    ("facts", "rf"),
    ("needs", "12"),
    ("call", "y"),
    ("texts", "no"),
    ("voicemail", "no"),
    ("hours", "mon-fri 10-14"),
    ("if_other_answers", "wrong number"),
    ("code_word", "bluebell"),
)
"""A complete self-referral in the order of the screen: each field with what is typed in it."""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name"))


def value_of(page: Page, name: str) -> str:
    return page.locator(f"main [name='{name}']").input_value()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_complete_self_referral_takes_at_most_25_keys_besides_what_is_typed(
    visit: Visit, *, javascript: bool
) -> None:
    watched = visit("intake", javascript=javascript)
    page, presses = watched.open("/intake/new"), 0
    own = {"name": "Sample", "phone": "7"} if javascript else {"name": "Pretend", "phone": "8"}
    for name, typed in TYPED:
        assert focused(page) == name
        page.keyboard.type(typed + own.get(name, ""))
        if name == TYPED[-1][0]:
            break
        page.keyboard.press("Tab")
        presses += 1
    chosen = {name: value_of(page, name) for name in ("borough", "language", "crime_category", "risk", "call", "texts")}
    assert chosen == {
        "borough": "hackney",
        "language": "pol",
        "crime_category": "violence_with_injury",
        "risk": "medium",
        "call": "yes",
        "texts": "no",
    }
    watched.requests.clear()
    page.keyboard.press("Enter")
    presses += 1
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("It is taken in.")
    assert presses <= MOST_NAVIGATION
    posted = [url for url in watched.requests if url.endswith("/intake/new")]
    assert len(posted) == 1


def looked_at(watched: Watched, path: str) -> Page:
    page = watched.page
    answer = page.goto(watched.address + path)
    assert answer is not None
    assert answer.status == 200, path
    assert faults_of(answer.text()) == []
    check(watched, (path.split("/")[2],))
    page.set_viewport_size({"width": 1366, "height": 768})
    return page


def test_the_pages_of_a_case_that_was_taken_in_are_accessible_and_narrow(visit: Visit) -> None:
    watched = visit("caseworker")
    page = watched.open("/intake/new")
    fill(page, {**ENTRY, "name": "Yarrow Invented", "phone": "07700 900445", "involvement": "both"})
    press(page, "Take in")
    expect(page.locator("main")).to_contain_text("It is taken in.")
    case = page.url.rpartition("/")[2].partition("?")[0]
    for path in ("", "/allocate", "/take-up", "/close", "/trial", "/return"):
        looked_at(watched, f"/cases/{case}{path}")
    page = looked_at(watched, f"/cases/{case}/return")
    fill(page, {"gaps": ["age", "crime"]})
    press(page, "Send it back")
    looked_at(watched, f"/intake/{case}/mend")
    page = watched.open("/intake/new")
    fill(page, {**ENTRY, "name": "Yarrow Invented", "phone": "07700 900445"})
    press(page, "Take in")
    page.get_by_role("heading", name="This may be known already").wait_for()
    check(watched, ())
