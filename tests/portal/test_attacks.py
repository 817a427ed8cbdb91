"""What somebody tries who wants to see, change or break what is not theirs; each test is an attempt that must fail."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from litestar import Litestar, post
from litestar._parsers import parse_cookie_string, parse_url_encoded_form_data
from litestar.response import Redirect
from sqlalchemy import func, text
from sqlmodel import col, select

from lvws_core.errors import Invalid
from lvws_core.paging import decode_cursor, encode_cursor
from portal.audit.tables import Entry
from portal.auth import web as auth
from portal.auth.tables import Submission
from portal.bodies import MOST_FIELDS
from portal.database import SYSTEM
from portal.people.tables import PersonRow
from tests.builders import Clock
from tests.kit import Visitor, with_handlers
from tests.live import serving
from tests.portal.matrix import LINES, Relation
from tests.scene import INCIDENT, NAME, PERSON, PHONE, WORD
from tests.staged import Staged

_GO_ON = threading.Event()


@post("/try/slow", opt={"public": True, "slow": True}, sync_to_thread=True)
def slow() -> Redirect:
    _GO_ON.wait(20)
    return Redirect("/done", status_code=303)


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


def test_many_sign_ins_at_once_leave_the_others_their_threads(app: Litestar) -> None:
    _GO_ON.clear()
    with serving(with_handlers(app, (slow,))) as server, ThreadPoolExecutor(24) as callers:
        waiting = [callers.submit(httpx.post, f"{server.address}/try/slow", timeout=30) for _ in range(24)]
        time.sleep(0.5)
        try:
            assert httpx.get(f"{server.address}/health/ready", timeout=10).status_code == 200
            assert not any(each.done() for each in waiting)
        finally:
            _GO_ON.set()
        assert {each.result().status_code for each in waiting} == {303}


def test_signing_in_is_one_of_the_slow_routes() -> None:
    assert [h.handler_name for h in auth.HANDLERS if h.opt.get("slow")] == ["make_session"]


_ABOUT_A_PERSON = (
    "/people/{0.person}",
    "/people/{0.person}/identity",
    "/people/{0.person}/contact-plan",
    "/people/{0.person}/risk/new",
    "/people/{0.person}/consent",
    "/refer/{0.person}",
    "{0.referral.path}",
    "{0.referral.path}?open=send",
)


def test_p9_every_page_about_a_person_is_an_event_about_that_person(staged: Staged) -> None:
    visitor, database = staged.visitor("caseworker"), staged.app.state.database
    with database.system(reading=True) as session:
        person = session.exec(select(PersonRow).where(PersonRow.reference == staged.scene.person)).one()

    def reads() -> int:
        mine = (Entry.kind == "person.read", Entry.subject_id == person.id)
        with database.system(reading=True) as session:
            return int(session.exec(select(func.count(col(Entry.sequence))).where(*mine)).one())

    for path in _ABOUT_A_PERSON:
        for headers in ({}, {"hx-request": "true"}):
            before = reads()
            assert visitor.get(path.format(staged.scene), headers=headers).status_code == 200
            assert reads() == before + 1, path


RED = (NAME, PHONE, WORD, INCIDENT)


def red_pages(staged: Staged, key: str) -> frozenset[str]:
    """Give every address of the matrix at which an account finds a red field of the scene."""
    visitor, paths = (
        staged.visitor(key),
        {line.address(staged.scene, Relation.OWN) for line in LINES if line.method == "GET"},
    )
    return frozenset(path for path in paths if any(word in visitor.get(path).text for word in RED))


def test_p9_nothing_red_is_shown_on_any_page_when_the_audit_cannot_be_written(staged: Staged) -> None:
    shown = {key: red_pages(staged, key) for key in ("caseworker", "shelter_worker")}
    offer = f"/offers/{staged.scene.offers['accepted']}"
    pages = [(key, path) for key, paths in shown.items() for path in sorted(paths)]
    pages += [("caseworker", path.format(staged.scene)) for path in (*_ABOUT_A_PERSON, offer)]
    assert len(pages) > 15, pages
    with staged.app.state.database.system() as session:
        full = "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'full'); END"
        session.connection().execute(text(full), execution_options=SYSTEM)
    visitors = {key: staged.visitor(key) for key in shown}
    for key, path in (*pages, ("shelter_worker", offer)):
        answer = visitors[key].get(path)
        assert answer.status_code >= 400, (key, path)
        assert not any(word in answer.text for word in RED), (key, path)
