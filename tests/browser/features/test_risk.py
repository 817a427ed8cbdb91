"""Risk: nothing leaves without it, it sets the clocks and the order, and a change of it is told."""

from playwright.sync_api import expect

from tests.browser.features.stage import Stage, compose, follow, has_button, says, silent
from tests.browser.hands import fill, press
from tests.builders import SHELTER
from tests.scene import CALM, CONSENT, DASH, DECLINE, HOUSING, NEWCOMER, PLAN


def test_nothing_is_sent_before_the_risk_is_assessed(stage: Stage) -> None:
    lead = stage.lead()
    person = lead.added(**NEWCOMER)
    lead.visitor.submit(f"/people/{person}/contact-plan", PLAN)
    lead.visitor.submit(f"/people/{person}/consent", CONSENT, organisation=str(SHELTER))
    page = stage.browser("caseworker").open(f"/refer/{person}")
    compose(page, HOUSING)
    says(page, "This cannot be sent yet")
    assert not has_button(page, "Send to")
    draft = page.url
    follow(page, "Assess risk")
    fill(page, {**dict(list(CALM.items())[:2]), "judgement": "agrees"})
    press(page, "Save assessment")
    says(page, "Assessment saved")
    page.goto(draft)
    press(page, "Send to Shelter Team, Housing advice")
    says(page, "Sent to Shelter Team", "Standard risk")


def test_high_risk_is_due_sooner_than_standard(stage: Stage) -> None:
    high, standard = stage.scene.offers["acknowledged"], stage.scene.offers["standard"]
    for key in ("shelter_worker", "caseworker"):
        reader = stage.browser(key)
        says(reader.open(f"/offers/{high}"), "High risk", "Answer due tomorrow 08:00")
        says(reader.open(f"/offers/{standard}"), "Standard risk", "Answer due Thursday 26 November, 17:00")


def test_high_risk_stands_first_in_every_queue(stage: Stage) -> None:
    standard, high = stage.scene.offers["standard"], stage.lead().offer()
    page = stage.browser("shelter_worker").open("/inbox?show=needs-answer")
    shown = page.locator("main tr th a, main tr td a").all_inner_texts()
    assert shown.index(high) < shown.index(standard)
    stage.act("shelter_worker", standard, ("/decline", DECLINE))
    stage.clock.advance(minutes=10)
    stage.act("shelter_worker", stage.scene.offers["acknowledged"], ("/decline", DECLINE))
    page = stage.browser("lead_manager").open("/unplaced")
    shown = page.locator("main").inner_text()
    places = [shown.index(f"Request {stage.scene.requests[each]}") for each in ("acknowledged", "standard")]
    assert places == sorted(places)
    says(page, "high risk first")


def test_a_partner_is_told_of_a_risk_that_changed_after_sending(stage: Stage) -> None:
    lead, worker = stage.lead(), stage.browser("shelter_worker")
    referral = lead.ready(lead.person(CALM, **NEWCOMER))
    offer = lead.send(referral)
    says(worker.open(f"/offers/{offer}"), "Standard risk", "Answer due Thursday 26 November, 17:00")
    stage.clock.advance(minutes=1)
    lead.visitor.submit(f"/people/{referral.person}/risk/new", DASH)
    silent(worker.open(f"/offers/{offer}"), "High risk")
    page = stage.browser("caseworker").open(f"/people/{referral.person}")
    follow(page, "Tell partners what changed")
    press(page, "Tell Shelter Team")
    says(worker.open(f"/offers/{offer}"), "High risk", "From standard to high.", "Answer due tomorrow")
    line = worker.open("/notices").locator("main tr", has_text=offer).filter(has_text="risk has changed")
    expect(line).to_have_count(1)


def test_a_restricted_record_is_missing_for_everybody_outside_its_team(stage: Stage) -> None:
    person = stage.scene.person
    others = [stage.browser(key) for key in ("colleague", "intake")]
    says(others[0].open(f"/people/{person}"), "High risk")
    page = stage.browser("caseworker").open(f"/people/{person}/team")
    fill(page, {"restricting": "person_asked"})
    press(page, "Restrict to the team")
    says(page, "estricted")
    for other in others:
        missing = other.open("/people/2222-22").locator("main").inner_text()
        assert other.open(f"/people/{person}").locator("main").inner_text() == missing
    says(stage.browser("caseworker").open(f"/people/{person}"), "High risk")


def test_an_assessment_at_the_threshold_prompts_for_marac(stage: Stage) -> None:
    person = stage.lead().added(**NEWCOMER)
    page = stage.browser("caseworker").open(f"/people/{person}/risk/new")
    fill(page, DASH)
    press(page, "Save assessment")
    says(page, "Refer to MARAC: meets visible high risk.", "RISK-20")
    follow(page, "MARAC referrals")
    follow(page, "Start a referral")
    expect(page.get_by_role("heading", level=1)).to_contain_text("MARAC")
    page = stage.browser("caseworker").open(f"/refer/{person}")
    says(page, "What was decided about MARAC?")
