"""One live server with the scene for every test of the browser, and pages that notice what goes wrong in them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from litestar import Litestar
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from colocations.rota import store as shifts
from lvws_core.actors import Role
from lvws_core.ids import Reference, UserId
from portal.auth.tables import User
from tests.assurance import passed
from tests.builders import CONSORTIUM, LEAD, Clock
from tests.colocations.rota.builders import a_shift
from tests.colocations.rota.set_live import DESKS, LIVE, set_live
from tests.kit import Visitor
from tests.live import LiveServer, serving
from tests.scene import ADVOCACY, CONSENT, TEAM, Lead, Scene, heard, led_to, ready_for_away, record, set_away
from tests.staged import Kept, an_app

WATCH = """
window.portalViolations = [];
document.addEventListener('securitypolicyviolation', (violation) => {
  window.portalViolations.push(violation.violatedDirective + ' ' + violation.blockedURI);
});
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a real browser try once more: a busy machine may answer it late. What fails twice is a fault."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


WIDE: ViewportSize = {"width": 1366, "height": 768}


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The server, the scene in it, and its clock."""

    server: LiveServer
    scene: Scene
    clock: Clock


class Watched(msgspec.Struct, kw_only=True):
    """A page of a browser, and all that it complained about or asked of others."""

    page: Page
    address: str
    console: list[str] = []
    requests: list[str] = []

    def open(self, path: str) -> Page:
        """Open an address of the portal."""
        self.page.goto(self.address + path)
        return self.page

    def forget(self) -> None:
        """Make ready for the next look: what was said before is forgotten, and the window is wide."""
        self.console.clear()
        self.requests.clear()
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(media="null")

    def complaints(self) -> list[str]:
        """Give what the console said, which policies were violated, and which strangers were asked."""
        violations: list[str] = self.page.evaluate("window.portalViolations || []")
        foreign = [url for url in self.requests if not url.startswith((self.address, "data:"))]
        return [*self.console, *violations, *foreign]


@pytest.fixture(scope="session")
def live(scene_file: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demonstration's kind of server over the scene; its clock stands still."""
    path, clock = tmp_path_factory.mktemp("browser") / "portal.sqlite", Clock()
    url = f"sqlite:///{shutil.copy(scene_file.place, path)}"
    app = an_app(url, clock, demo=True, new_id=uuid4)
    scene = _with_more(app, scene_file.scene, clock)
    with serving(app) as server:
        yield Live(server=server, scene=scene, clock=clock)
    app.state.database.dispose()


def _with_more(app: Litestar, scene: Scene, clock: Clock) -> Scene:
    """Add what only the browser looks at.

    That is an offer to a partner without an account, another that waits for its outcome and of which a
    part is closed, and a referral of somebody who looks like somebody else.
    """
    with app.state.database.system() as session:
        set_away(session)
    lead = Lead(Visitor(app).sign_in("caseworker", clock))
    due, now = ready_for_away(lead), clock()
    offers = {"away": lead.send(ready_for_away(lead)), "away_outcome": lead.send(due)}
    said = {"received": {}, "accepted": {}, "first-contact": {"channel": "mobile_call"}, "finished": {}}
    for what, own in said.items():
        record(lead, offers["away_outcome"], f"recorded/{what}", heard(now, **own))
    less = [key for key in CONSENT["categories"] if key != "identity"]
    led_to(
        lead.visitor.submit(f"/people/{due.person}/consent", {**CONSENT, "categories": less}, organisation=str(TEAM))
    )
    alike = Reference(lead.composed(scene.person, ADVOCACY).split("/")[-1])
    requests = {**scene.requests, "alike": alike}
    _with_rota(app, clock)
    return msgspec.structs.replace(scene, offers={**scene.offers, **offers}, requests=requests)


SHIFTS = (UUID(int=0xB01), UUID(int=0xB02))
"""Two shifts that fall, of the first of `STAFF`: for one nobody is asked, for the other the second is."""
STAFF = (UserId(UUID(int=0xE1)), UserId(UUID(int=0xE2)))


def _with_rota(app: Litestar, clock: Clock) -> None:
    """Add a live site with two workers of its own, so that the adviser of the scene still has one site alone."""
    days = [clock().date() + timedelta(days=n) for n in (1, 2)]
    with app.state.database.system() as session:
        for number, (worker, name) in enumerate(zip(STAFF, ("Bela Brambling", "Cleo Crossbill"), strict=True)):
            own = {"organisation_id": LEAD, "display_name": name, "email": f"site{number}@example.org"}
            session.add(User(id=worker, roles=Role.IDVA.value, **own))
        session.flush()
        set_live(session, (LIVE,), STAFF, (DESKS,))
        for shift, day in zip(SHIFTS, days, strict=True):
            made = a_shift(day, id=shift, site_id=LIVE.id, worker_id=STAFF[0])
            shifts.add(session, made, LEAD, by=CONSORTIUM["coordinator"].id, at=clock())
    keeper = Visitor(app).sign_in("coordinator", clock)
    away = {
        f"{end}_{part}": str(getattr(day, part))
        for end, day in zip(("first", "last"), days, strict=True)
        for part in ("day", "month", "year")
    }
    led_to(keeper.submit(f"/rota/leave/{STAFF[0]}", away))
    led_to(keeper.submit(f"/rota/shifts/{SHIFTS[1]}/cover", worker=str(STAFF[1])))


Visit = Callable[..., Watched]


@pytest.fixture
def visit(chromium: Browser, live: Live) -> Iterator[Visit]:
    """Open a fresh browser, signed in as an account of the consortium unless the key is empty."""
    with ExitStack() as opened:

        def begin(key: str = "", *, javascript: bool = True, width: int = WIDE["width"]) -> Watched:
            context = chromium.new_context(java_script_enabled=javascript, viewport={**WIDE, "width": width})
            opened.callback(context.close)
            return watched_in(context, live.server, live.clock, key, javascript=javascript)

        yield begin


@pytest.fixture(scope="session")
def windows() -> dict[str, Watched]:
    """Windows that stay open, by the account that is signed in."""
    return {}


@pytest.fixture
def look(request: pytest.FixtureRequest, chromium: Browser, live: Live, windows: dict[str, Watched]) -> Iterator[Visit]:
    """Give the window of an account, for tests that look and do not sign out: a new one costs more than they do."""

    def begin(key: str = "") -> Watched:
        if key not in windows:
            windows[key] = watched_in(chromium.new_context(viewport=WIDE), live.server, live.clock, key)
        windows[key].forget()
        return windows[key]

    yield begin
    if not passed(request.node):
        while windows:
            windows.popitem()[1].page.context.close()


def watched_in(
    context: BrowserContext, server: LiveServer, clock: Clock, key: str = "", *, javascript: bool = True
) -> Watched:
    """Give a page in a fresh browser, signed in at the clock's moment as an account unless the key is empty."""
    if javascript:
        context.add_init_script(WATCH)
    watched = Watched(page=context.new_page(), address=server.address)
    watched.page.set_default_timeout(20_000)
    watched.page.on("console", lambda said: watched.console.append(f"{said.type}: {said.text}"))
    watched.page.on("pageerror", lambda error: watched.console.append(f"error: {error}"))
    watched.page.on("request", lambda request: watched.requests.append(request.url))
    if key:
        server.sign_in(watched.page, key, clock())
    return watched
