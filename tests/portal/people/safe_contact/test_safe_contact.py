"""The safe-contact plan stands on top of every page that could lead to a contact: each address is asked for."""

import html
import re

import pytest
from litestar.routes import HTTPRoute

from portal.audit import store as audit
from portal.people.contact_plan.model import SafeContact
from portal.people.safe_contact.pages import safe_contact_panel
from tests.builders import NOW, Clock
from tests.portal.matrix import LINES, Line, Relation
from tests.portal.people.builders import a_contact
from tests.scene import PHONE, PLAN, WORD, Lead
from tests.staged import Staged

PANEL = 'id="safe-contact"'
ABOUT = ("/people/{reference", "/cases/{reference")
ELSEWHERE = {
    "/people/{reference:str}/contact-plan": "is the plan",
    "/people/{reference:str}/safety": "is about the stop, and opens with it",
    "/people/{reference:str}/updates": "tells partners, and shows them the plan as it would leave",
    "/people/{reference:str}/alike": "compares records",
    "/people/{reference:str}/conflicts": "is about colleagues and the other party",
    "/people/{reference:str}/team": "is about colleagues",
    "/people/{reference:str}/rights": "is about requests for the record, answered on paper",
    "/people/{reference:str}/shared": "is about organisations",
    "/people/{reference:str}/shared/then": "is about organisations",
}
"""Pages of a person that lead to nobody being called, and why."""


def told(line: Line) -> bool:
    """Whether an address is about a person or a case, and shows a page."""
    return line.method == "GET" and line.path.startswith(ABOUT)


def test_top_10_every_page_of_a_person_or_a_case_has_the_plan_on_top_or_a_reason_why_not(staged: Staged) -> None:
    visitor, scene = staged.visitor("caseworker"), staged.scene
    without = []
    for line in filter(told, LINES):
        if line.path in ELSEWHERE:
            continue
        answer = visitor.get(line.address(scene, Relation.OWN))
        if answer.status_code == 200 and PANEL not in answer.text:
            without.append(line.path)
    assert without == [], without


def test_top_10_an_open_offer_has_the_plan_on_top_for_whoever_is_to_make_contact(staged: Staged) -> None:
    partner = staged.visitor("shelter_worker")
    for state in ("acknowledged", "accepted", "active"):
        page = partner.get(f"/offers/{staged.scene.offers[state]}").text
        assert PANEL in page
        assert page.index(PANEL) < page.index("portal-columns")


def test_the_reasons_are_of_pages_that_exist(staged: Staged) -> None:
    paths = {route.path for route in staged.app.routes if isinstance(route, HTTPRoute)}
    assert set(ELSEWHERE) <= paths


@pytest.mark.parametrize(
    ("contact", "stopped", "level", "first"),
    [
        (None, False, "", ""),
        (a_contact(), False, "", "Call only"),
        (a_contact(), True, "stop", "Do not contact: stopped"),
    ],
)
def test_cont_01_a_stop_comes_before_every_sentence_of_the_plan(
    contact: SafeContact | None, stopped: bool, level: str, first: str
) -> None:
    panel = safe_contact_panel(contact, NOW if stopped else None, NOW)
    assert panel.level == level
    assert (panel.sentences or ("",))[0].startswith(first)


LEADS = re.compile(r'href="[^"]*/(attempts?|first-contact)"|action="[^"]*/(attempts?|first-contact|number)"')
"""What leads to a form about a contact, or to a number."""

PLACES = ("/people", "/offers", "/cases")
WITHOUT = {
    "/people/{reference:str}/contact-plan": "is the plan",
    "/people/{reference:str}/alike": "compares records",
}


def test_top_10_cont_01_whatever_shows_a_number_or_leads_to_a_contact_has_the_plan_on_it(staged: Staged) -> None:
    without = []
    for key in ("caseworker", "shelter_worker", "idva"):
        visitor = staged.visitor(key)
        for line in LINES:
            if (
                line.method != "GET"
                or line.path in WITHOUT
                or not line.path.startswith(("/people", "/offers", "/cases"))
            ):
                continue
            answer = visitor.get(line.address(staged.scene, Relation.OWN))
            if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            if (PHONE in answer.text or LEADS.search(answer.text)) and PANEL not in answer.text:
                without.append((key, line.path))
    assert without == [], without


def test_top_10_the_lead_reads_the_plan_on_an_offer_and_nobody_a_number(staged: Staged) -> None:
    page = staged.visitor("caseworker").get(f"/offers/{staged.scene.offers['accepted']}").text
    assert PANEL in page
    assert "as it was shared: the plan of today stands on the person’s page" in html.unescape(page)
    assert PHONE not in page


@pytest.mark.parametrize("sheet", ["attempt", "first-contact", "not-reached"])
def test_top_10_risk_35_a_partners_sheet_has_the_plan_and_its_reading_recorded(staged: Staged, sheet: str) -> None:
    offer = staged.scene.offers["accepted"]
    before = reads(staged)
    page = staged.visitor("shelter_worker").get(f"/offers/{offer}/{sheet}").text
    assert page.index(PANEL) < page.index("<form", page.index(PANEL))
    assert PHONE not in page
    assert WORD not in page
    assert reads(staged) == before + 1


def reads(staged: Staged) -> int:
    with staged.app.state.database.system(reading=True) as session:
        return [entry.kind for entry in audit.entries(session)].count("offer.read")


def test_risk_35_the_age_of_the_assessment_stands_beside_every_level_that_a_partner_reads(
    staged: Staged, clock: Clock
) -> None:
    offer = staged.scene.offers["accepted"]
    clock.advance(days=3)
    partner = staged.visitor("shelter_worker")
    assert "assessed 3 days ago" in partner.get(f"/offers/{offer}").text
    assert "Monday 23 November 2026, 3 days ago" in partner.get(f"/offers/{offer}").text
    assert "High risk, assessed 3 days ago." in partner.get(f"/offers/{offer}/attempt").text
    pack = partner.get(f"/offers/{offer}/pack").text
    assert "High risk, assessed 3 days ago" in pack
    assert "assessed 3 days ago" in staged.visitor("caseworker").get(f"/offers/{offer}").text


WHOLE = {
    **PLAN,
    "not_when": "Mon-Fri 12-13; Sat 10-12",
    "withheld": "no",
    "shared_device": "yes",
    "monitored": "yes",
    "cloud_shared": "no",
    "safe_person": "Her sister",
    "unsafe_people": "his brother, the neighbour",
    "service_word": "Thistle",
}


def test_cont_01_everything_that_a_plan_can_say_is_asked_kept_and_said_on_top(staged: Staged, clock: Clock) -> None:
    lead = staged.visitor("caseworker")
    person = Lead(lead).added()
    path = f"/people/{person}"
    assert lead.submit(f"{path}/contact-plan", WHOLE).status_code == 303
    form = html.unescape(lead.get(f"{path}/contact-plan").text)
    for kept in ("Mon, Tue, Wed, Thu, Fri 12:00-13:00; Sat 10:00-12:00", "Her sister", "his brother, the neighbour"):
        assert f'value="{kept}"' in form
    panel = html.unescape(lead.get(path).text)
    panel = re.sub(r"\s+", " ", panel[panel.index(PANEL) :])
    for sentence in (
        "Never Mon–Fri 12:00–13:00 or Sat 10:00–12:00.",
        "Never talk to: his brother, the neighbour.",
        "Somebody else uses the same phone or computer: leave nothing on it.",
        "may be watched: write nothing",
        "Safe to talk to: Her sister.",
        "Do not withhold your number.",
    ):
        assert sentence in panel
    assert "Thistle" not in lead.get(path).text, "the words come with the number alone"
    number = lead.submit(f"{path}/attempts/number").text
    assert "Thistle" in number
    assert PHONE in number
    clock.advance(hours=2)  # 12:00 in London: inside the hours, and inside those to leave alone
    assert "Not now. Next safe time:" in staged.visitor("caseworker").submit(f"{path}/attempts/number").text


def test_hours_to_leave_alone_that_cannot_be_read_come_back_with_how_to_write_them(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    answer = lead.submit(f"/people/{staged.scene.person}/contact-plan", {**WHOLE, "not_when": "at night"})
    assert answer.status_code == 422
    assert "Mon-Fri 15-16; Sat 10-12" in answer.text
    assert 'value="at night"' in answer.text
