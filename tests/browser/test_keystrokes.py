"""A whole form by the keyboard alone: every press that is not an answer or typed words is counted, and printed."""

import pytest
from playwright.sync_api import Page

from lvws_core.risk.dash import CRITICAL_ORDER, QUESTIONS
from tests.browser.conftest import Live, Visit
from tests.kit import Visitor
from tests.scene import Lead

pytestmark = pytest.mark.browser

MOST = 25
"""Presses of navigation beyond the typed content (issue of people, consent and risk)."""


class Keyboard:
    """Hands on a keyboard; `content` counts answers and typed characters, `navigation` every other press."""

    def __init__(self, page: Page) -> None:
        self.page, self.content, self.navigation = page, 0, 0

    def answer(self, key: str) -> None:
        """Press a key that is an answer by itself."""
        self.page.keyboard.press(key)
        self.content += 1

    def words(self, text: str) -> None:
        """Type words."""
        self.page.keyboard.type(text)
        self.content += len(text)

    def go(self, key: str, until: str = "") -> None:
        """Press a key that only moves, as often as it takes to reach the field of this name."""
        for _ in range(MOST * 4):
            self.page.keyboard.press(key)
            self.navigation += 1
            if not until or self.place == until:
                return
        raise AssertionError(f"{until} is not reached")

    @property
    def place(self) -> str:
        """The name of the field that has the focus, or the words on the button."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def test_a_whole_dash_is_entered_by_keyboard_on_one_page_in_one_request(
    live: Live, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = visit("caseworker")
    person = Lead(Visitor(live.server.app).sign_in("caseworker", live.clock)).added()
    page = watched.open(f"/people/{person}/risk/new")
    order = (*CRITICAL_ORDER, *(q.number for q in QUESTIONS if q.number not in CRITICAL_ORDER))
    hands = Keyboard(page)
    hands.go("Tab")
    hands.go("Enter")  # skip to the content
    hands.go("Tab", until="heard_all")
    hands.answer("P")  # Police
    hands.go("Tab", until=f"answer_{QUESTIONS[order[0] - 1].key}")
    for place, number in enumerate(order):
        assert hands.place == f"answer_{QUESTIONS[number - 1].key}"
        hands.answer("ynd"[place % 3] if place < 12 else "123"[place % 3])
    assert hands.place == "judgement"
    hands.go("ArrowDown")  # the second: high, whatever the count
    hands.go("Tab", until="reason")
    hands.words("He has a gun at home and has found out where she lives now.")
    hands.go("Tab", until="police_incidents")
    hands.words("2")
    sent = len(watched.requests)
    hands.go("Tab", until="Save assessment")
    hands.go("Enter")
    page.get_by_role("heading", name=f"Person {person}", exact=True).wait_for()
    posted = [url for url in watched.requests[sent:] if url.endswith("/risk/new")]
    with capsys.disabled():
        print(f"\nDash: {hands.navigation} presses of navigation, {hands.content} of content, {len(posted)} request")
    assert hands.navigation <= MOST
    assert len(posted) == 1
    assert page.url.endswith(f"/people/{person}?done=risk")
    assert "8 of 24 yes, 8 not known" in page.locator("main").inner_text()
    assert "High risk" in page.locator("main").inner_text()
    assert watched.complaints() == []
