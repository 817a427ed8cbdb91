"""The journey in a real browser, with JavaScript and without; hiding the screen; leaving no trace."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, Request, expect

from portal.audit.service import recorder
from portal.auth import service as accounts
from portal.auth.model import Account
from portal.vault import KeyVault
from tests.browser.conftest import Live, Visit, Watched
from tests.browser.hands import fill, press
from tests.builders import CONSORTIUM, SHELTER
from tests.kit import Visitor
from tests.scene import CONSENT, CONTACT, DASH, HOUSING, NAME, NEED, OUTCOME, PERSON, PHONE, PLAN, QUESTION, WORD, Lead
from tests.staged import Staged

pytestmark = pytest.mark.browser

REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{2}")
PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MOST_INTERACTIONS = 4


def says(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def reference_in(page: Page) -> str:
    found = REFERENCE.findall(page.url)
    assert found, page.url
    return str(found[-1])


def send(live: Live) -> str:
    """Send an offer to Shelter as a caseworker would, without a browser."""
    staged = Staged(app=live.server.app, scene=live.scene, clock=live.clock)
    return Lead(LiveVisitor(live).sign_in("caseworker", staged.clock)).offer()


class LiveVisitor(Visitor):
    """A visitor to the application that is served; plain http, so that its cookie is sent."""

    def __init__(self, live: Live) -> None:
        super().__init__(live.server.app)
        self.base_url = "http://portal.example"


def compose(lead: Watched) -> str:
    """Add a person and refer them to Shelter; give the offer's reference."""
    page = lead.open("/people/new")
    fill(page, PERSON)
    press(page, "Add this person")
    says(page, "This person may be known already")
    fill(page, {"known": "new"})
    press(page, "Continue")
    person = reference_in(page)
    page = lead.open(f"/people/{person}/contact-plan")
    fill(page, PLAN)
    press(page)
    says(page, "Safe-contact plan confirmed")
    page = lead.open(f"/people/{person}/risk/new")
    fill(page, DASH)
    press(page, "Save assessment")
    says(page, "Assessment saved")
    page = lead.open(f"/people/{person}/consent")
    fill(page, {"organisation": str(SHELTER), **CONSENT})
    press(page)
    says(page, "Consent recorded")
    page = lead.open(f"/refer/{person}")
    fill(page, NEED)
    press(page, "Continue")
    says(page, "who cannot, and what would change it")
    fill(page, {"service": str(HOUSING)})
    press(page, "Continue")
    if page.get_by_role("button", name="Send to").count() == 0:
        press(page, "Continue")
    says(page, NAME)
    press(page, "Send to Shelter Team, Housing advice")
    says(page, "Sent to Shelter Team")
    return reference_in(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_every_step_of_the_journey_goes(visit: Visit, *, javascript: bool) -> None:
    lead, worker = visit("caseworker", javascript=javascript), visit("shelter_worker", javascript=javascript)
    offer = compose(lead)

    page = worker.open("/inbox")
    assert NAME not in page.content()
    page.get_by_role("link", name=offer).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Offer {offer}")
    assert PHONE not in page.content()
    page.get_by_role("button", name="Show the number").click()
    says(page, PHONE)
    says(page, WORD)

    page = worker.open(f"/offers/{offer}")
    page.get_by_role("link", name="Ask a question").click()
    fill(page, {"text": QUESTION})
    press(page)
    says(page, "Your question has gone to the lead")
    asked = lead.open(f"/offers/{offer}")
    fill(asked, {"text": "Yes, a woman."})
    press(asked, "Send the reply")
    says(asked, "Your reply has gone to Shelter Team")

    page = worker.open(f"/offers/{offer}")
    says(page, "Yes, a woman.")
    press(page, "Accept")
    says(page, f"You have accepted {offer}.")
    page.get_by_role("link", name="Record first contact").click()
    fill(page, {**CONTACT, "time": "10:00"})
    press(page)
    says(page, "First contact is recorded.")
    for reader in (worker, lead):
        seen = reader.open(f"/offers/{offer}")
        says(seen, "since first contact")

    page = worker.open(f"/offers/{offer}")
    page.get_by_role("button", name="Add an update").click()
    fill(page, {"text": "Two meetings kept."})
    press(page)
    says(page, "The update is added")
    page.get_by_role("link", name="Finish with outcome").click()
    fill(page, OUTCOME)
    press(page)
    says(page, f"The outcome of {offer} is recorded.")
    closing = lead.open(f"/offers/{offer}")
    press(closing, "Acknowledge the outcome")
    says(closing, "The loop is closed.")
    expect(lead.open("/sent").get_by_role("link", name=offer).first).to_be_visible()
    if javascript:
        assert lead.complaints() == []
        assert worker.complaints() == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_a_partner_declines_with_a_reason(live: Live, visit: Visit, *, javascript: bool) -> None:
    offer, worker = send(live), visit("shelter_worker", javascript=javascript)
    page = worker.open(f"/offers/{offer}")
    page.get_by_role("link", name="Decline").click()
    says(page, "The lead will look for someone else at once")
    fill(page, {"reason": "capacity", "whose_choice": "service", "note": "Full until Friday."})
    press(page)
    says(page, f"You have declined {offer}")


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_i4_who_presses_accept_too_late_is_told_who_was_quicker(live: Live, visit: Visit, *, javascript: bool) -> None:
    offer = send(live)
    slow, quick = visit("shelter_worker", javascript=javascript), visit("shelter_manager", javascript=javascript)
    slow.open(f"/offers/{offer}")
    press(quick.open(f"/offers/{offer}"), "Accept")
    press(slow.page, "Accept")
    says(slow.page, "Shelter Manager accepted this a moment ago.")
    assert slow.page.get_by_role("button", name="Accept").count() == 0


def test_accepting_is_one_request(live: Live, visit: Visit) -> None:
    offer, worker = send(live), visit("shelter_worker")
    page, asked = worker.open(f"/offers/{offer}"), []

    def note(request: Request) -> None:
        if request.resource_type in {"document", "fetch", "xhr"}:
            asked.append((request.method, request.redirected_from is not None))

    page.on("request", note)
    press(page, "Accept")
    says(page, "You have accepted")
    assert asked == [("POST", False), ("GET", True)]


def test_from_signing_in_to_accepted_in_four_interactions_at_most(live: Live, visit: Visit) -> None:
    offer, worker = send(live), visit()
    enrol(live, "shelter_worker")
    page, interactions, posts = worker.open("/"), 0, []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    code = pyotp.TOTP(SEED).at(live.clock())
    fill(page, {"email": CONSORTIUM["shelter_worker"].email, "password": PASSWORD, "code": code})
    for act in (
        lambda: press(page, "Sign in"),
        lambda: page.get_by_role("link", name=offer).click(),
        lambda: press(page, "Accept"),
    ):
        act()
        interactions += 1
    says(page, f"You have accepted {offer}")
    assert interactions <= MOST_INTERACTIONS
    assert [url.removeprefix(worker.address) for url in posts] == ["/sign-in", f"/offers/{offer}/accept"]


def enrol(live: Live, key: str) -> None:
    settings, mine = live.server.app.state.settings, CONSORTIUM[key]
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    account = Account(
        id=mine.id,
        organisation_id=mine.organisation_id,
        display_name=mine.name,
        email=mine.email,
        roles=frozenset({mine.role}),
    )
    with live.server.app.state.database.system() as session:
        record = recorder(session, settings.audit_key)
        accounts.enrol(session, record, vault, account, password=PASSWORD, seed=SEED, by=None, now=live.clock())


def test_the_number_appears_in_its_place_without_another_page(live: Live, visit: Visit) -> None:
    worker = visit("shelter_worker")
    page = worker.open(f"/offers/{live.scene.offers['accepted']}")
    page.evaluate("window.portalStays = true")
    page.get_by_role("button", name="Show the number").click()
    says(page, PHONE)
    assert page.evaluate("window.portalStays")
    assert PHONE not in page.url
    assert worker.complaints() == []


def test_the_score_follows_the_answers_without_another_page(live: Live, visit: Visit) -> None:
    lead = visit("caseworker")
    page = lead.open(f"/people/{live.scene.person}/risk/new")
    page.evaluate("window.portalStays = true")
    fill(page, dict(list(DASH.items())[:3]))
    expect(page.locator("#count")).to_contain_text("3 yes")
    assert page.evaluate("window.portalStays")
    assert lead.complaints() == []


# --- A shared desk ---------------------------------------------------------------------------------


def test_t6_hide_screen_covers_everything_and_loses_nothing(visit: Visit) -> None:
    page = visit("caseworker").open("/people/new")
    fill(page, {"name": "Half a na"})
    title, cover = page.title(), page.locator("#screen-cover")
    page.get_by_role("button", name="Hide screen").click()
    expect(cover).to_be_visible()
    assert page.evaluate("document.querySelector('main').closest('[inert]') !== null")
    assert page.title() == title
    cover.get_by_role("button").click()
    expect(cover).to_be_hidden()
    assert page.locator("#name").input_value() == "Half a na"


def test_t6_escape_twice_hides_and_shows_the_screen_and_once_does_nothing(visit: Visit) -> None:
    page = visit("shelter_worker").open("/inbox")
    cover = page.locator("#screen-cover")
    page.keyboard.press("Escape")
    expect(cover).to_be_hidden()
    page.wait_for_timeout(700)
    for visible in (True, False):
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(cover).to_be_visible(visible=visible)


def test_without_javascript_there_is_no_button_that_does_nothing(visit: Visit) -> None:
    page = visit("shelter_worker", javascript=False).open("/inbox")
    assert page.get_by_role("button", name="Hide screen").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_t6_back_after_signing_out_shows_nothing(live: Live, visit: Visit, *, javascript: bool) -> None:
    lead = visit("caseworker", javascript=javascript)
    page = lead.open(f"/people/{live.scene.person}")
    assert NAME in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.wait_for_load_state()
    assert NAME not in page.content()
    assert page.url.endswith("/sign-in")


def test_t_brow_the_browser_keeps_nothing(live: Live, visit: Visit) -> None:
    worker = visit("shelter_worker")
    page = worker.open(f"/offers/{live.scene.offers['active']}")
    page.get_by_role("button", name="Show the number").click()
    says(page, PHONE)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("caches.keys().then((keys) => keys.length).catch(() => 0)") == 0
