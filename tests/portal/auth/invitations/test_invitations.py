"""Accepting an invitation over HTTP: the link, the password, the codes, and everything that is refused."""

import re
from collections.abc import Callable

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from sqlmodel import select

from portal.audit.tables import Entry
from portal.auth.invitations.model import is_ours, seed_of, seed_proof
from portal.auth.tables import User
from tests.builders import Clock
from tests.kit import Visitor
from tests.scene import hidden

As = Callable[[str], Visitor]
PASSWORD = "marble harbour lantern"
NEW = {"name": "Robin Teal", "email": "robin.teal@example.org", "role": "partner_worker"}


@pytest.fixture
def manager(app: Litestar, clock: Clock) -> Visitor:
    return Visitor(app).sign_in("shelter_manager", clock)


@pytest.fixture
def guest(app: Litestar) -> Visitor:
    """A browser that nobody has signed in with."""
    return Visitor(app)


@pytest.fixture
def link(manager: Visitor) -> str:
    """The path of an invitation that a manager has made."""
    page = manager.submit(manager.submit("/team/new", NEW).headers["location"]).text
    found = re.search(r'href="https://portal\.example(/invitation/[^"]+)"', page)
    assert found is not None
    return found[1]


def typed(page: str, clock: Clock, **changes: str) -> dict[str, str]:
    seed = hidden(page, "seed")
    form = {"password": PASSWORD, "code": pyotp.TOTP(seed).at(clock()), "seed": seed, "proof": hidden(page, "proof")}
    return {**form, **changes}


def test_an_invitation_ends_in_a_session_and_later_in_signing_in(
    app: Litestar, guest: Visitor, link: str, clock: Clock
) -> None:
    page = guest.get(link).text
    seed = hidden(page, "seed")
    assert "Robin Teal" in page
    assert "data:image/svg+xml" in page
    assert " ".join(seed[n : n + 4] for n in range(0, len(seed), 4)) in page
    answer = guest.post(link, data=typed(page, clock))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert guest.get("/inbox").status_code == 200
    clock.advance(minutes=1)
    code = pyotp.TOTP(seed).at(clock())
    again = Visitor(app).post("/sign-in", data={"email": NEW["email"], "password": PASSWORD, "code": code})
    assert again.status_code == 303
    with app.state.database.system(reading=True) as session:
        kinds = list(session.exec(select(Entry.kind).order_by(Entry.sequence)))
    assert kinds == ["user.created", "user.invited", "user.enrolled", "session.opened", "session.opened"]


def test_the_code_that_set_it_up_signs_nobody_in_again(app: Litestar, guest: Visitor, link: str, clock: Clock) -> None:
    form = typed(guest.get(link).text, clock)
    guest.post(link, data=form)
    form = {"email": NEW["email"], "password": PASSWORD, "code": form["code"]}
    assert Visitor(app).post("/sign-in", data=form).status_code == 422


def test_an_invitation_works_once(guest: Visitor, link: str, clock: Clock) -> None:
    form = typed(guest.get(link).text, clock)
    assert guest.post(link, data=form).status_code == 303
    guest.cookies.clear()
    assert guest.get(link).status_code == 404
    assert guest.post(link, data=form).status_code == 404


def test_asvs_6_4_1_an_invitation_is_too_old_after_a_day(guest: Visitor, link: str, clock: Clock) -> None:
    form = typed(guest.get(link).text, clock)
    clock.advance(hours=24)
    assert guest.get(link).status_code == 404
    assert guest.post(link, data=form).status_code == 404


def test_t34_a_closed_account_takes_its_invitation_with_it(
    app: Litestar, guest: Visitor, manager: Visitor, link: str
) -> None:
    with app.state.database.system(reading=True) as session:
        user_id = session.exec(select(User.id).where(User.email == NEW["email"])).one()
    assert manager.submit(f"/team/{user_id}/disable").status_code == 303
    assert guest.get(link).status_code == 404


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"password": "short"}, "Password must be 15 characters or more"),
        ({"password": "x" * 129}, "Password must be 128 characters or fewer"),
        ({"password": "robin.teal is my name"}, "must not begin with your email address"),
        ({"code": "12"}, "Enter the 6-digit code"),
        ({"code": "000000"}, "That is not the code of this moment"),
        ({"code": "٠٠٠٠٠٠"}, "Enter the 6-digit code"),
    ],
)
def test_a_fault_is_said_plainly_and_the_secret_stays_the_same(
    guest: Visitor, link: str, clock: Clock, changes: dict[str, str], says: str
) -> None:
    form = typed(guest.get(link).text, clock, **changes)
    answer = guest.post(link, data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert hidden(answer.text, "seed") == form["seed"]
    assert PASSWORD not in answer.text
    assert (
        guest.post(link, data={**form, "password": PASSWORD, "code": pyotp.TOTP(form["seed"]).at(clock())}).status_code
        == 303
    )


def test_a_secret_that_is_not_the_pages_own_is_refused(guest: Visitor, link: str, clock: Clock) -> None:
    form = typed(guest.get(link).text, clock)
    other = pyotp.random_base32()
    forged = {**form, "seed": other, "code": pyotp.TOTP(other).at(clock())}
    assert guest.post(link, data=forged).status_code == 404
    assert guest.post(link, data={**form, "proof": ""}).status_code == 404


def test_whoever_looked_at_the_link_before_knows_another_secret(guest: Visitor, link: str) -> None:
    assert hidden(guest.get(link).text, "seed") != hidden(guest.get(link).text, "seed")


def test_an_unknown_link_and_a_foreign_form_are_refused(guest: Visitor, link: str, clock: Clock) -> None:
    assert guest.get("/invitation/unknown").status_code == 404
    form = typed(guest.get(link).text, clock)
    assert guest.post(link, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_owner_at_a_managers_browser_ends_up_as_themselves(manager: Visitor, link: str, clock: Clock) -> None:
    form = typed(manager.get(link).text, clock)
    assert manager.post(link, data={"_csrf": manager.csrf, "_key": "k", **form}).status_code == 303
    assert manager.get("/team").status_code == 403


@given(st.text(), st.text(), st.binary(min_size=1))
def test_a_proof_is_of_one_seed_and_one_link(entropy: str, other: str, link_hash: bytes) -> None:
    key, seed = b"k" * 32, seed_of(entropy.encode("utf-8", "replace").decode())
    proof = seed_proof(key, link_hash, seed)
    assert is_ours(key, link_hash, seed, proof)
    assert not is_ours(key, link_hash + b"x", seed, proof)
    assert is_ours(key, link_hash, seed, other) == (other == proof)
    assert re.fullmatch("[A-Z2-7]{32}", seed)
