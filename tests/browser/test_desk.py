"""A desk that others use, in a real browser: it locks itself, keeps what was half written, and shows nothing."""

import pyotp
import pytest
from playwright.sync_api import Page, expect

from portal.auth import store
from portal.auth.model import SEED_COLUMN
from portal.vault import KeyVault
from tests.browser.conftest import Live, Visit
from tests.browser.test_pages import check_access
from tests.builders import CONSORTIUM
from tests.portal.auth.test_service import CHEAP_HASHER

pytestmark = pytest.mark.browser

PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HALF_WRITTEN = "Heard shouting, half a sen"
FIVE_MINUTES = 301_000


@pytest.fixture(autouse=True)
def enrolled(live: Live) -> None:
    """Give the adviser a password and codes."""
    app, idva = live.server.app, CONSORTIUM["idva"]
    secrets = app.state.settings.secrets
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    key = vault.new_key(idva.organisation_id, idva.id)
    with app.state.database.system() as session:
        store.put_password(session, idva.id, CHEAP_HASHER.hash(PASSWORD))
        store.put_seed(session, idva.id, vault.seal(key, SEED_COLUMN, SEED), key.wrapped)


def half_written(page: Page) -> None:
    """Begin to write in a form and stop."""
    page.locator("#reference").fill(HALF_WRITTEN)


def test_p7_after_five_minutes_the_desk_is_locked_and_the_half_written_form_waits(visit: Visit) -> None:
    adviser = visit("idva")
    adviser.page.clock.install()
    page = adviser.open("/people")
    page.evaluate("document.addEventListener('portal:lock', () => { window.portalSealed = document.title; })")
    half_written(page)
    title = page.title()
    with page.expect_response("**/lock") as told:
        page.clock.run_for(FIVE_MINUTES)
    assert told.value.status == 204
    lock = page.get_by_role("dialog", name="Locked")
    expect(lock).to_be_visible()
    expect(page.locator("#reference")).to_be_hidden()
    check_access(page)
    assert (page.title(), page.evaluate("window.portalSealed")) == ("LVWS Portal", title)
    assert HALF_WRITTEN not in page.locator("body").inner_text()
    for key in ("Escape", "Escape", "F9", "F9", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.locator("#reference")).to_be_hidden()
    lock.get_by_label("Your password").fill("something else")
    lock.get_by_role("button", name="Unlock").click()
    expect(lock.get_by_role("alert")).to_contain_text("is not right")
    lock.get_by_label("Your password").fill(PASSWORD)
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_be_hidden()
    expect(page.locator("#reference")).to_have_value(HALF_WRITTEN)
    assert page.title() == title
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("main form[action='/people/find'] button").first.click()
    assert sent.value.status == 422  # read, and no reference: neither a lock nor a refusal
    assert [said for said in adviser.complaints() if "422" not in said and "401" not in said] == []


def test_p7_locked_in_one_tab_is_locked_in_each_and_opens_in_each(live: Live, visit: Visit) -> None:
    one = visit("idva")
    page = one.open("/people")
    half_written(page)
    other = page.context.new_page()
    other.goto(one.address + "/account")
    with other.expect_response("**/lock"):
        other.get_by_role("button", name="Lock", exact=True).click()
    for tab in (page, other):
        expect(tab.get_by_role("dialog", name="Locked")).to_be_visible()
    other.get_by_label("Or a 6-digit code").fill(pyotp.TOTP(SEED).at(live.clock()))
    other.get_by_role("button", name="Unlock").click()
    for tab in (page, other):
        expect(tab.get_by_role("dialog", name="Locked")).to_be_hidden()
    expect(page.locator("#reference")).to_have_value(HALF_WRITTEN)


def test_p7_one_key_hides_the_screen_and_one_shows_it_again(visit: Visit) -> None:
    page = visit("idva").open("/people")
    cover = page.get_by_role("dialog", name="Screen hidden")
    for hidden in (True, False):
        page.keyboard.press("F9")
        expect(cover).to_be_visible(visible=hidden)


def test_p7_the_tab_blanks_when_it_is_left_and_asks_before_it_shows_itself_again(live: Live, visit: Visit) -> None:
    adviser = visit("idva")
    page = adviser.open("/people")
    leave = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    leave += "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(leave % "true")
    expect(page.get_by_role("dialog", name="Screen hidden")).to_be_visible()
    live.clock.advance(minutes=6)
    page.evaluate(leave % "false")
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    live.clock.advance(minutes=-6)


def test_p7_the_paper_names_who_printed_it(visit: Visit) -> None:
    page = visit("idva").open("/people")
    mark = page.locator(".portal-watermark--page")
    expect(mark).to_be_hidden()
    page.emulate_media(media="print")
    expect(mark).to_be_visible()
    assert CONSORTIUM["idva"].name in mark.inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_p7_a_form_sent_to_a_locked_session_is_sent_on_after_unlocking(
    live: Live, visit: Visit, *, javascript: bool
) -> None:
    page = visit("idva", javascript=javascript).open("/account/preferences")
    page.get_by_label("Use single keys").check()
    live.clock.advance(minutes=6)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Locked")
    if javascript:
        check_access(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Unlocked")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Keyboard shortcuts are on")).to_be_visible()
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Save").click()
    live.clock.advance(minutes=-6)


def test_p7_without_a_network_a_new_contact_is_offered_at_the_lock(visit: Visit) -> None:
    page = visit("idva").open("/people")
    page.get_by_role("button", name="Lock", exact=True).click()
    offered = page.get_by_role("dialog", name="Locked").get_by_role("link", name="Log a new contact without unlocking")
    expect(offered).to_be_hidden()
    page.context.set_offline(True)
    expect(offered).to_be_visible()
    assert offered.get_attribute("href") == "/contacts/new"
