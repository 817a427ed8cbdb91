"""From what somebody needs to what has left: drafts, who could help, guards, and what was sealed."""

import re

from playwright.sync_api import expect

from tests.browser.features.stage import Stage, compose, follow, has_button, says, send_from, silent
from tests.browser.hands import fill, press
from tests.scene import ADVOCACY, HOUSING, INCIDENT, NAME, NEED, NEWCOMER


def test_what_was_typed_is_there_when_somebody_comes_back_later(stage: Stage) -> None:
    person = stage.lead().person(**NEWCOMER)
    page = stage.browser("caseworker").open(f"/refer/{person}")
    fill(page, {"incident": INCIDENT, "safety_plan": NEED["safety_plan"]})
    press(page, "Save and come back later")
    says(page, f"Person {person}", "draft, kept until 21 February 2027")
    page = stage.browser("caseworker").open(f"/people/{person}")
    page.locator(f"main a[href^='/refer/{person}/']").first.click()
    expect(page.locator("[name='incident']")).to_have_value(INCIDENT)
    expect(page.locator("[name='safety_plan']")).to_have_value(NEED["safety_plan"])
    fill(page, {name: NEED[name] for name in ("needs", "domestic_abuse", "marac")})
    press(page, "Continue")
    fill(page, {"service": str(HOUSING)})
    offer = send_from(page, "Send to Shelter Team, Housing advice")
    says(stage.browser("shelter_worker").open(f"/offers/{offer}"), NEWCOMER["name"])


def test_a_second_live_offer_to_the_same_partner_is_refused(stage: Stage) -> None:
    lead = stage.lead()
    first = lead.ready(lead.person(**NEWCOMER))
    offer = lead.send(first)
    page = stage.browser("caseworker").open(f"/refer/{first.person}")
    compose(page, HOUSING)
    says(page, "This cannot be sent yet")
    assert not has_button(page, "Send to")
    follow(page, "See what was sent")
    says(page, f"offer {offer}")
    alike = lead.composed(stage.scene.person, ADVOCACY)
    page.goto(f"{stage.server.address}{alike}?open=send")
    says(page, "An open referral exists for somebody who may be the same person.")
    assert not has_button(page, "Send to")


def test_the_partner_reads_what_was_sent_whatever_changed_since(stage: Stage) -> None:
    offer, request = stage.scene.offers["acknowledged"], stage.scene.requests["acknowledged"]
    lead = stage.browser("caseworker")
    page = lead.open(f"/requests/{request}")
    follow(page, "Person ")
    follow(page, "Change details")
    fill(page, {"name": "Somebody Renamed"})
    press(page, "Save details")
    says(page, "Somebody Renamed")
    for reader in (stage.browser("shelter_worker"), lead):
        seen = reader.open(f"/offers/{offer}")
        says(seen, NAME)
        silent(seen, "Somebody Renamed")


def test_who_cannot_help_is_told_before_anything_long_is_written(stage: Stage) -> None:
    person = stage.scene.person
    page = stage.browser("caseworker").open(f"/refer/{person}")
    fill(page, NEED)
    press(page, "Continue")
    says(page, "Best match first. Choose who to ask.", "It covers 1 of 1 needs.")
    why = page.get_by_text("It would be eligible if the person was 17 or younger.")
    expect(why).to_be_hidden()
    page.get_by_text("who cannot, and what would change it").click()
    expect(why).to_be_visible()
    expect(page.get_by_label(re.compile("Youth work"))).to_have_count(0)
    expect(page.locator("[name='categories']")).to_have_count(0)


def test_a_reference_is_found_in_lower_case_and_has_no_look_alikes(stage: Stage) -> None:
    offer = stage.scene.offers["acknowledged"]
    worker = stage.browser("shelter_worker")
    page = worker.open("/inbox?show=needs-answer")
    shown = page.locator("main table a").all_inner_texts()
    assert offer in shown
    assert not set("".join(shown)) & set("01OILSU")
    page = worker.open("/inbox/search")
    fill(page, {"reference": "7O12-M9"})
    press(page, "Search")
    says(page, "Enter a reference such as 7QK2-M9")
    fill(page, {"reference": offer.lower().replace("-", "")})
    press(page, "Search")
    says(page, offer)
    follow(page, offer)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Offer {offer}")
