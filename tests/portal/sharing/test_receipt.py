"""The receipt for the person: safe by default, whole only when asked for, checked against what is kept."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from lvws_core.consent import DataCategory
from partners.offers.tables import OfferRow
from portal.audit import store as audit
from portal.database import SYSTEM
from portal.sharing.receipt.model import neutral
from tests.scene import INCIDENT, NAME, PHONE
from tests.staged import Staged

TELLING = (
    "violence",
    "abuse",
    "risk",
    "safety",
    "victim",
    "harm",
    "crime",
    "police",
    "support",
    "health",
    "immigration",
)
"""Words that would tell a stranger what a paper is about."""


def receipt(staged: Staged, path: str = "") -> str:
    page = staged.visitor("caseworker").get(f"/offers/{staged.scene.offers['active']}/receipt{path}")
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", page.text))


def on_paper(page: str) -> str:
    """Give the part that is printed."""
    found = re.search(r'<div class="portal-receipt.*?(?=<div class="portal-no-print">)', page, re.DOTALL)
    assert found is not None
    return re.sub(r'<p class="govuk-body portal-no-print.*?</p>', "", found[0])


def the_code(page: str) -> str:
    found = re.search(r"Check code <strong[^>]*>([0-9A-F-]+)</strong>", page)
    assert found is not None
    return found[1]


def last_event(staged: Staged) -> tuple[str, bytes]:
    with staged.app.state.database.system(reading=True) as session:
        *_, last = audit.entries(session)
    return last.kind, last.body


def test_the_safe_form_names_no_service_and_nothing_of_the_person(staged: Staged) -> None:
    page = receipt(staged)
    for telling in ("Shelter", "Housing", "Lead Team", "Alder", "LVWS", NAME, PHONE, INCIDENT):
        assert telling not in on_paper(page)
    assert "<title>Your record</title>" in page
    assert "You said yes to this on 23 November 2026." in on_paper(page)
    assert "You can change your mind at any time." in on_paper(page)


@given(st.frozensets(st.sampled_from(DataCategory)))
def test_no_neutral_word_tells_what_it_is_about(categories: frozenset[DataCategory]) -> None:
    words = neutral(categories)
    assert len(set(words)) == len(words)
    assert bool(words) == bool(categories)
    assert not any(telling in word.lower() for word in words for telling in TELLING)


def test_reading_aloud_names_whom_and_what_in_sentences(staged: Staged) -> None:
    page = receipt(staged, "/aloud")
    assert "we told Shelter Team something about you" in page
    assert "– name and age." in page
    assert NAME not in page


def test_the_full_form_is_shown_only_after_the_warning_and_both_ticks(staged: Staged) -> None:
    lead, path = staged.visitor("caseworker"), f"/offers/{staged.scene.offers['active']}/receipt/full"
    assert "This paper can put the person in danger." in lead.get(path).text
    refused = lead.submit(path, {"asked": "yes"})
    assert refused.status_code == 422
    assert "Shelter Team" not in refused.text
    shown = lead.submit(path, {"asked": "yes", "place": "yes"})
    assert shown.status_code == 200
    assert "Shelter Team" in shown.text
    assert "Digest (SHA-256)" in shown.text
    assert NAME not in shown.text


@pytest.mark.parametrize("path", ["", "/aloud"])
def test_each_showing_is_an_event_with_its_form(staged: Staged, path: str) -> None:
    receipt(staged, path)
    kind, body = last_event(staged)
    assert kind == "receipt.shown"
    assert (b'"aloud"' if path else b'"safe"') in body
    assert b'"verified":true' in body


def test_a_code_that_was_typed_any_way_is_found_and_another_is_not(staged: Staged) -> None:
    lead, path = staged.visitor("caseworker"), f"/offers/{staged.scene.offers['active']}/receipt/check"
    code = the_code(receipt(staged))
    for typed in (code, code.replace("-", " ").lower(), code.replace("-", "")):
        assert "unaltered" in lead.submit(path, {"code": typed}).text
    assert last_event(staged)[0] == "receipt.checked"
    wrong = lead.submit(path, {"code": "0000-0000-0000-0000"})
    assert "This is not the code" in wrong.text
    assert lead.submit(path, {"code": ""}).status_code == 422


def test_cons_10_a_snapshot_that_is_not_what_left_is_told(staged: Staged) -> None:
    offers = staged.scene.offers
    with staged.app.state.database.system() as session:
        session.execute(
            update(OfferRow)
            .where(OfferRow.reference == offers["active"])
            .values(sealed_snapshot=b"altered")
            .execution_options(**SYSTEM)
        )
    page = receipt(staged)
    assert "What is kept does not match this receipt." in page
    answer = staged.visitor("caseworker").submit(f"/offers/{offers['active']}/receipt/check", {"code": the_code(page)})
    assert "This is not the code" in answer.text


def test_after_a_withdrawal_the_receipt_says_since_when_it_is_closed(staged: Staged) -> None:
    page = staged.visitor("caseworker").get(f"/offers/{staged.scene.offers['withdrawn']}/receipt").text
    assert "Since 23 November 2026 it can no longer be opened." in page
