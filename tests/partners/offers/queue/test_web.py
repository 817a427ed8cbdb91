"""The page of the waiting list: who is next, one press, the question to the lead, and who may add to it."""

from datetime import timedelta

import pytest
from litestar import Litestar
from msgspec.structs import replace

from lvws_core.referrals import OfferStatus
from lvws_core.risk.dash import Band
from partners.offers import store
from tests.builders import CONSORTIUM, NOW, Clock
from tests.partners.conftest import DeskOf
from tests.partners.offers.conftest import As
from tests.partners.offers.scene import HOUSING, Scene, send
from tests.scene import hidden

WORKER, MANAGER, LEAD = "shelter_worker", "shelter_manager", "caseworker"


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


def _version(app: Litestar, reference: str) -> str:
    with app.state.database.system(reading=True) as session:
        return str(store.get(session, reference).offer.version)  # type: ignore[arg-type]


def _status(app: Litestar, reference: str) -> OfferStatus:
    with app.state.database.system(reading=True) as session:
        return store.get(session, reference).offer.status  # type: ignore[arg-type]


def test_one_press_gives_the_next_place_to_who_is_first(client_for: As, app: Litestar, staged_scene: Scene) -> None:
    worker, first = client_for(WORKER), staged_scene.offers[OfferStatus.WAITLISTED]
    page = worker.get("/waiting-list").text
    assert f"Offer the next place to {first}" in page
    assert "High risk, expected by 7 December 2026: first by risk" in page
    answer = worker.submit("/waiting-list/next", reference=first, version=hidden(page, "version"))
    assert answer.headers["location"] == f"/offers/{first}?done=accepted"
    assert _status(app, first) == OfferStatus.ACCEPTED


def test_who_is_not_first_is_not_offered_the_place(
    client_for: As, app: Litestar, staged_scene: Scene, desk_of: DeskOf
) -> None:
    manager = client_for(MANAGER)
    second = _sent(app, desk_of, 300, Band.STANDARD)
    manager.get(f"/offers/{second}")
    put = manager.submit(f"/offers/{second}/waitlist", band="two_weeks", version=_version(app, second))
    assert put.status_code == 303
    answer = manager.submit("/waiting-list/next", reference=second, version=_version(app, second))
    assert answer.status_code == 409
    assert f"{second} is not next any more" in answer.text
    assert staged_scene.offers[OfferStatus.WAITLISTED] in answer.text
    assert _status(app, second) == OfferStatus.WAITLISTED


def test_the_lead_is_asked_whether_it_is_still_needed_and_answers(client_for: As, staged_scene: Scene) -> None:
    worker, lead, offer = client_for(WORKER), client_for(LEAD), staged_scene.offers[OfferStatus.WAITLISTED]
    form = {"reference": offer, "version": hidden(worker.get("/waiting-list").text, "version")}
    answer = worker.submit("/waiting-list/ask", form)
    assert answer.headers["location"] == f"/waiting-list?asked={offer}"
    assert "Asked today" in worker.get("/waiting-list").text
    assert "say whether it is still needed: they have asked" in lead.get("/sent").text
    page = lead.get(f"/offers/{offer}").text
    assert "They asked today" in page
    assert "Nobody has reviewed it yet." in page
    lead.submit(
        f"/offers/{offer}/still-needed", version=hidden(lead.get(f"/offers/{offer}/still-needed").text, "version")
    )
    assert "Last reviewed today" in lead.get(f"/offers/{offer}").text
    assert "Ask the lead" in worker.get("/waiting-list").text


def test_asking_twice_from_an_old_page_says_what_came_first(client_for: As, staged_scene: Scene) -> None:
    worker, offer = client_for(WORKER), staged_scene.offers[OfferStatus.WAITLISTED]
    form = {"reference": offer, "version": hidden(worker.get("/waiting-list").text, "version")}
    assert worker.submit("/waiting-list/ask", form).status_code == 303
    assert worker.submit("/waiting-list/ask", form).status_code == 409


def test_route_04_a_worker_adds_where_a_list_is_kept_and_the_manager_begins_one(
    client_for: As, app: Litestar, staged_scene: Scene, desk_of: DeskOf
) -> None:
    worker, manager = client_for(WORKER), client_for(MANAGER)
    kept = staged_scene.offers[OfferStatus.WAITLISTED]
    manager.submit("/waiting-list/next", reference=kept, version=_version(app, kept))
    first, second = (_sent(app, desk_of, number, Band.STANDARD) for number in (310, 311))
    for offer in (first, second):
        worker.get(f"/offers/{offer}")
    assert "keeps no waiting list now" in worker.get(f"/offers/{first}/waitlist").text
    refused = worker.submit(f"/offers/{first}/waitlist", band="two_weeks", version=_version(app, first))
    assert refused.status_code == 403
    assert "Ask your manager to begin one" in refused.text
    assert (
        manager.submit(f"/offers/{first}/waitlist", band="two_weeks", version=_version(app, first)).status_code == 303
    )
    assert (
        worker.submit(f"/offers/{second}/waitlist", band="four_weeks", version=_version(app, second)).status_code == 303
    )


def test_a_strangers_place_is_the_missing_one(client_for: As, staged_scene: Scene) -> None:
    stranger, offer = client_for("galop_worker"), staged_scene.offers[OfferStatus.WAITLISTED]
    for act in ("next", "ask"):
        assert stranger.submit(f"/waiting-list/{act}", reference=offer, version="1").status_code == 404
    assert offer not in stranger.get("/waiting-list").text


def test_an_overdue_review_is_an_act_of_today(client_for: As, staged_scene: Scene, clock: Clock) -> None:
    clock.advance(days=8)
    page = client_for(WORKER).get("/inbox").text
    assert staged_scene.offers[OfferStatus.WAITLISTED] in page
    assert "Ask: still needed? By" in page


def _sent(app: Litestar, desk_of: DeskOf, number: int, risk: Band) -> str:
    with app.state.database.system() as session:
        desk = replace(desk_of(session, CONSORTIUM[LEAD].actor), now=NOW)
        return send(desk, number, service_id=HOUSING, risk=risk, at=NOW - timedelta(minutes=5))
