"""Open sessions over HTTP: seen and ended by their owner and by managers, and by nobody else."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from httpx import Response
from sqlmodel import select

from portal.audit.service import recorder
from portal.auth import service
from portal.auth.model import token_hash
from portal.auth.sessions import store
from portal.auth.sessions.model import MOST
from portal.auth.tables import SignedInSession
from portal.database import SYSTEM, Database
from tests.builders import CONSORTIUM, NOW, some_secrets
from tests.kit import Visitor
from tests.staged import Staged

EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0"


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/account").status_code == 200


def which(visitor: Visitor) -> str:
    """Give the first of the other sessions."""
    found = re.search(r'name="which" value="([^"]+)"', visitor.get("/account/sessions").text)
    assert found is not None
    return found[1]


def begin(database: Database, token: str, minutes: int = 0) -> None:
    mine = CONSORTIUM["shelter_worker"]
    now = NOW + timedelta(minutes=minutes)
    with database.system() as session:
        record = recorder(session, some_secrets().audit_key)
        service.begin(session, record, mine.id, mine.organisation_id, now=now, token=token, way="password")


def alive(database: Database) -> set[bytes]:
    with database.system(reading=True) as session:
        mine = select(SignedInSession.id_hash).where(SignedInSession.ended_at.is_(None))  # type: ignore[union-attr]
        return set(session.exec(mine, execution_options=SYSTEM))


def test_the_owner_sees_each_session_and_ends_one(staged: Staged) -> None:
    elsewhere = staged.visitor("shelter_worker")
    staged.clock.advance(minutes=2)
    assert elsewhere.get("/account", headers={"user-agent": EDGE}).status_code == 200
    here = staged.visitor("shelter_worker")
    page = here.get("/account/sessions").text
    assert "This browser (here)" in page
    assert "Edge on Windows" in page
    assert "today 10:0" in page
    assert token_hash(elsewhere.token).hex() not in page
    ended = here.submit("/account/sessions/end", which=which(here))
    assert ended.headers["location"] == "/account/sessions?done=one"
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert "That session is ended" in here.get("/account/sessions?done=one").text
    assert "You ended this session from another one" in elsewhere.get("/sign-in").text


def test_all_others_end_at_once_and_the_one_that_asks_stays(staged: Staged) -> None:
    others = [staged.visitor("shelter_worker") for _ in range(2)]
    here = staged.visitor("shelter_worker")
    assert here.submit("/account/sessions/end", which="others").headers["location"].endswith("others")
    assert [is_in(each) for each in (here, *others)] == [True, False, False]


def test_t1_nobody_ends_a_session_of_somebody_else_by_its_id(staged: Staged) -> None:
    victim, twin = (staged.visitor("galop_worker") for _ in range(2))
    stranger = staged.visitor("shelter_worker")
    assert stranger.submit("/account/sessions/end", which=which(twin)).status_code == 404
    assert stranger.submit("/account/sessions/end", which="x").status_code == 404
    assert is_in(victim)
    assert is_in(twin)


@pytest.mark.parametrize("manager", ["shelter_manager"])
def test_a_manager_sees_who_is_signed_in_and_signs_them_out(staged: Staged, manager: str) -> None:
    worker, chief = staged.visitor("shelter_worker"), staged.visitor(manager)
    staged.clock.advance(minutes=2)
    worker.get("/account", headers={"user-agent": EDGE})
    page = chief.get("/team/sessions").text
    assert CONSORTIUM["shelter_worker"].name in page
    assert "Galop" not in page
    assert "Edge" not in page
    ended = chief.submit(f"/team/{CONSORTIUM['shelter_worker'].id}/sign-out")
    assert ended.headers["location"] == "/team/sessions?done=colleague"
    assert (is_in(worker), is_in(chief)) == (False, True)
    assert "Somebody who manages your accounts signed you out" in html.unescape(worker.get("/sign-in").text)


@pytest.mark.parametrize(
    ("manager", "whose", "status"),
    [
        ("shelter_manager", "galop_worker", 404),
        ("shelter_manager", "shelter_manager", 404),
        ("shelter_worker", "shelter_manager", 403),
        ("caseworker", "colleague", 403),
        ("administrator", "caseworker", 303),
        ("lead_manager", "idva", 303),
        ("lead_manager", "shelter_worker", 404),
    ],
)
def test_t1_whose_sessions_who_may_end(staged: Staged, manager: str, whose: str, status: int) -> None:
    staged.visitor(whose)
    assert staged.visitor(manager).submit(f"/team/{CONSORTIUM[whose].id}/sign-out").status_code == status


def test_with_a_fourth_session_the_oldest_ends_and_it_is_said_there(database: Database) -> None:
    for n in range(MOST + 1):
        begin(database, f"token {n}", n)
    assert alive(database) == {token_hash(f"token {n}") for n in range(1, MOST + 1)}
    assert service.farewell(database, "token 0") == "limit"
    assert service.farewell(database, "token 1") is service.farewell(database, "unknown") is None


def test_sessions_that_are_over_by_themselves_take_no_place(database: Database) -> None:
    for n in range(MOST):
        begin(database, f"old {n}")
    for n in range(MOST):
        begin(database, f"new {n}", 15)
    assert len(alive(database)) == 2 * MOST
    with database.system(reading=True) as session:
        mine = store.of_account(session, CONSORTIUM["shelter_worker"].id, NOW + timedelta(minutes=15))
    assert {each.id_hash for each in mine} == {token_hash(f"new {n}") for n in range(MOST)}


def test_however_many_sign_in_at_one_moment_three_sessions_are_left(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: begin(database, f"token {n}"), range(6)))
    assert len(alive(database)) == MOST


def test_the_page_before_signing_in_says_nothing_to_a_browser_without_a_past(staged: Staged) -> None:
    fresh: Response = Visitor(staged.app).get("/sign-in")
    assert "You were signed out" not in fresh.text
