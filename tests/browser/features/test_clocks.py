"""Every clock in words, and what happens when nobody acts."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.features.stage import Stage, follow, has_button, says, silent
from tests.browser.hands import fill, press
from tests.scene import CALM, NAME, OUTCOME

CHRISTMAS_EVE = datetime(2026, 12, 24, 10, tzinfo=UTC)
"""A Thursday; Friday is a holiday, the Monday after it too, because the other holiday is a Saturday."""


def test_a_clock_says_in_words_what_is_due_when_and_what_then(stage: Stage) -> None:
    offer, accepted = stage.scene.offers["acknowledged"], stage.scene.offers["accepted"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    row = worker.open("/inbox?show=needs-answer").locator(f"#row-{offer}")
    expect(row).to_contain_text("Answer by tomorrow 08:00")
    says(worker.open(f"/offers/{offer}"), "Answer due tomorrow 08:00; then it returns to the lead.")
    says(lead.open(f"/offers/{offer}"), "Answer due tomorrow 08:00; then it comes back to you.")
    says(worker.open(f"/offers/{accepted}"), "First contact due tomorrow 08:00")
    stage.clock.advance(days=2)
    says(
        stage.browser("shelter_worker").open(f"/offers/{accepted}"), "First contact was due Tuesday 24 November, 08:00"
    )


def test_a_silent_partner_is_reminded(stage: Stage) -> None:
    offer = stage.scene.offers["sent"]
    stage.later(minutes=5)
    page = stage.browser("shelter_worker").open("/notices")
    line = page.locator("main tr", has_text=offer).filter(has_text="Reminder")
    expect(line).to_contain_text("Reminder: opening the offer was due today 10:00")
    line.get_by_role("link", name=offer).click()
    assert has_button(page, "Accept")


def test_managers_are_told_of_what_was_not_done(stage: Stage) -> None:
    offer, late = stage.scene.offers["sent"], "Not done in time: opening the offer was due today 10:00"
    stage.later(hours=2, minutes=5)
    for key in ("shelter_manager", "lead_manager"):
        page = stage.browser(key).open("/notices")
        expect(page.locator("main tr", has_text=offer).filter(has_text="Not done")).to_contain_text(late)
    silent(stage.browser("shelter_worker").open("/notices"), late)


def test_what_nobody_answers_returns_to_the_lead(stage: Stage) -> None:
    offer, request = stage.scene.offers["acknowledged"], stage.scene.requests["acknowledged"]
    silent(stage.browser("lead_manager").open("/unplaced"), request)
    stage.later(hours=25)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    says(page, "No answer came in time, and it returned to the lead.")
    silent(page, NAME, "Accept")
    says(stage.browser("caseworker").open("/notices"), "Nobody answered in time: it has returned to you")
    manager = stage.browser("lead_manager")
    says(manager.open("/unplaced"), f"Request {request}", "Ask Galop Team")
    says(manager.open(f"/offers/{offer}"), "No answer in time", "Responsible now: Lead Team.")


def test_nothing_is_finished_without_its_outcome(stage: Stage) -> None:
    offer = stage.scene.offers["active"]
    lead = stage.browser("caseworker")
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    follow(page, "Finish with outcome")
    press(page)
    page.locator(".govuk-error-summary").wait_for()
    fill(page, {"outcome": OUTCOME["outcome"]})
    press(page)
    says(page, "Say for at least one need")
    assert not has_button(lead.open(f"/offers/{offer}"), "Acknowledge the outcome")
    fill(page, OUTCOME)
    press(page)
    says(page, f"The outcome of {offer} is recorded.")
    page = lead.open(f"/offers/{offer}")
    says(page, "Needs met")
    press(page, "Acknowledge the outcome")
    says(page, "The loop is closed.")


def test_what_falls_on_a_holiday_is_due_on_the_next_working_day(stage: Stage) -> None:
    stage.clock.now = CHRISTMAS_EVE
    offer = stage.lead().offer(dash=CALM)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    says(page, "Answer due Thursday 31 December, 17:00")
    page = stage.browser("caseworker").open("/sent")
    says(page, "Thursday 31 December, 17:00")
