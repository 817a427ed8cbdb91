"""Sent to the wrong recipient, over HTTP: closed the same second, asked what was seen, looked into with two clocks."""

import html
import re
from typing import Any

import pytest
from httpx import Response

from lvws_core.ids import Reference
from portal.audit import store as audit
from tests.builders import Clock
from tests.scene import NAME, PHONE, act
from tests.staged import Staged

LIVE = ("sent", "acknowledged", "info_needed", "waitlisted", "accepted", "active", "outcome_due")
DECISION = {"regulator": "notify", "why": "A number was read.", "person_told": "not_told", "told_why": "Unsafe today."}
STOP = {"answer": "returned", "seen": ["read", "printed"], "note": "Two colleagues; the page is shredded."}


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def withdraw(staged: Staged, offer: Reference) -> None:
    answer = act(staged.visitor("caseworker"), offer, "/withdraw", {"reason": "wrong_recipient"})
    assert answer.status_code == 303


def review(staged: Staged, offer: Reference) -> str:
    page = staged.visitor("governance").get(f"/reviews/{offer}")
    assert page.status_code == 200
    return words(page)


@pytest.mark.parametrize("reached", LIVE)
def test_in_every_live_state_the_fields_close_the_same_second_and_an_entry_opens(staged: Staged, reached: str) -> None:
    offer, partner = staged.scene.offers[reached], staged.visitor("shelter_worker")
    withdraw(staged, offer)
    closed = partner.get(f"/offers/{offer}")
    assert closed.status_code == 200
    assert NAME not in closed.text
    assert partner.submit(f"/offers/{offer}/number").status_code == 403
    assert "Due tomorrow" in review(staged, offer)
    assert str(offer) in staged.visitor("governance").get("/reviews").text


def test_the_entry_says_who_saw_which_fields_by_name_and_no_value(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["accepted"]
    staged.visitor("shelter_manager").submit(f"/offers/{offer}/number")
    withdraw(staged, offer)
    page = review(staged, offer)
    assert re.search(r'data-label="Who">Shelter Worker</th> <td data-label="When">today 08:00</td>', page)
    assert re.search(r'data-label="Who">Shelter Manager</th>.*?The number itself', page)
    assert "Name and age; how to make contact safely" in page or "Name and age; How to make contact safely" in page
    for value in (NAME, PHONE):
        assert value not in page


def test_what_nobody_opened_is_told_as_that(staged: Staged) -> None:
    withdraw(staged, staged.scene.offers["sent"])
    assert "Nobody opened it before it was withdrawn." in review(staged, staged.scene.offers["sent"])


def test_domain_4_9_both_clocks_run_in_real_hours_from_the_withdrawal(staged: Staged, clock: Clock) -> None:
    offer = staged.scene.offers["misdirected"]
    page = review(staged, offer)
    assert "The partner says what it saw: <strong>Due tomorrow 08:00" in page
    assert "Due Thursday 26 November, 08:00" in page
    clock.advance(hours=22)
    assert "Overdue: it was due today 08:00" in review(staged, offer)
    listed = words(staged.visitor("governance").get("/reviews"))
    assert "portal-row--late" in listed


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"answer": "stopped"}, "Say what was read, printed or copied"),
        ({"answer": "stopped", "seen": ["nothing", "read"], "note": "x"}, "alone, or leave it out"),
        ({"answer": "stopped", "seen": ["read"]}, "Enter what was read, printed or copied"),
        ({"answer": "retained", "seen": ["nothing"], "note": "By law."}, "Choose on which basis you keep it"),
    ],
)
def test_clock_c_asks_what_was_read_printed_or_copied(staged: Staged, form: dict[str, Any], told: str) -> None:
    offer, partner = staged.scene.offers["misdirected"], staged.visitor("shelter_worker")
    asked = partner.get(f"/offers/{offer}/stop").text
    assert "It was printed" in asked
    answer = act(partner, offer, "/stop", form)
    assert answer.status_code == 422
    assert told in words(answer)


def test_the_answer_of_the_partner_ends_its_clock_and_stands_in_the_entry(staged: Staged) -> None:
    offer = staged.scene.offers["misdirected"]
    assert act(staged.visitor("shelter_worker"), offer, "/stop", STOP).status_code == 303
    page = review(staged, offer)
    assert "The partner says what it saw: <strong>Done today 10:00" in page
    assert "It was read on the screen." in page
    assert "It was printed." in page
    assert "shredded" not in page
    ledger = words(staged.visitor("caseworker").get(f"/offers/{offer}"))
    assert "It was printed." in ledger


def test_a_decision_says_why_once_and_leaves_the_list(staged_on_each: Staged) -> None:
    reviewer, offer = staged_on_each.visitor("governance"), staged_on_each.scene.offers["misdirected"]
    path = f"/reviews/{offer}/decide"
    for missing in ("regulator", "why", "person_told", "told_why"):
        answer = reviewer.submit(path, {**DECISION, missing: ""})
        assert answer.status_code == 422, missing
    assert reviewer.submit(path, DECISION).headers["location"] == "/reviews?done=decided"
    page = words(reviewer.get(f"/reviews/{offer}"))
    for told in ("Yes: the regulator is notified", "A number was read.", "Unsafe today.", "Governance, today 10:00"):
        assert told in page
    assert str(offer) not in reviewer.get("/reviews").text
    assert str(offer) in reviewer.get("/reviews?show=decided").text
    assert reviewer.submit(path, DECISION).status_code == 409


def test_what_was_known_first_comes_first(staged: Staged, clock: Clock) -> None:
    later = staged.scene.offers["accepted"]
    withdraw(staged, later)
    clock.advance(hours=1)
    withdraw(staged, staged.scene.offers["active"])
    page = staged.visitor("governance").get("/reviews").text
    order = [page.index(ref) for ref in (staged.scene.offers["misdirected"], later, staged.scene.offers["active"])]
    assert order == sorted(order)


def test_another_reason_opens_nothing(staged: Staged) -> None:
    assert staged.visitor("governance").get(f"/reviews/{staged.scene.offers['withdrawn']}").status_code == 404


def test_the_partner_and_the_lead_have_no_such_page(staged: Staged) -> None:
    for key in ("shelter_manager", "caseworker", "lead_manager", "administrator"):
        assert staged.visitor(key).get("/reviews").status_code == 403


def test_another_leads_entry_is_missing(staged: Staged) -> None:
    assert staged.visitor("governance").get(f"/reviews/{staged.scene.foreign_offer}").status_code == 404


def test_opening_reading_and_deciding_are_events(staged: Staged) -> None:
    withdraw(staged, staged.scene.offers["accepted"])
    review(staged, staged.scene.offers["accepted"])
    staged.visitor("governance").submit(f"/reviews/{staged.scene.offers['accepted']}/decide", DECISION)
    with staged.app.state.database.system(reading=True) as session:
        kinds = [entry.kind for entry in audit.entries(session)]
    assert kinds[-3:] == ["review.opened", "review.read", "review.decided"] or kinds[-1] == "review.decided"
    assert {"review.opened", "review.read", "review.decided"} <= set(kinds)
