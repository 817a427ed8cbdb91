"""What somebody tries who wants to see, change or break what is not theirs; each test is an attempt that must fail."""

from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar._parsers import parse_cookie_string, parse_url_encoded_form_data
from sqlmodel import select

from lvws_core.errors import Invalid
from lvws_core.paging import decode_cursor, encode_cursor
from portal.auth.tables import Submission
from portal.bodies import MOST_FIELDS
from tests.builders import Clock
from tests.kit import Visitor
from tests.scene import NAME, PERSON, PHONE, WORD
from tests.staged import Staged

FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_forms_and_cookies_are_not_remembered_after_the_request(app: Litestar, clock: Clock) -> None:
    parse_url_encoded_form_data.cache_clear()
    parse_cookie_string.cache_clear()
    visitor = Visitor(app).sign_in("caseworker", clock)
    assert visitor.submit("/people/new", PERSON).status_code == 303
    assert visitor.submit("/people/new", {**PERSON, "phone": "x"}).status_code == 422
    Visitor(app).post("/sign-in", data={"email": "a@example.org", "password": "correct horse battery"})
    assert parse_url_encoded_form_data.cache_info().currsize == 0
    assert parse_cookie_string.cache_info().currsize == 0


@pytest.mark.parametrize("key", ["k" * 65, "k" * 400_000, "\x00", "k\n", "é", "a b"])
def test_a_form_key_that_no_page_of_ours_makes_is_refused_and_not_stored(app: Litestar, clock: Clock, key: str) -> None:
    answer = Visitor(app).sign_in("caseworker", clock).submit("/people/new", PERSON, key=key)
    assert answer.status_code == 422
    with app.state.database.system(reading=True) as session:
        assert session.exec(select(Submission.key)).all() == []


def test_a_form_key_that_comes_twice_is_refused(client_for: Callable[[str], Visitor]) -> None:
    assert client_for("caseworker").post("/people/new", data={"_key": ["a", "b"]}).status_code == 403
    visitor = client_for("caseworker")
    assert visitor.submit("/people/new", {**PERSON, "_key": ["a", "b"]}).status_code == 422


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=x; charset=klingon",
        "application/json",
        "text/plain",
        ";;=,",
        "",
    ],
)
def test_a_body_of_another_kind_is_no_form(client_for: Callable[[str], Visitor], content_type: str) -> None:
    visitor = client_for("caseworker")
    body = f'--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n{visitor.csrf}\r\n--x--'
    answer = visitor.post("/people/new", content=body, headers={"content-type": content_type})
    assert answer.status_code == 403
    headers = {"content-type": content_type, "x-csrf-token": visitor.csrf}
    assert visitor.post("/people/new", content=body, headers=headers).status_code == 422


def test_a_form_of_very_many_fields_is_refused_at_once(client_for: Callable[[str], Visitor]) -> None:
    visitor = client_for("caseworker")
    answer = visitor.post("/people/new", content=f"_csrf={visitor.csrf}" + "&a" * MOST_FIELDS, headers=FORM)
    assert answer.status_code == 422


def test_a_token_that_comes_twice_is_none(client_for: Callable[[str], Visitor]) -> None:
    visitor = client_for("caseworker")
    assert visitor.submit("/people/new", PERSON, _csrf=[visitor.csrf, visitor.csrf]).status_code == 403


@pytest.mark.parametrize("name", ["%00", "a" * 5000, "..%2fapp.py", "%2e%2e/app.py", "", "fonts", "none.css"])
def test_a_static_name_that_is_no_file_is_not_found_and_not_kept(client: Visitor, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("keys", [("\x00",), ("2026-11-23T10:00:00+00:00", "\x00"), ("a\x00b",)])
def test_a_cursor_that_a_database_could_not_take_is_none(keys: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(*keys), len(keys))


def test_a_cursor_of_another_organisation_gives_ones_own_rows_alone(staged: Staged) -> None:
    worker, stranger = staged.visitor("shelter_worker"), staged.visitor("galop_worker")
    for keys in (("",), ("0",), ("zzz",)):
        cursor = encode_cursor(*keys)
        for reference in staged.scene.offers.values():
            assert reference not in stranger.get("/inbox", params={"after": cursor}).text
        assert staged.scene.foreign_offer not in worker.get("/inbox", params={"after": cursor}).text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
def test_no_other_method_tells_an_own_offer_from_a_strangers(staged: Staged, method: str) -> None:
    answers = [
        staged.visitor(who).request(method, f"/offers/{reference}")
        for who in ("shelter_worker", "galop_worker")
        for reference in (staged.scene.offer, staged.scene.foreign_offer, "2222-22")
    ]
    assert len({answer.status_code for answer in answers}) == 1
    assert not any(word in answer.text for answer in answers for word in (NAME, PHONE, WORD))
