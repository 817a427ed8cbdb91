"""Filters over HTTP: they narrow, they stand in the address as codes, and they are saved for one reader alone."""

import re

import pytest
from litestar import Litestar
from msgspec.structs import replace

from lvws_core.ids import Reference
from lvws_core.risk.dash import Band
from tests.builders import CONSORTIUM, NOW
from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.conftest import As
from tests.partners.offers.scene import Scene, send

WORKER, MANAGER = "shelter_worker", "shelter_manager"


@pytest.fixture
def standard(app: Litestar, staged_scene: Scene, desk_of: DeskOf) -> Reference:
    """One offer at standard risk beside the scene, which is at high risk throughout."""
    assert staged_scene is not None
    with app.state.database.system() as session:
        desk = replace(desk_of(session, CONSORTIUM["caseworker"].actor), now=NOW)
        return send(desk, 500, risk=Band.STANDARD, at=NOW)


def shown(visitor: Visitor, query: str) -> set[str]:
    page = visitor.get(f"/inbox?{query}")
    assert page.status_code == 200
    return set(re.findall(r'portal-row-link" href="/offers/([^"]+)"', page.text))


def test_filters_narrow_a_view(client_for: As, staged_scene: Scene, standard: Reference) -> None:
    worker, manager = client_for(WORKER), client_for(MANAGER)
    manager.submit(f"/offers/{staged_scene.offer}/assign", version="2", worker=str(CONSORTIUM[MANAGER].id))
    view = "show=needs-answer"
    both = shown(worker, view)
    assert shown(worker, f"{view}&risk=standard") == {standard}
    assert shown(worker, f"{view}&risk=high") == both - {standard}
    assert shown(worker, f"{view}&holder=others") == {staged_scene.offer} == shown(manager, f"{view}&holder=me")
    assert shown(worker, f"{view}&holder=nobody") == both - {staged_scene.offer}
    assert shown(worker, f"{view}&holder=me") == set()
    assert shown(worker, f"{view}&need=shelter_accommodation") == both
    assert shown(worker, f"{view}&need=finance_benefits") == set()


@pytest.mark.usefixtures("staged_scene")
def test_a_saved_filter_is_the_readers_alone_and_can_be_forgotten(client_for: As) -> None:
    worker, manager = client_for(WORKER), client_for(MANAGER)
    chosen = {"show": "active", "risk": "high", "holder": "me"}
    answer = worker.submit("/inbox/filters", chosen)
    assert answer.headers["location"] == "/inbox?show=active&risk=high&holder=me&done=filter-saved"
    assert "Active: High risk, With you" in worker.get(answer.headers["location"]).text
    assert "Active: High risk, With you" in client_for(WORKER).get("/inbox").text
    assert "Active: High risk" not in manager.get("/inbox").text
    worker.submit("/inbox/filters/forget", chosen)
    assert "Active: High risk" not in worker.get("/inbox").text


@pytest.mark.usefixtures("staged_scene")
def test_a_filter_that_fits_nothing_says_so(client_for: As) -> None:
    page = client_for(WORKER).get("/inbox?show=active&need=finance_benefits").text
    assert "No offer in this view fits the filter." in page
    assert "Clear the filter" in page
