"""Partners: what each takes and when, who may ask whom, and that each sees its own and nothing else."""

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.features.stage import Stage, follow, has_button, says, send_from, silent
from tests.browser.hands import fill, press
from tests.builders import SHELTER
from tests.portal.reports.partners.test_web import answered
from tests.scene import CALM, INTAKE, MISSING, NEED, NEWCOMER, WHO, ready_for_away, referring_in, set_away

TOMORROW = {"begins_on_day": "24", "begins_on_month": "11", "begins_on_year": "2026"}


def test_the_directory_finds_services_by_need_and_area(stage: Stage) -> None:
    page = stage.browser("shelter_manager").open("/directory/housing_advice")
    follow(page, "Change what we take")
    fill(page, {**TOMORROW, "need_categories": "shelter_accommodation", "age_min": "18"})
    page.locator("[name='boroughs'][value='camden']").evaluate("e => { e.closest('details').open = true }")
    fill(page, {"boroughs": "camden"})
    press(page)
    says(page, "The new remit is recorded.")
    stage.clock.advance(days=1)
    page = stage.browser("caseworker").open("/directory")
    for borough, found in (("hackney", 0), ("camden", 1)):
        fill(page, {"need": "shelter_accommodation", "borough": borough})
        press(page, "Show")
        expect(page.get_by_role("link", name="Housing advice")).to_have_count(found)
    follow(page, "Housing advice")
    says(page, "18 and over", "Camden", "Can you refer here today?")


def ranked(page: Page) -> list[str]:
    return page.locator("label[for^='service']").all_inner_texts()


def test_a_paused_service_is_not_offered_and_a_full_one_stands_lower(stage: Stage) -> None:
    lead = stage.lead()
    draft = lead.ready(lead.person(CALM, **NEWCOMER)).path
    caseworker, shelter = stage.browser("caseworker"), stage.browser("shelter_manager")
    both = ["Galop Team, Advocacy", "Shelter Team, Housing advice"]
    assert ranked(caseworker.open(f"{draft}?open=service")) == both
    galop = stage.browser("galop_manager").open("/directory/advocacy/capacity")
    fill(galop, {"state": "waitlist", "places": "0"})
    press(galop)
    says(galop, "Capacity changed.")
    assert ranked(caseworker.open(f"{draft}?open=service")) == both[::-1]
    page = shelter.open("/directory/housing_advice/pause")
    fill(page, {"reason": "leave", "ends_on_day": "3", "ends_on_month": "12", "ends_on_year": "2026"})
    press(page, "Pause referrals")
    says(page, "Paused. Nobody can send you a new referral until the pause ends")
    page = caseworker.open(f"{draft}?open=service")
    assert ranked(page) == both[:1]
    says(page, "3 December")
    press(shelter.page, "End the pause")
    assert ranked(caseworker.open(f"{draft}?open=service")) == both[::-1]


def test_a_partner_refers_to_the_lead_and_to_nobody_else(stage: Stage) -> None:
    person = referring_in(stage.visitor("galop_worker")).person(**NEWCOMER)
    worker = stage.browser("galop_worker")
    says(stage.browser("shelter_manager").open("/directory/housing_advice"), "Another partner refers through the lead.")
    page = worker.open(f"/refer/{person}")
    fill(page, NEED)
    press(page, "Continue")
    assert ranked(page) == ["Lead Team, Intake"]
    fill(page, {"service": str(INTAKE)})
    offer = send_from(page, "Send to Lead Team, Intake")
    page = stage.browser("caseworker").open(f"/offers/{offer}")
    says(page, NEWCOMER["name"])
    assert has_button(page, "Accept")
    missing = stage.browser("shelter_manager").open(f"/offers/{offer}")
    silent(missing, NEWCOMER["name"], offer)


def test_a_manager_invites_a_colleague_and_closes_an_account(stage: Stage) -> None:
    manager, leaver = stage.browser("shelter_manager"), stage.browser("shelter_worker")
    page = manager.open("/team/new")
    fill(page, {"name": "Robin Teal", "email": "robin@example.org", "role": "partner_worker"})
    press(page, "Add and go on to the invitation")
    press(page, "Make the invitation")
    colleague = stage.browser("")
    colleague.page.goto(page.locator(".portal-copy a").get_attribute("href") or "")
    seed = colleague.page.locator("[name='seed']").get_attribute("value") or ""
    fill(colleague.page, {"password": "marble harbour lantern", "code": pyotp.TOTP(seed).at(stage.clock())})
    press(colleague.page, "Set up and sign in")
    expect(colleague.page.get_by_role("heading", level=1)).to_contain_text("Inbox")
    says(leaver.open("/inbox"), "Today")
    page = manager.open("/team")
    follow(page, "Close, Shelter Worker")
    press(page)
    leaver.open("/inbox")
    assert leaver.page.url.endswith("/sign-in")
    assert stage.browser("galop_manager").open("/team").get_by_text("Robin Teal").count() == 0


def test_another_partner_meets_the_answer_of_a_missing_record(stage: Stage) -> None:
    scene, stranger = stage.scene, stage.browser("galop_worker")
    for path, own in (
        ("/offers/{}", scene.offers["active"]),
        ("/offers/{}/pack", scene.offers["active"]),
        ("/offers/{}/decline", scene.offers["acknowledged"]),
        ("/requests/{}", scene.requests["active"]),
        ("/people/{}", scene.person),
        ("/refer/{}", scene.person),
    ):
        answers = []
        for reference in (MISSING, own):
            answer = stranger.page.goto(stranger.address + path.format(reference))
            assert answer is not None
            answers.append((answer.status, stranger.page.locator("main").inner_text(), stranger.page.title()))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    silent(stranger.open("/inbox?show=active"), scene.offers["active"])


def test_the_lead_delivers_to_a_partner_without_an_account_and_records_its_answers(stage: Stage) -> None:
    with stage.app.state.database.system() as session:
        set_away(session)
    referral = ready_for_away(stage.lead())
    page = stage.browser("caseworker").open(f"{referral.path}?open=send")
    says(page, "Croydon IDVA has no account here")
    offer = send_from(page, "Send to Croydon IDVA, IDVA")
    says(page, "Ready for Croydon IDVA, who have no account here.", "To be delivered by you")
    follow(page, "Deliver the pack")
    fill(page, {"route": "by_hand"})
    press(page, "Record the delivery")
    says(page, "Delivered, not confirmed")
    for link, now in (
        ("Record that they have it", "Received, not answered"),
        ("Record that they accept", "Accepted, not yet contacted"),
    ):
        follow(page, link)
        fill(page, {"confirmed_by": WHO, "heard_how": "duty_telephone"})
        press(page, "Record it")
        says(page, f"Offer {offer}", now, "Responsible now: Lead Team")
    says(page, "Record their first contact", WHO)


def test_answers_are_counted_in_the_report_of_partners(stage: Stage) -> None:
    answered(stage, 12, SHELTER)
    for key, words in (
        ("lead_manager", "12 offers were sent to 1 partner."),
        ("shelter_manager", "12 offers were sent to your organisation."),
    ):
        page = stage.browser(key).open("/reports/partners")
        says(page, "fewer than 10 cases")
        fill(page, {"period": "2026-q3"})
        press(page, "Show")
        says(page, "July to September 2026", words, "half within 1 hour", "12 of 12 in time (100%)")
