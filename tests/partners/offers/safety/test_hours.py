"""Safe hours beside the clock of first contact, and the age of a plan when the number is shown."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from litestar import Litestar
from sqlmodel import select

from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, Clock
from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import PHONE, send, set_scene

As = Callable[[str], Visitor]
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""After the agreed hours of the last agreed day of the week; high risk is to be reached within 24 hours."""


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: nothing here is a query of its own."""
    return sqlite_url


@pytest.fixture
def offer(app: Litestar, desk_of: DeskOf, clock: Clock) -> str:
    clock.now = FRIDAY
    with app.state.database.system() as session:
        set_scene(lambda actor: desk_of(session, actor))
        return send(desk_of(session, CONSORTIUM["caseworker"].actor), 300, at=FRIDAY)


def accept(worker: Visitor, offer: str) -> str:
    worker.get(f"/offers/{offer}")
    answer = worker.submit(f"/offers/{offer}/accept", {"version": "2"})
    assert answer.status_code == 303
    return str(worker.get(f"/offers/{offer}").text)


def noticed(app: Litestar) -> int:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind))).count("offer.no_safe_hours")


def test_cont_01_when_no_safe_time_comes_before_first_contact_is_due_the_page_names_the_next(
    client_for: As, app: Litestar, offer: str
) -> None:
    page = accept(client_for("shelter_worker"), offer)
    assert "No safe time comes before first contact is due. The next one is Monday 30 November, 10:00." in page
    assert "Do not call before it; the lead is told." in page
    assert noticed(app) == 1


def test_cont_01_the_lead_is_told_on_the_offer_and_in_its_timeline(client_for: As, offer: str) -> None:
    accept(client_for("shelter_worker"), offer)
    page = client_for("caseworker").get(f"/offers/{offer}").text
    assert "They must not call before it." in page
    assert "No safe time before first contact is due" in page


def test_where_a_safe_time_comes_first_nothing_is_said(client_for: As, app: Litestar, offer: str, clock: Clock) -> None:
    clock.now = FRIDAY.replace(hour=11)
    page = accept(client_for("shelter_worker"), offer)
    assert "No safe time" not in page
    assert noticed(app) == 0


def test_cont_01_a_plan_past_its_age_says_check_with_the_lead_first_and_shows_no_number(
    client_for: As, offer: str, clock: Clock
) -> None:
    worker = client_for("shelter_worker")
    accept(worker, offer)
    worker.submit(f"/offers/{offer}/first-contact", _contact())
    clock.advance(days=31)
    worker = client_for("shelter_worker")
    text = worker.submit(f"/offers/{offer}/number").text
    assert "Check with the lead first" in text
    assert "last confirmed more than 30 days ago" in text
    assert PHONE not in text


def _contact() -> dict[str, str]:
    day = {"day": "27", "month": "11", "year": "2026", "time": "15:00"}
    return {**day, "channel": "mobile_call", "version": "4"}
