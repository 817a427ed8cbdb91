"""The step-up over HTTP: when it is asked, what it keeps, and the new id that the session goes on under."""

import html
import re
from typing import Any

import pyotp
import pytest
from httpx import Response
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from sqlmodel import select

from lvws_core.actors import Permission
from portal.audit.tables import Entry
from portal.auth import store
from portal.auth.model import token_hash
from portal.auth.stepup import store as renewals
from portal.auth.tables import SignedInSession
from portal.database import SYSTEM
from portal.vault import KeyVault
from tests.builders import CONSORTIUM
from tests.kit import Visitor, with_handlers
from tests.staged import Staged

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOTE = "Heard <shouting> on the ward"
STEP_UP = {"permission": Permission.OWN_SESSION, "step_up": True}
SENT: list[dict[str, Any]] = []


@post("/try/override", opt=STEP_UP, sync_to_thread=False)
def override(data: URLEncodedBody[dict[str, Any]]) -> Redirect:
    SENT.append(dict(data))
    return Redirect("/done", status_code=303)


@get("/try/file", opt=STEP_UP, sync_to_thread=False, media_type="text/plain")
def file() -> str:
    return "a file"


HANDLERS: tuple[HTTPRouteHandler, ...] = (override, file)


@pytest.fixture
def worker(staged: Staged) -> Visitor:
    """A worker with an authenticator app, whose sign-in is twenty minutes old and who has been at work since."""
    with_handlers(staged.app, HANDLERS)
    SENT.clear()
    account, settings = CONSORTIUM["caseworker"], staged.app.state.settings
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    key = vault.new_key(account.organisation_id, account.id)
    with staged.app.state.database.system() as session:
        store.put_seed(session, account.id, vault.seal(key, "credential.totp", SEED), key.wrapped)
    visitor = staged.visitor("caseworker")
    for _ in range(2):
        staged.clock.advance(minutes=10)
        assert visitor.get("/account").status_code == 200
    return visitor


def fields(answer: Response) -> dict[str, str]:
    return {n: html.unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)}


def confirm(visitor: Visitor, asked: Response, code: str) -> Response:
    """Confirm, and go on with the cookie that came back, as a browser does."""
    answer = visitor.post("/confirm", data={**fields(asked), "code": code})
    cookie = answer.cookies.get(visitor.app.state.settings.cookie_name)
    visitor.token = cookie or visitor.token
    return answer


def code(staged: Staged) -> str:
    return pyotp.TOTP(SEED).at(staged.clock())


def test_t9_what_was_typed_is_kept_and_sent_on_by_one_press_after_the_proof(staged: Staged, worker: Visitor) -> None:
    asked = worker.submit("/try/override", {"note": NOTE, "ground": ["a", "b"]}, key="k1")
    assert (asked.status_code, SENT) == (401, [])
    assert "<title>Confirm that it is you" in asked.text
    assert "shouting" not in asked.text
    answer = confirm(worker, asked, code(staged))
    assert answer.status_code == 200
    assert html.escape(NOTE, quote=False) in answer.text
    pairs = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    assert [html.unescape(v) for n, v in pairs if n == "ground"] == ["a", "b"]
    form = {**fields(answer), "ground": ["a", "b"]}
    assert worker.post("/try/override", data=form).headers["location"] == "/done"
    assert [(sent["note"], sent["ground"], sent["_key"]) for sent in SENT] == [(NOTE, ["a", "b"], "k1")]


def test_t9_a_file_is_gone_on_to_and_nothing_more_is_asked_for_fifteen_minutes(staged: Staged, worker: Visitor) -> None:
    answer = confirm(worker, worker.get("/try/file?month=2026-10"), code(staged))
    assert 'href="/try/file?month=2026-10"' in answer.text
    for minutes, status in ((0, 200), (14, 200), (1, 401)):
        staged.clock.advance(minutes=minutes)
        assert worker.get("/try/file").status_code == status


def test_p3_the_session_goes_on_under_a_new_id_and_lives_no_longer(staged: Staged, worker: Visitor) -> None:
    old = worker.token
    confirm(worker, worker.get("/try/file"), code(staged))
    assert worker.token != old
    with staged.app.state.database.system(reading=True) as session:
        mine = select(SignedInSession).where(SignedInSession.user_id == CONSORTIUM["caseworker"].id)
        rows = {row.id_hash: row for row in session.exec(mine, execution_options=SYSTEM)}
    assert token_hash(old) not in rows
    row = rows[token_hash(worker.token)]
    assert (row.proved_at - row.created_at).total_seconds() == 20 * 60
    planted = Visitor(staged.app)
    planted.cookies.set(staged.app.state.settings.cookie_name, old)
    assert planted.get("/account").headers["location"] == "/sign-in"


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "000000"])
def test_what_is_wrong_is_said_and_what_was_typed_stays_kept(worker: Visitor, typed: str) -> None:
    asked = worker.submit("/try/override", {"note": NOTE})
    answer = confirm(worker, asked, typed)
    assert answer.status_code == 422
    assert fields(answer)["kept"] == fields(asked)["kept"]
    assert "set-cookie" not in answer.headers
    assert worker.get("/try/file").status_code == 401


def test_p4_a_code_is_used_once_and_ten_wrong_ones_wait(staged: Staged, worker: Visitor) -> None:
    asked = worker.get("/try/file")
    right = code(staged)
    confirm(worker, asked, right)
    staged.clock.advance(minutes=14)
    worker.get("/account")
    staged.clock.advance(minutes=2)
    asked = worker.get("/try/file")
    assert confirm(worker, asked, right).status_code == 422
    assert {confirm(worker, asked, "000000").status_code for _ in range(9)} == {422}
    refused = confirm(worker, asked, code(staged))
    assert "There were too many tries" in refused.text
    with staged.app.state.database.system(reading=True) as session:
        kinds = session.exec(select(Entry.kind).order_by(Entry.sequence), execution_options=SYSTEM).all()
    assert [kind for kind in kinds if kind.startswith("session.")] == ["session.confirmed", *["session.refused"] * 11]


def test_t10_a_session_that_ended_meanwhile_is_not_renewed(staged: Staged, worker: Visitor) -> None:
    with staged.app.state.database.system() as session:
        assert store.end(session, token_hash(worker.token), staged.clock())
        assert not renewals.renew(session, token_hash(worker.token), b"new", staged.clock())


def test_a_role_that_does_not_reach_is_refused_before_a_code_is_asked(staged: Staged) -> None:
    analyst = staged.visitor("analyst")
    staged.clock.advance(minutes=10)
    analyst.get("/account")
    staged.clock.advance(minutes=10)
    assert analyst.submit(f"/people/{staged.scene.person}/team/lift").status_code == 403


def test_a_password_is_never_kept_and_its_page_is_gone_on_to(staged: Staged, worker: Visitor) -> None:
    asked = worker.submit("/try/override", password=SEED)
    answer = confirm(worker, asked, code(staged))
    assert 'href="/try/override"' in answer.text
    assert SEED not in answer.text
    assert SENT == []


OURS = {"sec-fetch-site": "same-origin"}


def test_t12_a_form_of_before_a_new_id_or_key_comes_back_with_what_was_typed(staged: Staged, worker: Visitor) -> None:
    stale = worker.csrf
    confirm(worker, worker.get("/try/file"), code(staged))
    sent = {"_csrf": stale, "_key": "k2", "note": NOTE}
    answer = worker.post("/try/override", data=sent, headers=OURS)
    assert (answer.status_code, SENT) == (403, [])
    assert "Not sent yet" in answer.text
    form = fields(answer)
    assert form["_csrf"] == worker.csrf
    assert worker.post("/try/override", data=form, headers=OURS).headers["location"] == "/done"
    assert [sent["note"] for sent in SENT] == [NOTE]


def test_t12_a_part_of_an_old_page_keeps_what_is_half_written_and_gets_the_new_token(
    staged: Staged, worker: Visitor
) -> None:
    sent = {"_csrf": worker.csrf, "note": NOTE}
    confirm(worker, worker.get("/try/file"), code(staged))
    answer = worker.post("/try/override", data=sent, headers={**OURS, "hx-request": "true"})
    assert (answer.status_code, answer.text, answer.headers["hx-reswap"]) == (403, "", "none")
    assert answer.headers["x-form-token"] == worker.csrf
    foreign = worker.post("/try/override", data={**sent, "_csrf": "x"}, headers={"hx-request": "true"})
    assert "x-form-token" not in foreign.headers


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "none"}, {"sec-fetch-site": "same-site"}])
def test_t12_a_planted_token_gets_no_second_press_from_anywhere_else(worker: Visitor, headers: dict[str, str]) -> None:
    answer = worker.post("/try/override", data={"_csrf": "planted", "note": NOTE}, headers=headers)
    assert answer.status_code == 403
    assert "This form did not come from the portal" in answer.text
    assert 'name="note"' not in answer.text


def test_t12_nobody_waits_with_signing_out_because_a_page_is_old(worker: Visitor) -> None:
    assert worker.post("/sign-out", data={"_csrf": "old"}).status_code == 403
    assert worker.post("/sign-out", data={"_csrf": "old"}, headers=OURS).headers["location"] == "/sign-in"
    assert worker.get("/account").headers["location"] == "/sign-in"
