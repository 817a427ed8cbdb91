"""Reaching a person through the screen: what is due, the number, the stop, and the count of all services."""

import html
import re

import pytest
from httpx import Response

from portal.audit import store as audit
from tests.builders import Clock
from tests.kit import Visitor
from tests.scene import ATTEMPT, DASH, PHONE, PLAN, WORD, Lead, act, hidden
from tests.staged import Staged

NO_ANSWER = {"outcome": "no_answer", "channel": "mobile_call"}


@pytest.fixture
def lead(staged: Staged) -> Visitor:
    return staged.visitor("caseworker")


@pytest.fixture
def path(lead: Visitor) -> str:
    """A person at high risk with a plan that nobody has tried to reach."""
    person = Lead(lead).added()
    lead.submit(f"/people/{person}/contact-plan", PLAN)
    lead.submit(f"/people/{person}/risk/new", DASH)
    return f"/people/{person}"


def words(answer: Response) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def kinds(staged: Staged) -> list[str]:
    with staged.app.state.database.system(reading=True) as session:
        return [entry.kind for entry in audit.entries(session)]


def test_cont_20_the_next_attempt_is_due_by_a_time_on_a_safe_channel(lead: Visitor, path: str) -> None:
    page = words(lead.get(f"{path}/attempts"))
    assert re.search(r"The next attempt is due by [^,]+( \d+ \w+,)? ?\d\d:\d\d, by mobile call\.", page)
    assert "Domestic abuse, high risk:" in page
    assert "0 of 3 attempts made, by all services together." in page
    assert re.search(r'<option value="mobile_call" selected', page)


def test_top_10_the_number_is_behind_its_button_and_its_showing_is_recorded_first(
    staged: Staged, lead: Visitor, path: str
) -> None:
    assert PHONE not in lead.get(f"{path}/attempts").text
    page = words(lead.submit(f"{path}/attempts/number"))
    assert PHONE in page
    assert WORD in page
    seen = kinds(staged)
    assert seen.index("person.number_shown") < len(seen) - 1  # then the read itself
    assert "Do not name the service first." in page  # CONT-02
    assert "Leave nothing with a child" in page  # CONT-05
    assert "If someone else answers:" in page  # before dialling


def test_cont_01_outside_the_agreed_hours_the_number_says_when_and_not_now(
    staged: Staged, path: str, clock: Clock
) -> None:
    clock.advance(hours=12)
    page = words(staged.visitor("caseworker").submit(f"{path}/attempts/number"))
    assert "Not now. Next safe time:" in page


def test_cont_20_attempts_are_spread_and_when_they_are_exhausted_nobody_just_closes_it(
    lead: Visitor, path: str, clock: Clock
) -> None:
    for made in range(1, 4):
        assert lead.submit(f"{path}/attempts", NO_ANSWER).status_code == 303
        clock.advance(minutes=5)
        page = words(lead.get(f"{path}/attempts"))
        assert f"{made} of 3 attempts made" in page
        assert "3 times of day have to be tried" in page
    assert "Never just close it" in page
    for step in ("Tell the referrer", "Tell the manager", "Tell the MARAC representative", "safety check"):
        assert step in page


def test_cont_03_top_11_somebody_else_who_answers_stops_all_contact_in_the_same_transaction(
    staged: Staged, lead: Visitor
) -> None:
    hands = Lead(lead)
    person = hands.person()
    offer = hands.send(hands.ready(person))
    act(staged.visitor("shelter_worker"), offer, "/accept", {})
    tried = {"outcome": "unexpected_answerer", "channel": "mobile_call"}
    assert lead.submit(f"/people/{person}/attempts", tried).status_code == 303
    seen = kinds(staged)
    assert {"contact.stopped", "person.contact_tried", "offer.contact_stopped"} <= set(seen)
    page = words(lead.submit(f"/people/{person}/attempts/number"))
    assert PHONE not in page
    assert "Do not contact: stopped since" in page
    assert "No channel is safe now." in page
    assert "person.number_refused" in kinds(staged)
    assert f'href="/people/{person}/safety"' in lead.get("/people").text  # who works with the person is told
    assert PHONE not in staged.visitor("shelter_worker").submit(f"/offers/{offer}/number").text


def test_cont_22_what_a_partner_tried_counts_here_too(staged: Staged, lead: Visitor, clock: Clock) -> None:
    lead_hands = Lead(lead)
    person = lead_hands.person()
    offer = lead_hands.send(lead_hands.ready(person))
    act(staged.visitor("shelter_worker"), offer, "/accept", {})
    clock.advance(minutes=5)
    partner = staged.visitor("shelter_worker")
    version = hidden(partner.get(f"/offers/{offer}/attempt").text, "version")
    tried = {**ATTEMPT, "time": f"{clock():%H:%M}", "version": version}
    assert partner.submit(f"/offers/{offer}/attempt", tried).status_code == 303
    page = words(lead.get(f"/people/{person}/attempts"))
    assert "1 of 3 attempts made, by all services together." in page
    assert "Shelter Team" in page


def test_cont_21_a_new_number_starts_the_count_again(lead: Visitor, path: str, clock: Clock) -> None:
    lead.submit(f"{path}/attempts", NO_ANSWER)
    clock.advance(minutes=5)
    lead.submit(f"{path}/contact-plan", {**PLAN, "way_mobile_call": "07700 900999"})
    assert "0 of 3 attempts made" in words(lead.get(f"{path}/attempts"))


def test_cont_04_without_a_safe_channel_the_referrer_is_asked(lead: Visitor) -> None:
    person = Lead(lead).added()
    page = words(lead.get(f"/people/{person}/attempts"))
    assert "No channel is safe now. Do this instead" in page
    assert "Return to the referrer for a safe way to make contact" in page


def test_an_attempt_that_cannot_be_says_where_and_keeps_what_was_typed(lead: Visitor, path: str) -> None:
    answer = lead.submit(f"{path}/attempts", {"outcome": "", "channel": "sms", "minutes": "long"})
    assert answer.status_code == 422
    told = html.unescape(answer.text)
    assert "Choose how it ended" in told
    assert "Length in minutes must be a whole number from 0 to 600" in told
    assert 'value="long"' in told
    assert '<option value="sms" selected' in told
