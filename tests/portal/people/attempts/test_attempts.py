"""Reaching a person through the screen: what is due, the number, the stop, and the count of all services."""

import html
import re
from uuid import UUID

import pytest
from httpx import Response
from msgspec.structs import replace
from sqlmodel import col, select, update

from lvws_core.consent.contact import AttemptPriority
from lvws_core.ids import PersonId
from portal.audit import store as audit
from portal.database import SYSTEM
from portal.intake.facts.store import case_facts
from portal.intake.tables import CaseRow
from portal.people.attempts.model import priority_by
from portal.people.tables import PersonRow
from tests.builders import Clock
from tests.kit import Visitor
from tests.portal.people.builders import a_contact
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


@pytest.fixture
def accepted(staged: Staged, lead: Visitor, clock: Clock) -> tuple[str, str]:
    """A person, and the offer about them that Shelter has accepted."""
    hands = Lead(lead)
    person = hands.person()
    offer = hands.send(hands.ready(person))
    act(staged.visitor("shelter_worker"), offer, "/accept", {})
    clock.advance(minutes=5)
    return person, offer


def test_cont_22_the_partners_sheet_counts_what_others_tried_and_never_says_who_or_where(
    staged: Staged, lead: Visitor, accepted: tuple[str, str]
) -> None:
    person, offer = accepted
    partner = staged.visitor("shelter_worker")
    before = words(partner.get(f"/offers/{offer}/attempt"))
    assert "0 of 3 attempts made, by all services together." in before
    lead.submit(f"/people/{person}/attempts", NO_ANSWER)
    lead.submit(f"/people/{person}/attempts", {**NO_ANSWER, "outcome": "spoke"})
    page = words(partner.get(f"/offers/{offer}/attempt"))
    assert "1 of 3 attempts made, by all services together." in page  # what was said to another stays there
    assert "There is another attempt to make, by mobile call: it is due by" in page
    said = page[page.index("attempts made") : page.index("<form", page.index("attempts made"))]
    assert "Lead Team" not in said
    for _ in range(2):
        lead.submit(f"/people/{person}/attempts", NO_ANSWER)
    assert "The attempts that are asked for have been made" in words(partner.get(f"/offers/{offer}/attempt"))


def test_cont_04_cont_01_a_narrow_window_that_comes_too_late_is_said_on_the_sheet(
    staged: Staged, clock: Clock, lead: Visitor
) -> None:
    hands = Lead(lead)
    person = hands.person()
    lead.submit(f"/people/{person}/contact-plan", {**PLAN, "days": ["3"], "opens": "13:00", "closes": "13:30"})
    offer = hands.send(hands.ready(person))
    act(staged.visitor("shelter_worker"), offer, "/accept", {})
    clock.advance(minutes=5)
    page = words(staged.visitor("shelter_worker").get(f"/offers/{offer}/attempt"))
    assert "The next safe hour opens Thursday 26 November, 13:00." in page
    own = words(lead.get(f"/people/{person}/attempts"))
    assert "The next safe hour is Thursday 26 November, 13:00." in own
    assert "The next safe hour is after the attempt is due." in own


def test_cont_03_top_11_the_worker_is_alerted_wherever_somebody_else_answered(
    staged: Staged, accepted: tuple[str, str], clock: Clock
) -> None:
    person, offer = accepted
    partner = staged.visitor("shelter_worker")
    version = hidden(partner.get(f"/offers/{offer}/attempt").text, "version")
    tried = {**ATTEMPT, "result": "unexpected_answerer", "time": f"{clock():%H:%M}", "version": version}
    assert partner.submit(f"/offers/{offer}/attempt", tried).status_code == 303
    told = words(staged.visitor("caseworker").get("/notices"))
    assert "Contact is stopped: look at the report, and confirm the plan with the person" in told
    assert f'href="/people/{person}/safety"' in told
    assert "Contact is stopped" in words(staged.visitor("lead_manager").get("/notices"))
    assert "Contact is stopped" not in words(staged.visitor("colleague").get("/notices"))
    theirs = words(partner.get("/notices"))
    assert "Do not make contact: the lead has stopped it" in theirs
    assert person not in theirs


def test_cont_20_how_pressing_it_is_comes_from_the_case(staged: Staged) -> None:
    case, person, calm = staged.scene.case, staged.scene.person, replace(a_contact().plan, sensitive=False)
    with staged.app.state.database.system() as session:
        about = session.exec(select(PersonRow.id).where(PersonRow.reference == person), execution_options=SYSTEM).one()
        for level, epr, crime, expected in (
            ("high", False, None, AttemptPriority.DA_HIGH),
            (None, True, None, AttemptPriority.EPR_OR_SEXUAL_VIOLENCE),
            (None, False, "rape", AttemptPriority.EPR_OR_SEXUAL_VIOLENCE),
            ("low_medium", True, None, AttemptPriority.DA_LOW_MEDIUM),
            ("low_medium", False, None, AttemptPriority.DA_LOW_MEDIUM),
            (None, False, None, AttemptPriority.WITNESS),
        ):
            change = update(CaseRow).where(col(CaseRow.reference) == case)
            values = {"person_id": about, "da_level": level, "epr": epr, "crime_category": crime, "risk": None}
            session.execute(change.values(involvement="witness", closed_on=None, **values), execution_options=SYSTEM)
            found = case_facts(session, PersonId(about))
            assert found is not None
            assert priority_by(None, calm, found) is expected
        assert priority_by(None, calm, None) is AttemptPriority.NON_EPR
        assert case_facts(session, PersonId(UUID(int=5))) is None


def test_cont_10_cont_12_cont_13_language_and_format_are_asked_recorded_shared_and_said_before_any_contact(
    staged: Staged, lead: Visitor
) -> None:
    form = words(lead.get("/people/new"))
    assert "British Sign Language, text relay, easy read, large print, braille, audio, plain English" in form
    hands = Lead(lead)
    person = hands.person(language="tir", interpreter="yes", access_needs="Easy read")
    asked = words(lead.get(f"/people/{person}/attempts"))
    offer = hands.send(hands.ready(person))
    act(staged.visitor("shelter_worker"), offer, "/accept", {})
    shared = words(staged.visitor("shelter_worker").get(f"/offers/{offer}/attempt"))
    for page in (asked, shared):
        assert "Language: Tigrinya." in page
        assert "Book a professional interpreter first: never family, a friend, a partner or a child." in page
        assert "Needs: Easy read." in page


def test_cont_11_an_interpreter_is_offered_to_the_fluent_too_where_it_is_sensitive(lead: Visitor) -> None:
    person = Lead(lead).added(language="tir")
    lead.submit(f"/people/{person}/contact-plan", PLAN)
    assert "Offer a professional interpreter, to somebody who is fluent too" in words(
        lead.get(f"/people/{person}/attempts")
    )


def test_cont_02_cont_05_the_opening_and_what_is_never_left_stand_before_the_form(lead: Visitor, path: str) -> None:
    page = words(lead.get(f"{path}/attempts"))
    assert (
        "Make sure that it is the person, then ask whether it is safe to talk. Do not name the service first." in page
    )
    assert "Leave nothing with a child, and no number with anybody else." in page
    assert page.index("Leave nothing with a child") < page.index("How did it end?")
