"""The sharing ledger over HTTP: every field that left, to whom, why, on what basis, until when, and who opened it."""

import re

from lvws_core.ids import Reference
from lvws_core.times import day_in_words, london_day
from portal.audit import store as audit
from tests.builders import GALOP, NOW, SHELTER
from tests.scene import CONSENT, NAME, PHONE, led_to
from tests.staged import Staged


def the_person(staged: Staged, offer: Reference) -> str:
    """Give the reference of the person of an offer, as the lead is led there."""
    answer = staged.visitor("caseworker").get(f"/offers/{offer}/why")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#offer-{offer}")
    return led_to(answer).split("/")[2]


def ledger(staged: Staged, offer: Reference, **query: str) -> str:
    page = staged.visitor("caseworker").get(f"/people/{the_person(staged, offer)}/shared", params=query)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.text)


def test_cons_10_each_field_is_listed_with_the_consent_the_basis_and_the_end(staged_on_each: Staged) -> None:
    page = ledger(staged_on_each, staged_on_each.scene.offers["acknowledged"])
    for category in ("Name and age", "How to make contact safely", "What support is needed", "Borough"):
        assert category in page
    assert "Shelter Team knows this because: consent given 23 November" in page
    assert "Article 6: consent" in page
    assert "Article 9: explicit consent" in page
    assert f"Given on {day_in_words(london_day(NOW))}: in words, spoken" in page
    assert "Yes, until 22 November 2027" in page or "Yes, until 23 November 2027" in page


def test_no_value_of_a_person_stands_in_the_ledger(staged: Staged) -> None:
    page = ledger(staged, staged.scene.offers["active"])
    assert NAME not in page
    assert PHONE not in page


def test_it_says_who_opened_what_and_when(staged: Staged) -> None:
    assert "Not opened yet." in ledger(staged, staged.scene.offers["sent"])
    opened = ledger(staged, staged.scene.offers["acknowledged"])
    assert "First today 08:00; once, by 1 person." in opened
    assert "First today 08:00</td>" in opened


def test_a_number_that_was_shown_is_told_apart(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    staged.visitor("shelter_worker").submit(f"/offers/{offer}/number")
    assert "The number was shown once." in ledger(staged, offer)


def test_top_07_after_a_withdrawal_it_says_when_and_why_it_closed_and_what_is_still_to_be_confirmed(
    staged: Staged,
) -> None:
    page = ledger(staged, staged.scene.offers["withdrawn"])
    assert "No partner can open anything about this person now." in page
    assert "Closed" in page
    assert "the person asked for it." in page
    assert "Not yet. Due" in page
    assert "Yes</td>" not in page


def test_it_is_narrowed_to_one_organisation(staged: Staged) -> None:
    offer = staged.scene.offers["acknowledged"]
    assert f"Offer {offer}" in ledger(staged, offer, organisation=str(SHELTER))
    assert f"Offer {offer}" not in ledger(staged, offer, organisation=str(GALOP))


def test_an_organisation_that_is_no_id_is_a_mistake_and_not_a_failure(staged: Staged) -> None:
    person = the_person(staged, staged.scene.offer)
    answer = staged.visitor("caseworker").get(f"/people/{person}/shared", params={"organisation": "galop"})
    assert answer.status_code == 422


def test_a_person_about_whom_nothing_left_has_an_empty_ledger(staged: Staged) -> None:
    page = staged.visitor("caseworker").get(f"/people/{staged.scene.person}/shared")
    assert "Nothing has left." in page.text


def test_reading_a_ledger_is_an_event(staged: Staged) -> None:
    person = the_person(staged, staged.scene.offer)
    staged.visitor("caseworker").get(f"/people/{person}/shared")
    with staged.app.state.database.system(reading=True) as session:
        *_, last = audit.entries(session)
    assert last.kind == "person.read"
    assert b'"sharing"' in last.body


def test_screens_2_the_partner_reads_when_the_consent_was_given_and_until_when(staged: Staged) -> None:
    page = staged.visitor("shelter_worker").get(f"/offers/{staged.scene.offers['active']}").text
    assert re.search(r"Consent given 23 November, until \d+ November 2027", page)
    assert "/why" not in page
    assert "/receipt" not in page


def test_a_consent_that_ends_soon_is_told_with_its_end(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    until = {"until_day": "20", "until_month": "5", "until_year": "2027"}
    lead.submit(f"/people/{staged.scene.person}/consent", CONSENT, organisation=str(SHELTER), **until)
    compose = lead.get(f"{staged.scene.referral.path}?open=send").text
    version, digest = (re.search(rf'name="{n}" value="([^"]*)"', compose) for n in ("version", "digest"))
    assert version is not None
    assert digest is not None
    sent = lead.submit(f"{staged.scene.referral.path}/send", {"version": version[1], "digest": digest[1]})
    page = staged.visitor("shelter_worker").get(led_to(sent)).text
    assert "Consent given 23 November, until 20 May 2027" in page
