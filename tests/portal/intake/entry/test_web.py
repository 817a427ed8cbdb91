"""Guided entry over HTTP: one request takes somebody in, and nothing typed is lost."""

import html

import pytest

from lvws_core.ids import Reference
from tests.builders import CONSORTIUM
from tests.portal.intake.entries import ENTRY, POLICE, handed_over, taken_in
from tests.scene import NAME, hidden
from tests.staged import Staged


def test_code_30_code_35_a_complete_self_referral_needs_no_report_and_is_taken_in_with_one_request(
    staged: Staged,
) -> None:
    visitor = staged.visitor("intake")
    case = taken_in(visitor)
    page = visitor.get(f"/cases/{case}?done=taken-in").text
    assert "It is taken in. Nobody else has been told." in page
    assert "Call only Mon" in page or "Mobile call" in page
    assert "Low or medium risk domestic abuse" in page
    assert "Repeat victim" not in page  # the reason is told by its rule
    assert "A repeat victim" in page
    assert "Next: hand it over to a caseworker." in page
    assert case in visitor.get("/intake").text


def test_the_page_begins_with_a_victim_who_refers_themselves_today(staged: Staged) -> None:
    page = staged.visitor("intake").get("/intake/new").text
    assert 'value="self_referral" selected' in page
    assert 'value="23/11/2026"' in page
    assert "autofocus" in page


def test_nothing_typed_is_lost_and_each_fault_says_what_to_do(staged: Staged) -> None:
    answer = staged.visitor("intake").submit("/intake/new", ENTRY, birth_date="40 5 1990", hours="late", facts="Z")
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "Date of birth must be a real date" in page
    assert "Enter the hours as in “Mon-Fri 10-14”" in page
    assert "Type only letters that stand below" in page
    for typed in ("Hazel Specimen", "40 5 1990", "late", "bluebell", "1 Nowhere Lane, E8 1AA", "Wrong number"):
        assert f'value="{typed}"' in page
    assert 'value="hackney" selected' in page


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"received_on": "24/11/2026"}, "The day of receipt is in the future"),
        ({"received_on": "22/11/26"}, "The day of receipt is before 2019: check the year"),
        ({"reported_on": "24/11/2026"}, "It cannot be reported after it was received"),
        ({"phone": "12"}, "Enter a phone number, such as 07700 900123"),
        ({"borough": ""}, "Choose a borough, or “Not known”"),
        ({"address": "2 High Street, M1 1AE"}, "The postcode is outside London and the borough is not"),
        ({"birth_date": ""}, "Enter the date of birth or the age, or choose why it is not known"),
        ({"force": ""}, "Choose the police force that sent this"),
        ({"birth_date": "121"}, "Age must be a whole number from 0 to 120"),
    ],
)
def test_what_cannot_be_or_is_missing_for_the_source_has_words_of_its_own(
    staged: Staged, changes: dict[str, str], text: str
) -> None:
    answer = staged.visitor("intake").submit("/intake/new", POLICE, **changes)
    assert answer.status_code == 422
    assert text in html.unescape(answer.text)


def test_a_postcode_outside_london_is_taken_in_and_the_page_says_what_happens(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    page = visitor.get(f"/cases/{taken_in(visitor, borough='', address='2 High Street, M1 1AE')}").text
    assert "Outside London" in page
    assert "Taken in all the same" in page


def test_code_20_code_22_code_40_the_sources_own_flags_stand_beside_what_the_core_decides_and_late_is_said(
    staged: Staged,
) -> None:
    visitor = staged.visitor("intake")
    page = visitor.get(f"/cases/{taken_in(visitor, POLICE)}").text
    assert "The source says: High risk domestic abuse" in page
    assert "The source says no to enhanced priority; its flag is kept and does not count" in page
    assert "The source says: no" in page
    assert "Late: the police have two working days after the report" in page
    assert "CRIS 0123456" in page


def test_code_01_a_victim_who_is_a_witness_too_has_one_lead_who_brings_in_the_other_strand(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    case = taken_in(visitor, involvement="both")
    assert "Victim and witness" in visitor.get(f"/cases/{case}").text
    assert "Victim and witness: one lead worker, who brings in" in visitor.get(f"/cases/{case}/allocate").text


def test_code_10_code_21_under_18_is_enhanced_by_itself_and_is_tried_sooner_than_others(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    plain = {"abuse": "no", "risk": "", "facts": "", "birth_date": "36"}
    for name, changes, due, is_enhanced in (
        ("Aster Sample", {}, "Thursday 26 November", False),
        ("Fern Sample", {"birth_date": "17"}, "tomorrow", True),
    ):
        way = f"07700 90077{len(due)}"
        case = taken_in(visitor, **{**plain, "name": name, "phone": way, **changes})
        handed_over(visitor, case, CONSORTIUM["caseworker"].id)
        page = visitor.get(f"/cases/{case}").text
        assert f"Next: reach the person by mobile call, due {due}" in page
        assert ("Under 18 at the time of the offence" in page) is is_enhanced


def test_somebody_known_is_asked_about_and_goes_on_as_the_same_person(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    first = taken_in(visitor)
    asked = visitor.submit("/intake/new", ENTRY, name="H. Specimen")
    assert asked.status_code == 200
    assert "is it one of these people?" in asked.text
    against = hidden(asked.text, "against")
    none = visitor.submit("/intake/new", ENTRY, name="H. Specimen", against=against)
    assert none.status_code == 422
    assert "Choose whether it is one of these people" in none.text
    same = Reference(taken_in(visitor, name="H. Specimen", against=against, known=against))
    assert "H. Specimen" not in visitor.get(f"/cases/{same}").text
    assert "Hazel Specimen" in visitor.get(f"/cases/{same}").text
    assert same != first


def test_two_people_with_one_reference_are_asked_about_and_both_taken_in(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    first = taken_in(visitor, POLICE)
    other = {**POLICE, "name": "Fern Sample", "phone": "07700 900777"}
    asked = visitor.submit("/intake/new", other)
    assert f"It is case {first}" in asked.text
    against = hidden(asked.text, "against")
    once_more = visitor.submit("/intake/new", other, against=against, same=first)
    assert once_more.headers["location"] == "/intake?done=known"
    assert "nothing was taken in twice" in visitor.get("/intake?done=known").text
    assert taken_in(visitor, other, against=against, same="two") != first


def test_an_intake_worker_hands_over_and_then_it_is_as_if_there_were_none(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    case = taken_in(visitor)
    assert handed_over(visitor, case, CONSORTIUM["colleague"].id) == "/intake?done=allocated"
    gone, missing = visitor.get(f"/cases/{case}"), visitor.get("/cases/4BCD-22")
    assert (gone.status_code, missing.status_code) == (404, 404)
    assert case not in visitor.get("/intake").text
    assert case in staged.visitor("colleague").get("/cases?show=mine").text


def test_intake_reads_no_case_that_a_caseworker_took_in(staged: Staged) -> None:
    case = taken_in(staged.visitor("caseworker"))
    visitor = staged.visitor("intake")
    assert visitor.get(f"/cases/{case}").status_code == 404
    assert case not in visitor.get("/cases?show=taken").text
    assert NAME not in visitor.get("/intake").text
