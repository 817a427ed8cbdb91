"""Ways to sign in over HTTP: adding and removing, freshness, the last way, and who is told."""

import re

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.actors import THE_CLOCK
from notifications.notices.jobs import plan_missed
from notifications.notices.tables import NoticeRow
from portal.auth.passkeys.tables import PasskeyRow
from portal.dependencies import desk_at
from tests.authenticator import Device
from tests.builders import Clock
from tests.kit import Visitor
from tests.portal.auth.passkeys.conftest import device as device
from tests.portal.auth.passkeys.conftest import enrolled as enrolled
from tests.portal.auth.passkeys.conftest import link as link
from tests.portal.auth.passkeys.conftest import manager as manager
from tests.portal.auth.passkeys.conftest import signs_in, told
from tests.portal.auth.passkeys.conftest import site as site
from tests.scene import hidden


@pytest.fixture
def second() -> Device:
    return Device(credential_id=b"a second credential of some bytes")


def add(browser: Visitor, second: Device, name: str = "Work laptop") -> int:
    options = browser.submit("/account/ways/passkeys/challenge").json()
    form = {"name": name, "answer": second.make(options)}
    return browser.submit("/account/ways/passkeys/new", form).status_code


def removals(browser: Visitor) -> list[str]:
    return re.findall(r'href="(/account/ways/passkeys/[^"]+/remove)"', browser.get("/account/ways").text)


def removal_of(browser: Visitor, name: str) -> str:
    found = re.search(
        rf'href="([^"]+)">Remove<span class="govuk-visually-hidden">, {name}<', browser.get("/account/ways").text
    )
    assert found is not None
    return found[1]


def notices(site: Litestar) -> list[str]:
    with site.state.database.system(reading=True) as session:
        return list(session.exec(select(NoticeRow.kind)))


def test_a_further_passkey_is_added_named_and_signs_in(site: Litestar, enrolled: Visitor, second: Device) -> None:
    assert add(enrolled, second) == 303
    page = enrolled.get("/account/ways?done=passkey_added").text
    assert "Work laptop" in page
    assert "The passkey is set up." in page
    assert "You have one way to sign in" not in page
    assert signs_in(site, second) == 303
    assert told(site)[-2][0] == "passkey.added"
    assert notices(site) == ["way_added"]


def test_asvs_6_3_7_the_owner_is_told_of_the_change_though_the_owner_made_it(
    site: Litestar, enrolled: Visitor, second: Device, clock: Clock
) -> None:
    add(enrolled, second)
    assert "A way to sign in to your account was added" in enrolled.get("/notices").text
    with site.state.database.system() as session:
        from_now = desk_at(site.state.supplies, session, THE_CLOCK, clock())
        assert len(plan_missed(from_now)) == 1


def test_asvs_7_4_3_removing_a_passkey_signs_out_everywhere_else(
    site: Litestar, enrolled: Visitor, device: Device, second: Device
) -> None:
    add(enrolled, second)
    other = Visitor(site)
    options = other.post("/sign-in/passkey/challenge").json()
    other.post("/sign-in/passkey", data={"answer": device.use(options)})
    assert other.get("/inbox").status_code == 200
    first = removal_of(enrolled, "First passkey")
    assert "Nobody can sign in with it any more" in enrolled.get(first).text
    assert enrolled.submit(first).headers["location"] == "/account/ways?done=passkey_removed"
    assert other.get("/inbox").status_code == 303
    assert enrolled.get("/inbox").status_code == 200
    assert signs_in(site, device) == 422
    assert signs_in(site, second) == 303
    assert notices(site) == ["way_added", "way_removed"]


def test_p4_the_last_way_to_sign_in_stays(site: Litestar, enrolled: Visitor, device: Device) -> None:
    (only,) = removals(enrolled)
    assert "This is your only way to sign in" in enrolled.get(only).text
    assert enrolled.submit(only).status_code == 409
    assert signs_in(site, device) == 303


def test_asvs_7_5_1_a_change_asks_first_whether_it_is_they_and_a_passkey_shows_it(
    site: Litestar, enrolled: Visitor, device: Device, second: Device, clock: Clock
) -> None:
    add(enrolled, second)
    first = removal_of(enrolled, "Work laptop")
    clock.advance(minutes=8)
    enrolled.get("/account/ways")
    clock.advance(minutes=8)
    asked = enrolled.submit(first)
    assert (asked.status_code, "Confirm with a passkey" in asked.text) == (401, True)
    assert enrolled.get("/account/ways/passkeys/new").status_code == 401
    options = enrolled.submit("/unlock/challenge").json()
    wrong = enrolled.submit("/confirm", kept=hidden(asked.text, "kept"), answer=second.use({"challenge": "AAAA"}))
    assert (wrong.status_code, "The passkey was not accepted" in wrong.text) == (422, True)
    confirmed = enrolled.submit("/confirm", kept=hidden(asked.text, "kept"), answer=device.use(options))
    assert "Work laptop" not in confirmed.text
    enrolled.token = enrolled.cookies[site.state.settings.cookie_name]
    assert told(site)[-1] == ("session.confirmed", {"ways": ["passkey"]})
    assert enrolled.submit(first).status_code == 303


def test_a_passkey_without_a_name_is_not_added(enrolled: Visitor, second: Device) -> None:
    assert add(enrolled, second, name="  ") == 422
    assert add(enrolled, second, name="x" * 61) == 422


def test_the_same_device_is_added_once(site: Litestar, enrolled: Visitor, device: Device) -> None:
    assert add(enrolled, device) == 422
    with site.state.database.system(reading=True) as session:
        assert len(session.exec(select(PasskeyRow.id)).all()) == 1
    assert told(site)[-1] == ("passkey.refused", {"why": "taken"})


@pytest.mark.usefixtures("enrolled")
def test_t1_a_passkey_of_somebody_else_looks_like_a_missing_one(site: Litestar, manager: Visitor) -> None:
    with site.state.database.system(reading=True) as session:
        theirs = session.exec(select(PasskeyRow.id)).one()
    assert manager.get(f"/account/ways/passkeys/{theirs}/remove").status_code == 404
    assert manager.submit(f"/account/ways/passkeys/{theirs}/remove").status_code == 404
