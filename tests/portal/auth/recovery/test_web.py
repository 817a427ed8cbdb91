"""Password, codes and recovery codes over HTTP: set up by their owner, used once, changed, and removed."""

import re

import pyotp
import pytest
from litestar import Litestar
from sqlmodel import select

from notifications.notices.tables import NoticeRow
from portal.auth.recovery.tables import RecoveryCodeRow
from tests.builders import Clock
from tests.kit import Visitor
from tests.portal.auth.passkeys.conftest import NEW, told
from tests.portal.auth.passkeys.conftest import device as device
from tests.portal.auth.passkeys.conftest import enrolled as enrolled
from tests.portal.auth.passkeys.conftest import link as link
from tests.portal.auth.passkeys.conftest import manager as manager
from tests.portal.auth.passkeys.conftest import site as site
from tests.scene import hidden

PASSWORD, OTHER = "marble harbour lantern", "copper meadow thistle"


@pytest.fixture
def seed(enrolled: Visitor, clock: Clock) -> str:
    """The secret of the app that the colleague has set up, beside the passkey."""
    page = enrolled.get("/account/ways/codes").text
    found = hidden(page, "seed")
    form = {"password": PASSWORD, "seed": found, "proof": hidden(page, "proof"), "code": pyotp.TOTP(found).at(clock())}
    assert enrolled.submit("/account/ways/codes", form).headers["location"] == "/account/ways?done=codes_set_up"
    clock.advance(minutes=1)
    return found


@pytest.fixture
def codes(enrolled: Visitor, seed: str) -> list[str]:
    """Ten recovery codes."""
    assert seed
    found = re.findall(r'<code class="portal-code">([^<]+)</code>', enrolled.submit("/account/ways/recovery").text)
    assert len(set(found)) == 10
    return found


def signs_in(site: Litestar, code: str, password: str = PASSWORD) -> int:
    form = {"email": NEW["email"], "password": password, "code": code}
    return Visitor(site).post("/sign-in", data=form).status_code


def recovers(site: Litestar, code: str, **changes: str) -> int:
    form = {"email": NEW["email"], "password": PASSWORD, "recovery": code, **changes}
    return Visitor(site).post("/sign-in/recovery", data=form).status_code


def notices(site: Litestar) -> list[str]:
    with site.state.database.system(reading=True) as session:
        return sorted(session.exec(select(NoticeRow.kind)))


def test_p4_password_and_codes_are_a_second_way_and_the_code_that_set_them_up_is_used(
    site: Litestar, enrolled: Visitor, seed: str, clock: Clock
) -> None:
    before = pyotp.TOTP(seed).at(clock())
    assert signs_in(site, before) == 303
    assert signs_in(site, before) == 422
    assert "Set up: both are asked for together" in enrolled.get("/account/ways").text
    assert notices(site) == ["way_added"]


def test_another_app_takes_the_place_of_the_first_and_keeps_the_password(
    site: Litestar, enrolled: Visitor, seed: str, clock: Clock
) -> None:
    page = enrolled.get("/account/ways/codes").text
    assert "Choose a password" not in page
    fresh = hidden(page, "seed")
    form = {"seed": fresh, "proof": hidden(page, "proof"), "code": pyotp.TOTP(fresh).at(clock())}
    assert enrolled.submit("/account/ways/codes", {**form, "code": "000000"}).status_code == 422
    assert enrolled.submit("/account/ways/codes", {**form, "seed": seed}).status_code == 404
    assert enrolled.submit("/account/ways/codes", form).status_code == 303
    clock.advance(minutes=1)
    assert signs_in(site, pyotp.TOTP(seed).at(clock())) == 422
    assert signs_in(site, pyotp.TOTP(fresh).at(clock())) == 303
    assert notices(site) == ["way_added", "way_changed"]


def test_asvs_6_5_1_a_recovery_code_signs_in_once_with_the_password_and_tells_its_owner(
    site: Litestar, codes: list[str]
) -> None:
    guest = Visitor(site)
    form = {"email": NEW["email"], "password": PASSWORD, "recovery": codes[3].lower()}
    answer = guest.post("/sign-in/recovery", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/ways?done=recovered")
    page = guest.get("/account/ways?done=recovered").text
    assert "You signed in with a recovery code" in page
    assert "9 of 10 left" in page
    assert guest.get("/account/ways/codes").status_code == 200
    assert recovers(site, codes[3]) == 422
    kinds = [kind for kind, _ in told(site)]
    assert kinds[-3:] == ["recovery.used", "session.opened", "session.refused"]
    assert "recovery_used" in notices(site)


def test_asvs_6_4_3_a_recovery_code_never_stands_in_for_the_password(site: Litestar, codes: list[str]) -> None:
    assert recovers(site, codes[0], password="another harbour lantern") == 422
    assert recovers(site, codes[0], email="somebody.else@example.org") == 422
    assert recovers(site, "2345-6789-ABCD-EFGH") == 422
    assert signs_in(site, codes[0]) == 422
    assert recovers(site, codes[0]) == 303


def test_p4_every_wrong_recovery_reads_the_same(site: Litestar, codes: list[str]) -> None:
    form = {"email": NEW["email"], "password": PASSWORD, "recovery": codes[0]}
    changes = (
        {"password": "another harbour lantern"},
        {"recovery": "2345-6789-ABCD-EFGH"},
        {"email": "no@example.org"},
    )
    pages = [Visitor(site).post("/sign-in/recovery", data={**form, **change}).text for change in changes]
    assert all("The email address, password or code is not right" in page for page in pages)
    assert not any(codes[0] in page for page in pages)


def test_new_codes_end_those_before_and_only_their_hashes_are_kept(
    site: Litestar, enrolled: Visitor, codes: list[str]
) -> None:
    enrolled.submit("/account/ways/recovery")
    assert recovers(site, codes[0]) == 422
    with site.state.database.system(reading=True) as session:
        kept = session.exec(select(RecoveryCodeRow.code_hash)).all()
    assert len(kept) == 10
    assert not any(code.replace("-", "").encode() in each for code in codes for each in kept)
    assert codes[0] not in enrolled.get("/account/ways/recovery").text


def test_asvs_6_2_3_a_password_is_changed_by_whoever_knows_the_old_one(
    site: Litestar, enrolled: Visitor, seed: str, clock: Clock
) -> None:
    wrong = enrolled.submit("/account/ways/password", {"old": "not the old one at all", "password": OTHER})
    assert (wrong.status_code, "This is not the password that you have now" in wrong.text) == (422, True)
    common = enrolled.submit("/account/ways/password", {"old": PASSWORD, "password": "123456789012345"})
    assert (common.status_code, "lists that are used to break in" in common.text) == (422, True)
    named = enrolled.submit("/account/ways/password", {"old": PASSWORD, "password": "Shelter Team 2026"})
    assert (named.status_code, "more than your name, your organisation" in named.text) == (422, True)
    done = enrolled.submit("/account/ways/password", {"old": PASSWORD, "password": OTHER})
    assert done.headers["location"] == "/account/ways?done=password_changed"
    assert signs_in(site, pyotp.TOTP(seed).at(clock()), PASSWORD) == 422
    assert signs_in(site, pyotp.TOTP(seed).at(clock()), OTHER) == 303
    assert notices(site) == ["way_added", "way_changed"]


def test_removing_password_and_codes_takes_the_recovery_codes_with_them(
    site: Litestar, enrolled: Visitor, codes: list[str]
) -> None:
    assert "Nobody can sign in" not in enrolled.get("/account/ways/codes/remove").text
    assert enrolled.submit("/account/ways/codes/remove").headers["location"] == "/account/ways?done=codes_removed"
    assert recovers(site, codes[0]) == 422
    assert enrolled.get("/account/ways/recovery").status_code == 404
    (last,) = re.findall(r'href="(/account/ways/passkeys/[^"]+/remove)"', enrolled.get("/account/ways").text)
    assert enrolled.submit(last).status_code == 409
