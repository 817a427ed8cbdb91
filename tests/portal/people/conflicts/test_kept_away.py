"""Whoever stands in the conflict register is kept from that person: everything of theirs is as if it were not there."""

import re

import pytest

from tests.builders import LEAD, SHELTER
from tests.kit import Visitor
from tests.portal.matrix import LINES
from tests.portal.sharing.test_ledger import the_person
from tests.scene import MISSING, NAME, PERSON, PHONE
from tests.staged import Staged

READ = tuple(line.path for line in LINES if line.method == "GET")
PERSON_PAGES = tuple(path for path in READ if path.startswith("/people/{") and "withdraw" not in path)
OFFER_PAGES = tuple(path for path in READ if path.startswith("/offers/{"))
LISTS = ("/sent", "/sent?show=ours", "/sent?show=theirs", "/sent?show=quiet", "/unplaced", "/notices", "/people")


def connect(staged: Staged, person: str, organisation: object, name: str) -> None:
    """Register a member of staff as connected, as the lead's manager."""
    form = {"organisation": str(organisation), "staff_name": name}
    answer = staged.visitor("lead_manager").submit(f"/people/{person}/conflicts/staff", form)
    assert answer.status_code == 303, answer.text


def bare(text: str, *references: str) -> str:
    """Give a page without what differs from one request to the next."""
    for reference in references:
        text = text.replace(reference, "REF")
    return re.sub(r'(value|nonce|name="_csrf" value|id|content)="[^"]*"', "", text)


def same_as_missing(visitor: Visitor, paths: tuple[str, ...], reference: str) -> None:
    for path in paths:
        mine = re.sub(r"\{[^}]*\}", reference, path, count=1)
        none = re.sub(r"\{[^}]*\}", MISSING, path, count=1)
        if "{" in mine:
            mine, none = (re.sub(r"\{[^}]*\}", "1", each) for each in (mine, none))
        found, missing = visitor.get(mine), visitor.get(none)
        assert found.status_code == missing.status_code, path
        assert bare(found.text, reference) == bare(missing.text, MISSING), path


def test_mar_50_a_connected_caseworker_finds_nothing_of_the_person(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    person, lead = the_person(staged, offer), staged.visitor("caseworker")
    request = staged.scene.requests["active"]
    before = lead.get("/sent").text
    assert offer in before
    connect(staged, person, LEAD, "caseworker")
    same_as_missing(lead, PERSON_PAGES, person)
    same_as_missing(lead, OFFER_PAGES, offer)
    same_as_missing(lead, ("/requests/{reference}", "/requests/{reference}/close"), request)
    for page in (
        "/sent",
        "/sent?show=ours",
        "/sent?show=theirs",
        "/sent?show=quiet",
        "/unplaced",
        "/notices",
        "/people",
    ):
        text = lead.get(page).text
        assert not any(each in text for each in (offer, person, request)), page
    assert staged.visitor("lead_manager").get(f"/people/{person}").status_code == 200
    assert lead.submit(f"/people/{person}/risk/new", {}).status_code == 404


def test_mar_50_a_connected_caseworker_finds_them_by_no_search_and_no_name(staged: Staged) -> None:
    found = {name: PERSON[name] for name in ("name", "birth_date_day", "birth_date_month", "birth_date_year")}
    lead, person = staged.visitor("caseworker"), the_person(staged, staged.scene.offers["active"])
    assert person in lead.submit("/people/find", found).text
    assert person in lead.submit("/people/find", {"reference": person}).text
    connect(staged, person, LEAD, "caseworker")
    assert person not in lead.submit("/people/find", found).text
    none = lead.submit("/people/find", {"reference": MISSING}).text
    assert bare(lead.submit("/people/find", {"reference": person}).text, person) == bare(none, MISSING)


def test_mar_50_a_connected_worker_of_a_partner_finds_nothing_either_and_colleagues_do(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    worker, colleague = staged.visitor("shelter_worker"), staged.visitor("shelter_manager")
    listed = {view: len(_offers_on(worker, view)) for view in ("active", "today")}
    assert offer in _offers_on(worker, "active")
    connect(staged, the_person(staged, offer), SHELTER, "shelter worker")
    same_as_missing(worker, OFFER_PAGES, offer)
    assert offer not in _offers_on(worker, "active")
    assert len(_offers_on(worker, "active")) == listed["active"] - 1
    for sought in ({"reference": offer}, {"name": NAME}, {"phone": PHONE}):
        assert f"/offers/{offer}" not in worker.submit("/inbox/search", sought).text
    assert offer not in worker.get("/notices").text
    assert worker.submit(f"/offers/{offer}/number").status_code == 404
    assert offer in _offers_on(colleague, "active")


def _offers_on(visitor: Visitor, view: str) -> list[str]:
    page = visitor.get(f"/inbox?show={view}").text
    return re.findall(r'href="/offers/([\w-]+)"', page.split("<main")[-1])


def test_mar_50_the_counts_beside_the_views_leave_it_out(staged: Staged) -> None:
    offer, worker = staged.scene.offers["active"], staged.visitor("shelter_worker")

    def counts() -> list[str]:
        return re.findall(r"\((\d+)\)", worker.get("/inbox?show=active").text)

    before = counts()
    connect(staged, the_person(staged, offer), SHELTER, "shelter worker")
    assert counts() != before


def test_mar_50_it_ends_with_the_entry_and_is_about_that_person_alone(staged: Staged) -> None:
    offer, other = staged.scene.offers["active"], staged.scene.offers["accepted"]
    person, manager = the_person(staged, offer), staged.visitor("lead_manager")
    connect(staged, person, SHELTER, "shelter worker")
    assert staged.visitor("shelter_worker").get(f"/offers/{other}").status_code == 200
    entry = re.search(r'name="entry" value="([^"]+)"', manager.get(f"/people/{person}/conflicts").text)
    assert entry is not None
    assert manager.submit(f"/people/{person}/conflicts/end", {"entry": entry[1]}).status_code == 303
    assert staged.visitor("shelter_worker").get(f"/offers/{offer}").status_code == 200


def test_mar_50_who_names_themselves_is_led_away_and_finds_nothing_more(staged: Staged) -> None:
    person, lead = the_person(staged, staged.scene.offers["active"]), staged.visitor("caseworker")
    form = {"organisation": str(LEAD), "staff_name": "Caseworker"}
    answer = lead.submit(f"/people/{person}/conflicts/staff", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert lead.get(f"/people/{person}").status_code == 404


@pytest.mark.parametrize("key", ["lead_manager", "shelter_manager"])
def test_mar_50_managers_are_kept_away_like_everybody(staged: Staged, key: str) -> None:
    offer = staged.scene.offers["active"]
    person, organisation = the_person(staged, offer), LEAD if key == "lead_manager" else SHELTER
    connect(staged, person, organisation, key.replace("_", " "))
    assert staged.visitor(key).get(f"/offers/{offer}").status_code == 404
    assert staged.visitor("caseworker").get(f"/offers/{offer}").status_code == 200
