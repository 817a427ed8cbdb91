import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from sqlmodel import select

from lvws_core.risk.dash import QUESTIONS
from portal.audit.tables import Entry
from portal.people.tables import PersonRow
from tests.builders import GALOP, Clock
from tests.kit import Visitor

PERSON = {
    "name": "Selam Example",
    "birth_date_day": "14",
    "birth_date_month": "3",
    "birth_date_year": "1991",
    "phone": "07700 900123",
    "borough": "hackney",
    "language": "tir",
}
PLAN = {
    "safe_mobile_call": "yes",
    "way_mobile_call": "07700 900123",
    "days": ["0", "1", "2", "3", "4"],
    "opens": "10:00",
    "closes": "14:00",
    "code_word": "marigold",
    "sensitive": "yes",
}
DASH = {**{f"answer_{question.key}": "yes" for question in QUESTIONS[:15]}, "judgement": "agrees"}
CONSENT = {
    "organisation": str(GALOP),
    "reply": "yes",
    "categories": ["identity", "safe_contact"],
    "method": "verbal",
    "alone": "yes",
    "limits_explained": "yes",
}
PARTS = ("", "/identity", "/contact-plan", "/risk/new", "/consent")
STRANGE = (
    "\x00",
    "a\x07b",
    "9" * 40,
    "-1",
    "7QK2-M9\n",
    "\u202e",
    "'; DROP TABLE person; --",
    "<script>alert(1)</script>",
)


class Outline(HTMLParser):
    """The bones of a page: its ids, headings and title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.primary = 0
        self.headings = html.count("<h1")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.labels |= {found["for"] or ""} if tag == "label" else set()
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.fields.add(found.get("id") or f"without id: {found}")
        self.primary += "govuk-button" in (found.get("class") or "").split() and "secondary" not in str(found["class"])


@pytest.fixture
def lead(client_for: Callable[[str], Visitor]) -> Visitor:
    return client_for("caseworker")


@pytest.fixture
def path(lead: Visitor) -> str:
    """The address of a person whom the caseworker has added."""
    return lead.submit("/people/new", PERSON).headers["location"].partition("?")[0]


def title_of(answer: Response) -> str:
    found = re.search(r"<title[^>]*>([^<]*)</title>", answer.text)
    assert found is not None
    return found[1]


def kinds(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def test_the_way_from_adding_to_referring_shows_the_next_step_each_time(lead: Visitor) -> None:
    added = lead.submit("/people/new", PERSON)
    path = added.headers["location"].partition("?")[0]
    assert added.status_code == 303
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("Record the safe-contact plan", f"{path}/contact-plan", PLAN),
        ("Assess risk", f"{path}/risk/new", DASH),
        ("Record consent", f"{path}/consent", CONSENT),
    ]
    answer = added
    for button, address, form in steps:
        page = lead.get(answer.headers["location"])
        assert (button in page.text, f'href="{address}"' in page.text) == (True, True)
        assert lead.get(address).status_code == 200
        answer = lead.submit(address, form)
        assert answer.status_code == 303
    page = lead.get(answer.headers["location"])
    assert f'href="{path.replace("people", "refer")}"' in page.text
    for words in ("Consent recorded", "High risk", "Refer to MARAC", "Call only Mon–Fri 10:00–14:00."):
        assert words in page.text


@pytest.mark.parametrize("part", PARTS)
def test_a_page_of_a_person_is_whole_and_its_title_names_nobody(lead: Visitor, path: str, part: str) -> None:
    lead.submit(f"{path}/contact-plan", PLAN)
    lead.submit(f"{path}/risk/new", DASH)
    answer = lead.get(path + part)
    outline = Outline(answer.text)
    assert answer.status_code == 200
    assert (outline.headings, outline.primary, len(outline.ids)) == (1, 1, len(set(outline.ids)))
    assert outline.fields <= outline.labels
    assert path.rpartition("/")[2] in title_of(answer)
    assert "Selam" not in title_of(answer)


@pytest.mark.parametrize("address", ["/people", "/people/new"])
def test_the_pages_without_a_person_are_whole(lead: Visitor, address: str) -> None:
    outline = Outline(lead.get(address).text)
    assert (outline.headings, outline.primary, len(outline.ids)) == (1, 1, len(set(outline.ids)))
    assert outline.fields <= outline.labels


def test_the_people_page_lists_references_and_no_names(lead: Visitor, path: str) -> None:
    page = lead.get("/people").text
    assert path in page
    assert "Selam" not in page


@pytest.mark.parametrize(
    "sought",
    [
        {"phone": "+44 7700 900123"},
        {"name": "selam example", "birth_date_day": "14", "birth_date_month": "3", "birth_date_year": "1991"},
    ],
)
def test_a_search_shows_who_matches_and_puts_nothing_into_the_address(
    lead: Visitor, path: str, sought: dict[str, str]
) -> None:
    answer = lead.submit("/people/find", sought)
    assert answer.status_code == 200
    for words in ("1 person found", path, "Selam Example", "Hackney", "35"):
        assert words in answer.text


def test_a_search_in_vain_offers_to_add_with_what_was_typed(lead: Visitor) -> None:
    sought = {"name": "Nobody Here", "birth_date_day": "1", "birth_date_month": "2", "birth_date_year": "1990"}
    assert "Nobody found" in lead.submit("/people/find", sought).text
    form = lead.submit("/people/new", {**sought, "prefill": "yes"})
    assert form.status_code == 200
    assert 'value="Nobody Here"' in form.text
    assert 'class="govuk-error-summary"' not in form.text


def test_a_form_with_mistakes_comes_back_with_what_was_typed(lead: Visitor) -> None:
    answer = lead.submit("/people/new", {**PERSON, "birth_date_day": "99", "borough": ""})
    assert answer.status_code == 422
    for words in ("There is a problem", 'href="#birth_date"', 'href="#borough"', 'value="Selam Example"', 'value="99"'):
        assert words in answer.text


@pytest.mark.parametrize(
    ("part", "form", "words"),
    [
        ("contact-plan", {**PLAN, "closes": "09:00"}, ('href="#closes"', 'value="09:00"', "marigold")),
        ("risk/new", {**DASH, "judgement": "", "reason": "seen"}, ('href="#judgement"', "15 yes", "seen</textarea>")),
        ("consent", {**CONSENT, "alone": "", "notice_version": "7"}, ('href="#alone"', 'value="7"')),
        ("identity", {**PERSON, "name": "", "version": "1"}, ('href="#name"', "07700 900123")),
    ],
)
def test_each_form_of_a_person_gives_back_what_was_typed(
    lead: Visitor, path: str, part: str, form: dict[str, Any], words: tuple[str, ...]
) -> None:
    answer = lead.submit(f"{path}/{part}", form)
    assert answer.status_code == 422
    for each in words:
        assert each in answer.text


def test_a_stale_version_shows_both_texts_and_saves_nothing(lead: Visitor, path: str) -> None:
    lead.submit(f"{path}/identity", {**PERSON, "name": "Saved First", "version": "1"})
    answer = lead.submit(f"{path}/identity", {**PERSON, "name": "Typed Second", "version": "1"})
    assert answer.status_code == 409
    assert "Saved First" in answer.text
    assert "Typed Second" in answer.text
    assert "Selam" not in title_of(answer)
    assert "Saved First" in lead.get(path).text


def test_what_was_typed_can_be_saved_from_the_conflict(lead: Visitor, path: str) -> None:
    lead.submit(f"{path}/identity", {**PERSON, "name": "Saved First", "version": "1"})
    conflict = lead.submit(f"{path}/identity", {**PERSON, "name": "Typed Second", "version": "1"}).text
    sent = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', conflict))
    assert lead.submit(f"{path}/identity", {k: v for k, v in sent.items() if k[0] != "_"}).status_code == 303
    assert "Typed Second" in lead.get(path).text


@pytest.mark.parametrize("part", ["identity", "contact-plan", "risk/new", "consent"])
def test_strange_input_is_never_a_defect(lead: Visitor, path: str, part: str) -> None:
    forms: dict[str, dict[str, Any]] = {"contact-plan": PLAN, "risk/new": DASH, "consent": CONSENT}
    form = forms.get(part, {**PERSON, "version": "1"})
    others = ("back", "reason", "note", "police_incidents", "until_year", "judgement", "version")
    for field in dict.fromkeys([*list(form)[:10], *others]):
        for strange in STRANGE:
            answer = lead.submit(f"{path}/{part}", {**form, field: strange})
            assert answer.status_code in {303, 404, 409, 422}
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("strange", ["%00", "7QK2-M9%0A", "9" * 60, "..%2Fadmin", "7QK2-M0", "x"])
def test_an_address_that_is_none_is_not_found(lead: Visitor, strange: str) -> None:
    for part in PARTS:
        assert lead.get(f"/people/{strange}{part}").status_code == 404


def test_an_unknown_notice_is_not_shown(lead: Visitor, path: str) -> None:
    answer = lead.get(f"{path}?done=%3Cscript%3E")
    assert answer.status_code == 200
    assert "moj-alert" not in answer.text


def test_a_consent_asked_for_by_a_referral_leads_back_to_it(lead: Visitor, path: str) -> None:
    page = lead.get(f"{path}/consent?organisation={GALOP}&back=4HD8-T2").text
    assert f'value="{GALOP}" checked' in page
    assert 'name="back" value="4HD8-T2"' in page
    answer = lead.submit(f"{path}/consent", {**CONSENT, "back": "4HD8-T2"})
    assert answer.headers["location"] == f"{path.replace('people', 'refer')}/4HD8-T2"


def test_cons_30_what_a_referral_asks_for_is_said_and_never_ticked(lead: Visitor, path: str) -> None:
    asked = "?asked=identity,location_borough,made_up"
    page = lead.get(f"{path}/consent{asked}").text
    assert "The referral asks for:" in page
    assert "name and age; borough." in page
    again = lead.submit(f"{path}/consent", {"asked": "identity"}).text
    assert "name and age." in again
    assert "checked" not in page + again


@pytest.mark.parametrize(
    ("before", "purpose", "closed"),
    [("yes", "support_referral", True), ("no", "support_referral", False), ("yes", "evaluation", False)],
)
def test_top_07_a_no_tells_what_becomes_of_what_was_sent(
    lead: Visitor, path: str, before: str, purpose: str, closed: bool
) -> None:
    said = {**CONSENT, "purpose": purpose}
    lead.submit(f"{path}/consent", {**said, "reply": before})
    answer = lead.submit(f"{path}/consent", {**said, "reply": "no"})
    page = lead.get(answer.headers["location"]).text
    words = (
        "What was sent to them before can no longer be opened here; they are asked to confirm that they have stopped."
    )
    assert "Nothing more can be sent to this organisation." in page
    assert (words in page) is closed


@pytest.mark.parametrize("query", ["back=//elsewhere.example", "back=..%2F..", "organisation=1"])
def test_an_address_cannot_send_the_reader_elsewhere(lead: Visitor, path: str, query: str) -> None:
    assert lead.get(f"{path}/consent?{query}").status_code in {404, 422}
    answer = lead.submit(f"{path}/consent", {**CONSENT, "back": "//elsewhere.example"})
    assert answer.status_code == 404


def test_the_count_is_a_part_for_htmx_and_a_page_for_everybody_else(lead: Visitor, path: str) -> None:
    whole = lead.submit(f"{path}/risk/count", DASH)
    assert (whole.status_code, "15 yes" in whole.text, "<h1" in whole.text) == (200, True, True)
    lead.headers["hx-request"] = "true"
    part = lead.submit(f"{path}/risk/count", DASH)
    assert ("15 yes" in part.text, "<h1" in part.text) == (True, False)


def test_the_same_form_sent_twice_adds_one_person(lead: Visitor, app: Litestar) -> None:
    first, second = (lead.submit("/people/new", PERSON, key="once") for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    with app.state.database.system(reading=True) as session:
        assert len(session.exec(select(PersonRow.id)).all()) == 1


def test_g9_every_page_that_shows_a_person_leaves_a_read_behind(lead: Visitor, path: str, app: Litestar) -> None:
    for part in PARTS:
        before = kinds(app).count("person.read")
        lead.get(path + part)
        assert kinds(app).count("person.read") == before + 1


@pytest.mark.parametrize("key", ["colleague", "idva", "lead_manager"])
def test_colleagues_of_the_lead_read_the_person(client_for: Callable[[str], Visitor], path: str, key: str) -> None:
    assert client_for(key).get(path).status_code == 200


@pytest.mark.parametrize("key", ["analyst", "administrator", "intake", "sponsor"])
def test_roles_without_people_are_refused(client_for: Callable[[str], Visitor], path: str, key: str) -> None:
    visitor = client_for(key)
    for part in PARTS:
        answer = visitor.get(path + part)
        assert (answer.status_code, "Selam" in answer.text) == (403, False)


@pytest.mark.parametrize("key", ["shelter_worker", "galop_manager"])
def test_partners_who_have_people_of_their_own_do_not_find_the_leads(
    client_for: Callable[[str], Visitor], path: str, key: str
) -> None:
    visitor = client_for(key)
    for part in PARTS:
        answer = visitor.get(path + part)
        assert (answer.status_code, "Selam" in answer.text) == (404, False)


def test_nobody_reads_without_signing_in(client: Visitor, path: str) -> None:
    assert client.get(path).headers["location"] == "/sign-in"


def test_risk_36_an_old_plan_and_an_old_assessment_are_due_again(lead: Visitor, path: str, clock: Clock) -> None:
    lead.submit(f"{path}/contact-plan", PLAN)
    lead.submit(f"{path}/risk/new", DASH)
    clock.advance(days=91)
    lead.sign_in("caseworker", clock)
    page = lead.get(path).text
    assert "Confirm the safe-contact plan" in page
    assert page.count("Out of date") == 2
    assert "91 days ago" in page
