"""The inbox in a real browser: quiet polls, rows that open and can be ticked, single keys that only move about."""

import string

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Live, Visit, Watched
from tests.browser.hands import press
from tests.browser.test_journey import says, send

pytestmark = pytest.mark.browser

A_POLL = 31_000
"""Milliseconds after which an open inbox has looked for what is new."""


def quiet(worker: Watched, path: str = "/inbox?show=needs-answer") -> Page:
    """Open the inbox with a clock in the browser that only the test moves on.

    It stands still once the page is there: a clock that is merely installed runs on, so that on a busy machine, while
    something was sent, the page looked by itself, and the next look, which the test waited for, found nothing new.
    """
    worker.page.clock.install()
    page = worker.open(path)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    return page


def poll(page: Page) -> int:
    """Let the open inbox look for what is new, and give the status of the answer once the page has taken it in."""
    with page.expect_response("**/inbox?**") as polled:
        page.clock.run_for(A_POLL)
    if polled.value.status == 200:  # the next look asks with the tag of this one
        shown = "tag => document.getElementById('inbox')._htmx?.ptag === tag"
        page.wait_for_function(shown, arg=polled.value.headers["hx-ptag"])
    return polled.value.status


def test_a_poll_is_answered_with_304_until_something_changes(live: Live, visit: Visit) -> None:
    page = quiet(visit("shelter_worker"))
    # What another test sent and did not wait for may come while this page loads: the first poll takes it in.
    poll(page)
    assert (poll(page), poll(page)) == (304, 304)
    offer = send(live)
    assert poll(page) == 200
    expect(page.get_by_role("link", name=offer)).to_be_attached()


def test_the_count_changes_in_place_and_the_focus_stays(live: Live, visit: Visit) -> None:
    worker = visit("shelter_worker")
    page = quiet(worker)
    before = page.locator("#inbox-count").inner_text()
    page.evaluate("window.portalCount = document.getElementById('inbox-count')")
    page.get_by_role("link", name="Refresh").focus()
    send(live)
    page.clock.run_for(A_POLL)
    expect(page.locator("#inbox-count")).not_to_have_text(before)
    assert page.evaluate("window.portalCount === document.getElementById('inbox-count')")
    assert page.evaluate("document.activeElement.textContent") == "Refresh"
    assert page.locator("[aria-live]").count() == 1
    assert worker.complaints() == []


def test_ticked_rows_stay_ticked_because_the_inbox_waits(live: Live, visit: Visit) -> None:
    page, offer = quiet(visit("shelter_worker")), send(live)
    box = page.locator("input[name='offer']").first
    box.check()
    page.clock.run_for(2 * A_POLL)
    assert box.is_checked()
    assert page.get_by_role("link", name=offer).count() == 0
    box.uncheck()
    page.clock.run_for(A_POLL)
    expect(page.get_by_role("link", name=offer)).to_be_attached()


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_a_ticked_row_is_taken_on(live: Live, visit: Visit, *, javascript: bool) -> None:
    offer, page = send(live), visit("shelter_worker", javascript=javascript).open("/inbox?show=needs-answer")
    page.locator(f"#tick-{offer}").check()
    press(page, "Take them on")
    says(page, "1 offer is with you now.")
    expect(page.locator(f"#row-{offer}")).to_contain_text("you")


def test_the_whole_row_opens_the_offer(live: Live, visit: Visit) -> None:
    offer, page = send(live), visit("shelter_worker").open("/inbox?show=needs-answer")
    page.locator(f"#row-{offer}").get_by_text("Shelter and accommodation").click(force=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Offer {offer}")


def switch_on(worker: Watched) -> Page:
    page = worker.open("/account/preferences")
    if not page.locator("#shortcuts").is_checked():
        page.locator("label[for='shortcuts']").click()
    press(page, "Save")
    return worker.open("/inbox")


def test_single_keys_do_nothing_until_they_are_switched_on(visit: Visit) -> None:
    page = visit("galop_worker").open("/inbox")
    for key in "?/jko":
        page.keyboard.press(key)
    assert page.url.endswith("/inbox")
    assert page.locator("dialog").count() == 0
    assert page.evaluate("document.activeElement === document.body")


def test_single_keys_move_open_and_search(visit: Visit) -> None:
    worker = visit("shelter_manager")
    page = switch_on(worker)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.wait_for_function(
        "document.activeElement === document.body"
    )  # the browser gives the focus back in its own time
    links = page.locator(".portal-row-link")
    for key, row in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(row)).to_be_focused()
    page.keyboard.press("j")
    offer = links.nth(1).inner_text()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Offer {offer}")
    page = worker.open("/inbox")
    page.keyboard.press("/")
    page.wait_for_url("**/inbox/search")
    page.keyboard.press("/")
    expect(page.locator("#reference")).to_be_focused()
    page.keyboard.press("j")
    assert page.locator("#reference").input_value() == "j"
    assert worker.complaints() == []


def test_no_key_accepts_sends_withdraws_or_reveals(live: Live, visit: Visit) -> None:
    worker, sent = visit("shelter_manager"), []
    switch_on(worker)

    def note(request: Request) -> None:
        if request.method != "GET":
            sent.append(request.url)

    worker.page.on("request", note)
    for path in (f"/offers/{live.scene.offers['acknowledged']}", "/waiting-list", "/inbox"):
        for key in string.ascii_letters + string.digits + string.punctuation:
            page = worker.page if worker.page.url.endswith(path) else worker.open(path)
            page.keyboard.press(key)
            page.keyboard.press("Escape")
            page.wait_for_timeout(5)
    assert sent == []
