"""The team's inbox over HTTP: every clock of the team first, polls that ask for nothing old, the last visit."""

import re
from datetime import timedelta

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import OfferStatus
from portal.auth.tables import SignedInSession
from portal.database import SYSTEM
from tests.builders import NOW, Clock
from tests.kit import Visitor
from tests.partners.offers.conftest import As
from tests.partners.offers.scene import NAME, Scene
from tests.partners.statements import counted

WORKER = "shelter_worker"
POLL = {"HX-Request": "true", "X-By-Itself": "yes"}


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


def references(page: str) -> list[str]:
    return re.findall(r'class="govuk-link portal-row-link" href="/offers/([^"]+)"', page)


def tag(page: str) -> str:
    found = re.search(r'data-hx-ptag="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def poll(visitor: Visitor, ptag: str, path: str = "/inbox") -> int:
    return visitor.get(path, headers={**POLL, "HX-PTag": ptag}).status_code


def test_today_names_the_act_of_each_clock_and_stops_stand_on_top(client_for: As, staged_scene: Scene) -> None:
    page = client_for(WORKER).get("/inbox").text
    offers, found = staged_scene.offers, references(page)
    assert found[0] == offers[OfferStatus.WITHDRAWN]
    assert found[1] == offers[OfferStatus.SENT]
    for words in (
        *("Stop confirmations", "Confirm that you have stopped by", "Open by", "Answer by", "First contact by"),
        *("Ask: still needed? By", "Add an update by", "Record the outcome by"),
    ):
        assert words in page, words
    assert not {offers[OfferStatus.INFO_NEEDED], offers[OfferStatus.PAUSED], offers[OfferStatus.COMPLETED]} & {*found}
    assert NAME not in page


def test_today_goes_by_the_day_on_which_something_is_due(client_for: As, staged_scene: Scene, clock: Clock) -> None:
    assert staged_scene.offer
    clock.advance(days=1)
    page = client_for(WORKER).get("/inbox").text
    headings = re.findall(r'scope="rowgroup" colspan="7">([^<]+)<', page)
    assert headings == ["Stop confirmations", "From before today", "Today", "Later"]


@pytest.mark.usefixtures("staged_scene")
def test_a_poll_that_shows_it_already_is_told_so_without_a_body(client_for: As) -> None:
    worker = client_for(WORKER)
    first = worker.get("/inbox", headers=POLL)
    assert first.headers["HX-PTag"] == tag(worker.get("/inbox").text)
    same = worker.get("/inbox", headers={**POLL, "HX-PTag": first.headers["HX-PTag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_a_poll_is_answered_anew_when_an_offer_changes_for_the_team(client_for: As, staged_scene: Scene) -> None:
    worker, manager = client_for(WORKER), client_for("shelter_manager")
    for act, form in (
        ("", None),
        ("/accept", {"version": "2"}),
        ("/assign", {"version": "4", "worker": "00000000-0000-0000-0000-0000000000ca"}),
    ):
        before = tag(worker.get("/inbox").text)
        path = f"/offers/{staged_scene.offer}{act}"
        answer = manager.get(path) if form is None else manager.submit(path, form)
        assert answer.status_code in {200, 303}, act
        assert poll(worker, before) == 200, act


@pytest.mark.usefixtures("staged_scene")
@pytest.mark.parametrize("length", [{"minutes": 1}, {"days": 1}])
def test_a_poll_is_answered_anew_when_time_makes_something_overdue_or_a_day_ends(
    client_for: As, clock: Clock, length: dict[str, float]
) -> None:
    clock.now = NOW - timedelta(seconds=30)
    worker = client_for(WORKER)
    before = tag(worker.get("/inbox").text)
    clock.advance(seconds=10)
    assert poll(worker, before) == 304
    clock.advance(**length)
    assert poll(client_for(WORKER), before) == 200


@pytest.mark.usefixtures("staged_scene")
def test_another_team_changes_nothing_of_ours(client_for: As, staged_scene: Scene) -> None:
    worker, stranger = client_for(WORKER), client_for("galop_worker")
    before = tag(worker.get("/inbox").text)
    assert stranger.get(f"/offers/{staged_scene.foreign_offer}").status_code == 200
    assert poll(worker, before) == 304


@pytest.mark.usefixtures("staged_scene")
def test_a_poll_without_news_takes_one_statement_beside_the_sign_in(app: Litestar, client_for: As) -> None:
    worker = client_for(WORKER)
    before = tag(worker.get("/inbox").text)
    with counted(app.state.database) as statements:
        assert poll(worker, before) == 304
    assert len(statements) == 2, statements


@pytest.mark.usefixtures("staged_scene")
def test_t8_polls_do_not_keep_a_session_alive(app: Litestar, client_for: As, clock: Clock) -> None:
    worker = client_for(WORKER)
    before = tag(worker.get("/inbox").text)
    for _ in range(7):
        clock.advance(minutes=2)
        assert poll(worker, before) in {200, 304}
    with app.state.database.system(reading=True) as session:
        assert set(session.exec(select(SignedInSession.seen_at), execution_options=SYSTEM)) == {NOW}
    clock.advance(minutes=2)
    assert poll(worker, before) == 401


@pytest.mark.usefixtures("staged_scene")
def test_the_count_is_read_out_quietly(client_for: As) -> None:
    page = client_for(WORKER).get("/inbox", headers=POLL).text
    assert page.count("aria-live") == 1
    assert '<p class="govuk-body govuk-!-margin-bottom-3" id="inbox-count" role="status" aria-live="polite">' in page


def test_the_last_visit_is_the_sitting_before_this_one(client_for: As, staged_scene: Scene, clock: Clock) -> None:
    client_for(WORKER).get("/inbox")
    clock.advance(hours=3)
    client_for("shelter_manager").submit(f"/offers/{staged_scene.offer}/accept", version="2")
    clock.advance(hours=1)
    worker = client_for(WORKER)
    for _ in range(2):  # however often it is looked at
        assert "Since your last visit, today 10:00: 1 changed." in worker.get("/inbox").text
        clock.advance(minutes=5)
    assert "Since your last visit" not in worker.get("/inbox", headers={**POLL, "HX-PTag": "x"}).text


@pytest.mark.usefixtures("staged_scene")
def test_on_a_first_visit_nothing_is_said_of_one(client_for: As) -> None:
    assert "last visit" not in client_for(WORKER).get("/inbox").text


def test_an_empty_inbox_asks_whether_the_capacity_is_still_right(client_for: As) -> None:
    page = client_for(WORKER).get("/inbox").text
    assert "Nothing is waiting for your team. New offers appear here by themselves." in page


def test_the_closed_view_keeps_what_expired_for_fourteen_days_and_shows_nothing_of_the_person(
    client_for: As, staged_scene: Scene, clock: Clock
) -> None:
    expired = staged_scene.offers[OfferStatus.EXPIRED]
    clock.advance(days=13)
    page = client_for(WORKER).get("/inbox?show=closed").text
    assert expired in page
    assert NAME not in page
    clock.advance(days=2)
    assert expired not in client_for(WORKER).get("/inbox?show=closed").text


def test_the_waiting_list_has_a_page_of_its_own(client_for: As) -> None:
    assert client_for(WORKER).get("/inbox?show=waiting-list").headers["location"] == "/waiting-list"
