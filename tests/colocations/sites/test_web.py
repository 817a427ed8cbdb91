"""The sites over HTTP: added, moved along gate by gate, opened; who sees which; and what the list costs."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar
from sqlmodel import select

from colocations.placements.tables import PlacementRow
from colocations.sites.gates.model import GateKind, kinds_for
from colocations.sites.model import SiteKind
from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, LEAD, Clock, Ids
from tests.kit import Visitor
from tests.partners.statements import counted
from tests.scene import hidden

As = Callable[[str], Visitor]
FORM: dict[str, Any] = {
    "name": "Alder Hospital",
    "kind": "hospital",
    "borough": "hackney",
    "ods_code": "rqxm1",
    "departments": "A&E\r\nMaternity\r\nA&E",
}
HELD = {"owner": "The coordinator", "side": "host", "holder": "Host HR"}
MET = {"first_day": "23", "first_month": "11", "first_year": "2026", "evidence": "Seen"}
FIRST_DAY = {"opened_on_day": "23", "opened_on_month": "11", "opened_on_year": "2026"}


@pytest.fixture
def keeper(client_for: As) -> Visitor:
    return client_for("coordinator")


@pytest.fixture
def site(keeper: Visitor) -> str:
    return added(keeper)


def added(keeper: Visitor, **changes: str) -> str:
    answer = keeper.submit("/co-locations/new", FORM, **changes)
    assert answer.status_code == 303
    path: str = answer.headers["location"].partition("?")[0]
    return path


def on_gate(keeper: Visitor, site: str, kind: str, act: str, form: dict[str, Any]) -> int:
    path = f"{site}/gates/{kind}"
    version = hidden(keeper.get(path).text, "version")
    return keeper.submit(path + act, form, version=version).status_code


def audited(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def test_the_list_is_empty_until_a_site_is_added(keeper: Visitor) -> None:
    assert "No site yet" in keeper.get("/co-locations").text
    added(keeper)
    page = keeper.get("/co-locations").text
    assert "Alder Hospital" in page
    assert "RQXM1 Homerton Healthcare" in page
    assert "0 of 14" in page


def test_every_fault_of_a_site_is_told_and_nothing_typed_is_lost(keeper: Visitor) -> None:
    answer = keeper.submit("/co-locations/new", FORM, ods_code="nonsense", borough="", hours="Nine to five")
    assert answer.status_code == 422
    assert "RJ1 for a trust" in answer.text
    assert "Select the borough" in answer.text
    assert "Nine to five" in answer.text


def test_a_police_station_asks_for_its_base_and_for_residence(keeper: Visitor) -> None:
    assert "Enter the police base" in keeper.submit("/co-locations/new", FORM, kind="police", ods_code="").text
    path = added(keeper, kind="police", ods_code="", police_base="Central East")
    assert "0 of 15" in keeper.get(path).text


def test_a_gate_is_handed_on_chased_answered_met_and_reopened(keeper: Visitor, site: str, app: Litestar) -> None:
    acts = (
        ("", HELD),
        ("/chase", {"who": "Host HR", "words": "The date"}),
        ("/answer", {"answer": "On Friday"}),
        ("/met", MET),
        ("/reopen", {"why": "They left"}),
    )
    assert [on_gate(keeper, site, "sponsor", act, form) for act, form in acts] == [303] * 5
    page = keeper.get(f"{site}/gates/sponsor").text
    for words in ("Handed to Host HR", "Host HR asked", "On Friday", "They left", "Coordinator"):
        assert words in page
    kinds = ["gate.held", "gate.chased", "gate.answered", "gate.met", "gate.reopened"]
    assert [kind for kind in audited(app) if kind.startswith("gate.")] == kinds


def test_colo_02_the_days_in_a_state_are_counted_alike_in_the_heading_and_in_the_list(
    keeper: Visitor, site: str
) -> None:
    page = keeper.get(site).text
    assert "for 1 day, since" in page
    assert "1 day: " in page


def test_colo_02_what_is_needed_first_is_named_and_the_evidence_stays_typed(keeper: Visitor, site: str) -> None:
    version = hidden(keeper.get(f"{site}/gates/access").text, "version")
    answer = keeper.submit(f"{site}/gates/access/met", MET, evidence="A letter", version=version)
    assert answer.status_code == 409
    assert "“Co-location agreement signed” must be met first." in answer.text
    assert "A letter" in answer.text


def test_a_change_that_somebody_else_made_meanwhile_is_not_overwritten(keeper: Visitor, site: str) -> None:
    assert on_gate(keeper, site, "dbs", "", HELD) == 303
    assert keeper.submit(f"{site}/gates/dbs", HELD, version="1").status_code == 409
    assert keeper.submit(f"{site}/change", FORM, version="7").status_code == 409


def test_colo_02_a_site_opens_when_every_gate_is_met_and_pauses_when_one_falls(keeper: Visitor, site: str) -> None:
    refused = keeper.submit(f"{site}/days", FIRST_DAY, version="1")
    assert refused.status_code == 409
    assert refused.text.count("is not met on 23 November 2026") == 14
    for kind in kinds_for(SiteKind.HOSPITAL):
        assert on_gate(keeper, site, kind.value, "/met", MET) == 303
    assert "Say when it opened" in keeper.get(site).text
    assert keeper.submit(f"{site}/days", FIRST_DAY, version="1").status_code == 303
    assert "Live" in keeper.get("/co-locations").text
    assert on_gate(keeper, site, GateKind.ROOM.value, "/reopen", {"why": "It is a clinic now"}) == 303
    assert "Paused" in keeper.get("/co-locations").text


def test_colo_01_without_a_sharing_agreement_the_page_says_that_no_data_goes(keeper: Visitor, site: str) -> None:
    words = "no data about anybody goes either way"
    assert words in keeper.get(site).text
    for kind in ("sponsor", "sharing"):
        assert on_gate(keeper, site, kind, "/met", MET) == 303
    assert words not in keeper.get(site).text


def test_an_overdue_gate_leads_to_a_chase_from_the_list(keeper: Visitor, site: str, clock: Clock) -> None:
    assert on_gate(keeper, site, "dbs", "", HELD) == 303
    clock.advance(days=30)
    keeper.sign_in("coordinator", clock)
    page = keeper.get("/co-locations").text
    assert "1 overdue, the longest" in page
    assert f'href="{site}/gates/dbs"' in page
    assert "Chase Host HR" in keeper.get(site).text


def test_an_idva_sees_the_sites_at_which_they_are_placed_and_changes_none(
    site: str, app: Litestar, client_for: As, new_id: Ids, clock: Clock
) -> None:
    idva = client_for("idva")
    assert idva.get(site).status_code == 404
    assert "You are not placed at a site" in idva.get("/co-locations").text
    with app.state.database.system() as session:
        found = {"id": new_id(), "owner_organisation_id": LEAD, "worker_id": CONSORTIUM["idva"].id}
        session.add(PlacementRow(**found, site_id=site_id(app), starts_on=clock().date()))
    assert "Alder Hospital" in idva.get("/co-locations").text
    assert "portal-next" not in idva.get(site).text
    assert idva.submit(f"{site}/gates/sponsor", HELD, version="1").status_code == 403


def site_id(app: Litestar) -> Any:
    with app.state.database.system(reading=True) as session:
        return next(e.subject_id for e in session.exec(select(Entry)) if e.kind == "site.added")


def test_the_list_costs_the_same_however_many_sites_there_are(keeper: Visitor, app: Litestar) -> None:
    added(keeper)
    keeper.get("/co-locations")
    with counted(app.state.database) as few:
        keeper.get("/co-locations")
    for number in range(8):
        added(keeper, name=f"Site {number}")
    with counted(app.state.database) as many:
        assert keeper.get("/co-locations").text.count("portal-row-link--wraps") == 9
    assert len(many) == len(few)
