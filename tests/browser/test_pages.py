"""Every page in a real browser: readable by everyone, quiet, narrow enough, and telling nothing in its title."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page

from tests.browser.conftest import SHIFTS, STAFF, WIDE, Live, Visit, Watched
from tests.browser.hands import fill, press
from tests.builders import CONSORTIUM, SHELTER
from tests.colocations.conftest import Sited
from tests.colocations.contacts.builders import COMMON
from tests.colocations.contacts.offline.builders import a_content
from tests.colocations.contacts.offline.ward import Ward, a_ward
from tests.colocations.rota.set_live import LIVE
from tests.portal.intake.importing.files import a_file
from tests.scene import MISSING, NAME, PERSON, ROOM, SESSIONS, SITES

pytestmark = pytest.mark.browser

LEAD: Mapping[str, str] = {
    "my_day": "/my-day",
    "my_absence": "/my-day/absence",
    "people": "/people",
    "new": "/people/new",
    "person": "/people/{person}",
    "person_done": "/people/{person}?done=risk",
    "identity": "/people/{person}/identity",
    "plan": "/people/{person}/contact-plan",
    "risk": "/people/{person}/risk/new",
    "risk_series": "/people/{person}/risk",
    "risk_trigger": "/people/{person}/risk/trigger",
    "risk_stalking": "/people/{person}/risk/stalking",
    "attempts": "/people/{person}/attempts",
    "consent": "/people/{person}/consent",
    "shared": "/people/{person}/shared",
    "shared_then": "/people/{person}/shared/then?day=22&month=11&year=2026&time=10:00",
    "shared_why": "/offers/{active}/why",
    "receipt": "/offers/{active}/receipt",
    "receipt_aloud": "/offers/{active}/receipt/aloud",
    "receipt_full": "/offers/{active}/receipt/full",
    "safety": "/people/{person}/safety",
    "alike": "/people/{person}/alike",
    "conflicts": "/people/{person}/conflicts",
    "characteristics": "/people/{person}/characteristics",
    "corrections": "/people/{person}/corrections",
    "statements": "/people/{person}/statements",
    "needs": "/people/{person}/needs",
    "needs_new": "/people/{person}/needs/new",
    "told": "/people/{person}/told?done=victims_code",
    "team": "/people/{person}/team",
    "updates": "/people/{person}/updates",
    "unsafe": "/offers/{accepted}/unsafe",
    "start": "/refer/{person}",
    "need": "/refer/{person}/{request}?open=need",
    "service": "/refer/{person}/{request}?open=service",
    "share": "/refer/{person}/{request}?open=share",
    "send": "/refer/{person}/{request}?open=send",
    "sent": "/sent",
    "sent_ours": "/sent?show=ours",
    "sent_quiet": "/sent?show=quiet",
    "drafts": "/sent?show=drafts",
    "strange_sent": "/sent?show=nonsense",
    "unplaced": "/unplaced",
    "request": "/requests/{request_declined}",
    "request_waiting": "/requests/{request_waitlisted}",
    "request_draft": "/requests/{request}",
    "discard": "/requests/{request}/mark-error",
    "account": "/account",
    "notices": "/notices",
    "offer_asked": "/offers/{info_needed}",
    "offer_active": "/offers/{active}",
    "pack": "/offers/{active}/pack",
    "message": "/offers/{active}/message",
    "attach": "/offers/{active}/attach",
    "offer_declined": "/offers/{declined}",
    "offer_sent": "/offers/{sent}?done=sent",
    "offer_waitlisted": "/offers/{waitlisted}",
    "still_needed": "/offers/{waitlisted}/still-needed",
    "withdraw": "/offers/{accepted}/withdraw",
    "mark_error": "/offers/{sent}/mark-error",
    "away": "/offers/{away}",
    "away_deliver": "/offers/{away}/deliver",
    "away_pack": "/offers/{away}/pack",
    "away_received": "/offers/{away}/recorded/received",
    "away_waitlisted": "/offers/{away}/recorded/waitlisted",
    "away_outcome": "/offers/{away_outcome}/recorded/outcome",
    "away_part_closed": "/offers/{away_outcome}",
    "away_part_closed_pack": "/offers/{away_outcome}/pack",
    "away_ledger": "/offers/{away_outcome}/why",
    "cases": "/cases",
    "cases_taken": "/cases?show=taken",
    "cases_unallocated": "/cases?show=unallocated",
    "cases_mine": "/cases?show=mine",
    "cases_closed": "/cases?show=closed",
    "intake": "/intake?done=known",
    "intake_new": "/intake/new",
    "intake_import": "/intake/import",
    "case": "/cases/{case}",
    "offer_taken_in": "/offers/{case}",
    "missing": "/people/" + MISSING,
    "refused": "/inbox",
}
PARTNER: Mapping[str, str] = {
    "inbox": "/inbox",
    "inbox_needs_answer": "/inbox?show=needs-answer&risk=high&holder=nobody",
    "inbox_filtered_away": "/inbox?show=active&need=finance_benefits",
    "inbox_done": "/inbox?show=today&done=taken&many=2",
    "inbox_active": "/inbox?show=active",
    "inbox_search": "/inbox/search",
    "waiting_list": "/waiting-list",
    "preferences": "/account/preferences?done=saved",
    "inbox_with_lead": "/inbox?show=with-lead",
    "inbox_accepted": "/inbox?show=accepted",
    "inbox_closed": "/inbox?show=closed",
    "offer": "/offers/{acknowledged}",
    "offer_asked": "/offers/{info_needed}",
    "offer_accepted": "/offers/{accepted}?done=accepted",
    "offer_active": "/offers/{active}",
    "pack": "/offers/{active}/pack",
    "message": "/offers/{active}/message",
    "attach": "/offers/{active}/attach",
    "offer_declined": "/offers/{declined}",
    "ask": "/offers/{acknowledged}/ask",
    "decline": "/offers/{acknowledged}/decline",
    "contact": "/offers/{accepted}/first-contact",
    "attempt": "/offers/{accepted}/attempt",
    "unsafe": "/offers/{accepted}/unsafe",
    "not_reached": "/offers/{accepted}/not-reached",
    "waitlist": "/offers/{standard}/waitlist",
    "offer_waitlisted": "/offers/{waitlisted}",
    "offer_outcome_due": "/offers/{outcome_due}?done=finished",
    "offer_withdrawn": "/offers/{withdrawn}",
    "asked_again": "/offers/{active}/asked-again",
    "update": "/offers/{active}/update",
    "pause": "/offers/{active}/pause",
    "hand_back": "/offers/{active}/hand-back",
    "assign": "/offers/{active}/assign",
    "finish": "/offers/{active}/finish",
    "outcome": "/offers/{outcome_due}/outcome",
    "stop": "/offers/{withdrawn}/stop",
    "referred": "/sent",
    "people": "/people",
    "account": "/account",
    "strange_view": "/inbox?show=nonsense",
}
DIRECTORY: Mapping[str, str] = {
    "directory": "/directory",
    "nothing_fits": "/directory?need=drugs_alcohol&borough=hackney&open=yes",
    "service": "/directory/housing_advice?done=capacity",
    "own": "/our-services",
    "capacity": "/directory/housing_advice/capacity",
    "pause": "/directory/housing_advice/pause",
    "hours": "/directory/housing_advice/hours",
    "remit": "/directory/housing_advice/remit",
    "new_service": "/directory/new",
    "closed_services": "/directory/closed",
    "close_service": "/directory/housing_advice/close",
    "sessions": "/directory/sessions",
    "sessions_past": "/directory/sessions?show=past",
    "new_session": "/directory/sessions/new",
    "session": f"/directory/sessions/{SESSIONS[0]}?done=added",
    "change_session": f"/directory/sessions/{SESSIONS[0]}/change",
    "call_off": f"/directory/sessions/{SESSIONS[0]}/call-off",
    "attendance": f"/directory/sessions/{SESSIONS[0]}/attendance",
    "team": "/team?done=closed",
    "signed_in": "/team/sessions?done=colleague",
    "own_sessions": "/account/sessions?done=one",
    "colleague": "/team/new",
    "invite": "/team/" + str(CONSORTIUM["shelter_worker"].id) + "/invitation",
    "reinvite": "/team/" + str(CONSORTIUM["shelter_worker"].id) + "/reinvite",
    "role": "/team/" + str(CONSORTIUM["shelter_worker"].id) + "/role",
    "close": "/team/" + str(CONSORTIUM["shelter_worker"].id) + "/disable",
}
PAGES = [("caseworker", path) for path in LEAD.values()] + [("shelter_worker", path) for path in PARTNER.values()]
PAGES += [("shelter_manager", path) for path in DIRECTORY.values()]
PAGES += [
    ("lead_manager", path)
    for path in (
        "/my-day",
        "/caseload",
        f"/caseload/{CONSORTIUM['caseworker'].id}",
        f"/caseload/{CONSORTIUM['caseworker'].id}/hand-over",
        f"/caseload/{CONSORTIUM['caseworker'].id}/absence",
        f"/caseload/{CONSORTIUM['caseworker'].id}/close",
    )
]
PAGES += [
    (key, path) for key in ("shelter_manager", "lead_manager") for path in ("/team/duty?done=added", "/deliveries")
]
PAGES += [("lead_manager", path) for path in ("/cases/workers?done=saved", "/intake/returned", "/cases?show=open")]
PAGES += [
    ("lead_manager", path) for path in ("/unplaced", "/requests/{request_active}", "/requests/{request_declined}/close")
]
PAGES += [
    *((key, path) for key in ("caseworker", "idva") for path in ("/marac", "/people/{person}/marac")),
    ("caseworker", "/people/{person}/marac/new"),
    *(("idva", "/people/{person}/marac/{marac}" + part) for part in ("?done=drafted", "/edit", "/actions")),
    ("idva", "/marac/meetings"),
]
PAGES += [
    ("analyst", "/reports"),
    ("analyst", "/reports/table-1"),
    ("lead_manager", "/reports/table-3?from=2026-11-01&to=2026-11-20"),
]
PAGES += [("analyst", "/reports/table-4?from=soon&to=2020-03-31")]
PAGES += [(key, "/reports/asked-again") for key in ("lead_manager", "shelter_manager")]
PAGES += [(key, "/reports/partners") for key in ("lead_manager", "shelter_manager", "analyst")]
PAGES += [("lead_manager", "/reports/partners?period=soon"), ("lead_manager", "/reports/partners?period=2020-02")]
PAGES += [
    ("lead_manager", path)
    for path in (
        "/directory/agreements",
        "/directory/new",
        "/directory/housing_advice",
        "/directory/housing_advice/agreement",
    )
]
PAGES += [
    *(("governance", path) for path in ("/reviews/access", "/reviews/access?show=all", "/reviews/access/records")),
    ("caseworker", "/emergency-access"),
    *(("governance", path) for path in ("/overrides", "/overrides/{override}", "/reviews", "/reviews/{misdirected}")),
    *(("governance", path) for path in ("/rights", "/rights/{rights}", "/rights/{rights}/readings")),
    ("governance", "/rights/due"),
    *((key, "/people/{person}/rights") for key in ("governance", "caseworker")),
    *((key, "/reviews/stops") for key in ("governance", "caseworker")),
    *(("lead_manager", path) for path in ("/overrides/waiting", "/overrides/{override}/second")),
    ("caseworker", "/refer/{person}/{request}/override/sharing"),
    ("lead_manager", "/refer/{person}/{request_alike}/override/duplicate"),
    ("caseworker", "/people/{person}/consent/withdraw?organisation=" + str(SHELTER)),
    ("shelter_worker", "/offers/{misdirected}/stop"),
]
PAGES += [
    *(
        ("coordinator", path)
        for path in (
            "/co-locations",
            "/co-locations/new",
            f"/co-locations/{SITES[0]}?done=added",
            f"/co-locations/{SITES[0]}/change",
            f"/co-locations/{SITES[0]}/days",
            f"/co-locations/{SITES[0]}/hours",
            "/rota?done=added",
            "/rota/shifts/new",
            f"/rota/shifts/{SHIFTS[0]}",
            f"/rota/shifts/{SHIFTS[0]}/cover",
            f"/rota/shifts/{SHIFTS[1]}/cover?done=asked",
            f"/co-locations/{LIVE.reference}/gap?day=2026-11-26",
            f"/co-locations/{LIVE.reference}/gap?day=2026-11-28",
            f"/rota/leave/{CONSORTIUM['idva'].id}",
            f"/co-locations/{SITES[0]}/rooms?done=added",
            f"/co-locations/{SITES[0]}/rooms/new",
            f"/co-locations/{SITES[0]}/rooms/{ROOM}/change",
            f"/co-locations/{SITES[0]}/gates/sponsor?done=held",
            "/co-locations/compare",
            "/co-locations/pack",
            "/co-locations/pack/card",
            f"/co-locations/{SITES[0]}/pack?done=saved",
            f"/co-locations/{SITES[0]}/issues",
            f"/co-locations/{SITES[0]}/people",
            f"/co-locations/{SITES[0]}/people/new",
            "/clearances",
            f"/clearances/{CONSORTIUM['idva'].id}",
            f"/clearances/{CONSORTIUM['idva'].id}/record",
        )
    ),
    ("idva", f"/co-locations/{SITES[0]}"),
    *(("idva", path) for path in ("/my-site", "/contacts/new", "/contacts/choose", "/my-site/sessions")),
    ("idva", "/contacts/offline?done=wipe_asked"),
    ("idva", "/contacts/offline/shell"),
    ("coordinator", "/contacts/offline/count"),
    ("coordinator", "/co-locations/problems"),
    ("idva", f"/co-locations/{SITES[0]}/quiet-times"),
    ("idva", f"/co-locations/{SITES[0]}/card"),
    ("idva", "/people/{person}/at-sites"),
    ("idva", "/my-site"),
    ("idva", "/account/preferences"),
    ("idva", "/my-site/paper-log?done=3-1-2"),
    ("coordinator", f"/co-locations/{SITES[0]}/contacts"),
    ("coordinator", f"/co-locations/{SITES[0]}/numbers"),
    ("idva", "/rota"),
    ("idva", "/rota/calendar"),
    ("idva", f"/co-locations/{SITES[0]}/rooms/{ROOM}?done=booked"),
    ("idva", f"/co-locations/{SITES[0]}/rooms/{ROOM}/door"),
    ("sponsor", "/our-sites"),
]
PAGES += [
    ("", "/sign-in"),
    ("", "/sign-in/recovery"),
    ("galop_worker", "/inbox?show=closed"),
    ("galop_worker", "/waiting-list"),
    ("analyst", "/account"),
    ("analyst", "/account/ways?done=codes_set_up"),
    ("analyst", "/account/ways/codes"),
    ("lead_manager", "/more"),
    ("analyst", "/people"),
]

FAULTY: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("", "/sign-in", "Sign in", {}),
    ("", "/sign-in/recovery", "Sign in", {"recovery": "short"}),
    ("analyst", "/account/ways/codes", "Set up", {"password": "short"}),
    ("shelter_manager", "/team/duty", "Put on duty", {"starts": "9"}),
    ("caseworker", "/people", "Find", {"name": "Rowan"}),
    ("caseworker", "/people/new", "Add this person", {"birth_date_day": "40"}),
    ("caseworker", "/people/{person}/identity", "Save details", {"name": ""}),
    ("caseworker", "/people/{person}/contact-plan", "", {"opens": "noon"}),
    ("caseworker", "/people/{person}/risk/new", "Save", {"police_incidents": "many"}),
    ("caseworker", "/people/{person}/risk/trigger", "", {}),
    ("caseworker", "/people/{person}/risk/stalking", "", {}),
    ("caseworker", "/people/{person}/attempts", "Record the attempt", {}),
    ("caseworker", "/people/{person}/consent", "", {"until_day": "1"}),
    ("caseworker", "/people/{person}/marac/new", "", {"harmer_age": "old", "incident_on_day": "40"}),
    ("idva", "/people/{person}/marac/{marac}", "", {}),
    ("idva", "/marac/meetings", "", {"on_day": "40"}),
    ("caseworker", "/people/{person}/safety", "Stop contact now", {}),
    ("caseworker", "/people/{person}/conflicts", "Register the other party", {}),
    ("caseworker", "/people/{person}/conflicts", "Register the member of staff", {}),
    ("shelter_worker", "/offers/{accepted}/unsafe", "", {}),
    ("caseworker", "/refer/{person}", "Continue", {}),
    ("shelter_manager", "/directory/housing_advice/capacity", "", {"places": "many"}),
    ("shelter_manager", "/directory/housing_advice/pause", "", {}),
    ("shelter_manager", "/directory/housing_advice/hours", "Save the hours", {"opens_0": "noon"}),
    ("shelter_manager", "/directory/housing_advice/remit", "", {"age_min": "old"}),
    ("shelter_manager", "/directory/sessions/new", "", {"starts": "noon"}),
    ("shelter_manager", "/team/new", "", {"email": "nobody"}),
    ("shelter_manager", "/directory/new", "Add the service", {"age_min": "old"}),
    ("shelter_manager", "/directory/housing_advice/close", "", {}),
    ("lead_manager", "/directory/housing_advice/agreement", "", {"ends_on_day": "40"}),
    ("shelter_worker", "/inbox/search", "Search", {"name": "Rowan Reed", "phone": "12"}),
    ("shelter_worker", "/offers/{acknowledged}/ask", "", {}),
    ("shelter_worker", "/offers/{acknowledged}/decline", "", {}),
    ("shelter_worker", "/offers/{accepted}/first-contact", "", {"time": "soon"}),
    ("shelter_worker", "/offers/{accepted}/attempt", "", {"time": "soon"}),
    ("shelter_worker", "/offers/{standard}/waitlist", "", {}),
    ("shelter_worker", "/offers/{active}/update", "", {}),
    ("shelter_worker", "/offers/{active}/pause", "", {"until_day": "1"}),
    ("shelter_worker", "/offers/{active}/hand-back", "", {}),
    ("shelter_worker", "/offers/{active}/finish", "", {}),
    ("shelter_worker", "/offers/{outcome_due}/outcome", "", {}),
    ("shelter_worker", "/offers/{withdrawn}/stop", "", {}),
    ("caseworker", "/offers/{accepted}/withdraw", "", {}),
    ("lead_manager", "/requests/{request_declined}/close", "", {}),
    ("caseworker", "/cases/{case}", "Say who this is", {}),
    ("caseworker", "/intake/new", "Take in", {"birth_date": "40 5 1990", "hours": "late"}),
    ("lead_manager", "/cases/workers", "Save", {f"points_{CONSORTIUM['idva'].id}": "many"}),
    ("caseworker", "/offers/{active}/receipt/full", "", {}),
    ("caseworker", "/offers/{active}/receipt", "Check the code", {}),
    ("caseworker", "/refer/{person}/{request}/override/sharing", "", {}),
    ("lead_manager", "/overrides/{override}/second", "", {}),
    ("lead_manager", "/refer/{person}/{request_alike}/override/duplicate", "", {}),
    ("caseworker", "/offers/{away}/deliver", "", {}),
    ("caseworker", "/offers/{away}/recorded/received", "", {"time": "soon"}),
    ("idva", "/contacts/new", "Save", {"note": "Kept"}),
    ("idva", "/my-site/sessions", "Plan it", {"time": "soon"}),
    ("idva", f"/co-locations/{SITES[0]}/quiet-times", "Save this quiet time", {"opens": "noon"}),
    ("caseworker", "/offers/{away_outcome}/recorded/outcome", "", {}),
    ("governance", "/overrides/{override}", "", {}),
    ("governance", "/reviews/{misdirected}", "", {}),
    ("shelter_worker", "/offers/{misdirected}/stop", "", {}),
    ("coordinator", "/co-locations/new", "", {}),
    ("idva", "/my-site/paper-log", "Check the file", {}),
    ("coordinator", f"/co-locations/{SITES[0]}/people/new", "", {}),
    ("coordinator", f"/clearances/{CONSORTIUM['idva'].id}/record", "", {}),
    ("coordinator", f"/co-locations/{SITES[0]}/days", "", {"opened_on_day": "40"}),
    ("coordinator", "/rota/shifts/new", "", {}),
    ("coordinator", f"/rota/leave/{CONSORTIUM['idva'].id}", "", {}),
    ("coordinator", f"/co-locations/{SITES[0]}/rooms/new", "", {}),
    ("idva", f"/co-locations/{SITES[0]}/rooms/{ROOM}", "Book it", {}),
    ("coordinator", f"/co-locations/{SITES[0]}/hours", "Save the hours", {"opens_0": "17:00", "closes_0": "9:00"}),
    ("coordinator", f"/co-locations/{SITES[0]}/gates/sponsor", "Save who has it", {}),
    ("caseworker", "/people/{person}/shared/then", "Show what could be seen", {"day": "40"}),
)
"""A form, the words on its button ("" for the only one of its kind), and what is typed wrongly."""

WEEKLY = {"on_day": "24", "on_month": "11", "on_year": "2026", "starts": "09:00", "ends": "12:00", "weeks": "6"}
SERIES: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("coordinator", "/rota/shifts/new", "Add the shift", {"site": LIVE.reference, "worker": str(STAFF[0])}),
    ("idva", f"/co-locations/{SITES[0]}/rooms/{ROOM}", "Book it", {"purpose": "confidential"}),
)
"""A form that can be asked for week by week, its button, and what else it needs."""

AXE_RUN = f"""async () => {{
{Axe().axe_script};
return (await axe.run({{resultTypes: ["violations"]}})).violations;
}}"""
"""Sends the script and asks in one message, and brings back the violations alone: of what passes there is much more."""

NEUTRAL = frozenset({"Your record", "Room 3"})
"""Titles without the portal's name: they could stand on a paper that somebody else finds."""

HTML_IGNORED = frozenset[str]()
"""Faults of a strict reader that the design system's own markup would need to be forgiven; none does."""


def at(live: Live, path: str) -> str:
    scene = live.scene
    places = {"person": scene.person, "request": scene.referral.reference, "case": scene.case}
    places |= {"override": scene.override, "marac": scene.marac, "rights": scene.rights, **scene.offers}
    places |= {f"request_{status}": reference for status, reference in scene.requests.items()}
    return path.format(**places)


def references_of(live: Live) -> tuple[str, ...]:
    scene = live.scene
    found = (scene.person, scene.override, scene.marac, scene.rights, scene.referral.reference)
    return (*found, *SITES, *scene.offers.values(), *scene.requests.values())


def check(watched: Watched, references: tuple[str, ...]) -> None:
    """Look at the open page with every eye that there is."""
    page = watched.page
    check_access(page)
    assert watched.complaints() == []
    check_words(page, references)
    for width in (WIDE["width"], 320):
        page.set_viewport_size({**WIDE, "width": width})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width}"


def check_access(page: Page) -> None:
    violations = page.evaluate(AXE_RUN)
    assert violations == [], [(v["id"], [node["html"] for node in v["nodes"]]) for v in violations]


def check_words(page: Page, references: tuple[str, ...]) -> None:
    assert page.locator("h1").count() == 1
    caption = page.locator("h1 .govuk-caption-l").all_inner_texts()
    heading, title = page.locator("h1").inner_text().removeprefix("".join(caption)).strip(), page.title()
    told = title.removesuffix(" – LVWS Portal")
    assert told != title or told in NEUTRAL or told in references  # a pack is saved under its title
    assert heading.startswith(told) or told.startswith(heading) or any(each in told for each in references), title
    assert NAME not in title
    assert not any(word in title for word in NAME.split())


def faults_of(source: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(source)
    return [f"{code} at {where}" for where, code, _ in parser.errors if code not in HTML_IGNORED]


@pytest.mark.parametrize(("key", "path"), PAGES)
def test_a_page_is_accessible_quiet_valid_and_narrow(live: Live, look: Visit, key: str, path: str) -> None:
    watched = look(key)
    # A second request would be a second read in the audit; what the browser got is what is parsed.
    answer = watched.page.goto(watched.address + at(live, path))
    assert answer is not None
    assert faults_of(answer.text()) == []
    watched.console = [said for said in watched.console if f"status of {answer.status}" not in said]
    check(watched, references_of(live))


@pytest.mark.parametrize("faulty", FAULTY, ids=lambda faulty: faulty[1])
def test_a_form_with_mistakes_is_accessible_too_and_the_focus_is_on_the_summary(
    live: Live, look: Visit, faulty: tuple[str, str, str, Mapping[str, Any]]
) -> None:
    key, path, button, typed = faulty
    watched = look(key)
    page = watched.open(at(live, path))
    fill(page, typed)
    press(page, button)
    page.locator(".govuk-error-summary").wait_for()
    assert faults_of(page.content()) == []
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    for link in page.locator(".govuk-error-summary a").all():
        assert page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']").count() == 1
    watched.console = [said for said in watched.console if "status of 422" not in said]
    check(watched, references_of(live))


def test_a_result_of_a_search_is_accessible_and_its_address_holds_nothing_of_it(look: Visit) -> None:
    watched = look("caseworker")
    page = watched.open("/people")
    fill(page, {name: PERSON[name] for name in ("name", "birth_date_day", "birth_date_month", "birth_date_year")})
    press(page, "Find")
    page.get_by_role("heading", name="found").wait_for()
    assert page.url == watched.address + "/people/find"
    check(watched, ())


def test_what_a_check_of_an_import_found_is_accessible_and_names_nobody(visit: Visit) -> None:
    watched = visit("caseworker")
    page = watched.open("/intake/import")
    content = a_file(4, {3: ("phone", "ring the neighbour"), 4: ("received_on", "31/02/2026")})
    file: FilePayload = {"name": "cases.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("#file").set_input_files(file)
    press(page, "Check the file")
    page.get_by_role("heading", name="What to mend").wait_for()
    check(watched, ())
    page.set_viewport_size({"width": 1366, "height": 768})
    press(page, "Take in 2 cases")
    page.get_by_role("heading", name="What came of the import").wait_for()
    check(watched, ())


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("series", SERIES, ids=lambda series: series[1])
def test_a_series_before_it_is_saved_is_accessible(
    visit: Visit, series: tuple[str, str, str, Mapping[str, Any]], *, javascript: bool
) -> None:
    key, path, button, typed = series
    watched = visit(key, javascript=javascript)
    page = watched.open(path)
    fill(page, {**WEEKLY, **typed})
    press(page, button)
    page.get_by_text("dates are free. Nothing is saved yet.").wait_for()
    assert faults_of(page.content()) == []
    if javascript:
        check(watched, ())


def logged_at(ward: Ward) -> str:
    """Give the address of the last contact that the IDVA logged."""
    found = re.search(r'href="(/contacts/....-..)"', ward.visitor.get("/my-site").text)
    assert found is not None
    return found[1]


def test_a_contact_that_was_logged_and_one_that_arrived_to_be_mended_are_accessible(live: Live, look: Visit) -> None:
    ward = a_ward(Sited(app=live.server.app, clock=live.clock))
    assert ward.deliver(ward.sealed(a_content(minutes="900"), uuid4())).status_code == 202
    logged = ward.visitor.submit("/contacts/new", {**COMMON, "contact_id": str(uuid4())})
    assert logged.status_code == 303
    watched = look("idva")
    for within, link in (("/my-site", ".portal-own-log a"), ("/contacts/offline", "a[href^='/contacts/offline/']")):
        page = watched.open(within)
        page.locator(link).first.click()
        page.wait_for_load_state()
        assert page.url != watched.address + within
        assert faults_of(page.content()) == []
        check(watched, ())
    contact = logged_at(ward)
    for path in (f"{contact}/keep-apart", f"/contacts/choose?contact={contact[-7:]}"):
        page = watched.open(path)
        assert faults_of(page.content()) == []
        check(watched, ())
    press(watched.open(f"{contact}/keep-apart"), "Yes, they work for the host")
    page = watched.open(f"{contact}/keep-apart/undo")
    press(page, "It is not kept apart any more")
    page.get_by_text("Choose why it is not kept apart any more").first.wait_for()
    assert faults_of(page.content()) == []


def test_what_is_opened_from_the_lists_of_a_site_is_accessible(look: Visit) -> None:
    watched, site = look("coordinator"), f"/co-locations/{SITES[0]}"
    press(watched.open(f"{site}/issues"), "Wi-Fi")
    for within, link in (
        ("people", "[href$='/managed']"),
        ("people", "[href$='/end']"),
        ("issues", "[href*='/issues/']"),
    ):
        page = watched.open(f"{site}/{within}")
        page.locator(f"main a{link}").first.click()
        page.wait_for_url(lambda address, ends=within: not address.endswith(f"/{ends}"))
        assert faults_of(page.content()) == []
        check(watched, SITES)


def test_what_the_inbox_finds_is_accessible_and_its_address_holds_nothing_of_it(live: Live, look: Visit) -> None:
    watched = look("shelter_worker")
    page = watched.open("/inbox/search")
    fill(page, {"name": NAME})
    press(page, "Search")
    page.get_by_role("heading", name="found").wait_for()
    assert page.url == watched.address + "/inbox/search"
    check(watched, tuple(live.scene.offers.values()))


def test_the_page_that_asks_who_takes_several_on_is_accessible(live: Live, look: Visit) -> None:
    watched = look("shelter_manager")
    page = watched.open("/inbox")
    for reference in (live.scene.offers["accepted"], live.scene.offers["active"]):
        page.locator(f"#tick-{reference}").check()
    press(page, "Assign to a colleague")
    page.get_by_role("heading", name="Assign 2 offers").wait_for()
    assert faults_of(page.content()) == []
    check(watched, tuple(live.scene.offers.values()))
    press(page, "Assign")
    page.locator(".govuk-error-summary").wait_for()
    watched.console = [said for said in watched.console if "status of 422" not in said]
    check(watched, tuple(live.scene.offers.values()))


@pytest.mark.parametrize(("key", "offer"), [("shelter_worker", "{active}"), ("caseworker", "{away}")])
def test_the_pack_with_the_numbers_is_accessible_on_screen_and_on_paper(
    live: Live, look: Visit, key: str, offer: str
) -> None:
    watched = look(key)
    page = watched.open(at(live, f"/offers/{offer}/pack"))
    page.get_by_role("button", name="Add these for").click()
    page.get_by_text("Mobile call").first.wait_for()
    assert faults_of(page.content()) == []
    check(watched, references_of(live))
    page.emulate_media(media="print")
    check_access(page)


def test_a_pack_is_decided_without_javascript_and_it_and_its_paper_are_accessible(live: Live, visit: Visit) -> None:
    address = at(live, "/rights/{rights}")
    page = visit("governance", javascript=False).open(address)
    fill(page, {"step": "identified", "check": "document"})
    press(page, "Record it")
    page.get_by_role("button", name="Open the pack").click()
    page.get_by_text("Redact it").first.click()
    page.get_by_label("It is about somebody else").first.check()
    page.get_by_role("button", name="Redact it").first.click()
    assert page.locator(".govuk-tag", has_text="Redacted").count() > 0
    watched = visit("governance")
    for part in ("/pack", "/pack/paper", "/readings"):
        watched.open(address + part)
        check(watched, references_of(live))
        watched.page.set_viewport_size(WIDE)
