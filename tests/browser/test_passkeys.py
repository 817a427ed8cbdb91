"""A passkey in a real browser with a virtual device: invited, set up, signed out, signed in, and unlocked."""

import re
import shutil
import socket
from collections.abc import Iterator
from uuid import uuid4

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.app import create_app
from tests.browser.conftest import Watched, watched_in
from tests.browser.test_pages import check, faults_of
from tests.builders import Clock, some_settings
from tests.live import LiveServer, serving
from tests.staged import Kept, later_ids

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(scene_file: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The portal at a name, since passkeys hold at names and not at numbers."""
    path = tmp_path_factory.mktemp("passkeys") / "portal.sqlite"
    url = f"sqlite:///{shutil.copy(scene_file.place, path)}"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = some_settings(url, demo=True, address=f"http://localhost:{port}")
    app = create_app(settings, clock=Clock(), new_id=later_ids())
    with serving(app, port=port) as made:
        yield msgspec.structs.replace(made, address=settings.address)
    app.state.database.dispose()


def with_device(page: Page) -> None:
    """Give a page a device of its own that knows its user."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    how = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": how})


def invitation(chromium: Browser, server: LiveServer) -> str:
    manager = watched_in(chromium.new_context(), server, Clock(), "shelter_manager")
    page = manager.open("/team/new")
    page.fill("#name", "Robin Teal")
    page.fill("#email", f"robin.{uuid4().hex}@example.org")
    page.check("input[value=partner_worker]")
    page.get_by_role("button", name="Add and go on").click()
    page.get_by_role("button", name="Make the invitation").click()
    address = page.locator(".portal-copy a").get_attribute("href") or ""
    page.context.close()
    return address.replace("127.0.0.1", "localhost")


def look(watched: Watched) -> None:
    """Look at the open page, and make the window wide again."""
    check(watched, ())
    watched.forget()


def test_p4_an_invited_colleague_sets_up_a_passkey_and_signs_in_and_unlocks_with_it(
    chromium: Browser, server: LiveServer
) -> None:
    context: BrowserContext = chromium.new_context()
    colleague: Watched = watched_in(context, server, Clock())
    page = colleague.page
    answer = page.goto(invitation(chromium, server))
    with_device(page)
    assert answer is not None
    assert faults_of(answer.text()) == []
    look(colleague)
    page.get_by_role("button", name="Set up a passkey").click()
    page.wait_for_url(re.compile("/inbox$"))
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").wait_for()
    colleague.forget()  # the browser says that it has cleared what it kept
    look(colleague)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/inbox$"))
    colleague.open("/account/preferences")
    page.get_by_label("I work at a desk that others use").check()
    page.get_by_role("button", name="Save").click()
    colleague.open("/account/ways")
    look(colleague)
    page.get_by_role("button", name="Lock", exact=True).click()
    page.get_by_role("button", name="Unlock with a passkey").click()
    page.get_by_text("Locked").first.wait_for(state="hidden")
    page.get_by_role("button", name="Add a passkey").click()
    look(colleague)
    assert colleague.complaints() == []
    context.close()


def test_without_javascript_the_sign_in_page_says_what_to_use_instead(chromium: Browser, server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = watched_in(context, server, Clock(), javascript=False).open("/sign-in")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.get_by_text("This browser cannot use a passkey here").is_visible()
    page.get_by_text("Another way").click()
    assert page.get_by_label("6-digit code").is_visible()
    context.close()
