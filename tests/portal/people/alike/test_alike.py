"""People who look alike: asked about before one more is added, told apart by a human, never leaked."""

import pytest
from litestar import Litestar
from sqlmodel import delete, select

from lvws_core.actors import Role
from lvws_core.ids import Reference
from portal.audit.tables import Entry
from portal.database import SYSTEM
from portal.people.tables import LikenessRow, PersonRow
from tests import scene
from tests.kit import Visitor
from tests.portal.referrals.safety.stage import Visit
from tests.scene import ADVOCACY, NAME, PERSON, Lead, change_role, hidden, led_to

SOMEBODY = {"name": "Rowan Other", "borough": "hackney"}


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def lead(app: Litestar, client_for: Visit) -> Lead:
    with app.state.database.system() as session:
        scene.set_services(session)
    return Lead(client_for("caseworker"))


def people(app: Litestar) -> int:
    with app.state.database.system(reading=True) as session:
        return len(session.exec(select(PersonRow.id)).all())


def add(visitor: Visitor, **changes: str) -> Reference:
    return Reference(led_to(visitor.submit("/people/new", {**PERSON, **changes})).removeprefix("/people/"))


@pytest.mark.parametrize(
    "same",
    [
        {"name": NAME, "birth_date_day": "14", "birth_date_month": "3", "birth_date_year": "1991"},
        {"phone": "+44 7700 900123"},
    ],
)
def test_who_has_the_same_name_and_birth_date_or_the_same_number_is_asked_about_first(
    app: Litestar, lead: Lead, same: dict[str, str]
) -> None:
    first = add(lead.visitor)
    asked = lead.visitor.submit("/people/new", {**SOMEBODY, **same})
    assert asked.status_code == 200
    assert "This person may be known already" in asked.text
    assert first in asked.text
    assert people(app) == 1


def test_the_same_name_alone_is_nobody_known(app: Litestar, lead: Lead) -> None:
    add(lead.visitor)
    add(lead.visitor, phone="", birth_date_year="1990")
    assert people(app) == 2


def test_the_same_person_goes_on_with_the_record_that_there_is(app: Litestar, lead: Lead) -> None:
    first = add(lead.visitor)
    answer = lead.visitor.submit("/people/new", PERSON, known=first, against=first)
    assert answer.headers["location"] == f"/people/{first}?done=known"
    assert "This person is known" in lead.visitor.get(answer.headers["location"]).text
    assert people(app) == 1


def test_not_the_same_is_added_and_remembered(app: Litestar, lead: Lead) -> None:
    first = add(lead.visitor)
    second = Reference(
        led_to(lead.visitor.submit("/people/new", PERSON, known="new", against=first)).removeprefix("/people/")
    )
    with app.state.database.system(reading=True) as session:
        assert len(session.exec(select(LikenessRow.first_id)).all()) == 1
        assert "person.told_apart" in session.exec(select(Entry.kind)).all()
    assert "was not told apart" in lead.visitor.get(f"/people/{second}/alike").text


@pytest.mark.parametrize("known", ["", "2222-22", "nonsense\x00"])
def test_without_a_choice_nobody_is_added_and_nothing_typed_is_lost(app: Litestar, lead: Lead, known: str) -> None:
    first = add(lead.visitor)
    answer = lead.visitor.submit("/people/new", PERSON, known=known, against=first)
    assert answer.status_code == 422
    assert "Choose whether it is one of these people" in answer.text
    assert hidden(answer.text, "address") == PERSON["address"]
    assert people(app) == 1


def test_a_choice_among_others_than_those_who_look_alike_now_is_asked_anew(app: Litestar, lead: Lead) -> None:
    add(lead.visitor)
    answer = lead.visitor.submit("/people/new", PERSON, known="new", against="2222-22")
    assert (answer.status_code, people(app)) == (200, 1)


def test_a_person_can_be_told_apart_later(lead: Lead) -> None:
    first, second = add(lead.visitor), add(lead.visitor, name="Rowan Other", phone="")
    form = {**PERSON, "name": "Rowan Other", "version": "1"}
    led_to(lead.visitor.submit(f"/people/{second}/identity", form))
    page = lead.visitor.get(f"/people/{second}/alike").text
    assert first in page
    led_to(lead.visitor.submit(f"/people/{second}/alike", {"other": first}))
    assert "was not told apart" in lead.visitor.get(f"/people/{second}/alike").text
    assert "was not told apart" in lead.visitor.get(f"/people/{first}/alike").text


def _forget_what_was_decided(app: Litestar) -> None:
    with app.state.database.system() as session:
        session.exec(delete(LikenessRow), execution_options=SYSTEM)


def _last_part(lead: Lead, person: Reference) -> str:
    """Compose for Galop up to the last part, and give the page."""
    return str(lead.visitor.get(f"{lead.composed(person, ADVOCACY)}?open=send").text)


def test_route_07_an_open_referral_of_somebody_alike_stands_in_the_way_without_saying_where(
    app: Litestar, lead: Lead
) -> None:
    lead.send(lead.ready(lead.person()))
    other = lead.person()
    _forget_what_was_decided(app)
    page = _last_part(lead, other)
    assert "An open referral exists for somebody who may be the same person." in page
    assert "See who may be the same person" in page
    assert "Shelter Team, Housing advice" not in page.split("part-send")[-1]
    assert "Send to" not in page


def test_route_07_told_apart_they_stand_in_nobodys_way(lead: Lead) -> None:
    lead.send(lead.ready(lead.person()))
    assert lead.send(lead.ready(lead.person(), ADVOCACY))


def test_route_07_a_partner_that_supports_them_for_another_lead_is_found_and_not_named(
    app: Litestar, lead: Lead, client_for: Visit
) -> None:
    theirs = Lead(client_for("sponsor"))
    change_role(app, Role.LEAD_CASEWORKER)
    theirs.send(theirs.ready(theirs.person(), ADVOCACY))
    change_role(app, Role.HOST_SPONSOR)
    person = lead.person()
    page = _last_part(lead, person)
    assert "An open referral exists for somebody who may be the same person." in page
    for told in ("Hospital", "Sponsor"):
        assert told not in page
