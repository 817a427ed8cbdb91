import re
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from portal.audit import store as audit_store
from portal.auth.model import token_hash
from portal.auth.tables import Invitation, SignedInSession
from portal.security import csrf_token
from tests.builders import CONSORTIUM
from tests.portal.auth.conftest import Edge


def csrf_of(edge: Edge, client: httpx.Client) -> str:
    return csrf_token(edge.settings.secrets.form_key, token_hash(client.cookies[edge.settings.cookie_name]))


def kinds(edge: Edge) -> list[str]:
    with edge.database.system(reading=True) as session:
        return [entry.kind for entry in audit_store.entries(session)]


def test_the_sign_in_page_asks_three_things_in_the_browsers_own_words(client: httpx.Client) -> None:
    page = client.get("/sign-in")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for name, autocomplete in (("email", "username"), ("password", "current-password"), ("code", "one-time-code")):
        found = re.search(rf'<input[^>]*id="{name}"[^>]*>', page.text)
        assert found is not None
        assert f'autocomplete="{autocomplete}"' in found[0]
    assert 'inputmode="numeric"' in page.text
    assert "Alder Victim Service" in page.text
    assert "<title>Sign in" in page.text


def test_p3_signing_in_sets_a_strict_cookie_without_an_age_and_leads_to_the_start(
    edge: Edge, client: httpx.Client
) -> None:
    answer = client.post("/sign-in", data=edge.form())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie, known = answer.headers.get_list("set-cookie")
    assert cookie.startswith("lvws-demo-sid=token-1;")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    assert "xpires" not in cookie
    assert known.startswith("lvws-demo-known=token-0; ")
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Max-Age=7776000"} <= set(known.split("; "))
    assert client.get("/").text == str(CONSORTIUM["caseworker"].id)


@pytest.mark.parametrize("demo", [False])
def test_p3_outside_the_demonstration_the_cookie_is_a_secure_host_cookie(edge: Edge, client: httpx.Client) -> None:
    cookies = client.post("/sign-in", data=edge.form()).headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-sid", "__Host-known"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


@pytest.mark.parametrize(
    "changes",
    [{"password": "something else 1"}, {"code": "000000"}, {"email": "nobody@example.org"}],
)
def test_p4_every_failure_reads_the_same_and_gives_back_the_email_only(
    edge: Edge, client: httpx.Client, changes: dict[str, str]
) -> None:
    typed = edge.form(**changes)
    answer = client.post("/sign-in", data=typed)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert "The email address, password or code is not right" in answer.text
    assert f'value="{typed["email"]}"' in answer.text
    assert typed["password"] not in answer.text
    assert f'value="{typed["code"]}"' not in answer.text
    assert kinds(edge)[-1] == "session.refused"


def test_an_empty_form_comes_back_with_a_fault_at_each_field(client: httpx.Client) -> None:
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    for words in ("Enter your email address", "Enter your password", "Enter the 6-digit code"):
        assert answer.text.count(words) == 2


def test_whoever_is_signed_in_is_led_on(edge: Edge, client: httpx.Client) -> None:
    client.post("/sign-in", data=edge.form())
    answer = client.get("/sign-in")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_t12_a_form_of_another_site_signs_nobody_in(edge: Edge, client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/sign-in", data=edge.form(), headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_t12_our_own_form_is_taken_as_a_browser_without_referrers_sends_it(edge: Edge, client: httpx.Client) -> None:
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert client.post("/sign-in", data=edge.form(), headers=headers).status_code == 303


def test_g13_signing_out_ends_the_session_and_clears_the_browser(edge: Edge, client: httpx.Client) -> None:
    client.post("/sign-in", data=edge.form())
    token = client.cookies[edge.settings.cookie_name]
    answer = client.post("/sign-out", data={"_csrf": csrf_of(edge, client)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert edge.settings.cookie_name not in client.cookies
    again = client.get("/", headers={"cookie": f"{edge.settings.cookie_name}={token}"})
    assert (again.status_code, again.headers["location"]) == (303, "/sign-in")
    assert kinds(edge)[-2:] == ["session.opened", "session.closed"]


def test_signing_out_needs_the_sessions_own_form(edge: Edge, client: httpx.Client) -> None:
    client.post("/sign-in", data=edge.form())
    assert client.post("/sign-out", data={"_csrf": "guessed"}).status_code == 403
    assert client.get("/").status_code == 200


def test_a_link_of_the_demonstration_signs_in_once(edge: Edge, client: httpx.Client) -> None:
    link = edge.link()
    assert client.get(link).headers["location"] == "/"
    assert client.get("/").text == str(CONSORTIUM["idva"].id)
    assert client.get(link).status_code == 404


def test_a_link_replaces_the_session_that_the_browser_had(edge: Edge, client: httpx.Client) -> None:
    client.post("/sign-in", data=edge.form())
    old = client.cookies[edge.settings.cookie_name]
    client.get(edge.link())
    assert client.get("/").text == str(CONSORTIUM["idva"].id)
    answer = client.get("/", headers={"cookie": f"{edge.settings.cookie_name}={old}"})
    assert answer.headers["location"] == "/sign-in"


@pytest.mark.parametrize("demo", [False])
def test_outside_the_demonstration_a_link_is_no_address_and_is_not_used_up(edge: Edge, client: httpx.Client) -> None:
    link = edge.link()
    assert client.get(link).status_code == 404
    with edge.database.system(reading=True) as session:
        assert session.exec(select(Invitation)).one().used_at is None
        assert session.exec(select(SignedInSession)).all() == []


def test_p3_an_idle_session_leads_to_the_sign_in_page(edge: Edge, client: httpx.Client) -> None:
    client.post("/sign-in", data=edge.form())
    edge.clock.now += timedelta(minutes=15)
    assert client.get("/").headers["location"] == "/sign-in"
    assert client.get("/sign-in").status_code == 200
