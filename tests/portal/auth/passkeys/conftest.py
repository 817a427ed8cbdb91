"""The application at an address of its own, so that there are passkeys; an invited colleague; and a device."""

import json
import re
from collections.abc import Iterator

import pytest
from litestar import Litestar

from portal.audit.store import entries
from tests.authenticator import ORIGIN, Device
from tests.builders import Clock, Ids, add_consortium
from tests.kit import Visitor
from tests.lending import an_application

NEW = {"name": "Robin Teal", "email": "robin.teal@example.org", "role": "partner_worker"}


@pytest.fixture
def site(sqlite_url: str, clock: Clock, new_id: Ids) -> Iterator[Litestar]:
    """The application over an empty database with the consortium, where passkeys hold."""
    with an_application(sqlite_url, clock, new_id, address=ORIGIN) as app:
        with app.state.database.system() as session:
            add_consortium(session)
        yield app


@pytest.fixture
def manager(site: Litestar, clock: Clock) -> Visitor:
    return Visitor(site).sign_in("shelter_manager", clock)


@pytest.fixture
def link(manager: Visitor) -> str:
    """The path of an invitation that a manager has made."""
    page = manager.submit(manager.submit("/team/new", NEW).headers["location"]).text
    found = re.search(r'href="https://portal\.example(/invitation/[^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def enrolled(site: Litestar, link: str, device: Device) -> Visitor:
    """The colleague's browser, in which the invitation was accepted with the device."""
    guest = Visitor(site)
    options = guest.post(f"{link}/challenge").json()
    answer = guest.post(f"{link}/passkey", data={"answer": device.make(options)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    guest.token = guest.cookies[site.state.settings.cookie_name]
    return guest


def signs_in(site: Litestar, device: Device, **changes: object) -> int:
    """Give what a browser without a past is answered that tries to sign in with a device."""
    guest = Visitor(site)
    options = guest.post("/sign-in/passkey/challenge").json()
    return guest.post("/sign-in/passkey", data={"answer": device.use(options, **changes)}).status_code


def told(site: Litestar) -> list[tuple[str, dict[str, object]]]:
    """Give the kind and the detail of every entry of the audit."""
    with site.state.database.system(reading=True) as session:
        return [(each.kind, json.loads(each.body)["detail"]) for each in entries(session)]
