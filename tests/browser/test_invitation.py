"""An invitation from the manager's press to the colleague's first page, in a browser with and without JavaScript."""

import re

import pyotp
import pytest

from tests.browser.conftest import Live, Visit
from tests.browser.test_pages import check, faults_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_a_colleague_is_added_invited_and_signs_in(live: Live, visit: Visit, *, javascript: bool) -> None:
    manager = visit("shelter_manager", javascript=javascript)
    page = manager.open("/team/new")
    page.fill("#name", "Robin Teal")
    page.fill("#email", f"robin.{javascript}@example.org")
    page.check("input[value=partner_worker]")
    page.get_by_role("button", name="Add and go on").click()
    page.get_by_role("button", name="Make the invitation").click()
    address = page.locator(".portal-copy a").get_attribute("href") or ""
    colleague = visit(javascript=javascript)
    answer = colleague.page.goto(address)
    assert answer is not None
    assert faults_of(answer.text()) == []
    if javascript:
        check(colleague, ())
    seed = colleague.page.locator("input[name=seed]").get_attribute("value") or ""
    colleague.page.fill("#password", "marble harbour lantern")
    colleague.page.fill("#code", pyotp.TOTP(seed).at(live.clock()))
    colleague.page.get_by_role("button", name="Set up and sign in").click()
    colleague.page.wait_for_url(re.compile("/inbox$"))
    assert colleague.page.locator("h1").inner_text().startswith("Inbox")
