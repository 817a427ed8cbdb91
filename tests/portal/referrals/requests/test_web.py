"""The page of a request over HTTP: its moves, who is asked next, several partners at once."""

import re

import pytest

from lvws_core.ids import Reference
from tests.portal.referrals.lead import expire, newcomer, place, press, send_from, service_in, version_on, words
from tests.scene import ADVOCACY, DECLINE, NAME, OUTCOME, act, hidden
from tests.staged import Staged


def asked(staged: Staged, request: Reference, key: str = "caseworker") -> str:
    return staged.visitor(key).get(f"/requests/{request}").text


def offer_to(staged: Staged, request: Reference, key: str = "caseworker") -> str:
    """Ask Galop as well, and give where the new offer is."""
    lead = staged.visitor(key)
    check = place(press(lead, request, "offer", service=str(ADVOCACY)))
    return place(send_from(lead, check))


def test_the_page_says_who_is_responsible_who_was_asked_and_nothing_of_who_the_person_is(staged: Staged) -> None:
    page = asked(staged, staged.scene.requests["active"])
    assert "Responsible now: Shelter Team, Housing advice." in words(page)
    assert f'href="/offers/{staged.scene.offers["active"]}"' in page
    assert NAME not in page


def test_a_request_that_came_back_says_why_and_asks_somebody_else_in_one_press_and_a_check(staged: Staged) -> None:
    request, _ = newcomer(staged, "declined")
    page = asked(staged, request)
    assert "Needs a new partner" in page
    assert "Shelter Team, Housing advice, declined today 10:00: no capacity, as the service chose." in words(page)
    lead = staged.visitor("caseworker")
    check = place(press(lead, request, "offer", service=service_in(page, "Ask Galop Team")))
    assert "Send to Galop Team, Advocacy" in lead.get(check).text
    sent = place(send_from(lead, check))
    assert sent.startswith("/offers/")
    after = words(asked(staged, request))
    assert "With a partner" in after
    assert "Galop Team, Advocacy" in after
    assert "should look for someone else" not in after


def test_i1_while_a_partner_has_it_nobody_else_is_asked(staged: Staged) -> None:
    request, lead = staged.scene.requests["acknowledged"], staged.visitor("caseworker")
    page = asked(staged, request)
    assert "Ask Galop Team" not in page
    answer = press(lead, request, "offer", service=str(ADVOCACY))
    assert answer.status_code == 409
    assert "This referral has been sent" in answer.text


def test_a_service_that_is_none_or_cannot_take_it_is_refused_in_words(staged: Staged) -> None:
    request, lead = staged.scene.requests["declined"], staged.visitor("caseworker")
    assert press(lead, request, "offer", service="nonsense").status_code == 404
    assert press(lead, request, "offer", service="00000000-0000-0000-0000-0000000000e2").status_code == 403


def test_a_hold_stops_sending_until_it_is_resumed(staged: Staged) -> None:
    request, lead = staged.scene.requests["declined"], staged.visitor("caseworker")
    assert place(press(lead, request, "hold")) == f"/requests/{request}?done=held"
    held = words(lead.get(f"/requests/{request}?done=held").text)
    assert "The request is on hold, and nothing new is sent for it." in held
    assert "Ask Galop Team" not in held
    assert request not in lead.get("/unplaced").text
    assert press(lead, request, "offer", service=str(ADVOCACY)).status_code == 409
    assert "On hold" in words(lead.get(f"/offers/{staged.scene.offers['declined']}").text)
    assert place(press(lead, request, "resume")).endswith("?done=resumed")
    assert request in lead.get("/unplaced").text


def test_what_a_partner_declines_while_the_request_is_on_hold_waits_only_when_it_is_resumed(staged: Staged) -> None:
    request, offer = staged.scene.requests["acknowledged"], staged.scene.offers["acknowledged"]
    lead = staged.visitor("caseworker")
    assert place(press(lead, request, "hold")).endswith("?done=held")
    assert act(staged.visitor("shelter_worker"), offer, "/decline", DECLINE).status_code == 303
    assert request not in lead.get("/unplaced").text
    press(lead, request, "resume")
    assert request in lead.get("/unplaced").text


def test_only_the_manager_closes_a_need_unmet_with_a_coded_reason(staged: Staged) -> None:
    request, manager = staged.scene.requests["declined"], staged.visitor("lead_manager")
    assert "Close as not met" not in asked(staged, request)
    assert staged.visitor("caseworker").get(f"/requests/{request}/close").status_code == 409
    assert press(staged.visitor("caseworker"), request, "close", reason="other").status_code == 403
    assert press(manager, request, "close").status_code == 422
    assert place(press(manager, request, "close", reason="no_service_available")).endswith("?done=closed")
    page = words(manager.get(f"/requests/{request}?done=closed").text)
    assert "The need is closed as not met, and counted with its reason." in page
    assert "no service available" in page
    assert request not in manager.get("/unplaced").text
    assert "Closed, not met" in words(manager.get("/sent").text)


def test_an_outcome_is_acknowledged_on_the_request_and_the_partner_sees_it(staged: Staged) -> None:
    offer, request = staged.scene.offers["outcome_due"], staged.scene.requests["outcome_due"]
    worker, lead = staged.visitor("shelter_worker"), staged.visitor("caseworker")
    version = hidden(worker.get(f"/offers/{offer}/outcome").text, "version")
    assert worker.submit(f"/offers/{offer}/outcome", OUTCOME, version=version).status_code == 303
    assert "Acknowledge the outcome" in asked(staged, request)
    assert place(press(lead, request, "acknowledge")).endswith("?done=acknowledged")
    page = words(lead.get(f"/requests/{request}?done=acknowledged").text)
    assert "The need is met." in page
    assert "Outcome acknowledged" in words(worker.get(f"/offers/{offer}").text)
    assert press(lead, request, "acknowledge").status_code == 409


def test_an_error_is_marked_only_when_nobody_ever_accepted_it(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    taken, declined = staged.scene.requests["withdrawn"], staged.scene.requests["declined"]
    assert place(press(lead, declined, "mark-error")) == f"/requests/{declined}?done=marked"
    assert declined not in lead.get("/unplaced").text
    assert taken in lead.get("/unplaced").text
    assert press(lead, staged.scene.requests["active"], "mark-error").status_code == 409


def test_a_page_that_showed_an_older_version_changes_nothing(staged: Staged) -> None:
    request, lead = staged.scene.requests["declined"], staged.visitor("caseworker")
    version = version_on(lead, request)
    press(lead, request, "hold")
    press(lead, request, "resume")
    answer = lead.submit(f"/requests/{request}/hold", {"version": version})
    assert answer.status_code == 409


def test_lifecycle_2_beside_a_waiting_list_the_lead_seeks_help_elsewhere_and_the_place_stays(staged: Staged) -> None:
    request, waiting = newcomer(staged, "waitlisted")
    assert "Seek help elsewhere in parallel" in words(asked(staged, request))
    second = offer_to(staged, request)
    page = words(asked(staged, request))
    assert "On their waiting list" in page
    assert "More than one partner has this now. None of them sees another." in page
    assert "Responsible now: Lead Team – until Galop Team or Shelter Team records first contact." in page
    galop = staged.visitor("galop_worker")
    offer = re.search(r"/offers/([\w-]+)", second)
    assert offer is not None
    act(galop, Reference(offer[1]), "/accept", {})
    worker = staged.visitor("shelter_worker")
    place_free = hidden(worker.get(f"/offers/{waiting}").text, "version")
    assert worker.submit(f"/offers/{waiting}/accept", {"version": place_free}).status_code == 303
    assert waiting not in galop.get("/inbox").text


def test_route_07_beside_a_waiting_list_a_likeness_elsewhere_still_stands_in_the_way(staged: Staged) -> None:
    request, lead = staged.scene.requests["waitlisted"], staged.visitor("caseworker")
    check = place(press(lead, request, "offer", service=str(ADVOCACY)))
    assert "An open referral exists for somebody who may be the same person." in words(lead.get(check).text)


def test_i1_several_partners_at_once_only_where_the_manager_has_allowed_it(staged: Staged) -> None:
    request = staged.scene.requests["active"]
    caseworker, manager = staged.visitor("caseworker"), staged.visitor("lead_manager")
    assert "Let several partners work at once" not in asked(staged, request)
    assert press(caseworker, request, "co-work", granted="yes").status_code == 403
    assert place(press(manager, request, "co-work", granted="yes")).endswith("?done=co-work")
    sent = offer_to(staged, request)
    galop = staged.visitor("galop_worker")
    offer = Reference(sent.partition("?")[0].removeprefix("/offers/"))
    act(galop, offer, "/accept", {})
    page = words(asked(staged, request))
    assert "Responsible now: Shelter Team, Housing advice." in page
    assert "Several partners may work on this at once. None of them sees another." in page
    assert "Shelter Team" not in words(galop.get(f"/offers/{offer}").text)
    assert place(press(manager, request, "co-work", granted="no")).endswith("?done=one")
    assert "Ask Galop Team" not in asked(staged, request)


def expired(staged: Staged) -> tuple[Reference, Reference]:
    """Let the offers that nobody has answered expire, and give one of them with its request."""
    staged.clock.advance(hours=25)
    offer = staged.scene.offers["acknowledged"]
    assert offer in expire(staged)
    return offer, staged.scene.requests["acknowledged"]


def test_what_expired_and_can_still_be_taken_is_sent_anew_in_one_press(staged: Staged) -> None:
    offer, request = expired(staged)
    worker, lead = staged.visitor("shelter_worker"), staged.visitor("caseworker")
    page = worker.get(f"/offers/{offer}").text
    assert "We can still take this" in page
    assert NAME not in page
    said = worker.submit(f"/offers/{offer}/still-possible", {"version": hidden(page, "version")})
    assert place(said) == f"/offers/{offer}?done=still-possible"
    again = worker.get(f"/offers/{offer}?done=still-possible").text
    assert "The lead can see now that you can still take" in words(again)
    assert "We can still take this</button>" not in again
    assert NAME not in again
    for path in ("/unplaced", f"/requests/{request}"):
        assert "Shelter Team can still take this: they said so today" in words(lead.get(path).text)
    sent = place(press(lead, request, "send-again", offer=offer))
    assert sent.endswith("?done=sent")
    assert "Recall it" in lead.get(sent).text
    assert "With a partner" in words(asked(staged, request))
    assert sent.partition("?")[0].removeprefix("/offers/") in worker.get("/inbox").text


def test_cons_30_what_has_changed_since_it_expired_is_looked_at_before_it_is_sent_anew(staged: Staged) -> None:
    offer, request = expired(staged)
    worker, lead = staged.visitor("shelter_worker"), staged.visitor("caseworker")
    version = hidden(worker.get(f"/offers/{offer}").text, "version")
    worker.submit(f"/offers/{offer}/still-possible", {"version": version})
    page = lead.get(f"/requests/{request}").text
    person = re.search(r"/people/([\w-]+)\"", page)
    assert person is not None
    path = f"/people/{person[1]}/identity"
    identity = {"name": "Somebody Renamed", "borough": "hackney", "version": hidden(lead.get(path).text, "version")}
    assert lead.submit(path, identity).status_code == 303
    check = place(press(lead, request, "send-again", offer=offer))
    assert check.startswith("/refer/")
    shown = lead.get(check).text
    assert "Send to Shelter Team, Housing advice" in shown
    assert "Somebody Renamed" in shown


def test_nothing_is_sent_anew_to_a_partner_that_has_not_said_so(staged: Staged) -> None:
    offer, request = expired(staged)
    lead = staged.visitor("caseworker")
    answer = press(lead, request, "send-again", offer=offer)
    assert answer.status_code == 409
    assert "has not said that it can take it" in answer.text


def test_after_fourteen_days_it_is_too_late_to_say_so(staged: Staged) -> None:
    offer, _ = expired(staged)
    staged.clock.advance(days=14)
    worker = staged.visitor("shelter_worker")
    page = worker.get(f"/offers/{offer}").text
    assert "We can still take this" not in page
    answer = worker.submit(f"/offers/{offer}/still-possible", {"version": "3"})
    assert answer.status_code == 409


def test_an_offer_marked_as_an_error_puts_back_what_had_come_back_before(staged: Staged) -> None:
    (request, _), lead = newcomer(staged, "declined"), staged.visitor("caseworker")
    sent = offer_to(staged, request).partition("?")[0]
    assert request not in lead.get("/unplaced").text
    version = hidden(lead.get(f"{sent}/mark-error").text, "version")
    assert lead.submit(f"{sent}/mark-error", {"version": version}).status_code == 303
    assert request in lead.get("/unplaced").text


def test_the_offer_leads_to_its_request_and_the_request_to_its_person(staged: Staged) -> None:
    lead, worker = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    offer, request = staged.scene.offers["declined"], staged.scene.requests["declined"]
    page = lead.get(f"/offers/{offer}").text
    assert f'href="/requests/{request}"' in page
    assert "Look for someone else" in page
    assert re.search(r'href="/people/[\w-]+"', lead.get(f"/requests/{request}").text)
    assert request not in worker.get(f"/offers/{offer}").text


@pytest.mark.parametrize(
    ("key", "status"), [("shelter_worker", 404), ("galop_manager", 404), ("analyst", 403), ("governance", 403)]
)
def test_nobody_but_the_lead_opens_a_request(staged: Staged, key: str, status: int) -> None:
    assert staged.visitor(key).get(f"/requests/{staged.scene.requests['active']}").status_code == status
