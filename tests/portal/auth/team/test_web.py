"""A team's accounts over HTTP."""

from collections.abc import Callable
from uuid import UUID

import pytest
from litestar import Litestar
from sqlmodel import select

from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, Clock
from tests.kit import Visitor
from tests.partners.statements import counted

As = Callable[[str], Visitor]
WORKER, STRANGER = (CONSORTIUM[key].id for key in ("shelter_worker", "galop_worker"))


@pytest.fixture
def client_for(app: Litestar, clock: Clock) -> As:
    """Signed in as an account of the consortium."""
    return lambda key: Visitor(app).sign_in(key, clock)


def test_a_manager_sees_the_own_staff_and_nobody_else(client_for: As) -> None:
    page = client_for("shelter_manager").get("/team").text
    assert "Shelter Worker" in page
    assert "Shelter Manager (you)" in page
    assert "Galop" not in page


def test_t34_a_closed_account_is_signed_out_at_once_and_cannot_come_back(app: Litestar, client_for: As) -> None:
    worker, manager = client_for("shelter_worker"), client_for("shelter_manager")
    assert worker.get("/inbox").status_code == 200
    assert "Close the account" in manager.get(f"/team/{WORKER}/disable").text
    assert manager.submit(f"/team/{WORKER}/disable").headers["location"] == "/team?done=closed"
    assert worker.get("/inbox").status_code == 303
    assert client_for("shelter_worker").get("/inbox").status_code == 303
    assert "Closed on 23 November 2026" in manager.get("/team?done=closed").text
    with app.state.database.system(reading=True) as session:
        kinds = list(session.exec(select(Entry.kind).order_by(Entry.sequence)))
    assert kinds == ["user.disabled", "session.closed"]


def test_nobody_closes_the_own_account(client_for: As) -> None:
    manager, me = client_for("shelter_manager"), CONSORTIUM["shelter_manager"].id
    assert "Ask another manager" in manager.get(f"/team/{me}/disable").text
    assert manager.submit(f"/team/{me}/disable").status_code == 409
    assert manager.get("/team").status_code == 200


@pytest.mark.parametrize("user_id", [STRANGER, UUID(int=404)])
def test_an_account_of_another_team_is_not_there(client_for: As, user_id: UUID) -> None:
    manager = client_for("shelter_manager")
    assert manager.get(f"/team/{user_id}/disable").status_code == 404
    assert manager.submit(f"/team/{user_id}/disable").status_code == 404
    assert client_for("galop_worker").get("/inbox").status_code == 200


def test_the_team_takes_one_statement_beside_the_sign_in_and_the_alarm(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    with counted(app.state.database) as statements:
        manager.get("/team")
    assert len(statements) == 3
