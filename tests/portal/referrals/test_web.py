import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import GALOP, SHELTER
from tests.kit import Visitor
from tests.scene import ADVOCACY, CONSENT, HOUSING, INCIDENT, NAME, NEED, NEWCOMER, PHONE, YOUTH, Lead, hidden, led_to
from tests.staged import Staged


@pytest.fixture
def lead(staged: Staged) -> Visitor:
    """A caseworker at a browser."""
    return staged.visitor("caseworker")


def choose(lead: Visitor, path: str, service_id: object) -> str:
    form = {"service": str(service_id), "version": hidden(lead.get(f"{path}?open=service").text, "version")}
    return led_to(lead.submit(f"{path}/service", form))


def test_the_first_part_asks_and_offers_what_was_begun(staged: Staged, lead: Visitor) -> None:
    page = lead.get(f"/refer/{staged.scene.person}").text
    assert 'name="needs"' in page
    assert f"/refer/{staged.scene.person}/{staged.scene.referral.reference}" in page
    assert "Safety plan" in page
    assert NAME not in page


def test_a_person_without_high_risk_is_not_asked_for_a_safety_plan(lead: Visitor) -> None:
    person = Lead(lead).added()
    assert "Safety plan" not in lead.get(f"/refer/{person}").text
    need = {"needs": "shelter_accommodation", "domestic_abuse": "no", "incident": INCIDENT}
    assert led_to(lead.submit(f"/refer/{person}", need)).startswith(f"/refer/{person}/")


def test_who_could_help_is_listed_with_reasons_and_who_cannot_with_what_would_change_it(
    staged: Staged, lead: Visitor
) -> None:
    page = lead.get(led_to(lead.submit(f"/refer/{staged.scene.person}", NEED))).text
    able, _, unable = page.partition("1 who cannot, and what would change it")
    assert f'value="{HOUSING}"' in able
    assert f'value="{ADVOCACY}"' in able
    assert "2 places" in able
    assert "Youth work" not in able
    assert "Youth work" in unable


def test_a_service_that_cannot_help_cannot_be_chosen_by_a_changed_form(staged: Staged, lead: Visitor) -> None:
    path = staged.scene.referral.path
    form = {"service": str(YOUTH), "version": staged.scene.referral.version}
    answer = lead.submit(f"{path}/service", form)
    assert answer.status_code == 403
    assert "This was not done." in answer.text


def test_the_preview_shows_exactly_what_leaves_numbers_included(staged: Staged, lead: Visitor) -> None:
    page = lead.get(f"{staged.scene.referral.path}?open=send").text
    shown = page.partition("This is all that Shelter Team, Housing advice will see")[2]
    assert NAME in shown
    assert PHONE in shown
    assert "1 Canary Row" not in shown
    assert "Send to Shelter Team, Housing advice" in shown


def test_what_is_unticked_does_not_leave(staged: Staged, lead: Visitor) -> None:
    path = staged.scene.referral.path
    form = {"categories": ["identity", "need_types"], "version": staged.scene.referral.version}
    led_to(lead.submit(f"{path}/share", form))
    shown = lead.get(f"{path}?open=send").text.partition("This is all that")[2]
    assert NAME in shown
    assert PHONE not in shown


def test_without_consent_nothing_is_previewed_and_nothing_can_be_sent(lead: Visitor) -> None:
    person = Lead(lead).added()
    need = {"needs": "shelter_accommodation", "domestic_abuse": "no", "incident": INCIDENT}
    path = led_to(lead.submit(f"/refer/{person}", need))
    choose(lead, path, HOUSING)
    page = lead.get(f"{path}?open=send").text
    assert "This cannot be sent yet" in page
    assert f"/people/{person}/consent?organisation={SHELTER}" in page
    assert "Consent for Shelter Team: not yet recorded" in lead.get(f"{path}?open=share").text
    assert f'action="{path}/send"' not in page
    sent = lead.submit(f"{path}/send", {"version": hidden(lead.get(f"{path}?open=need").text, "version"), "digest": ""})
    assert sent.status_code in {403, 409}


def test_cons_06_after_a_no_the_page_says_what_can_be_done_without_any_consent(lead: Visitor) -> None:
    person = Lead(lead).added()
    need = {"needs": "shelter_accommodation", "domestic_abuse": "no", "incident": INCIDENT}
    path = led_to(lead.submit(f"/refer/{person}", need))
    choose(lead, path, HOUSING)
    page = html.unescape(lead.get(f"{path}?open=send").text)
    assert "If the person says no: offer signposting or self-referral, or discuss the case without identifiers." in page


def test_cons_02_what_is_special_says_so_where_it_is_looked_at_before_it_leaves(lead: Visitor) -> None:
    hands = Lead(lead)
    referral = hands.ready(hands.person(language="tir", access_needs="Easy read"))
    shown = lead.get(f"{referral.path}?open=send").text.partition("This is all that")[2]
    rows = [row for row in shown.split("<dt") if "Special category" in row]
    assert rows
    assert any("Tigrinya" in row for row in rows)
    assert not any(NAME in row or PHONE in row for row in rows), "a name is none"


def test_recording_the_consent_leads_back_to_the_referral(staged: Staged, lead: Visitor) -> None:
    referral = staged.scene.referral
    page = lead.get(f"{referral.path}?open=send").text
    asked = re.search(r'href="(/people/[^"]+/consent\?[^"]+)"', page)
    assert asked is not None
    there = asked[1].replace("&amp;", "&")
    query = parse_qs(urlsplit(there).query)
    assert (query["organisation"], query["back"]) == ([str(SHELTER)], [referral.reference])
    form = {**CONSENT, "organisation": str(SHELTER), "back": hidden(lead.get(there).text, "back")}
    assert led_to(lead.submit(f"/people/{referral.person}/consent", form)) == referral.path


def test_sending_leads_to_the_offer_and_says_what_comes_next(staged: Staged, lead: Visitor) -> None:
    referral = staged.scene.referral
    answer = lead.submit(f"{referral.path}/send", {"version": referral.version, "digest": referral.digest})
    page = lead.get(answer.headers["location"]).text
    assert "Sent to Shelter Team" in page
    assert "What Shelter Team can see" in page
    assert lead.get(referral.path).status_code == 409


def test_a_preview_that_is_out_of_date_is_not_sent(staged: Staged, lead: Visitor) -> None:
    referral = staged.scene.referral
    refused = {**CONSENT, "reply": "no", "categories": [], "organisation": str(SHELTER)}
    led_to(lead.submit(f"/people/{referral.person}/consent", refused))
    answer = lead.submit(f"{referral.path}/send", {"version": referral.version, "digest": referral.digest})
    assert answer.status_code == 409
    assert "What would be shared has changed" in answer.text
    assert referral.reference not in staged.visitor("shelter_worker").get("/inbox").text


def test_i3_a_need_that_was_changed_from_an_older_page_is_not_saved_over(staged: Staged, lead: Visitor) -> None:
    path, version = staged.scene.referral.path, staged.scene.referral.version
    colleague = staged.visitor("colleague")
    led_to(colleague.submit(f"{path}/need", {**NEED, "incident": "As the colleague heard it."}, version=version))
    late = lead.submit(f"{path}/need", {**NEED, "incident": "As I heard it."}, version=version)
    assert late.status_code == 409
    assert "As I heard it." in late.text
    assert "As the colleague heard it." in lead.get(f"{path}?open=need").text


@pytest.mark.usefixtures("staged")
def test_another_service_may_be_chosen_until_it_is_sent(lead: Visitor) -> None:
    newcomer = Lead(lead)
    path = newcomer.ready(newcomer.person(**NEWCOMER)).path
    choose(lead, path, ADVOCACY)
    page = lead.get(f"{path}?open=send").text
    assert "This is all that Galop Team, Advocacy will see" in page
    assert f"organisation={GALOP}" in page
