"""What becomes of a referral once it is sent, as both sides see it in their browsers."""

from datetime import datetime

from playwright.sync_api import expect

from tests.browser.features.stage import Stage, follow, has_button, says, silent
from tests.browser.hands import fill, press
from tests.scene import DECLINE, QUESTION, WAITLIST


def test_a_partner_accepts_one_and_declines_another_and_the_lead_reads_both(stage: Stage) -> None:
    taken, refused = stage.scene.offers["sent"], stage.scene.offers["acknowledged"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    page = worker.open("/inbox?show=needs-answer")
    follow(page, taken)
    press(page, "Accept")
    says(page, f"You have accepted {taken}.", "Record first contact")
    page = worker.open(f"/offers/{refused}")
    follow(page, "Decline")
    fill(page, DECLINE)
    press(page)
    says(page, f"You have declined {refused}")
    says(lead.open(f"/offers/{taken}"), "Accepted, not yet contacted", "Accepted by Shelter Team")
    says(lead.open(f"/offers/{refused}"), "Declined by Shelter Team", "Look for someone else")


def test_a_decline_needs_a_reason_from_the_list_and_the_lead_reads_it(stage: Stage) -> None:
    offer = stage.scene.offers["acknowledged"]
    page = stage.browser("shelter_worker").open(f"/offers/{offer}/decline")
    fill(page, {"whose_choice": "service", "note": "Our flats are in Kent."})
    press(page)
    says(page, "Choose why you decline")
    expect(page.locator("[name='note']")).to_have_value("Our flats are in Kent.")
    fill(page, {"reason": "out_of_area"})
    press(page)
    says(page, f"You have declined {offer}")
    seen = stage.browser("caseworker").open(f"/offers/{offer}")
    says(seen, "Out of area.", "Our flats are in Kent.")
    says(stage.browser("lead_manager").open("/unplaced"), "declined today 10:00: out of area")


def test_a_decline_says_whose_choice_it_is(stage: Stage) -> None:
    ours, theirs = stage.scene.offers["acknowledged"], stage.scene.offers["sent"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    page = worker.open(f"/offers/{ours}/decline")
    fill(page, {"reason": "capacity"})
    press(page)
    page.locator(".govuk-error-summary").wait_for()
    fill(page, {"whose_choice": "service"})
    press(page)
    worker.open(f"/offers/{theirs}")
    page = worker.open(f"/offers/{theirs}/decline")
    fill(page, {"reason": "declined_by_client", "whose_choice": "person"})
    press(page)
    says(page, f"You have declined {theirs}")
    says(lead.open(f"/offers/{ours}"), "The service’s own choice.")
    says(lead.open(f"/offers/{theirs}"), "The person’s choice.")


def test_a_question_stops_the_clock_and_the_reply_starts_it(stage: Stage) -> None:
    offer = stage.scene.offers["acknowledged"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    page = worker.open(f"/offers/{offer}")
    says(page, "Answer due tomorrow 08:00")
    follow(page, "Ask a question")
    fill(page, {"text": QUESTION})
    press(page)
    says(page, "Your question has gone to the lead", "Your clock stands still until they reply.")
    silent(page, "Answer due")
    asked = lead.open(f"/offers/{offer}")
    says(asked, QUESTION, "Their clock stands still until you reply.")
    stage.clock.advance(minutes=10)
    fill(asked, {"text": "Yes, a woman."})
    press(asked, "Send the reply")
    says(asked, "Your reply has gone to Shelter Team")
    page = worker.open(f"/offers/{offer}")
    says(page, "Yes, a woman.", "Answer due tomorrow 08:10")
    assert has_button(page, "Accept")


def test_somebody_waits_for_a_place_and_is_offered_the_next(stage: Stage) -> None:
    offer, before = stage.scene.offers["standard"], stage.scene.offers["waitlisted"]
    manager, lead = stage.browser("shelter_manager"), stage.browser("caseworker")
    page = manager.open(f"/offers/{offer}")
    follow(page, "Put on the waiting list")
    fill(page, WAITLIST)
    press(page)
    says(page, "A place is expected by Monday 7 December 2026.")
    seen = lead.open(f"/offers/{offer}")
    says(seen, "On their waiting list", "A place within two weeks.", "Responsible now: Lead Team")
    page = manager.open("/waiting-list")
    for reference in (before, offer):
        press(page, f"Offer the next place to {reference}")
        says(page, f"Offer {reference}", "Accepted, not yet contacted")
        page = manager.open("/waiting-list")
    says(lead.open(f"/offers/{offer}"), "Accepted, not yet contacted")


def test_the_lead_withdraws_with_a_reason_and_the_partner_stops(stage: Stage) -> None:
    offer = stage.scene.offers["accepted"]
    page = stage.browser("caseworker").open(f"/offers/{offer}")
    follow(page, "Withdraw")
    press(page, "Withdraw now")
    page.locator(".govuk-error-summary").wait_for()
    fill(page, {"reason": "found_elsewhere"})
    press(page, "Withdraw now")
    says(page, "Found elsewhere.")
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    says(page, "The lead has withdrawn this. Stop any contact that you had planned.")
    assert not has_button(page, "Show the number")
    follow(page, "Confirm that you have stopped")
    fill(page, {"answer": "stopped"})
    press(page, "Confirm")
    says(stage.browser("caseworker").open(f"/offers/{offer}"), "kept nothing")


def test_what_was_accepted_is_handed_back_and_waits_unplaced(stage: Stage) -> None:
    offer, request = stage.scene.offers["active"], stage.scene.requests["active"]
    manager = stage.browser("lead_manager")
    silent(manager.open("/unplaced"), request)
    page = stage.browser("shelter_worker").open(f"/offers/{offer}")
    follow(page, "Hand back to the lead")
    fill(page, {"reason": "need_changed", "whose_choice": "service", "note": "She needs legal help now."})
    press(page)
    says(page, "The lead is responsible again")
    page = manager.open("/unplaced")
    says(page, f"Request {request}", "Ask Galop Team")
    says(manager.open(f"/offers/{offer}"), "Need changed.", "She needs legal help now.", "Responsible now: Lead Team")


def test_two_partners_work_under_one_need(stage: Stage) -> None:
    lead = stage.lead()
    referral = lead.ready(lead.person(name="Thessaly Newcomer", phone="07700 900456"))
    first = lead.send(referral)
    stage.act("shelter_worker", first, ("/accept", {}))
    manager = stage.browser("lead_manager")
    page = manager.open(f"/requests/{referral.reference}")
    press(page, "Let several partners work at once")
    press(page, "Ask Galop Team")
    press(page, "Send to Galop Team, Advocacy")
    says(page, "Sent to Galop Team")
    second = page.url.partition("/offers/")[2].partition("?")[0]
    page = stage.browser("galop_worker").open(f"/offers/{second}")
    press(page, "Accept")
    says(page, f"You have accepted {second}.")
    silent(page, "Shelter Team")
    page = manager.open(f"/requests/{referral.reference}")
    says(page, f"offer {first}", f"offer {second}", "Several partners may work on this at once.")
    expect(page.get_by_text("Accepted, not yet contacted")).to_have_count(2)


def test_whoever_of_the_team_is_there_takes_it_from_the_queue(stage: Stage) -> None:
    offer = stage.scene.offers["sent"]
    worker, manager = stage.browser("shelter_worker"), stage.browser("shelter_manager")
    for each in (worker, manager):
        expect(each.open("/inbox?show=needs-answer").locator(f"#row-{offer}")).not_to_contain_text("colleague")
    worker.page.locator(f"#tick-{offer}").check()
    press(worker.page, "Take them on")
    says(worker.page, "1 offer is with you now.")
    expect(manager.open("/inbox?show=needs-answer").locator(f"#row-{offer}")).to_contain_text("a colleague")
    page = manager.open(f"/offers/{offer}")
    press(page, "Accept")
    says(page, f"You have accepted {offer}.")


def test_of_two_who_accept_the_second_reads_who_was_quicker(stage: Stage) -> None:
    offer = stage.scene.offers["acknowledged"]
    slow, quick = stage.browser("shelter_worker"), stage.browser("shelter_manager")
    slow.open(f"/offers/{offer}")
    press(quick.open(f"/offers/{offer}"), "Accept")
    says(quick.page, f"You have accepted {offer}.")
    press(slow.page, "Accept")
    says(slow.page, "Shelter Manager accepted this a moment ago.")
    assert not has_button(slow.page, "Accept")


def test_each_side_has_the_buttons_of_its_moves_and_no_others(stage: Stage) -> None:
    offer = stage.scene.offers["accepted"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    partners = ("Record first contact", "Record a contact attempt", "Hand back to the lead")
    mine, theirs = worker.open(f"/offers/{offer}"), lead.open(f"/offers/{offer}")
    for words in partners:
        assert has_button(mine, words), words
        assert not has_button(theirs, words), words
    assert has_button(theirs, "Withdraw")
    assert not has_button(mine, "Withdraw")
    stage.act("caseworker", offer, ("/withdraw", {"reason": "found_elsewhere"}))
    follow(mine, "Record first contact")
    says(mine, "This changed while you were working", "It is now “Withdrawn”")
    mine = worker.open(f"/offers/{offer}")
    assert not any(has_button(mine, words) for words in partners)
    for page in (mine, lead.open(f"/offers/{offer}")):
        says(page, "Accepted by", "Withdrawn by")


def test_each_side_reads_what_the_other_writes(stage: Stage) -> None:
    offer = stage.scene.offers["active"]
    worker, lead = stage.browser("shelter_worker"), stage.browser("caseworker")
    page = worker.open(f"/offers/{offer}")
    follow(page, "Write a message")
    fill(page, {"text": "May we meet you on Friday?"})
    press(page, "Send the message")
    says(page, "May we meet you on Friday?")
    silent(page, "read today")
    page = lead.open("/sent")
    says(page, "new message")
    page = lead.open(f"/offers/{offer}")
    says(page, "May we meet you on Friday?", "New")
    follow(page, "Write a message")
    fill(page, {"text": "Friday at two."})
    press(page, "Send the message")
    page = worker.open(f"/offers/{offer}")
    says(page, "Friday at two.", "read today 10:00")
    assert stage.clock() == datetime.fromisoformat("2026-11-23T10:00:00+00:00")
