"""Consent and what stands in its place: what leaves, to whom, and what happens when it is taken back."""

from tests.browser.features.stage import Stage, compose, follow, has_button, says, send_from, silent
from tests.browser.hands import fill, press
from tests.builders import SHELTER
from tests.scene import ADVOCACY, CONSENT, HOUSING, NECESSITY, NEWCOMER, PHONE, WITHOUT_CONSENT

SHELTERS, GALOPS = "Send to Shelter Team, Housing advice", "Send to Galop Team, Advocacy"


def test_nothing_is_sent_before_consent_is_recorded(stage: Stage) -> None:
    person = stage.lead(asks=()).person(**NEWCOMER)
    page = stage.browser("caseworker").open(f"/refer/{person}")
    compose(page, HOUSING)
    says(page, "This cannot be sent yet", "The person has not been asked about this")
    assert not has_button(page, "Send to")
    follow(page, "Record consent for Shelter Team")
    fill(page, {"organisation": str(SHELTER), **CONSENT})
    press(page)
    offer = send_from(page, SHELTERS)
    says(stage.browser("shelter_worker").open(f"/offers/{offer}"), NEWCOMER["name"], "Consent given 23 November")


def test_a_yes_for_one_partner_is_none_for_another(stage: Stage) -> None:
    person = stage.lead(asks=()).person(**NEWCOMER)
    lead = stage.browser("caseworker")
    page = lead.open(f"/people/{person}/consent")
    fill(page, {"organisation": str(SHELTER), **CONSENT})
    press(page)
    page = lead.open(f"/people/{person}/consent")
    assert has_button(page, "Withdraw for Shelter Team")
    assert not has_button(page, "Withdraw for Galop Team")
    page = lead.open(f"/refer/{person}")
    compose(page, ADVOCACY)
    says(page, "This cannot be sent yet", "The person has not been asked about this")
    assert not has_button(page, "Send to")
    follow(page, "Change part service")
    fill(page, {"service": str(HOUSING)})
    send_from(page, SHELTERS)


def test_what_was_not_agreed_does_not_leave(stage: Stage) -> None:
    person = stage.lead(asks=()).person(**NEWCOMER)
    lead = stage.browser("caseworker")
    page = lead.open(f"/people/{person}/consent")
    agreed = [each for each in CONSENT["categories"] if each != "location_borough"]
    fill(page, {"organisation": str(SHELTER), **CONSENT, "categories": agreed})
    press(page)
    page = lead.open(f"/refer/{person}")
    compose(page, HOUSING)
    says(page, "Ticked, but it will not leave", "Borough")
    offer = send_from(page, SHELTERS)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    says(page, NEWCOMER["name"], "Risk level")
    silent(page, "Hackney")


def test_a_ground_in_law_is_recorded_in_the_place_of_consent(stage: Stage) -> None:
    lead = stage.lead(asks=())
    path = lead.composed(lead.person(**NEWCOMER))
    caseworker, manager = stage.browser("caseworker"), stage.browser("lead_manager")
    page = caseworker.open(f"{path}?open=send")
    follow(page, "share without consent")
    fill(page, WITHOUT_CONSENT)
    press(page, "Ask for a second person")
    page = caseworker.open(f"{path}?open=send")
    says(page, "A lead manager confirms it under Second person")
    assert not has_button(page, "Send to")
    page = manager.open("/overrides/waiting")
    page.locator("main table tr", has_text="today 10:00").get_by_role("link").first.click()
    says(page, NECESSITY, "recognised legitimate interest")
    fill(page, {"answer": "agree"})
    press(page, "Record my answer")
    offer = send_from(caseworker.open(f"{path}?open=send"), SHELTERS)
    says(stage.browser("shelter_worker").open(f"/offers/{offer}"), NEWCOMER["name"], "Shared because")


def test_a_guard_is_set_aside_with_a_reason_and_reviewed(stage: Stage) -> None:
    path = stage.lead().composed(stage.scene.person, ADVOCACY)
    page = stage.browser("lead_manager").open(f"{path}?open=send")
    assert not has_button(page, "Send to")
    follow(page, "Override it with a reason")
    press(page)
    page.locator(".govuk-error-summary").wait_for()
    fill(page, {"why": "Their social worker confirmed on the telephone that they are two people."})
    press(page)
    send_from(page, GALOPS)
    governance = stage.browser("governance")
    page = governance.open("/overrides")
    page.locator("main table tr", has_text="Lead Manager").get_by_role("link").first.click()
    fill(page, {"decision": "lesson", "note": "Mark both people as different the first time."})
    press(page, "Record the review")
    says(page, "The review is recorded.")
    page = governance.open("/overrides?show=all")
    page.locator("main table tr", has_text="Lead Manager").get_by_role("link").first.click()
    says(page, "Justified, with a lesson for next time – Governance")


def test_a_withdrawal_closes_the_offer_and_the_partner_confirms(stage: Stage) -> None:
    lead = stage.lead()
    referral = lead.ready(lead.person(**NEWCOMER))
    offer = lead.send(referral)
    stage.act("shelter_worker", offer, ("/accept", {}))
    worker, caseworker = stage.browser("shelter_worker"), stage.browser("caseworker")
    says(worker.open(f"/offers/{offer}"), NEWCOMER["name"])
    page = caseworker.open(f"/people/{referral.person}/consent")
    follow(page, "Withdraw for Shelter Team")
    says(page, offer)
    press(page, "Withdraw consent for Shelter Team")
    page = worker.open("/inbox")
    says(page, "Stop confirmations")
    page = worker.open(f"/offers/{offer}")
    silent(page, NEWCOMER["name"], PHONE)
    follow(page, "Confirm that you have stopped")
    fill(page, {"answer": "retained", "basis": "own_record", "note": "The note of one call."})
    press(page)
    says(caseworker.open(f"/offers/{offer}"), "The note of one call.")


def test_each_channel_is_open_or_closed_by_its_own_rule(stage: Stage) -> None:
    lead = stage.lead()
    referral = lead.ready(lead.person(**NEWCOMER))
    offer = lead.send(referral)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    says(page, "Call only Mon–Fri 10:00–14:00. No voicemail, no texts, nothing else.")
    silent(page, NEWCOMER["phone"])
    press(page, "Show the number")
    says(page, NEWCOMER["phone"], "Agreed word")
    says(page, "Mobile call: 07700 900456", "Safe to use now.")
    page = stage.browser("caseworker").open(f"/people/{referral.person}/attempts")
    says(page, "by mobile call. It is safe now.")
    stage.clock.advance(hours=5)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    press(page, "Show the number")
    says(page, "Mobile call: 07700 900456 Not now. Next safe time: tomorrow 10:00.", "It is outside the agreed hours.")
