"""Several offers at once: each with its version, only within the team, and what does not go said row by row."""

import re

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import OfferStatus
from partners.offers import store
from portal.audit.tables import Entry
from portal.database import SYSTEM
from tests.builders import CONSORTIUM
from tests.kit import Visitor
from tests.partners.offers.conftest import As
from tests.partners.offers.scene import Scene

WORKER, MANAGER = "shelter_worker", "shelter_manager"


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


def ticks(visitor: Visitor, *references: Reference) -> list[str]:
    page = visitor.get("/inbox").text + visitor.get("/inbox?show=active").text
    found = dict(re.findall(r'name="offer" value="(([^":]+):\d+)"', page))
    by_reference = {reference: tick for tick, reference in found.items()}
    return [by_reference[reference] for reference in references]


def holder(app: Litestar, reference: Reference) -> UserId | None:
    with app.state.database.system(reading=True) as session:
        return store.get(session, reference).offer.assigned_to


def audit(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence), execution_options=SYSTEM))


def test_a_worker_takes_several_on_without_reading_any(client_for: As, app: Litestar, staged_scene: Scene) -> None:
    worker, offers = client_for(WORKER), staged_scene.offers
    chosen, before = (offers[OfferStatus.SENT], offers[OfferStatus.ACKNOWLEDGED]), len(audit(app))
    answer = worker.submit("/inbox/take-on", offer=ticks(worker, *chosen), show="today", risk="high")
    assert answer.headers["location"] == "/inbox?show=today&risk=high&done=taken&many=2"
    assert "2 offers are with you now." in worker.get(answer.headers["location"]).text
    assert {holder(app, each) for each in chosen} == {CONSORTIUM[WORKER].id}
    assert audit(app)[before:] == ["offer.noted", "offer.noted"]


def test_a_manager_assigns_several_to_a_colleague(client_for: As, app: Litestar, staged_scene: Scene) -> None:
    manager, chosen = client_for(MANAGER), (staged_scene.offer, staged_scene.offers[OfferStatus.ACTIVE])
    offer = ticks(manager, *chosen)
    page = manager.submit("/inbox/assign", offer=offer).text
    assert "Assign 2 offers" in page
    assert CONSORTIUM[WORKER].name in page
    assert CONSORTIUM["galop_worker"].name not in page
    answer = manager.submit("/inbox/assign", offer=offer, asked="yes", worker=str(CONSORTIUM[WORKER].id))
    assert answer.headers["location"] == "/inbox?show=today&done=assigned&many=2"
    assert {holder(app, each) for each in chosen} == {CONSORTIUM[WORKER].id}


@pytest.mark.parametrize("worker", ["", str(CONSORTIUM["galop_worker"].id), "somebody"])
def test_only_a_colleague_of_the_team_can_be_chosen(
    client_for: As, app: Litestar, staged_scene: Scene, worker: str
) -> None:
    manager = client_for(MANAGER)
    answer = manager.submit("/inbox/assign", offer=ticks(manager, staged_scene.offer), asked="yes", worker=worker)
    assert answer.status_code == 422
    assert "Choose somebody of your team" in answer.text
    assert holder(app, staged_scene.offer) is None


def test_a_worker_assigns_to_nobody_else(client_for: As, app: Litestar, staged_scene: Scene) -> None:
    worker = client_for(WORKER)
    chosen, colleague = ticks(worker, staged_scene.offer), str(CONSORTIUM[MANAGER].id)
    answer = worker.submit("/inbox/assign", offer=chosen, asked="yes", worker=colleague)
    assert answer.status_code == 409
    assert "Only the manager of the team assigns to somebody else." in answer.text
    assert holder(app, staged_scene.offer) is None


def test_p15_what_changed_meanwhile_is_said_row_by_row_and_the_rest_goes(
    client_for: As, app: Litestar, staged_scene: Scene
) -> None:
    worker, other = client_for(WORKER), staged_scene.offers[OfferStatus.ACTIVE]
    chosen = ticks(worker, staged_scene.offer, other)
    client_for(MANAGER).submit(f"/offers/{staged_scene.offer}/accept", version="2")
    answer = worker.submit("/inbox/take-on", offer=[*chosen, f"{staged_scene.foreign_offer}:1"])
    assert answer.status_code == 409
    assert "2 of 3 could not be changed" in answer.text
    assert "1 was changed as you asked." in answer.text
    assert f'href="/offers/{staged_scene.offer}"' in answer.text
    assert "It is not in your team’s inbox any more." in answer.text
    assert holder(app, other) == CONSORTIUM[WORKER].id
    assert holder(app, staged_scene.offer) == CONSORTIUM[MANAGER].id


def test_marking_as_opened_is_the_acknowledgement_alone(client_for: As, app: Litestar, staged_scene: Scene) -> None:
    worker, before = client_for(WORKER), len(audit(app))
    chosen = ticks(worker, staged_scene.offer)
    answer = worker.submit("/inbox/opened", offer=chosen)
    assert answer.headers["location"] == "/inbox?show=today&done=opened&many=1"
    with app.state.database.system(reading=True) as session:
        assert store.get(session, staged_scene.offer).offer.status == OfferStatus.ACKNOWLEDGED
    assert audit(app)[before:] == ["offer.moved"]
    assert worker.submit("/inbox/opened", offer=chosen).status_code == 409


@pytest.mark.usefixtures("staged_scene")
def test_nothing_ticked_changes_nothing_and_says_so(client_for: As) -> None:
    manager = client_for(MANAGER)
    for act in ("take-on", "assign", "opened"):
        answer = manager.submit(f"/inbox/{act}", show="active")
        assert answer.headers["location"] == "/inbox?show=active&done=none"
        assert "Nothing was ticked." in manager.get(answer.headers["location"]).text


@pytest.mark.usefixtures("staged_scene")
@pytest.mark.parametrize("offer", ["x", "7QK2-M9", "7QK2-M9:x", [f"2222-{n}2:1" for n in range(2, 9)] * 4])
def test_a_row_of_nothing_is_refused(client_for: As, offer: str | list[str]) -> None:
    assert client_for(WORKER).submit("/inbox/take-on", offer=offer).status_code in {404, 409, 422}


@pytest.mark.usefixtures("staged_scene")
def test_news_that_nobody_made_is_not_told(client_for: As) -> None:
    for query in ("done=taken&many=x", "done=taken&many=0", "done=taken&many=999", "done=bought&many=2"):
        assert "portal-alert" not in client_for(WORKER).get(f"/inbox?{query}").text
