"""The safe-contact plan stands on top of every page that could lead to a contact: each address is asked for."""

import pytest
from litestar.routes import HTTPRoute

from portal.people.contact_plan.model import SafeContact
from portal.people.safe_contact.pages import safe_contact_panel
from tests.builders import NOW
from tests.portal.matrix import LINES, Line, Relation
from tests.portal.people.builders import a_contact
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
    "/people/{reference:str}/shared": "is about organisations",
    "/people/{reference:str}/shared/then": "is about organisations",
    "/people/{reference:str}/consent/withdraw": "answers what the person has just said",
    "/people/{reference:str}/marac": "lists papers for a meeting of agencies",
    "/people/{reference:str}/marac/new": "writes a paper for that meeting, and puts the plan into it",
    "/people/{reference:str}/risk": "shows counts over time",
    "/people/{reference:str}/risk/new": "asks first whether it is safe to talk now",
    "/people/{reference:str}/risk/stalking": "goes on with the questions of the assessment",
    "/people/{reference:str}/risk/trigger": "notes what has happened",
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
