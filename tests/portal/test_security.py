"""The edge: who gets in, which forms are believed, and what every answer says to the browser (P3, TOP-17)."""

import re
from collections.abc import Callable

import pytest
from litestar import Litestar, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from lvws_core.actors import Actor, Permission
from portal import security
from portal.auth import service
from portal.security import HEADERS, csrf_token
from tests.builders import CONSORTIUM, NOW, Clock
from tests.kit import Visitor, with_handlers

FOREIGN = "This form did not come from the portal"


@get("/try/closed", sync_to_thread=False)
def closed() -> str:
    return "closed"


@get("/try/mine", opt={"permission": Permission.PERSON_READ}, sync_to_thread=False, media_type="text/plain")
def mine(actor: NamedDependency[Actor]) -> str:
    return str(actor.id)


@post("/try/act", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=False)
def act() -> Redirect:
    return Redirect("/done", status_code=303)


@post("/try/open", opt={"public": True}, sync_to_thread=False)
def public() -> Redirect:
    return Redirect("/done", status_code=303)


@get("/try/broken", opt={"public": True}, sync_to_thread=False)
def broken() -> str:
    raise ZeroDivisionError


@pytest.fixture
def app(app: Litestar) -> Litestar:
    return with_handlers(app, (closed, mine, act, public, broken))


@pytest.fixture
def worker(client_for: Callable[[str], Visitor]) -> Visitor:
    return client_for("caseworker")


def test_a_route_that_says_nothing_is_closed_to_everyone(client: Visitor, worker: Visitor) -> None:
    assert client.get("/try/closed").headers["location"] == "/sign-in"
    answer = worker.get("/try/closed")
    assert answer.status_code == 403
    assert "not open to anyone" in answer.text


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client: Visitor) -> None:
    answer = client.get("/try/mine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_the_actor_is_the_account_of_the_session(worker: Visitor) -> None:
    assert worker.get("/try/mine").text == str(CONSORTIUM["caseworker"].id)


def test_a_role_that_does_not_reach_is_refused_with_the_reason(client_for: Callable[[str], Visitor]) -> None:
    answer = client_for("analyst").get("/try/mine")
    assert answer.status_code == 403
    assert "Your role does not reach this" in answer.text


@pytest.mark.parametrize("cookie", ["", "planted", "a" * 5000, "../..", "\u20ac".encode("latin-1", "replace").decode()])
def test_p3_a_cookie_that_names_no_session_admits_no_one(client: Visitor, app: Litestar, cookie: str) -> None:
    client.cookies.set(app.state.settings.cookie_name, cookie)
    answer = client.get("/try/mine")
    assert answer.headers["location"] == "/sign-in"
    assert "set-cookie" not in answer.headers


def test_p3_the_cookie_of_the_demonstration_is_not_read_in_earnest(client: Visitor, worker: Visitor) -> None:
    client.cookies.set("lvws-demo-sid", worker.token)
    assert client.get("/try/mine").headers["location"] == "/sign-in"


@pytest.mark.parametrize("rest", [{"minutes": 15}, {"hours": 10}])
def test_p3_a_session_that_rested_too_long_is_over(worker: Visitor, clock: Clock, rest: dict[str, float]) -> None:
    clock.advance(**rest)
    assert worker.get("/try/mine").headers["location"] == "/sign-in"


def test_t34_a_closed_account_is_out_at_once(app: Litestar, worker: Visitor) -> None:
    with app.state.database.system() as session:
        service.disable_user(session, lambda _: None, CONSORTIUM["caseworker"].id, by=None, now=NOW)
    assert worker.get("/try/mine").headers["location"] == "/sign-in"


def test_a_form_of_our_own_page_is_believed(worker: Visitor) -> None:
    assert worker.submit("/try/act").headers["location"] == "/done"


def test_a_token_in_the_header_is_believed_too(worker: Visitor) -> None:
    assert worker.post("/try/act", headers={"x-csrf-token": worker.csrf}).headers["location"] == "/done"


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é"])
def test_a_form_without_the_token_is_refused(worker: Visitor, token: str) -> None:
    answer = worker.submit("/try/act", _csrf=token)
    assert answer.status_code == 403
    assert FOREIGN in answer.text


def test_the_token_of_another_session_is_refused(worker: Visitor, client_for: Callable[[str], Visitor]) -> None:
    for stranger in (client_for("colleague"), client_for("caseworker")):
        assert worker.submit("/try/act", _csrf=stranger.csrf).status_code == 403


def test_t12_a_token_that_was_not_bound_to_its_session_would_be_found(
    worker: Visitor, client_for: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "csrf_token", lambda key, _: csrf_token(key, b"anybody"))
    planted = csrf_token(worker.app.state.settings.secrets.form_key, b"anybody")
    assert {each.submit("/try/act", _csrf=planted).status_code for each in (worker, client_for("colleague"))} == {303}


def test_the_token_changes_with_the_key_and_with_the_session() -> None:
    tokens = {csrf_token(key, session) for key in (b"a" * 32, b"b" * 32) for session in (b"1", b"2")}
    assert len(tokens) == 4


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
@pytest.mark.parametrize("path", ["/try/act", "/try/open"])
def test_a_form_of_another_site_is_refused_even_with_the_token(worker: Visitor, path: str, site: str) -> None:
    answer = worker.post(path, data={"_csrf": worker.csrf}, headers={"sec-fetch-site": site})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_form_that_the_browser_calls_ours_is_believed(worker: Visitor, site: str) -> None:
    answer = worker.post("/try/act", data={"_csrf": worker.csrf}, headers={"sec-fetch-site": site})
    assert answer.status_code == 303


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://portal.example.evil.example", ""])
@pytest.mark.parametrize("path", ["/try/act", "/try/open"])
def test_a_form_of_another_origin_is_refused(worker: Visitor, path: str, origin: str) -> None:
    assert worker.post(path, data={"_csrf": worker.csrf}, headers={"origin": origin}).status_code == 403


def test_a_form_of_our_own_origin_is_believed(worker: Visitor) -> None:
    headers = {"origin": "https://portal.example"}
    assert worker.post("/try/act", data={"_csrf": worker.csrf}, headers=headers).status_code == 303


ADDRESSES = {
    "page": ("/sign-in", 200),
    "redirect": ("/try/mine", 303),
    "missing": ("/nothing-here", 404),
    "static": ("/static/portal.css", 200),
    "missing static": ("/static/none.css", 404),
    "defect": ("/try/broken", 500),
    "health": ("/health/live", 200),
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_answer_carries_the_headers(client: Visitor, kind: str) -> None:
    path, status = ADDRESSES[kind]
    answer = client.get(path)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        if name != "cache-control":
            assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_refusal_carries_the_headers_too(worker: Visitor) -> None:
    answer = worker.get("/try/closed")
    assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_only_static_files_may_be_kept_by_the_browser(client: Visitor) -> None:
    assert client.get("/static/portal.css").headers["cache-control"].startswith("public")
    for path in ("/sign-in", "/nothing-here", "/try/broken", "/try/mine"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_the_nonce_of_the_policy_is_the_pages_and_new_each_time(client: Visitor) -> None:
    nonces = set()
    for _ in range(3):
        answer = client.get("/sign-in")
        found = re.search(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])
        assert found
        assert f'nonce="{found[1]}"' in answer.text
        nonces.add(found[1])
    assert len(nonces) == 3


def test_a_body_that_is_too_long_is_refused(worker: Visitor) -> None:
    assert worker.submit("/try/act", note="x" * 600_000).status_code == 413
