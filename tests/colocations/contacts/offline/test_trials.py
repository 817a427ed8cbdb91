"""The trials of the contact log without a network: a real browser with a profile on disk, a real server that dies.

One of them runs with every push; the others in `make assure`.
"""

import http.server
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import func, select, update
from sqlmodel import col

from colocations.contacts.offline.tables import EnvelopeRow, PermitRow
from colocations.contacts.tables import ContactRow
from portal.auth import store
from portal.auth.model import token_hash
from portal.database import Database
from tests.builders import CONSORTIUM, add_consortium
from tests.colocations.contacts.offline.served import Server
from tests.live import CHROMIUM_FLAGS
from tests.scene import set_sites

pytestmark = pytest.mark.browser
NOTE, CONTROL = "canary-note-of-the-ward", "control-text-in-clear"
PATIENCE_MILLISECONDS = 20_000
DOUBLE_PRESS_MILLISECONDS = 1100  # for so long a button takes a second press for a slip
CHOICES = {"kind": "client", "minutes": "15", "purpose_client": "support", "outcome_client": "supported"}
CHOOSE = """choices => { for (const [name, value] of Object.entries(choices)) {
  const field = document.querySelector(`#contact-form input[name="${name}"][value="${value}"]`);
  field.checked = true; field.dispatchEvent(new Event('input', { bubbles: true })); } }"""

RUN_OUT = """async () => {
  const of = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const db = await of(indexedDB.open('lvws-offline'));
  const store = db.transaction('permits', 'readwrite').objectStore('permits');
  (await of(store.getAll())).forEach((each) => store.put({ ...each, expiresAt: Date.now() - 1 }));
  db.close(); }"""


class Trial(msgspec.Struct, kw_only=True):
    """A ward: a browser with a profile on the disk, the server, and its database."""

    chromium: Browser
    server: Server
    database: Database
    profile: Path
    stack: ExitStack
    context: BrowserContext | None = None

    def open(self, *, signed_in: bool = True) -> Page:
        """Open the browser on its profile, signed in as the IDVA or as nobody."""
        made = self.chromium.browser_type.launch_persistent_context(
            str(self.profile), executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS)
        )
        self.context = self.stack.enter_context(made)
        made.set_default_timeout(PATIENCE_MILLISECONDS)
        if signed_in:
            self.sign_in()
        return made.new_page()

    def sign_in(self) -> None:
        assert self.context is not None
        with self.database.system() as session:
            store.add_session(session, token_hash(f"t{id(self)}"), CONSORTIUM["idva"].id, datetime.now(UTC))
        self.context.add_cookies([{"name": "lvws-demo-sid", "value": f"t{id(self)}", "url": self.server.address}])

    def prepared(self) -> Page:
        """Open the form once with a network: the browser gets its permit and its shell."""
        page = self.open()
        page.goto(f"{self.server.address}/contacts/new")
        wait_for(page, "async () => navigator.serviceWorker.controller && (await lvwsOffline.current()) !== null")
        return page

    def cut(self) -> None:
        """Take the network and the server away."""
        assert self.context is not None
        self.server.kill()
        self.context.set_offline(True)

    def back(self, page: Page, *, dies: bool = False) -> None:
        """Bring both back, and let the page notice."""
        assert self.context is not None
        self.server.start(dies=dies)
        self.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")

    def log(self, page: Page, note: str = NOTE, **changes: str) -> None:
        """Fill the form that is open, and save it on the device."""
        page.evaluate(CHOOSE, {**CHOICES, **changes})
        page.fill("#note", note)
        before = unsent(page)
        page.locator("button[value=save]").click()
        wait_for_unsent(page, before + 1)
        page.wait_for_timeout(DOUBLE_PRESS_MILLISECONDS)

    def counted(self) -> tuple[int, int]:
        """Count the contacts, and what waits for its author."""
        waits = select(func.count(col(EnvelopeRow.id))).where(col(EnvelopeRow.state) == "needs_author")
        with self.database.system(reading=True) as session:
            contacts = session.execute(select(func.count(col(ContactRow.id)))).scalar_one()
            return contacts, session.execute(waits).scalar_one()

    def change_permits(self, **values: Any) -> None:
        with self.database.system() as session:
            session.execute(update(PermitRow).values(**values))


def unsent(page: Page) -> int:
    found: int = page.evaluate("async () => (await lvwsOffline.count()).unsent")
    return found


def wait_for(page: Page, claim: str, arg: object = None) -> None:
    """Wait until a claim holds; Playwright itself takes a promise for a yes."""
    deadline = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while not page.evaluate(claim, arg):
        assert time.monotonic() < deadline, claim
        page.wait_for_timeout(50)


def wait_for_unsent(page: Page, number: int) -> None:
    """Wait until so many entries are on the device."""
    wait_for(page, "async number => (await lvwsOffline.count()).unsent === number", number)


@pytest.fixture
def trial(chromium: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Trial]:
    database = Database(sqlite_url)
    with database.system() as session:
        add_consortium(session)
        set_sites(session)
    server = Server(sqlite_url)
    server.start()
    with ExitStack() as stack:
        made = Trial(chromium=chromium, server=server, database=database, profile=tmp_path / "profile", stack=stack)
        stack.callback(database.dispose)
        stack.callback(server.kill)
        yield made


def test_three_contacts_arrive_exactly_once_and_the_browser_holds_no_word_of_them(trial: Trial) -> None:
    page = trial.prepared()
    page.evaluate("text => localStorage.setItem('control', text)", CONTROL)
    trial.cut()
    page.reload()
    assert page.locator("[data-offline-shell]").count() == 1
    for number in range(3):
        trial.log(page, f"{NOTE} {number}")
    page.wait_for_selector("#not-sent >> text=Not sent yet: 3")
    assert "Nobody has been told yet" in page.inner_text("#offline-danger")
    assert trial.context is not None
    trial.context.close()
    assert found_in(trial.profile, CONTROL) > 0
    assert found_in(trial.profile, NOTE) == 0
    page = trial.open(signed_in=False)
    assert trial.context is not None
    trial.context.set_offline(True)
    page.goto(f"{trial.server.address}/contacts/new")
    assert unsent(page) == 3
    for _ in range(3):
        trial.back(page, dies=True)
        trial.server.wait_until_dead()
    assert trial.counted() == (3, 0)
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (3, 0)
    with trial.database.system(reading=True) as session:
        assert session.execute(select(PermitRow.tries)).scalar_one() == 6
    print("three offline contacts, six deliveries, three deaths: 3 rows; files with the note 0")


def found_in(folder: Path, text: str) -> int:
    """Count the files of a profile that hold a text, in either of the two ways in which browsers write it."""
    spellings = (text.encode(), text.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(any(spelling in path.read_bytes() for spelling in spellings) for path in files)


class Gate(http.server.BaseHTTPRequestHandler):
    """Somebody's Wi-Fi: it answers every address with its own sign-in page, or sends every other address there."""

    sends_away = False

    def _answer(self) -> None:
        away = self.sends_away and self.path != "/wifi"
        self.send_response(302 if away else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Location", "/wifi") if away else None
        self.end_headers()
        self.wfile.write(b"<h1>Welcome to our Wi-Fi</h1>")

    do_GET = do_POST = _answer  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def captive(port: int, *, sends_away: bool) -> Iterator[None]:
    """Answer on the portal's port as somebody's Wi-Fi does."""
    handler = type("Away", (Gate,), {"sends_away": sends_away})
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), handler) as gate:
        threading.Thread(target=gate.serve_forever, daemon=True).start()
        yield
        gate.shutdown()


@pytest.mark.assure
@pytest.mark.parametrize("sends_away", [False, True])
def test_a_captive_portal_takes_nothing(trial: Trial, *, sends_away: bool) -> None:
    page = trial.prepared()
    trial.cut()
    page.reload()
    trial.log(page)
    assert trial.context is not None
    with captive(trial.server.port, sends_away=sends_away):
        trial.context.set_offline(False)
        page.evaluate("async () => lvwsOffline.flush()")
        assert unsent(page) == 1
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (1, 0)


@pytest.mark.assure
@pytest.mark.parametrize("sends_away", [False, True])
def test_a_form_that_somebody_elses_wi_fi_answers_is_sealed_and_not_taken_for_sent(
    trial: Trial, *, sends_away: bool
) -> None:
    page = trial.prepared()
    page.evaluate(CHOOSE, CHOICES)
    page.fill("#note", NOTE)
    trial.server.kill()
    with captive(trial.server.port, sends_away=sends_away):
        page.locator("button[value=save]").click()
        page.wait_for_selector("#offline-kept:not([hidden])")
        assert unsent(page) == 1
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (1, 0)


@pytest.mark.assure
def test_what_was_being_sent_when_the_server_died_is_sealed_by_the_worker(trial: Trial) -> None:
    page = trial.prepared()
    page.evaluate(CHOOSE, CHOICES)
    page.fill("#note", NOTE)
    trial.server.kill()
    page.locator("button[value=save]").click()
    page.wait_for_selector("#offline-kept:not([hidden])")
    assert unsent(page) == 1
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (1, 0)


@pytest.mark.assure
def test_two_tabs_that_send_at_once_log_one_contact(trial: Trial) -> None:
    page = trial.prepared()
    trial.cut()
    page.reload()
    trial.log(page)
    assert trial.context is not None
    other = trial.context.new_page()
    other.goto(f"{trial.server.address}/contacts/new")
    trial.back(page)
    other.evaluate("dispatchEvent(new Event('online'))")
    for each in (page, other):
        wait_for_unsent(each, 0)
    assert trial.counted() == (1, 0)


@pytest.mark.assure
def test_a_permit_that_ran_out_takes_nothing_new_and_what_it_sealed_arrives_and_waits(trial: Trial) -> None:
    page = trial.prepared()
    trial.cut()
    page.reload()
    trial.log(page)
    past = datetime.now(UTC) - timedelta(hours=1)
    trial.change_permits(issued_at=past - timedelta(hours=72), expires_at=past)
    page.evaluate(RUN_OUT)
    page.reload()
    page.wait_for_selector("#offline-nowhere:not([hidden])")
    assert page.locator("#contact-form").is_hidden()
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (0, 1)


@pytest.mark.assure
def test_a_wipe_takes_the_entries_first_and_leaves_nothing(trial: Trial) -> None:
    page = trial.prepared()
    trial.cut()
    page.reload()
    trial.log(page)
    now = datetime.now(UTC)
    trial.change_permits(revoked_at=now, wipe_asked_at=now)
    trial.back(page)
    wait_for_unsent(page, 0)
    wait_for(page, "async () => (await lvwsOffline.current()) === null && (await caches.keys()).length === 0")
    assert trial.counted() == (0, 1)
    with trial.database.system(reading=True) as session:
        assert session.execute(select(PermitRow.wiped_at)).scalar_one() is not None


@pytest.mark.assure
def test_signing_out_sends_first_and_otherwise_says_how_many_stay_and_where(trial: Trial) -> None:
    page = trial.prepared()
    assert trial.context is not None
    trial.context.set_offline(True)
    page.wait_for_function("() => document.querySelector('[value=save]').textContent === 'Save on this device'")
    trial.log(page)
    page.locator(".portal-sign-out button").click()
    assert "One entry has not been sent" in page.inner_text("#unsent-entries")
    assert "signing out does not work now" in page.inner_text("#unsent-entries")
    page.get_by_role("button", name="Stay signed in").click()
    trial.context.route("**/api/v1/offline/envelopes", lambda route: route.abort())
    trial.context.set_offline(False)
    page.locator(".portal-sign-out button").click()
    page.get_by_role("button", name="Sign out and leave it here").click()
    page.wait_for_url("**/sign-in")
    page.wait_for_selector("#not-sent >> text=Not sent yet: 1")
    trial.context.unroute("**/api/v1/offline/envelopes")
    page.reload()
    wait_for_unsent(page, 0)
    assert trial.counted() == (0, 1)


@pytest.mark.assure
def test_a_lock_without_a_network_seals_what_is_half_written_and_finishing_it_leaves_one(trial: Trial) -> None:
    page = trial.prepared()
    trial.cut()
    page.reload()
    page.fill("#note", NOTE)
    page.evaluate("document.dispatchEvent(new CustomEvent('portal:lock'))")
    wait_for_unsent(page, 1)
    page.evaluate(CHOOSE, CHOICES)
    page.locator("button[value=save]").click()
    page.wait_for_selector("#offline-kept:not([hidden])")
    assert unsent(page) == 1
    trial.back(page)
    wait_for_unsent(page, 0)
    assert trial.counted() == (1, 0)
