"""Messages: both ways, in any live state, in order, new until they were read, and never changed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import LIVE, OfferStatus
from partners.offers import store
from partners.offers.tables import MessageRow
from tests.builders import Clock
from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import QUESTION, Scene, set_scene

WORKER, LEAD_WORKER = "shelter_worker", "caseworker"
As = Callable[[str], Visitor]
LIVE_HERE = sorted(LIVE)


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


def _heading(page: str) -> str:
    found = re.search(r'id="messages">([^<]+)<', page)
    return found[1] if found else ""


@pytest.mark.parametrize("status", LIVE_HERE)
def test_either_side_writes_in_any_live_state_and_the_offer_stays_as_it_is(
    client_for: As, app: Litestar, scene: Scene, status: OfferStatus, clock: Clock
) -> None:
    reference = scene.offers[status]
    client_for(WORKER).get(f"/offers/{reference}")
    with app.state.database.system(reading=True) as session:
        before = store.get(session, reference).offer
    for key in (WORKER, LEAD_WORKER):
        visitor = client_for(key)
        assert visitor.get(f"/offers/{reference}/message").status_code == 200
        answer = visitor.submit(f"/offers/{reference}/message", text=f"Words of {key}.")
        assert answer.headers["location"] == f"/offers/{reference}?done=written"
        clock.now += timedelta(minutes=1)
    with app.state.database.system(reading=True) as session:
        assert store.get(session, reference).offer == before
    page = client_for(WORKER).get(f"/offers/{reference}").text
    assert page.index("Words of shelter_worker.") < page.index("Words of caseworker.")


def test_a_message_is_new_until_the_other_side_has_had_it_before_it(client_for: As, scene: Scene) -> None:
    reference = scene.offers[OfferStatus.ACTIVE]
    worker, lead = client_for(WORKER), client_for(LEAD_WORKER)
    worker.submit(f"/offers/{reference}/message", text="She has moved in.")
    assert "not read yet" in worker.get(f"/offers/{reference}").text
    assert _heading(lead.get(f"/offers/{reference}").text).endswith("1 new)")
    assert "new" not in _heading(lead.get(f"/offers/{reference}").text)
    assert "read today" in worker.get(f"/offers/{reference}").text


def test_a_message_between_question_and_reply_does_not_take_the_questions_place(client_for: As, scene: Scene) -> None:
    reference = scene.offers[OfferStatus.INFO_NEEDED]
    client_for(WORKER).submit(f"/offers/{reference}/message", text="No hurry before noon.")
    page = client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert f"<strong>{QUESTION}</strong>" in page


def test_a_message_does_not_come_in_the_way_of_who_is_about_to_accept(client_for: As, scene: Scene) -> None:
    reference = scene.offers[OfferStatus.ACKNOWLEDGED]
    worker = client_for(WORKER)
    version = re.search(r'name="version" value="(\d+)"', worker.get(f"/offers/{reference}").text)
    client_for(LEAD_WORKER).submit(f"/offers/{reference}/message", text="She prefers mornings.")
    assert version is not None
    assert worker.submit(f"/offers/{reference}/accept", version=version[1]).status_code == 303


def test_a_message_is_sealed_and_an_empty_or_late_one_is_refused(client_for: As, app: Litestar, scene: Scene) -> None:
    worker, reference = client_for(WORKER), scene.offers[OfferStatus.ACTIVE]
    worker.submit(f"/offers/{reference}/message", text="marmalade words")
    with app.state.database.system(reading=True) as session:
        assert not any(b"marmalade" in row for row in session.exec(select(MessageRow.sealed_text)))
    assert worker.submit(f"/offers/{reference}/message", text=" ").status_code == 422
    closed = worker.submit(f"/offers/{scene.offers[OfferStatus.DECLINED]}/message", text="Too late, but typed.")
    assert closed.status_code == 409
    assert "Too late, but typed." in closed.text
