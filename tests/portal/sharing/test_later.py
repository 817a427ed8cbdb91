"""What was told after sending: on the path on which it left, with a line of its own in ledger, receipt and past."""

import re

from lvws_core.ids import Reference
from tests.portal.reviews.overrides.test_overrides import ask, refuse_consent, send, words
from tests.portal.sharing.test_ledger import ledger, the_person
from tests.scene import CALM, hidden, led_to
from tests.staged import Staged

GROUND = "It was sent without consent: there is an immediate danger to life. Tell it only if that still holds."


def updates(staged: Staged, person: str) -> str:
    return words(staged.visitor("caseworker").get(f"/people/{person}/updates"))


def tell_risk(staged: Staged, person: str) -> int:
    """Assess risk anew, five minutes later, and tell partners of it as the page shows it."""
    staged.clock.advance(minutes=5)
    lead = staged.visitor("caseworker")
    assert lead.submit(f"/people/{person}/risk/new", CALM).status_code == 303
    digest = hidden(lead.get(f"/people/{person}/updates").text, "digest")
    return lead.submit(f"/people/{person}/updates", {"digest": digest}).status_code


def sent_in_danger(staged: Staged) -> Reference:
    """Send the referral of the scene because a life is in danger, without consent."""
    refuse_consent(staged)
    assert ask(staged, grounds=["danger_to_life"]).status_code == 303
    return Reference(led_to(send(staged)).removeprefix("/offers/"))


def test_cons_10_what_was_told_later_has_its_own_basis_date_and_end_in_the_ledger(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    before = ledger(staged, offer)
    assert "Told anew" not in before
    assert tell_risk(staged, the_person(staged, offer)) == 303
    page = ledger(staged, offer)
    assert page.count("Told anew today 10:05 by Caseworker. Consent given 23 November.") == 1
    assert "Article 6: consent" in page.split("Told anew")[1]
    line = re.search(r"Told anew.*?</tr>", page)
    assert line is not None
    assert "Not opened since" in line[0]
    assert "Yes, until 2" in line[0]
    staged.visitor("shelter_worker").get(f"/offers/{offer}")
    assert "Not opened since" not in ledger(staged, offer)


def test_lifecycle_7_the_past_view_says_which_telling_stood_then(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    person = the_person(staged, offer)
    assert tell_risk(staged, person) == 303
    staged.clock.advance(minutes=5)
    lead, asked = staged.visitor("caseworker"), {"day": "23", "month": "11", "year": "2026"}
    then = words(lead.get(f"/people/{person}/shared/then", params={**asked, "time": "10:04"}))
    later = words(lead.get(f"/people/{person}/shared/then", params={**asked, "time": "10:05"}))
    assert "as told anew" not in then
    assert "visiting staff (as told anew on Monday 23 November, 10:05)" in later


def test_the_receipt_names_what_was_told_later_in_the_words_of_its_form(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    assert tell_risk(staged, the_person(staged, offer)) == 303
    lead = staged.visitor("caseworker")
    aloud, safe = (words(lead.get(f"/offers/{offer}/receipt{form}")) for form in ("/aloud", ""))
    assert "they were told what had changed: risk level and risk to visiting staff, because you said yes on" in aloud
    assert "they were told what had changed: something you told us, because you said yes on" in safe


def test_cons_05_what_left_for_a_danger_to_life_is_told_anew_on_that_ground(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, sent_in_danger(staged_on_each)
    person = staged.scene.person
    worker = staged.visitor("shelter_worker")
    assert "High risk" in worker.get(f"/offers/{offer}").text
    staged.visitor("caseworker").submit(f"/people/{person}/risk/new", CALM)
    assert GROUND in updates(staged, person)
    assert tell_risk(staged, person) == 303
    assert "Standard risk" in worker.get(f"/offers/{offer}").text
    line = ledger(staged, offer).split("Told anew")[1]
    assert "There is a danger to life." in line
    assert "Article 6: vital interests" in line


def test_cons_04_what_a_second_person_refused_is_told_no_further(staged: Staged) -> None:
    offer, person = sent_in_danger(staged), staged.scene.person
    manager = staged.visitor("lead_manager")
    waiting = manager.get("/overrides/waiting").text
    override = next(r for r in re.findall(r'href="/overrides/([\w-]+)/second"', waiting) if r != staged.scene.override)
    assert manager.submit(f"/overrides/{override}/second", {"answer": "refuse"}).status_code == 303
    staged.visitor("caseworker").submit(f"/people/{person}/risk/new", CALM)
    page = updates(staged, person)
    assert "A second person did not agree to share on this ground." in page
    assert "Tell Shelter Team" not in page
    assert "High risk" in staged.visitor("shelter_worker").get(f"/offers/{offer}").text
