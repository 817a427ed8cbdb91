"""Host sites in the browser: what is missing until one works, and who is cleared for it until when."""

from tests.browser.features.stage import Stage, follow, says, silent
from tests.browser.hands import fill, press
from tests.builders import CONSORTIUM
from tests.scene import SITES

SITE, WORKER = f"/co-locations/{SITES[0]}", f"/clearances/{CONSORTIUM['idva'].id}"
ISSUED = {"issued_on_day": "1", "issued_on_month": "9", "issued_on_year": "2025"}
ENDS = {"expires_on_day": "5", "expires_on_month": "1", "expires_on_year": "2027"}
PAST = {"expires_on_day": "1", "expires_on_month": "11", "expires_on_year": "2026"}


def record(there: Stage, **typed: str) -> None:
    """Let the coordinator record a clearance of the adviser."""
    page = there.browser("coordinator").open(WORKER + "/record")
    fill(page, {**ISSUED, **typed})
    press(page, "Record it")
    page.wait_for_url(f"**{WORKER}**")


def test_a_site_is_added_with_every_gate_and_says_how_far_it_is(stage: Stage) -> None:
    page = stage.browser("coordinator").open("/co-locations/new")
    described = {"kind": "police", "name": "Croydon police station", "borough": "croydon", "police_base": "Croydon"}
    fill(page, {**described, "line_management": "Public protection"})
    press(page)
    says(page, "Croydon police station", "Proposed", "Managed there by", "Public protection")
    page.goto(page.url.partition("?")[0])
    page.locator("main th a").first.click()
    page.wait_for_url("**/gates/**")
    fill(page, {"owner": "The coordinator", "side": "host", "holder": "The sponsor"})
    press(page, "Save who has it")
    page.goto(page.url.partition("/co-locations")[0] + "/co-locations")
    says(page, "Croydon police station", "Agreeing", "The sponsor")


def test_a_check_runs_out_on_a_day_that_everybody_reads_ahead(stage: Stage) -> None:
    record(stage, kind="dbs", **ENDS)
    says(stage.browser("idva").open("/my-site"), "Enhanced DBS check", "Runs out on 5 January 2027: 43 days left")
    says(stage.browser("coordinator").open("/clearances"), "5 January 2027")


def test_an_honorary_contract_stands_with_its_site_and_its_last_day(stage: Stage) -> None:
    record(stage, kind="honorary_contract", site=SITES[0], **ENDS)
    page = stage.browser("coordinator").open(WORKER)
    says(page, "Honorary contract", "Alder Hospital", "5 January 2027")


def test_whose_check_has_lapsed_is_paused_there_and_reads_why(stage: Stage) -> None:
    record(stage, kind="dbs", **PAST)
    page = stage.browser("idva").open("/my-site")
    says(page, "Paused", "Enhanced DBS check: ran out on 1 November 2026")
    record(stage, kind="dbs", **ENDS)
    page = stage.browser("idva").open("/my-site")
    silent(page, "ran out on")
    says(page, "Induction: none")
    follow(page, "All about this site")
