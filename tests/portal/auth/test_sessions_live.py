"""The two defects of stock server-side sessions, tried against a real server (assurance 3.1, T-SESS)."""

from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlmodel import select

from portal.auth.model import token_hash
from portal.auth.tables import SignedInSession
from portal.security import csrf_token
from tests.builders import CONSORTIUM
from tests.portal.auth.conftest import Edge

IN_FLIGHT = 3  # fewer than the worker threads of a server on one core, which sign-out needs too
RACES = 20
PLANTED = "attacker-chosen-id"


def cookie_of(edge: Edge, token: str) -> dict[str, str]:
    return {"cookie": f"{edge.settings.cookie_name}={token}"}


def sign_in(edge: Edge, address: str, headers: dict[str, str] | None = None) -> str:
    answer = httpx.post(f"{address}/sign-in", data=edge.form(), headers=headers)
    assert answer.status_code == 303
    return answer.cookies[edge.settings.cookie_name]


def sign_out(edge: Edge, address: str, token: str) -> None:
    form = {"_csrf": csrf_token(edge.settings.secrets.form_key, token_hash(token))}
    answer = httpx.post(f"{address}/sign-out", data=form, headers=cookie_of(edge, token))
    assert answer.headers["location"] == "/sign-in"


def is_in(edge: Edge, address: str, token: str) -> bool:
    return httpx.get(f"{address}/", headers=cookie_of(edge, token)).status_code == 200


def test_t9_a_planted_session_id_is_never_adopted(edge: Edge, address: str) -> None:
    assert not is_in(edge, address, PLANTED)
    token = sign_in(edge, address, headers=cookie_of(edge, PLANTED))
    assert token != PLANTED
    assert is_in(edge, address, token)
    assert not is_in(edge, address, PLANTED)
    with edge.database.system(reading=True) as session:
        assert session.exec(select(SignedInSession.id_hash)).all() == [token_hash(token)]


def test_t10_requests_in_flight_cannot_revive_a_session_after_sign_out(edge: Edge, address: str) -> None:
    token = sign_in(edge, address)
    edge.clock.advance(minutes=2)  # so that each of them writes down that it used the session
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        ask = {"headers": cookie_of(edge, token), "timeout": 30}
        slow = [pool.submit(httpx.get, f"{address}/slow", **ask) for _ in range(IN_FLIGHT)]
        assert all(edge.entered.acquire(timeout=20) for _ in slow)
        edge.clock.advance(minutes=2)
        sign_out(edge, address, token)
        edge.go_on.set()
        assert {each.result().text for each in slow} == {str(CONSORTIUM["caseworker"].id)}
    edge.clock.advance(minutes=2)
    assert not is_in(edge, address, token)


def test_t10_a_request_that_writes_its_session_after_sign_out_finds_it_gone(edge: Edge, address: str) -> None:
    token = sign_in(edge, address)
    edge.clock.advance(minutes=2)
    edge.hold.release()
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(httpx.get, f"{address}/", headers=cookie_of(edge, token), timeout=30)
        assert edge.entered.acquire(timeout=20)
        sign_out(edge, address, token)
        edge.go_on.set()
        assert held.result().headers["location"] == "/sign-in"
    assert not is_in(edge, address, token)


def test_t10_requests_that_begin_while_signing_out_leave_nothing_alive(edge: Edge, address: str) -> None:
    token = sign_in(edge, address)
    edge.clock.advance(minutes=2)

    def ask(_n: int) -> bool:
        edge.clock.advance(seconds=10)
        return is_in(edge, address, token)

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask, n) for n in range(RACES)]
        sign_out(edge, address, token)
        after = [pool.submit(ask, n) for n in range(RACES)]
        assert not any(each.result() for each in after)
        assert all(each.done() for each in asking)
    with edge.database.system(reading=True) as session:
        row = session.exec(select(SignedInSession)).one()
    assert row.ended_at is not None
    assert row.seen_at <= row.ended_at


def test_t9_the_whole_application_takes_no_planted_id_and_forgets_a_session_at_sign_out(edge: Edge, whole: str) -> None:
    assert httpx.get(f"{whole}/account", headers=cookie_of(edge, PLANTED)).headers["location"] == "/sign-in"
    token = sign_in(edge, whole, headers=cookie_of(edge, PLANTED))
    assert token != PLANTED
    assert httpx.get(f"{whole}/account", headers=cookie_of(edge, token)).status_code == 200
    sign_out(edge, whole, token)
    for gone in (token, PLANTED):
        assert httpx.get(f"{whole}/account", headers=cookie_of(edge, gone)).headers["location"] == "/sign-in"
