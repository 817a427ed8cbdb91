"""What was not delivered, on the pages of those who can act: whom, why, and what helps; never an address."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar

from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.model import State
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.senders.model import UnsentError, Why
from tests.builders import CONSORTIUM, NOW, SHELTER, Clock
from tests.kit import Visitor
from tests.notifications.outbox import Provider, a_post, outbox, put

As = Callable[[str], Visitor]


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture(autouse=True)
def _dead(app: Litestar, clock: Clock) -> None:
    put(app.state.database)
    provider = Provider()
    provider.before = [UnsentError(Why.BAD_ADDRESS, lasting=True)]
    deliver_due(a_post(app.state.database, clock, provider))


def the_one(app: Litestar) -> UUID:
    return outbox(app.state.database)[0].id


def test_a_bad_address_is_named_to_who_can_mend_it_without_showing_more(client_for: As) -> None:
    page = client_for("shelter_manager").get("/deliveries").text
    assert "Shelter Worker" in page
    assert "The email address is wrong or no longer works" in page
    assert "add it anew with the right address" in page
    assert "shelter_worker@example.org" not in page


@pytest.mark.parametrize("path", ["/team", "/team/duty", "/notices"])
def test_a_banner_stands_on_the_managers_pages_and_on_nobody_elses(client_for: As, path: str) -> None:
    assert "1 email was not delivered to your team" in client_for("shelter_manager").get(path).text
    assert "not delivered" not in client_for("galop_manager").get(path).text


def test_the_lead_sees_that_a_partner_was_not_reached_and_not_who(client_for: As) -> None:
    lead = client_for("lead_manager")
    assert "1 partner has undelivered messages" in lead.get("/caseload").text
    page = lead.get("/deliveries").text
    assert "Shelter Team: 1 not delivered" in page
    assert "Shelter Worker" not in page
    assert "not delivered" not in client_for("caseworker").get("/notices").text


def test_send_again_sends_once_more_and_they_know_takes_it_off(app: Litestar, client_for: As, clock: Clock) -> None:
    manager, path = client_for("shelter_manager"), f"/deliveries/{the_one(app)}"
    assert manager.submit(f"{path}/send-again", {}).headers["location"] == "/deliveries?done=again"
    provider = Provider()
    deliver_due(a_post(app.state.database, clock, provider))
    assert len(provider.taken) == 1
    assert outbox(app.state.database)[0].state is State.SENT
    assert manager.submit(f"{path}/let-go", {}).status_code == 409


def test_what_is_told_another_way_is_off_the_list(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    manager.submit(f"/deliveries/{the_one(app)}/let-go", {})
    assert outbox(app.state.database)[0].state is State.DROPPED
    assert "Every email to your team was delivered" in manager.get("/deliveries?done=gone").text


def test_what_is_of_another_organisation_is_missing(app: Litestar, client_for: As) -> None:
    for key in ("galop_manager", "lead_manager"):
        for act in ("send-again", "let-go"):
            assert client_for(key).submit(f"/deliveries/{the_one(app)}/{act}", {}).status_code == 404


def test_what_is_tried_again_is_listed_with_its_reason(app: Litestar, client_for: As, clock: Clock) -> None:
    put(app.state.database, key="second", user_id=CONSORTIUM["shelter_manager"].id, organisation_id=SHELTER, due_at=NOW)
    provider = Provider()
    provider.before = [UnsentError(Why.REFUSED, is_down=True)]
    deliver_due(a_post(app.state.database, clock, provider))
    page = client_for("shelter_manager").get("/deliveries").text
    assert "The mail server could not be reached" in page
    assert "1 try since today 10:00" in page


def put_on_duty(app: Litestar, key: str) -> None:
    """Put somebody on duty for nine hours from now on."""
    whom = CONSORTIUM[key]
    tonight = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=9)}
    with app.state.database.system() as session:
        duty.add(session, Duty(id=UUID(int=5), organisation_id=whom.organisation_id, user_id=whom.id, **tonight))


def test_a_worker_of_the_lead_has_the_banner_on_my_day_while_on_duty_and_the_manager_always(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    whom = CONSORTIUM["idva"]
    put(app.state.database, key="lead", organisation_id=whom.organisation_id, user_id=whom.id)
    provider = Provider()
    provider.before = [UnsentError(Why.BAD_ADDRESS, lasting=True)]
    deliver_due(a_post(app.state.database, clock, provider))
    assert "not delivered" not in client_for("caseworker").get("/my-day").text
    put_on_duty(app, "caseworker")
    banner = "1 email was not delivered to your team"
    for key in ("caseworker", "lead_manager"):
        assert f"{banner}; 1 partner has undelivered messages" in client_for(key).get("/my-day").text
    assert "not delivered" not in client_for("colleague").get("/my-day").text


def test_whoever_is_on_duty_sees_the_banner_and_decides_and_nobody_else_of_the_team_does(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    worker, path = client_for("shelter_worker"), f"/deliveries/{the_one(app)}"
    assert worker.get("/deliveries").status_code == 403
    assert worker.submit(f"{path}/send-again", {}).status_code == 403
    assert "not delivered" not in worker.get("/notices").text
    put_on_duty(app, "shelter_worker")
    for pages_of_theirs in ("/notices", "/inbox"):
        assert "1 email was not delivered to your team" in worker.get(pages_of_theirs).text
    page = worker.get("/deliveries").text
    assert "The email address is wrong or no longer works" in page
    assert "shelter_worker@example.org" not in page
    assert client_for("galop_worker").get("/deliveries").status_code == 403
    assert worker.submit(f"{path}/let-go", {}).status_code == 303
    assert outbox(app.state.database)[0].state is State.DROPPED
    clock.advance(hours=9)
    assert client_for("shelter_worker").get("/deliveries").status_code == 403
