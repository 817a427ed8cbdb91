"""The contact log in a real browser: how many presses and requests a contact takes, and what is kept by itself."""

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MOST_PRESSES = 6
TWENTY_SECONDS = 20.0


def press_tile(page: Page, name: str, value: str) -> int:
    """Press one tile; it is one interaction."""
    page.locator(f".portal-tile:has([name='{name}'][value='{value}'])").click()
    return 1


@pytest.mark.parametrize("width", [390, 1366])
def test_a_common_contact_takes_at_most_six_presses_and_one_request_from_the_own_site(
    visit: Visit, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    watched = visit("idva")
    page = watched.open("/my-site")
    page.set_viewport_size({"width": width, "height": 844})
    first = watched.open("/contacts/new")
    first.locator("#department").select_option("A&E")
    for name, value in (("manner", "phone"), ("minutes", "5"), ("purpose_client", "check_in")):
        press_tile(first, name, value)
    press_tile(first, "outcome_client", "not_reached")
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_url("**/my-site?done=*")
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type in {"document", "fetch", "xhr"}:
            asked.append(f"{request.method} {urlsplit(request.url).path}")

    page = watched.open("/my-site")
    page.on("request", note)
    began = time.perf_counter()
    page.get_by_role("button", name="Log a contact").click()
    page.wait_for_url("**/contacts/new")
    opened = list(asked)
    presses = 1 + press_tile(page, "manner", "bedside") + press_tile(page, "minutes", "30")
    presses += press_tile(page, "purpose_client", "support") + press_tile(page, "outcome_client", "supported")
    assert page.locator("#department").input_value() == "A&E"
    before = [each for each in asked if each != "POST /contacts/draft"]
    page.get_by_role("button", name="Save", exact=True).click()
    presses += 1
    page.wait_for_url("**/my-site?done=*")
    took = time.perf_counter() - began
    expect(page.locator("main")).to_contain_text("Bedside, A&E, 30 min, supported")
    with capsys.disabled():
        print(f"\na contact at {width} pixels: {presses} presses, {len(opened)} request to open, {took:.1f} s")
    assert presses <= MOST_PRESSES
    assert opened == before == ["GET /contacts/new"]
    assert took < TWENTY_SECONDS


def test_what_is_typed_is_kept_by_itself_and_is_there_again_elsewhere(visit: Visit) -> None:
    page = visit("idva").open("/contacts/new")
    page.locator("#note").fill("Half of a note")
    press_tile(page, "manner", "video")
    expect(page.locator("#kept")).to_contain_text("It is not logged yet", timeout=10_000)
    other = visit("idva", javascript=False).open("/contacts/new")
    expect(other.locator("#note")).to_have_value("Half of a note")
    expect(other.locator("[name='manner'][value='video']")).to_be_checked()
