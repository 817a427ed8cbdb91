"""What follows an event inside its own transaction."""

from collections.abc import Callable

import pytest
from litestar import Litestar

from tests import scene
from tests.builders import GALOP, SHELTER, Clock
from tests.kit import Visitor
from tests.scene import ADVOCACY, CONSENT, HAND_BACK, NAME, PHONE, Lead, act

Visit = Callable[[str], Visitor]


@pytest.fixture
def lead(app: Litestar, client_for: Callable[[str], Visitor]) -> Lead:
    with app.state.database.system() as session:
        scene.set_services(session)
    return Lead(client_for("caseworker"))


def take_back(lead: Lead, person: str, organisation_id: object) -> None:
    refused = {**CONSENT, "reply": "no", "categories": []}
    answer = lead.visitor.submit(f"/people/{person}/consent", refused, organisation=str(organisation_id))
    assert answer.status_code == 303


def test_top_07_taking_consent_back_closes_the_offer_in_the_same_transaction(lead: Lead, client_for: Visit) -> None:
    person = lead.person()
    offer, worker = lead.send(lead.ready(person)), client_for("shelter_worker")
    assert NAME in worker.get(f"/offers/{offer}").text
    take_back(lead, person, SHELTER)
    closed = worker.get(f"/offers/{offer}")
    assert closed.status_code == 200
    assert NAME not in closed.text
    assert worker.submit(f"/offers/{offer}/number").status_code == 403


def test_cons_20_the_number_stays_closed_and_nothing_can_be_accepted_any_more(lead: Lead, client_for: Visit) -> None:
    person = lead.person()
    offer, worker = lead.send(lead.ready(person)), client_for("shelter_worker")
    worker.get(f"/offers/{offer}")
    take_back(lead, person, SHELTER)
    late = worker.submit(f"/offers/{offer}/accept", {"version": "2"})
    assert late.status_code == 409
    assert PHONE not in late.text
    assert NAME not in late.text


def test_top_06_taking_consent_back_from_one_organisation_leaves_the_others_alone(
    lead: Lead, client_for: Visit
) -> None:
    person = lead.person()
    offer = lead.send(lead.ready(person, ADVOCACY))
    take_back(lead, person, SHELTER)
    assert NAME in client_for("galop_worker").get(f"/offers/{offer}").text
    take_back(lead, person, GALOP)
    assert NAME not in client_for("galop_worker").get(f"/offers/{offer}").text


def agree_for(lead: Lead, person: str, day: int) -> None:
    until = {"until_day": str(day), "until_month": "11", "until_year": "2026"}
    answer = lead.visitor.submit(f"/people/{person}/consent", {**CONSENT, **until}, organisation=str(SHELTER))
    assert answer.status_code == 303


def test_i2_what_is_over_is_closed_too_when_consent_is_taken_back(lead: Lead, client_for: Visit) -> None:
    person = lead.person()
    offer, worker = lead.send(lead.ready(person)), client_for("shelter_worker")
    for path, form in (("/accept", {}), ("/hand-back", HAND_BACK)):
        assert act(worker, offer, path, form).status_code == 303
    assert NAME in worker.get(f"/offers/{offer}").text
    take_back(lead, person, SHELTER)
    assert NAME not in worker.get(f"/offers/{offer}").text


def test_i1_a_shorter_yes_shortens_what_was_opened_before(lead: Lead, client_for: Visit, clock: Clock) -> None:
    person = lead.person()
    offer = lead.send(lead.ready(person))
    agree_for(lead, person, day=24)
    assert NAME in client_for("shelter_worker").get(f"/offers/{offer}").text
    clock.advance(days=2)
    assert NAME not in client_for("shelter_worker").get(f"/offers/{offer}").text


def test_top_07_a_no_closes_offers_even_after_the_consent_has_run_out(
    lead: Lead, client_for: Visit, clock: Clock
) -> None:
    person = lead.person()
    offer = lead.send(lead.ready(person))
    assert "/accept" in client_for("shelter_worker").get(f"/offers/{offer}").text
    agree_for(lead, person, day=23)
    clock.advance(days=1)
    lead.visitor.sign_in("caseworker", clock)
    take_back(lead, person, SHELTER)
    closed = client_for("shelter_worker").get(f"/offers/{offer}").text
    assert "The lead has withdrawn this." in closed
    assert "/accept" not in closed


def test_lifecycle_6_a_longer_yes_lengthens_what_is_live_and_open(lead: Lead, client_for: Visit, clock: Clock) -> None:
    person = lead.person()
    agree_for(lead, person, day=24)
    offer = lead.send(lead.ready(person))
    agree_for(lead, person, day=29)
    clock.advance(days=2)
    page = client_for("shelter_worker").get(f"/offers/{offer}").text
    assert NAME in page
    assert "Can be opened for longer" in page
    clock.advance(days=5)
    assert NAME not in client_for("shelter_worker").get(f"/offers/{offer}").text


def test_i2_a_longer_yes_opens_nothing_that_had_closed(lead: Lead, client_for: Visit, clock: Clock) -> None:
    person = lead.person()
    agree_for(lead, person, day=23)
    offer = lead.send(lead.ready(person))
    clock.advance(days=1)
    lead.visitor.sign_in("caseworker", clock)
    agree_for(lead, person, day=29)
    assert NAME not in client_for("shelter_worker").get(f"/offers/{offer}").text


def test_a_second_no_closes_nothing_twice(lead: Lead) -> None:
    person = lead.person()
    lead.send(lead.ready(person))
    take_back(lead, person, SHELTER)
    take_back(lead, person, SHELTER)
