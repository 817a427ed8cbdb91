"""Placements, clearances, problems and the pack over HTTP, and the warnings that fall due by themselves."""

import html
import re
from typing import Any

import pytest

from lvws_core.actors import THE_CLOCK
from portal.app import JOBS
from portal.dependencies import desk_at
from tests.builders import CONSORTIUM
from tests.colocations.conftest import Sited
from tests.kit import Visitor
from tests.scene import SITES, hidden

SITE, IDVA = f"/co-locations/{SITES[0]}", CONSORTIUM["idva"]
WORKER = f"/clearances/{IDVA.id}"


def a_day(name: str, day: int, month: int, year: int = 2026) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


HELD: dict[str, Any] = {
    "kind": "induction",
    "site": SITES[0],
    **a_day("issued_on", 1, 9),
    **a_day("expires_on", 5, 1, 2027),
}


@pytest.fixture
def keeper(sited: Sited) -> Visitor:
    return sited.visitor("coordinator")


def swept(sited: Sited, name: str) -> int:
    supplies = sited.app.state.supplies
    with sited.app.state.database.system() as session:
        return len(JOBS[name](desk_at(supplies, session, THE_CLOCK, sited.clock())))


def test_a_worker_without_clearances_is_paused_and_every_one_is_named(sited: Sited, keeper: Visitor) -> None:
    page = keeper.get(f"{SITE}/people").text
    assert "Paused" in page
    for words in ("Enhanced DBS check: none", "Induction: none", "Data protection training: none"):
        assert words in page
    assert "Paused" in sited.visitor("idva").get("/my-site").text


def test_a_clearance_is_recorded_shown_to_its_worker_and_given_up(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit(f"{WORKER}/record", HELD).status_code == 303
    mine = sited.visitor("idva").get("/my-site").text
    assert "Runs out on 5 January 2027: 43 days left" in mine
    assert "No longer held" not in mine
    give_up = re.search(rf'action="({WORKER}/[\w-]+/give-up)"', keeper.get(WORKER).text)
    assert give_up is not None
    assert keeper.submit(give_up[1]).status_code == 303
    assert keeper.submit(give_up[1]).status_code == 409
    assert "Runs out on" not in sited.visitor("idva").get("/my-site").text


def test_colo_01_top_18_whoever_holds_an_honorary_contract_reads_that_it_moves_no_data(
    sited: Sited, keeper: Visitor
) -> None:
    words = "It is no right to move data"
    assert words not in sited.visitor("idva").get("/my-site").text
    assert keeper.submit(f"{WORKER}/record", {**HELD, "kind": "honorary_contract"}).status_code == 303
    assert words in sited.visitor("idva").get("/my-site").text


def test_each_worker_of_a_site_may_be_managed_by_another_part_of_the_host(sited: Sited, keeper: Visitor) -> None:
    place = re.search(rf'href="({SITE}/people/[\w-]+)/managed"', keeper.get(f"{SITE}/people").text)
    assert place is not None
    form, path = keeper.get(f"{place[1]}/managed").text, f"{place[1]}/managed"
    version = hidden(form, "version")
    said = {"line_management": "Safeguarding", "host_department": "Maternity", "version": version}
    wrong = keeper.submit(path, said, host_department="x" * 81)
    assert (wrong.status_code, "Where they sit" in wrong.text, "Safeguarding" in wrong.text) == (422, True, True)
    assert keeper.submit(path, said).headers["location"] == f"{SITE}/people?done=managed"
    assert keeper.submit(path, said).status_code == 409  # made from an older version
    for page in (keeper.get(f"{SITE}/people").text, sited.visitor("idva").get("/my-site").text):
        assert "Sits in Maternity" in page
        assert "Managed there by Safeguarding" in page


def test_every_fault_of_a_clearance_is_told(keeper: Visitor) -> None:
    page = keeper.submit(f"{WORKER}/record", {"kind": "nppv", **a_day("issued_on", 1, 12)})
    assert page.status_code == 422
    assert "Select the level of police vetting" in page.text
    assert "must not be after today" in page.text
    assert "Select the site that it is for" in keeper.submit(f"{WORKER}/record", HELD, site="").text


def test_a_check_may_last_ten_years_and_a_day_that_cannot_be_is_refused(keeper: Visitor) -> None:
    form = {"kind": "nppv", "level": "3", **a_day("issued_on", 1, 9)}
    assert keeper.submit(f"{WORKER}/record", form, **a_day("expires_on", 1, 9, 2036)).status_code == 303
    assert "Until 1 September 2036" in keeper.get(WORKER).text
    assert (
        "must be between 2019 and 2100"
        in keeper.submit(f"{WORKER}/record", form, **a_day("expires_on", 1, 1, 9999)).text
    )


def test_colo_03_a_dbs_check_without_a_last_day_is_asked_for_after_three_years(keeper: Visitor) -> None:
    form = {"kind": "dbs", **a_day("issued_on", 1, 9)}
    assert keeper.submit(f"{WORKER}/record", form).status_code == 303
    assert "Until 1 September 2029" in keeper.get(WORKER).text


def test_an_idva_sees_the_own_clearances_and_nobody_elses(sited: Sited) -> None:
    idva = sited.visitor("idva")
    assert idva.get(WORKER).status_code == 200
    assert idva.get(f"/clearances/{CONSORTIUM['caseworker'].id}").status_code == 404


def test_nobody_is_placed_twice_at_once_and_a_placement_ends(keeper: Visitor) -> None:
    form = {"worker": str(IDVA.id), **a_day("starts_on", 23, 11)}
    assert keeper.submit(f"{SITE}/people/new", form).status_code == 409
    path = re.search(rf'href="({SITE}/people/[\w-]+/end)"', keeper.get(f"{SITE}/people").text)
    assert path is not None
    version = hidden(keeper.get(path[1]).text, "version")
    assert keeper.submit(path[1], a_day("day", 1, 8), version=version).status_code == 422
    assert keeper.submit(path[1], a_day("day", 22, 11), version=version).status_code == 303
    assert keeper.submit(f"{SITE}/people/new", form).status_code == 303


def test_colo_03_worker_and_coordinator_are_told_once_at_each_step(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit(f"{WORKER}/record", HELD).status_code == 303
    found = []
    for days in (0, 1, 14, 1, 30, 1):
        sited.clock.advance(days=days)
        found.append(swept(sited, "warn of clearances that run out"))
    assert found == [1, 0, 1, 0, 1, 0]
    for key, words in (("idva", "One of your clearances"), ("coordinator", "A worker’s clearance")):
        page = sited.visitor(key).get("/notices").text
        assert page.count(words) == 3
        assert "paused until it is renewed" in page
    assert "clearances" not in sited.visitor("caseworker").get("/notices").text


def test_colo_03_a_renewal_stops_the_warnings_of_the_old_one(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit(f"{WORKER}/record", HELD).status_code == 303
    assert keeper.submit(f"{WORKER}/record", HELD, **a_day("expires_on", 5, 1, 2028)).status_code == 303
    swept(sited, "warn of clearances that run out")
    assert "clearance" not in sited.visitor("idva").get("/notices").text


def test_a_problem_is_reported_in_two_taps_seen_to_and_closed(sited: Sited, keeper: Visitor) -> None:
    idva = sited.visitor("idva")
    assert 'value="wifi"' in idva.get("/my-site").text
    answer = idva.submit(f"{SITE}/issues", {"kind": "wifi"})
    assert answer.headers["location"] == "/my-site?done=reported"
    assert "Problem: Wi-Fi" in idva.get("/my-site").text
    path = re.search(rf'href="({SITE}/issues/[\w-]+)"', keeper.get(f"{SITE}/issues").text)
    assert path is not None
    assert keeper.submit(path[1], {"version": "1"}).status_code == 422
    assert keeper.submit(path[1], {"seen_to_by": "Host IT", "version": "1"}).status_code == 303
    assert "Host IT" in idva.get("/my-site").text
    assert keeper.submit(path[1], {"answer": "New point", "version": "1"}).status_code == 409
    assert keeper.submit(path[1], {"answer": "New point", "version": "2"}).status_code == 303
    assert "Problem:" not in idva.get("/my-site").text
    assert "New point" in keeper.get(f"{SITE}/issues").text


def test_a_problem_that_nobody_settles_goes_up_once_to_the_manager(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit(f"{SITE}/issues", {"kind": "room"}).status_code == 303
    sited.clock.advance(days=2)
    assert swept(sited, "let issues of sites go up") == 0
    sited.clock.advance(days=1, hours=8)
    assert [swept(sited, "let issues of sites go up") for _ in range(2)] == [1, 0]
    assert "A problem at a site was not settled in time" in sited.visitor("lead_manager").get("/notices").text
    assert "Gone up to the manager" in sited.visitor("coordinator").get(f"{SITE}/issues").text


def test_the_pack_is_read_and_ticked_off_site_by_site(keeper: Visitor) -> None:
    assert "no right to move data" in keeper.get("/co-locations/pack/agreement").text
    assert keeper.get("/co-locations/pack/nonsense").status_code == 404
    assert keeper.submit(f"{SITE}/pack", {"done": ["card", "script"]}).status_code == 303
    assert "2 of 6 in place" in keeper.get(f"{SITE}/pack").text
    assert keeper.submit(f"{SITE}/pack", {"done": ["card"]}).status_code == 303
    assert "1 of 6" in keeper.get("/co-locations/compare").text


def test_the_comparison_names_nobody_on_the_staff(keeper: Visitor) -> None:
    held = {"owner": "Rosalind Owner", "side": "host", "holder": "Harold Holder"}
    assert keeper.submit(f"{SITE}/gates/sponsor", held, version="1").status_code == 303
    page = keeper.get("/co-locations/compare").text
    assert "Alder Hospital" in page
    assert not any(name in page for name in ("Rosalind", "Harold", IDVA.name))


def test_the_hosts_own_site_is_nobody_elses(keeper: Visitor) -> None:
    for path in ("", "/people", "/issues", "/pack", "/gates/sponsor"):
        assert keeper.get(f"/co-locations/{SITES[1]}{path}").status_code == 404


def test_top_14_the_card_of_a_site_has_its_numbers_and_what_the_ward_is_told_and_nobodys_name(sited: Sited) -> None:
    idva = sited.visitor("idva")
    assert f'href="{SITE}/card"' in idva.get("/my-site").text
    card = html.unescape(idva.get(f"{SITE}/card").text)
    for words in ("Alder Hospital", "999, then security", "we have received your referral", "Never the person’s name"):
        assert words in card
    assert "Of a colleague who works here and comes to us you are told nothing at all." in card
    assert idva.get(f"/co-locations/{SITES[1]}/card").status_code == 404
