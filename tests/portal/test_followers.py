"""What follows an event inside its own transaction."""

from collections.abc import Callable

import pytest
from litestar import Litestar

from tests import scene
from tests.builders import GALOP, SHELTER
from tests.kit import Visitor
from tests.scene import ADVOCACY, CONSENT, NAME, PHONE, Lead

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


def test_a_second_no_closes_nothing_twice(lead: Lead) -> None:
    person = lead.person()
    lead.send(lead.ready(person))
    take_back(lead, person, SHELTER)
    take_back(lead, person, SHELTER)
