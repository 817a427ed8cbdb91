"""Where a feature is tried: a server over a fresh copy of the scene, and browsers of one kind at it."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from litestar import Litestar
from playwright.sync_api import Page, expect

from lvws_core.ids import OrganisationId, Reference, ServiceId
from portal.app import JOBS
from portal.scheduler import tick
from tests.browser.conftest import Watched
from tests.browser.hands import fill, press
from tests.builders import GALOP, SHELTER, Clock
from tests.kit import Visitor
from tests.live import LiveServer
from tests.scene import NEED, Lead, Scene, act

_SCHEDULER = UUID(int=1)


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """The server, the scene, the clock that both read, and `browser`, which opens a browser for an account's key.

    The browsers of one test all run JavaScript, or none does.
    """

    server: LiveServer
    scene: Scene
    clock: Clock
    browser: Callable[[str], Watched]

    @property
    def app(self) -> Litestar:
        """The application that is served."""
        return self.server.app

    def visitor(self, key: str) -> Visitor:
        """Give somebody signed in who does without a browser what is not the feature itself."""
        return Visitor(self.app).sign_in(key, self.clock)

    def lead(self, asks: tuple[OrganisationId, ...] = (SHELTER, GALOP)) -> Lead:
        """Give a caseworker who composes without a browser, and asks people for their consent to these."""
        return Lead(self.visitor("caseworker"), asks)

    def act(self, key: str, offer: Reference, *acts: tuple[str, dict[str, str]]) -> None:
        """Let somebody open an offer without a browser, and do some acts on it."""
        visitor = self.visitor(key)
        act(visitor, offer, "", {})
        for path, form in acts:
            answer = act(visitor, offer, path, form)
            assert answer.status_code == 303, (path, answer.status_code)

    def later(self, **length: float) -> None:
        """Move the clock on, and let the scheduler do what is due; who was signed in before has to do so again."""
        self.clock.advance(**length)
        assert tick(self.app.state.supplies, JOBS, _SCHEDULER) is not None


def says(page: Page, *words: str) -> None:
    """Wait until a page says each of these."""
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def silent(page: Page, *words: str) -> None:
    """See that an open page says none of these."""
    said = page.locator("main").inner_text()
    assert [each for each in words if each in said] == []


def has_button(page: Page, words: str) -> bool:
    """Say whether a page offers a button or a link with these words."""
    main = page.locator("main")
    return (main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words))).count() > 0


def follow(page: Page, words: str) -> None:
    """Follow the first link of a page that has these words; one may look like a button."""
    page.locator("main a", has_text=words).first.click()
    page.wait_for_load_state()


def compose(page: Page, service_id: ServiceId) -> None:
    """Fill in what is needed and whom to ask, as far as the part that sends."""
    fill(page, NEED if page.locator("[name='safety_plan']").count() else _CALM_NEED)
    press(page, "Continue")
    fill(page, {"service": str(service_id)})
    _continue(page)


_CALM_NEED = {name: value for name, value in NEED.items() if name not in {"safety_plan", "marac"}}


def _continue(page: Page) -> None:
    while has_button(page, "Save and come back later"):
        press(page, "Continue")


def send_from(page: Page, button: str) -> Reference:
    """Go on to the part that sends, send, and give the reference of the offer."""
    _continue(page)
    press(page, button)
    page.wait_for_url("**/offers/**")
    return Reference(page.url.partition("/offers/")[2].partition("?")[0])
