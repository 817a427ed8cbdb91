"""A new yes with fewer categories: what was dropped closes in what was sent, in the same transaction, on every path."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, update

from lvws_core.ids import Reference
from partners.offers.tables import OfferRow
from portal.database import SYSTEM
from tests.builders import SHELTER
from tests.portal.sharing.test_ledger import ledger, the_person
from tests.scene import CALM, CONSENT, NAME, PHONE, WORD
from tests.staged import Staged

LESS = [key for key in CONSENT["categories"] if key not in {"identity", "safe_contact"}]


def words(text: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", text))


def agree(staged: Staged, offer: Reference, categories: list[str], **changes: Any) -> str:
    """Record what the person of an offer agrees to with Shelter now, and give the page that answers."""
    staged.clock.advance(minutes=5)
    lead, person = staged.visitor("caseworker"), the_person(staged, offer)
    form = {**CONSENT, "categories": categories, **changes}
    answer = lead.submit(f"/people/{person}/consent", form, organisation=str(SHELTER))
    assert answer.status_code == 303, answer.text
    return words(lead.get(answer.headers["location"]).text)


def test_top_07_what_a_new_yes_drops_closes_for_the_partner_wherever_it_stood(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    worker = staged.visitor("shelter_worker")
    assert NAME in worker.get(f"/offers/{offer}").text
    said = agree(staged, offer, LESS)
    assert "What the person no longer shares is closed" in said
    pages = {
        "offer": worker.get(f"/offers/{offer}"),
        "number": worker.submit(f"/offers/{offer}/number"),
        "pack": worker.get(f"/offers/{offer}/pack"),
        "whole pack": worker.submit(f"/offers/{offer}/pack"),
        "inbox": worker.get("/inbox?show=active"),
        "by name": worker.submit("/inbox/search", {"name": NAME}),
        "by number": worker.submit("/inbox/search", {"phone": PHONE}),
        "lead's": staged.visitor("caseworker").get(f"/offers/{offer}"),
        "lead's pack": staged.visitor("caseworker").get(f"/offers/{offer}/pack"),
    }
    for where, page in pages.items():
        assert page.status_code == 200, where
        told = page.text if not where.startswith("by") else page.text.replace(f'value="{NAME}"', "")
        assert NAME not in told, where
        assert PHONE not in told.replace(f'value="{PHONE}"', ""), where
        assert WORD not in told, where
    for where in ("by name", "by number"):
        assert f"/offers/{offer}" not in pages[where].text, where
    for where in ("offer", "pack", "lead's", "lead's pack"):
        page = words(pages[where].text)
        assert "Name and age" in page, where
        assert "No longer shared since Monday 23 November, 10:05" in page, where
        assert "Hackney" in page, where
    assert "Ask the lead before any contact." in words(pages["offer"].text)


def test_top_07_the_timeline_and_the_notices_of_the_partner_say_what_closed(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, LESS)
    worker = staged.visitor("shelter_worker")
    page = words(worker.get(f"/offers/{offer}").text)
    assert "No longer shared" in page
    assert "Name and age; How to make contact safely." in page
    assert "Less is shared with you now: see what closed" in words(worker.get("/notices").text)


def test_cons_10_the_ledger_and_the_receipt_say_until_when_it_could_be_opened(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, LESS)
    page = ledger(staged, offer)
    assert page.count("No, since today 10:05") == 2
    assert "Yes, until 2" in page
    receipt = words(staged.visitor("caseworker").get(f"/offers/{offer}/receipt/aloud").text)
    assert "they can no longer open: name and age; how to make contact safely." in receipt
    safe = words(staged.visitor("caseworker").get(f"/offers/{offer}/receipt").text)
    assert "they can no longer open: what you are called, and your age; how to reach you." in safe
    assert "Checked just now" in safe


def test_lifecycle_7_the_past_view_shows_it_before_and_not_after(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, LESS)
    path = f"/people/{the_person(staged, offer)}/shared/then"

    def could_open(time: str) -> str:
        asked = {"day": "23", "month": "11", "year": "2026", "time": time}
        found = re.search(
            r'data-label="Could open">([^<]*)<', staged.visitor("caseworker").get(path, params=asked).text
        )
        assert found is not None
        return found[1]

    staged.clock.advance(minutes=5)
    assert could_open("10:04").startswith("Name and age; how to make contact safely")
    assert "ame and age" not in could_open("10:05")
    assert "orough" in could_open("10:05")


def test_i2_a_wider_yes_later_opens_nothing_again_and_nothing_new_is_told_of_it(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, LESS)
    agree(staged, offer, CONSENT["categories"])
    assert NAME not in staged.visitor("shelter_worker").get(f"/offers/{offer}").text
    assert PHONE not in staged.visitor("shelter_worker").submit(f"/offers/{offer}/number").text


def test_the_same_yes_again_closes_nothing_and_a_yes_for_another_purpose_neither(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, CONSENT["categories"])
    agree(staged, offer, LESS, purpose="evaluation")
    page = staged.visitor("shelter_worker").get(f"/offers/{offer}").text
    assert NAME in page
    assert "No longer shared" not in page


def test_domain_4_4_what_left_on_another_basis_stays_as_the_yes_was_not_what_opened_it(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    with staged.app.state.database.system() as session:
        _rest_on_danger(session, offer)
    agree(staged, offer, LESS)
    assert NAME in staged.visitor("shelter_worker").get(f"/offers/{offer}").text


def _rest_on_danger(session: Session, offer: Reference) -> None:
    row = session.execute(OfferRow.__table__.select().where(col(OfferRow.reference) == offer)).one()  # type: ignore[attr-defined]
    receipt = row.receipt.replace(b'"article_6":"consent"', b'"article_6":"vital_interests"')
    assert receipt != row.receipt
    changed = update(OfferRow).where(col(OfferRow.reference) == offer).values(receipt=receipt)
    session.execute(changed, execution_options={**SYSTEM, "synchronize_session": False})


def test_cons_30_what_closed_is_told_no_longer_and_waits_for_nobody(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    agree(staged, offer, [key for key in CONSENT["categories"] if key != "risk_level"])
    person, lead = the_person(staged, offer), staged.visitor("caseworker")
    lead.submit(f"/people/{person}/risk/new", CALM)
    assert "Every partner knows" in lead.get(f"/people/{person}/updates").text


@pytest.mark.parametrize("status", ["acknowledged", "waitlisted", "outcome_due"])
def test_top_07_it_closes_in_every_state_in_which_it_could_be_read(staged: Staged, status: str) -> None:
    offer = staged.scene.offers[status]
    agree(staged, offer, LESS)
    page = staged.visitor("shelter_worker").get(f"/offers/{offer}").text
    assert NAME not in page
    assert "No longer shared since" in page


def test_top_07_a_file_of_a_category_that_closed_is_not_given_to_the_partner_any_more(staged: Staged) -> None:
    offer = staged.scene.offers["active"]
    lead, worker = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    sent = {"_csrf": lead.csrf, "_key": uuid4().hex, "version": "1", "label": "A letter", "category": "identity"}
    answer = lead.post(f"/offers/{offer}/attach", data=sent, files={"file": ("a.txt", b"words")})
    assert answer.status_code == 303, answer.text
    assert worker.get(f"/offers/{offer}/files/1").status_code == 200
    agree(staged, offer, LESS)
    late = worker.get(f"/offers/{offer}/files/1")
    assert late.status_code == 403
    assert "The person no longer shares this with your team." in late.text
    assert lead.get(f"/offers/{offer}/files/1").status_code == 200
    again = lead.post(f"/offers/{offer}/attach", data={**sent, "_key": uuid4().hex}, files={"file": ("a.txt", b"w")})
    assert again.status_code in {403, 422}
