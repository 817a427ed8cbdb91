"""The consent page: a matrix that reads like a sentence, a withdrawal in two presses, and what the partners confirm."""

import html
import re
from datetime import timedelta

import pytest
from httpx import Response

from lvws_core.ids import Reference
from portal.audit import store as audit
from tests.builders import GALOP, SHELTER, Clock
from tests.portal.sharing.test_ledger import the_person
from tests.scene import CONSENT, NAME, Lead, act, hidden
from tests.staged import Staged


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def consent_page(staged: Staged, person: str) -> str:
    answer = staged.visitor("caseworker").get(f"/people/{person}/consent")
    assert answer.status_code == 200
    return words(answer)


def cells(page: str, organisation: str) -> dict[str, str]:
    row = re.search(rf"<tr> <th scope=\"row\"[^>]*>(?:(?!</tr>).)*{organisation}.*?</tr>", page)
    assert row is not None
    return dict(re.findall(r'<td data-label="([^"]+)"><span class="portal-cell[^"]*">([^<]*)<', row[0]))


def withdraw(staged: Staged, person: str) -> Response:
    lead = staged.visitor("caseworker")
    link = re.search(
        r'href="(/people/[^"]+/consent/withdraw\?organisation=[^"]+)"[^>]*>Withdraw<', consent_page(staged, person)
    )
    assert link is not None
    second = lead.get(f"/people/{person}/consent/withdraw", params={"organisation": str(SHELTER)})
    form = {name: hidden(second.text, name) for name in ("organisation", "purpose")}
    return lead.submit(f"/people/{person}/consent/withdraw", form)


def test_screens_4_each_cell_says_yes_until_when_no_or_that_nobody_asked(staged_on_each: Staged) -> None:
    page = consent_page(staged_on_each, staged_on_each.scene.person)
    said = cells(page, "Shelter Team")
    assert said["Name and age"].startswith("Yes until 2")
    assert set(said) == {
        "Name and age",
        "How to make contact safely",
        "Language, format and mobility needs",
        "Borough",
        "What support is needed",
        "What happened, in two or three lines",
        "Risk level and risk to visiting staff",
    }
    assert "Asked for nobody: Full address; full risk assessment" in page


def test_cons_21_a_no_reads_as_no_and_what_was_left_out_as_not_asked(staged: Staged, clock: Clock) -> None:
    lead, person = staged.visitor("caseworker"), staged.scene.person
    lead.submit(f"/people/{person}/consent", {**CONSENT, "categories": ["identity"]}, organisation=str(GALOP))
    assert cells(consent_page(staged, person), "Galop Team")["Borough"] == "Not asked"
    clock.advance(minutes=1)
    lead.submit(f"/people/{person}/consent", {**CONSENT, "reply": "no", "categories": []}, organisation=str(GALOP))
    page = consent_page(staged, person)
    assert set(cells(page, "Galop Team").values()) == {"No"}
    assert "Do not ask again before 21 December, unless they raise it themselves." in page


def test_an_organisation_that_nobody_asked_about_is_a_link_to_ask(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    person = Lead(lead).added()
    page = consent_page(staged, person)
    assert f'href="/people/{person}/consent?organisation={GALOP}#record"' in page
    assert "Not asked" in page
    assert "Withdraw" not in page


def test_top_07_two_presses_close_every_live_offer_and_say_by_when_they_confirm(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    person = the_person(staged, offer)
    second = words(
        staged.visitor("caseworker").get(f"/people/{person}/consent/withdraw", params={"organisation": str(SHELTER)})
    )
    assert f"can no longer open what was shared with {offer}" in second
    done = withdraw(staged, person)
    assert done.status_code == 303
    page = words(staged.visitor("caseworker").get(done.headers["location"]))
    assert "Shelter Team can no longer open what was shared." in page
    assert "They have until today 14:00 to confirm that they have stopped." in page
    assert set(cells(page, "Shelter Team").values()) == {"No"}
    assert NAME not in staged.visitor("shelter_worker").get(f"/offers/{offer}").text


def test_clock_c_what_they_confirm_and_on_which_basis_they_keep_it_stands_on_both_pages(
    staged: Staged, clock: Clock
) -> None:
    offer = staged.scene.offers["active"]
    person = the_person(staged, offer)
    withdraw(staged, person)
    assert "Not yet. Due today 14:00." in consent_page(staged, person)
    clock.advance(hours=5)
    assert "Overdue: it was due today 14:00." in consent_page(staged, person)
    form = {"answer": "retained", "basis": "safeguarding", "note": "The school's record."}
    assert act(staged.visitor("shelter_worker"), offer, "/stop", form).status_code == 303
    kept = "We have stopped, but must keep something: it belongs to a safeguarding record that is open. (today 15:00)"
    assert kept in consent_page(staged, person)
    assert kept in words(staged.visitor("caseworker").get(f"/people/{person}/shared"))


def test_nothing_left_to_withdraw_is_told(staged: Staged) -> None:
    person = the_person(staged, staged.scene.offers["active"])
    withdraw(staged, person)
    lead, path = staged.visitor("caseworker"), f"/people/{person}/consent/withdraw"
    assert lead.get(path, params={"organisation": str(SHELTER)}).status_code == 409
    late = lead.submit(path, {"organisation": str(SHELTER)})
    assert late.status_code == 409
    assert "it has ended already" in late.text


@pytest.mark.parametrize("form", [{"organisation": "1"}, {"organisation": str(SHELTER), "purpose": "gossip"}, {}])
def test_what_does_not_exist_cannot_be_withdrawn(staged: Staged, form: dict[str, str]) -> None:
    answer = staged.visitor("caseworker").submit(f"/people/{staged.scene.person}/consent/withdraw", form)
    assert answer.status_code == 422


def test_a_withdrawal_where_nothing_was_sent_says_so(staged: Staged) -> None:
    done = withdraw(staged, staged.scene.person)
    page = words(staged.visitor("caseworker").get(done.headers["location"]))
    assert "Nothing was with Shelter Team. Nothing more can be sent to them." in page


def test_the_withdrawal_and_what_it_closed_are_events(staged: Staged) -> None:
    withdraw(staged, the_person(staged, staged.scene.offers["active"]))
    with staged.app.state.database.system(reading=True) as session:
        kinds = [entry.kind for entry in audit.entries(session)]
    assert kinds[-2:] == ["consent.withdrawn", "offer.moved"]


def test_what_ran_out_reads_as_no_and_cannot_be_withdrawn(staged: Staged, clock: Clock) -> None:
    clock.now += timedelta(days=400)
    person: Reference = staged.scene.person
    page = consent_page(staged, person)
    assert "Ran out after 22 November. Ask again" in page or "Ran out after 23 November. Ask again" in page
    assert set(cells(page, "Galop Team").values()) == {"No"}
    assert "/consent/withdraw" not in page
