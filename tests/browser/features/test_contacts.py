"""The contact log and what is done at a site beside it: one screen, drafts, call backs, rounds, training, referral."""

from playwright.sync_api import Page

from tests.browser.features.stage import Stage, follow, says, silent
from tests.browser.hands import fill, press
from tests.colocations.conftest import Sited
from tests.colocations.contacts.offline.builders import NOTE, a_content
from tests.colocations.contacts.offline.ward import a_ward

TALK = {"manner": "bedside", "department": "A&E", "minutes": "15", "purpose_client": "support"}


def choose(page: Page, **chosen: str) -> None:
    """Press the tile of each field, and choose or type the rest."""
    fill(page, chosen)


def test_a_contact_is_logged_on_one_screen_and_stands_on_the_own_site(stage: Stage) -> None:
    page = stage.browser("idva").open("/my-site")
    follow(page, "Log a contact")
    choose(page, **TALK, outcome_client="supported", note="Said on the ward")
    press(page, "Save")
    says(page, "Logged", "Bedside, A&E, 15 min, supported", "To link")
    silent(page, "Said on the ward")


def test_a_contact_that_is_half_written_waits_for_its_author(stage: Stage) -> None:
    page = stage.browser("idva").open("/contacts/new")
    choose(page, **TALK, note="Half of it")
    press(page, "Keep it for later")
    says(page, "It is not logged yet")
    page = stage.browser("idva").open("/contacts/new")
    says(page, "You left this half written")
    choose(page, outcome_client="supported")
    press(page, "Save")
    says(page, "Logged")
    page = stage.browser("idva").open("/contacts/new")
    silent(page, "half written")


def test_an_attempt_that_reached_nobody_is_logged_as_one(stage: Stage) -> None:
    page = stage.browser("idva").open("/contacts/new")
    choose(page, **{**TALK, "manner": "phone", "purpose_client": "check_in"}, outcome_client="not_reached")
    press(page, "Save")
    says(page, "Phone, A&E, 15 min, attempted, not reached")


def test_a_call_back_stands_under_due_until_it_is_done(stage: Stage) -> None:
    page = stage.browser("idva").open("/contacts/new")
    choose(page, **TALK, outcome_client="call_back")
    press(page, "Save")
    says(page, "Due", "Call back: Bedside, A&E, 15 min", "tomorrow 17:00")
    follow(page, "Call back: Bedside, A&E, 15 min, to be called back")
    press(page, "The call back is done")
    says(page, "Done. It is off your list.")
    silent(page, "Call back: Bedside")


def test_save_and_refer_leads_into_the_referral_with_what_was_said(stage: Stage) -> None:
    person = stage.scene.person
    page = stage.browser("idva").open("/contacts/new")
    choose(page, **TALK, about="reference", person=person, note="Asked for a refuge")
    press(page, "Save and refer")
    says(page, f"Refer {person}", "A&E, Alder Hospital", "Nothing leaves without the person’s consent")
    assert page.locator("[name='incident']").input_value() == "Asked for a refuge"


def test_a_ward_round_is_planned_and_logged_in_two_presses(stage: Stage) -> None:
    page = stage.browser("idva").open("/my-site/sessions")
    day = {"on_day": "23", "on_month": "11", "on_year": "2026", "time": "14:30"}
    choose(page, purpose="visibility", department="Maternity", minutes="30", **day)
    press(page, "Plan it")
    says(page, "Planned. It stands on")
    page = stage.browser("idva").open("/my-site")
    follow(page, "Log it: Ward round: to be seen and asked, Maternity, 30 min, today 14:30")
    press(page, "Save")
    says(page, "Logged", "Ward round, Maternity, 30 min, done")
    silent(page, "Log it")


def test_a_training_is_logged_with_who_came_by_role(stage: Stage) -> None:
    page = stage.browser("idva").open("/contacts/new")
    choose(page, kind="training", minutes="45", purpose_training="asking", audience_nurse="9", audience_midwife="4")
    choose(page, level="practice", feedback="good")
    press(page, "Save")
    says(page, "Training given")
    follow(page, "Training given, Alder Hospital, 45 min, done")
    says(page, "13: 9 × nurse, 4 × midwife", "Practice", "Good")


def test_what_arrived_and_does_not_fit_is_shown_to_its_author_and_mended(stage: Stage) -> None:
    ward = a_ward(Sited(app=stage.app, clock=stage.clock))
    assert ward.deliver(ward.sealed(a_content(minutes="900"))).status_code == 202
    page = stage.browser("idva").open("/my-site")
    page.locator("a[href='/contacts/offline']").first.click()
    says(page, "Arrived, needs you", "These reached us and are not logged")
    silent(page, NOTE)
    page.locator("a[href^='/contacts/offline/']").first.click()
    says(page, "600 minutes")
    choose(page, minutes="15")
    press(page, "Save")
    says(page, "Logged")
    page = stage.browser("idva").open("/contacts/offline")
    says(page, "Nothing waits for you")
