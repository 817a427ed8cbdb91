"""The conflict register: registered by the lead, read by managers, and otherwise only a yes or a no."""

from uuid import UUID

import pytest
from litestar import Litestar
from sqlmodel import delete

from lvws_core.errors import Invalid
from lvws_core.ids import PersonId, Reference, UserId
from portal.database import SYSTEM
from portal.people.conflicts.model import Conflict
from portal.people.tables import LikenessRow
from tests import scene
from tests.builders import GALOP, LEAD, NOW
from tests.kit import Visitor
from tests.portal.referrals.safety.stage import Visit
from tests.scene import ADVOCACY, HOUSING, Lead, act

CONFLICT = "Conflict – call the lead."


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def lead(app: Litestar, client_for: Visit) -> Lead:
    with app.state.database.system() as session:
        scene.set_services(session)
    return Lead(client_for("caseworker"))


@pytest.fixture
def pair(lead: Lead) -> tuple[Reference, Reference]:
    """A person, and the other party, whom Galop was asked about."""
    person, other = lead.person(), lead.person()
    lead.send(lead.ready(other, ADVOCACY))
    return person, other


def register(visitor: Visitor, person: str, other: str) -> None:
    answer = visitor.submit(f"/people/{person}/conflicts/party", {"other": other})
    assert answer.status_code == 303, answer.text


def last_part(lead: Lead, person: Reference, service: object) -> str:
    return str(lead.visitor.get(f"{lead.composed(person, service)}?open=send").text)  # type: ignore[arg-type]


def test_route_08_whoever_was_asked_about_the_other_party_is_not_asked(
    lead: Lead, pair: tuple[Reference, Reference]
) -> None:
    person, other = pair
    assert CONFLICT not in last_part(lead, person, ADVOCACY)
    register(lead.visitor, person, other)
    page = last_part(lead, person, ADVOCACY)
    assert CONFLICT in page
    assert other not in page
    assert "other party" not in page
    assert CONFLICT not in last_part(lead, person, HOUSING)


def test_route_08_it_counts_from_the_other_side_too_and_after_the_offer_is_over(lead: Lead, client_for: Visit) -> None:
    person, other = lead.person(), lead.person()
    offer = lead.send(lead.ready(other, ADVOCACY))
    act(client_for("galop_worker"), offer, "/decline", {"reason": "capacity", "whose_choice": "service"})
    register(lead.visitor, other, person)
    assert CONFLICT in last_part(lead, person, ADVOCACY)


def test_route_08_a_connected_member_of_staff_bars_the_organisation(lead: Lead) -> None:
    person = lead.person()
    form = {"organisation": str(GALOP), "staff_name": "galop worker"}
    assert lead.visitor.submit(f"/people/{person}/conflicts/staff", form).status_code == 303
    page = last_part(lead, person, ADVOCACY)
    assert CONFLICT in page
    assert "Galop Worker" not in page
    assert CONFLICT not in last_part(lead, person, HOUSING)


def test_mar_50_managers_alone_read_what_is_registered_and_end_it(
    lead: Lead, client_for: Visit, pair: tuple[Reference, Reference]
) -> None:
    person, other = pair
    register(lead.visitor, person, other)
    register(lead.visitor, person, other)
    mine = lead.visitor.get(f"/people/{person}/conflicts").text
    assert other not in mine
    assert "Managers alone can read what is registered." in mine
    manager = client_for("lead_manager")
    page = manager.get(f"/people/{person}/conflicts").text
    assert page.count(f"Other party: {other}") == 1
    assert f"Other party: {person}" in manager.get(f"/people/{other}/conflicts").text
    entry = scene.hidden(page, "entry")
    assert lead.visitor.submit(f"/people/{person}/conflicts/end", {"entry": entry}).status_code == 403
    assert manager.submit(f"/people/{person}/conflicts/end", {"entry": entry}).status_code == 303
    assert "Nothing is registered." in manager.get(f"/people/{person}/conflicts").text
    assert CONFLICT not in last_part(lead, person, ADVOCACY)
    assert manager.submit(f"/people/{person}/conflicts/end", {"entry": entry}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter the reference of the other party"),
        ("2222-22", "Nobody of your organisation has this reference."),
        ("nonsense", "Enter the reference of the other party"),
    ],
)
def test_a_party_that_is_nobody_is_asked_for_again(lead: Lead, typed: str, told: str) -> None:
    person = lead.person()
    answer = lead.visitor.submit(f"/people/{person}/conflicts/party", {"other": typed})
    assert answer.status_code == 422
    assert told in answer.text
    assert typed in answer.text


def test_nobody_is_their_own_other_party(lead: Lead) -> None:
    person = lead.person()
    answer = lead.visitor.submit(f"/people/{person}/conflicts/party", {"other": person})
    assert (answer.status_code, "another person, not of this one" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Choose for which organisation they work"),
        ({"organisation": str(GALOP)}, "Enter name of the member of staff"),
        ({"organisation": str(GALOP), "staff_name": "Nobody"}, "Nobody of that organisation has an account"),
        ({"organisation": str(UUID(int=9)), "staff_name": "Galop Worker"}, "Choose for which organisation"),
        ({"organisation": str(LEAD), "staff_name": "Galop Worker"}, "Nobody of that organisation has an account"),
    ],
)
def test_a_member_of_staff_who_is_nobody_is_asked_for_again(lead: Lead, form: dict[str, str], told: str) -> None:
    person = lead.person()
    answer = lead.visitor.submit(f"/people/{person}/conflicts/staff", form)
    assert answer.status_code == 422
    assert told in answer.text


def test_a_conflict_and_somebody_alike_are_two_things(app: Litestar, lead: Lead) -> None:
    person, other = lead.person(), lead.person()
    with app.state.database.system() as session:
        session.exec(delete(LikenessRow), execution_options=SYSTEM)
    register(lead.visitor, person, other)
    assert CONFLICT not in last_part(lead, person, ADVOCACY)


@pytest.mark.parametrize("named", [{}, {"other_person_id": 2, "staff_id": 3}, {"other_person_id": 1}])
def test_an_entry_names_exactly_one_other(named: dict[str, int]) -> None:
    ids = {name: UUID(int=number) for name, number in named.items()}
    with pytest.raises(Invalid):
        Conflict(
            id=UUID(int=9),
            person_id=PersonId(UUID(int=1)),
            registered_by=UserId(UUID(int=4)),
            registered_at=NOW,
            **ids,  # type: ignore[arg-type]
        )
