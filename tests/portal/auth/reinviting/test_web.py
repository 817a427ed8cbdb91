"""Whoever has lost everything: checked by the manager, every old way ended, and invited anew."""

import re

import pytest
from litestar import Litestar
from sqlmodel import select

from portal.auth.tables import User
from tests.authenticator import Device
from tests.builders import CONSORTIUM
from tests.kit import Visitor
from tests.portal.auth.passkeys.conftest import NEW, signs_in, told
from tests.portal.auth.passkeys.conftest import device as device
from tests.portal.auth.passkeys.conftest import enrolled as enrolled
from tests.portal.auth.passkeys.conftest import link as link
from tests.portal.auth.passkeys.conftest import manager as manager
from tests.portal.auth.passkeys.conftest import site as site


@pytest.fixture
def path(site: Litestar, enrolled: Visitor) -> str:
    """Where the colleague, who has signed in, is invited anew."""
    assert enrolled.get("/inbox").status_code == 200
    with site.state.database.system(reading=True) as session:
        user_id = session.exec(select(User.id).where(User.email == NEW["email"])).one()
    return f"/team/{user_id}/reinvite"


def test_asvs_6_4_4_everything_old_ends_and_a_new_invitation_opens_the_account(
    site: Litestar, manager: Visitor, enrolled: Visitor, device: Device, path: str
) -> None:
    assert f'href="{path}"' in manager.get("/team").text
    page = manager.submit(path, {"check": "met"}).text
    found = re.search(r'href="https://portal\.example(/invitation/[^"]+)"', page)
    assert found is not None
    assert enrolled.get("/inbox").status_code in {303, 401}
    assert signs_in(site, device) == 422
    kinds = [kind for kind, _ in told(site)]
    begun = kinds.index("user.identity_checked")
    assert kinds[begun : begun + 4] == [
        *("user.identity_checked", "user.ways_removed", "session.closed", "user.invited"),
    ]
    assert ("user.identity_checked", {"check": "met"}) in told(site)
    guest, other = Visitor(site), Device(credential_id=b"the passkey of another device")
    answer = other.make(guest.post(f"{found[1]}/challenge").json())
    assert guest.post(f"{found[1]}/passkey", data={"answer": answer}).status_code == 303
    assert "was removed. If it was not you" in guest.get("/notices").text
    assert signs_in(site, other) == 303


def test_without_a_statement_of_how_it_was_seen_nothing_is_done(
    site: Litestar, manager: Visitor, device: Device, path: str
) -> None:
    answer = manager.submit(path, {"check": "email"})
    assert (answer.status_code, "Select how you saw that it is they" in answer.text) == (422, True)
    assert signs_in(site, device) == 303


def test_t33_a_manager_does_it_neither_for_themselves_nor_for_somebody_else_s_colleague(manager: Visitor) -> None:
    own, other = CONSORTIUM["shelter_manager"].id, CONSORTIUM["galop_worker"].id
    assert manager.submit(f"/team/{own}/reinvite", {"check": "met"}).status_code == 409
    assert manager.submit(f"/team/{other}/reinvite", {"check": "met"}).status_code == 404
