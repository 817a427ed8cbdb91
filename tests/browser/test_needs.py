"""The needs assessment in a browser: one screen, by keyboard alone, and a picture that the policy lets stand."""

import re

import pytest

from tests.browser.conftest import Live, Visit
from tests.browser.test_pages import check

pytestmark = pytest.mark.browser

ARROWS = (4, 5, 1, 3, 6, 2, 3, 1)
"""How often the arrow is pressed in each line, from 0: the first press of the space bar chooses 0."""


def test_need_01_eight_scores_by_keyboard_alone_and_the_next_time_the_distance_travelled(
    live: Live, visit: Visit
) -> None:
    lead = visit("caseworker")
    page = lead.open(f"/people/{live.scene.person}/needs/new")
    page.locator("#score_mental_physical_health").focus()
    for presses in ARROWS:
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the occasion, which is chosen already
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?done=needs$"))
    page = lead.open(f"/people/{live.scene.person}/needs/new")
    chosen = page.locator("input[type=radio][name^=score_]:checked")
    assert chosen.count() == len(ARROWS)
    page.locator("#score_mental_physical_health").press("ArrowRight")
    page.get_by_role("button", name="Save the assessment").click()
    lead.open(f"/people/{live.scene.person}/needs")
    assert page.locator("svg[role=img][aria-label*='compared']").is_visible()
    check(lead, ())
