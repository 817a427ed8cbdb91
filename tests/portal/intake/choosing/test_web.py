"""Choosing whom a contact was about: out of one's own people or by the keyed search, and nothing typed is lost."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlmodel import select

from portal.audit.tables import Entry
from portal.database import SYSTEM
from tests.colocations.contacts.builders import COMMON
from tests.kit import Visitor
from tests.scene import NAME, PERSON, PHONE
from tests.staged import Staged

TYPED = {name: str(value) for name, value in COMMON.items()} | {"note": "Half of a note"}


def choices(page: str) -> Sequence[str]:
    return re.findall(r'href="(/contacts/[^"]*(?:chosen|person)=[^"]*)"', page)


def added(idva: Visitor, **changes: str) -> str:
    place = idva.submit("/people/new", {**PERSON, **changes}).headers["location"]
    return urlsplit(str(place)).path.split("/")[2]


def reads(staged: Staged) -> int:
    with staged.app.state.database.system() as session:
        kinds = session.exec(select(Entry.kind), execution_options=SYSTEM)
        return sum(kind == "person.read" for kind in kinds)


def test_one_of_ones_own_people_is_chosen_and_the_form_comes_back_as_it_was(staged: Staged) -> None:
    idva = staged.visitor("idva")
    own = added(idva, name="Thessaly Newcomer", phone="07700 900456")
    before = reads(staged)
    page = idva.submit("/contacts/choose", TYPED).text
    assert "Thessaly Newcomer" in page
    assert "You are on the case team" in page
    assert NAME not in page  # a colleague's
    assert reads(staged) == before + len(choices(page)) == before + 1
    assert choices(page) == [f"/contacts/new?chosen={own}#person"]
    form = idva.get(f"/contacts/new?chosen={own}").text
    assert "Half of a note" in form
    assert f'value="{own}"' in form
    assert "Newcomer" not in form
    contact_id = re.search(r'name="contact_id" value="([^"]+)"', form)
    assert contact_id is not None
    sent = {**TYPED, "about": "reference", "person": own, "contact_id": contact_id[1]}
    assert idva.submit("/contacts/new", sent).headers["location"] == "/my-site?done=logged"
    assert "Met today" in idva.get("/contacts/choose").text


def test_somebody_else_is_found_by_number_or_by_name_and_birth_date_alone(staged: Staged) -> None:
    idva, whom = staged.visitor("idva"), staged.scene.person
    by_name = {name: value for name, value in PERSON.items() if name.startswith(("name", "birth"))}
    for sought in ({"phone": PHONE}, by_name):
        page = idva.submit("/contacts/choose/find", sought).text
        assert f"/contacts/new?chosen={whom}#person" in choices(page)
        assert NAME in page
    wrong = idva.submit("/contacts/choose/find", {"name": NAME})
    assert (wrong.status_code, "Enter the date of birth as well" in wrong.text, NAME in wrong.text) == (422, True, True)
    assert "Nobody found" in idva.submit("/contacts/choose/find", {"phone": "020 7946 0999"}).text


def test_whoever_a_logged_contact_was_about_is_chosen_too_and_nobody_elses_contact_is_known(staged: Staged) -> None:
    idva = staged.visitor("idva")
    own = added(idva, name="Thessaly Newcomer", phone="07700 900456")
    idva.submit("/contacts/new", {**TYPED, "then": "save"})
    found = re.search(r'href="(/contacts/(....-..))"', idva.get("/my-site").text)
    assert found is not None
    path, contact = found.groups()
    assert f'href="/contacts/choose?contact={contact}"' in idva.get(path).text
    page = idva.get(f"/contacts/choose?contact={contact}").text
    assert choices(page) == [f"{path}?person={own}"]
    assert f'value="{own}"' in idva.get(f"{path}?person={own}").text
    assert idva.submit(f"{path}/link", {"person": own}).status_code == 303
    assert idva.get("/contacts/choose?contact=2222-22").status_code == 404
    assert staged.visitor("caseworker").get("/contacts/choose").status_code == 403


def test_the_form_of_the_device_offers_nobody(staged: Staged) -> None:
    assert "/contacts/choose" in staged.visitor("idva").get("/contacts/new").text
    assert "/contacts/choose" not in staged.visitor("idva").get("/contacts/offline/shell").text
