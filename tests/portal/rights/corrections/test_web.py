"""What was corrected: the page with what stood before, and the partners who hold that, told by one press."""

import html

import pytest
from litestar import Litestar

from tests.builders import SHELTER, Clock
from tests.portal.referrals.safety.stage import Two, Visit, two_offers
from tests.scene import NAME, PERSON, hidden

CORRECTED = {"name": "Rightly Spelt", "why": "wrong", "asked_by": "person", "why_words": "It was misheard."}


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def two(app: Litestar, client_for: Visit, clock: Clock) -> Two:
    return two_offers(app, client_for, clock, high=False)


def correct(two: Two, **changes: str) -> None:
    two.clock.advance(minutes=1)
    path = f"/people/{two.person}/identity"
    version = hidden(two.lead.visitor.get(path).text, "version")
    answer = two.lead.visitor.submit(path, {**PERSON, **CORRECTED, **changes, "version": version})
    assert answer.status_code == 303, answer.text


def page(two: Two) -> str:
    return html.unescape(two.lead.visitor.get(f"/people/{two.person}/corrections").text)


def test_rights_9_5_what_stood_before_is_shown_with_who_holds_it_and_one_press_tells_them(
    two: Two, client_for: Visit
) -> None:
    assert "Nothing has been corrected." in page(two)
    correct(two)
    found = page(two)
    for told in (NAME, "Rightly Spelt", "It was recorded wrongly. Who asked: the person. “It was misheard.”"):
        assert told in found, told
    assert f"Shelter Team, {two.shelter}" in found
    assert found.count("Not told yet") == 2
    worker = client_for("shelter_worker")
    assert "Rightly Spelt" not in worker.get(f"/offers/{two.shelter}").text
    assert two.tell() == 303
    assert "Not told yet" not in page(two)
    assert page(two).count("Told today") == 2
    opened = worker.get(f"/offers/{two.shelter}").text
    assert "Rightly Spelt" in opened
    assert "Corrected" in opened
    assert "misheard" not in opened
    sought = worker.submit("/inbox/search", {"name": "Rightly Spelt"})
    assert two.shelter in sought.text or two.shelter in sought.headers.get("location", "")
    assert "correction.recorded" in two.kinds()


def test_cons_30_a_partner_whose_consent_has_gone_is_not_told_and_a_detail_that_never_left_waits_for_nobody(
    two: Two, client_for: Visit
) -> None:
    correct(two, name=NAME, phone="07700 900888")
    assert "Who holds what stood before" not in page(two)
    path = f"/people/{two.person}/consent/withdraw"
    asked = two.lead.visitor.get(path, params={"organisation": str(SHELTER)}).text
    form = {name: hidden(asked, name) for name in ("organisation", "purpose")}
    assert two.lead.visitor.submit(path, form).status_code == 303
    two.clock.advance(minutes=1)
    correct(two)
    assert "The offer is over: tell them yourself" in page(two)
    assert two.person not in client_for("shelter_worker").get("/inbox").text


def test_cons_30_what_never_left_with_an_offer_waits_on_none_when_it_is_corrected(two: Two) -> None:
    correct(two, name=NAME, address="1 Sample Street")
    correct(two, name=NAME, address="2 Sample Street")
    assert "1 Sample Street" in page(two)
    assert "offer.update_awaited" not in two.kinds()
    assert "Who holds what stood before" not in page(two)
