"""On what footing an answer was given, through the screen: freely, by the person, with what capacity, when again."""

import html
import re
from typing import Any

import msgspec
import pytest
from httpx import Response

from portal.audit import store as audit
from tests.builders import GALOP, SHELTER, Clock
from tests.kit import Visitor
from tests.scene import CONSENT, Lead
from tests.staged import Staged

WHY = "She said back in her own words what it means and what may follow."
FIFTEEN = {"birth_date_year": "2011", "birth_date_month": "3", "birth_date_day": "14"}
SEVENTEEN = {**FIFTEEN, "birth_date_year": "2009"}
AGELESS = {"birth_date_day": "", "birth_date_month": "", "birth_date_year": ""}


@pytest.fixture
def lead(staged: Staged) -> Visitor:
    return staged.visitor("caseworker")


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def say(lead: Visitor, person: str, **changes: Any) -> Response:
    return lead.submit(f"/people/{person}/consent", {**CONSENT, **changes}, organisation=str(GALOP))


def followed(lead: Visitor, answer: Response) -> str:
    assert answer.status_code == 303, words(answer)
    return words(lead.get(answer.headers["location"]))


def last(staged: Staged) -> tuple[str, dict[str, Any]]:
    with staged.app.state.database.system(reading=True) as session:
        found = [e for e in audit.entries(session) if e.kind.startswith("consent.")]
    return found[-1].kind, msgspec.json.decode(found[-1].body)["detail"]


@pytest.mark.parametrize(
    ("changes", "code", "why"),
    [
        ({"pressure": ["perpetrator_present"]}, "not_free", "There were signs of pressure."),
        ({"given_by": "next_of_kin"}, "not_the_person", "The next of kin cannot consent for the person."),
        ({"capacity": "lacks", "reasoning": WHY}, "lacks_capacity", "best interests decide. Ask again: it may change."),
    ],
)
def test_cons_40_cons_41_cons_44_cons_45_a_yes_that_is_not_the_persons_own_is_kept_and_changes_nothing(
    staged: Staged, lead: Visitor, changes: dict[str, Any], code: str, why: str
) -> None:
    person = Lead(lead).added()
    page = followed(lead, say(lead, person, **changes))
    assert "The yes was not taken" in page
    assert page.count(why) == 2  # in the news, and beside the organisation
    assert "Caseworker did not take a yes on 23 November:" in page
    assert "Not asked" in page
    assert "/consent/withdraw" not in page
    kind, detail = last(staged)
    assert (kind, detail["reasons"]) == ("consent.not_taken", [code])


def test_top_07_cons_44_a_yes_under_pressure_leaves_an_earlier_answer_as_it_stood(lead: Visitor, clock: Clock) -> None:
    person = Lead(lead).added()
    say(lead, person)
    clock.advance(minutes=5)
    page = followed(lead, say(lead, person, categories=["identity"], pressure=["pressure_noted", "spoken_for"]))
    assert page.count("Yes until 23 November 2027") >= len(CONSENT["categories"]) - 1


def test_cons_43_under_16_a_yes_needs_the_judgement_and_its_reasons(lead: Visitor) -> None:
    person = Lead(lead).added(**FIFTEEN)
    asked = words(lead.get(f"/people/{person}/consent"))
    assert "Under 16: do they understand enough?" in asked
    assert "A parent is involved only if that is safe" in asked
    assert "Can they decide this, now?" not in asked
    missing = say(lead, person)
    assert missing.status_code == 422
    assert "Say whether they understand enough of what it means" in words(missing)
    short = say(lead, person, gillick="yes", reasoning="Clever")
    assert "write at least 20 characters" in words(short)
    page = followed(lead, say(lead, person, gillick="no", reasoning=WHY))
    assert "Under 16, and judged not to understand enough of it." in page
    say(lead, person, gillick="yes", reasoning=WHY)
    given = words(lead.get(f"/people/{person}/consent"))
    assert "Under 16, and judged to understand enough; a parent is involved only if that is safe." in given
    assert WHY not in given


def test_cons_42_at_16_and_17_a_yes_is_presumed_able_and_the_duties_to_children_are_named(lead: Visitor) -> None:
    person = Lead(lead).added(**SEVENTEEN)
    page = words(lead.get(f"/people/{person}/consent"))
    assert "At 16 and 17 they can say yes for themselves; duties towards children apply as well." in page
    say(lead, person)
    given = words(lead.get(f"/people/{person}/consent"))
    assert "At 16 and 17 ability to consent is presumed; duties towards children apply as well." in given


def test_cons_40_cons_41_nothing_is_asked_of_a_grown_person_unless_there_is_a_doubt(lead: Visitor) -> None:
    person = Lead(lead).added()
    page = words(lead.get(f"/people/{person}/consent"))
    assert "How old are they?" not in page
    assert "do they understand enough?" not in page
    assert not re.search(r"<details[^>]* open", page)
    say(lead, person, capacity="assessed", reasoning=WHY)
    given = words(lead.get(f"/people/{person}/consent"))
    assert "It was in doubt, and assessed for this decision: the person has capacity for it now." in given


def test_cons_42_cons_43_where_the_age_is_not_known_a_yes_asks_for_it(lead: Visitor) -> None:
    person = Lead(lead).added(**AGELESS)
    answer = say(lead, person)
    assert answer.status_code == 422
    assert "Say how old the person is: who may consent turns on it" in words(answer)
    assert say(lead, person, age_band="18_over").status_code == 303


def test_cons_44_it_says_who_asked_when_how_and_whether_they_were_alone(lead: Visitor) -> None:
    person = Lead(lead).added()
    say(lead, person, alone="no", method="interpreter_assisted")
    page = words(lead.get(f"/people/{person}/consent"))
    assert (
        "Given on 23 November to Caseworker: through a professional interpreter; while somebody else was there." in page
    )
    assert "Go through it again when they are alone." in page


def test_domain_4_6_the_policys_days_are_proposed_and_what_was_chosen_is_shown(lead: Visitor, clock: Clock) -> None:
    person = Lead(lead).added()
    page = lead.get(f"/people/{person}/consent").text
    for name, value in (("review_day", "23"), ("review_month", "5"), ("review_year", "2027"), ("until_year", "2027")):
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page), name
    say(lead, person, review_day="3", review_month="3", review_year="2027")
    assert "Ask again by 3 March 2027." in words(lead.get(f"/people/{person}/consent"))
    say(lead, person, until_day="1", until_month="2", until_year="2027")
    assert "Ask again by 1 February 2027." in words(lead.get(f"/people/{person}/consent"))
    clock.advance(days=70)
    late = words(lead.sign_in("caseworker", clock).get(f"/people/{person}/consent"))
    assert "Ask again now" not in late  # its last day is not over
    assert "Ask again by 1 February." in late


def test_cons_21_after_a_no_nobody_asks_again_for_weeks_unless_the_person_raises_it(
    staged: Staged, lead: Visitor
) -> None:
    person = Lead(lead).added()
    say(lead, person, reply="no", categories=[])
    page = words(lead.get(f"/people/{person}/consent"))
    assert "Said no on 23 November to Caseworker." in page
    assert "Do not ask again before 21 December, unless they raise it themselves." in page
    assert not re.search(r">Ask again<", page)
    refused = say(lead, person)
    assert refused.status_code == 422
    assert "The person said no. Do not ask again before 21 December 2026." in words(refused)
    link = re.search(rf'href="(/people/{person}/consent\?organisation={GALOP}&raised=yes)#record"', page)
    assert link is not None
    assert re.search(r'name="raised"[^>]*checked', lead.get(link[1]).text)
    assert say(lead, person, raised="yes").status_code == 303
    assert last(staged)[1]["raised"] is True


def test_cons_21_a_no_may_be_said_again_and_after_the_weeks_the_page_offers_to_ask(lead: Visitor, clock: Clock) -> None:
    person = Lead(lead).added()
    for _ in range(2):
        assert say(lead, person, reply="no", categories=[]).status_code == 303
        clock.advance(minutes=1)
    clock.advance(days=28)
    again = lead.sign_in("caseworker", clock)
    assert re.search(r">Ask again<", again.get(f"/people/{person}/consent").text)
    assert say(again, person).status_code == 303


def test_cons_21_cons_44_a_no_under_pressure_is_no_answer_to_wait_for(lead: Visitor) -> None:
    person = Lead(lead).added()
    say(lead, person, reply="no", categories=[], pressure=["spoken_for"])
    page = words(lead.get(f"/people/{person}/consent"))
    assert "It was not the person’s own free answer: ask again as soon as they can speak freely." in page
    assert say(lead, person).status_code == 303


def test_cons_22_an_answer_about_one_organisation_is_none_about_another(lead: Visitor) -> None:
    person = Lead(lead).added()
    say(lead, person)
    page = words(lead.get(f"/people/{person}/consent"))
    row = re.search(r"<tr> <th[^>]*>(?:(?!</tr>).)*Shelter Team.*?</tr>", page)
    assert row is not None
    assert "Not asked" in row[0]
    assert str(SHELTER) in row[0]
