"""Another level of risk after sending: it waits for the lead, and then changes offer, clocks and inbox."""

import re

import pytest
from litestar import Litestar
from msgspec.json import decode
from sqlmodel import select

from lvws_core.consent.sharing import Receipt
from lvws_core.ids import OrganisationId
from lvws_core.ports import RecordKey
from partners.offers.tables import OfferRow, SharedUpdateRow
from partners.offers.updates.model import column_of_update
from portal.vault import KeyVault
from tests.builders import GALOP, SHELTER, Clock
from tests.kit import Visitor
from tests.portal.referrals.safety.stage import Two, Visit, two_offers
from tests.scene import CALM, CONSENT, DASH, NAME, PHONE, act


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def two(app: Litestar, client_for: Visit, clock: Clock) -> Two:
    return two_offers(app, client_for, clock, high=False)


def offer_of(two: Two, reference: str) -> OfferRow:
    with two.app.state.database.system(reading=True) as session:
        found: OfferRow = session.exec(select(OfferRow).where(OfferRow.reference == reference)).one()
    return found


def test_risk_15_a_new_level_waits_until_the_lead_confirms_it(two: Two, client_for: Visit) -> None:
    two.assess(DASH)
    worker = client_for("shelter_worker")
    assert "Standard risk" in worker.get(f"/offers/{two.shelter}").text
    assert "Tell partners what changed" in two.lead.visitor.get(f"/people/{two.person}?done=risk").text
    page = two.lead.visitor.get(f"/people/{two.person}/updates").text
    assert f"Shelter Team, offer {two.shelter}" in page
    assert "Tell Galop Team and Shelter Team" in page
    assert "of 24 yes" not in page
    assert two.kinds().count("offer.update_awaited") == 2


def test_risk_15_once_confirmed_offer_inbox_timeline_and_clocks_say_it(two: Two, client_for: Visit) -> None:
    worker, before = client_for("shelter_worker"), offer_of(two, two.shelter).due_at
    two.assess(DASH)
    assert two.tell() == 303
    page = worker.get(f"/offers/{two.shelter}").text
    for told in ("High risk", "Risk changed", "From standard to high.", "23 November 2026"):
        assert told in page
    assert "High" in worker.get("/inbox").text
    after = offer_of(two, two.shelter)
    assert (after.risk, after.version) == ("high", 3)
    assert after.due_at is not None
    assert before is not None
    assert after.due_at < before
    assert "offer.reassessed" in two.kinds()


def test_cons_30_what_was_told_is_the_level_alone_sealed_with_its_receipt(two: Two) -> None:
    two.assess(DASH)
    two.tell()
    row = offer_of(two, two.shelter)
    with two.app.state.database.system(reading=True) as session:
        update = session.exec(select(SharedUpdateRow).where(SharedUpdateRow.offer_id == row.id)).one()
    secrets = two.app.state.settings.secrets
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    key = RecordKey(organisation_id=OrganisationId(row.owner_organisation_id), record_id=row.id, wrapped=row.sealed_key)
    fields = decode(vault.open(key, column_of_update(update.id), update.sealed_fields))
    assert list(fields) == ["risk_level"]
    assert fields["risk_level"]["lines"][0] == {"label": "Risk level", "text": "High"}
    receipt = decode(update.receipt, type=Receipt)
    assert receipt.verifies(fields)
    assert (update.categories, receipt.organisation_id) == ("risk_level", SHELTER)


def test_a_level_that_went_back_waits_for_nobody(two: Two) -> None:
    two.assess(DASH)
    two.assess(CALM)
    assert "Tell partners what changed" not in two.lead.visitor.get(f"/people/{two.person}").text
    assert "Every partner knows" in two.lead.visitor.get(f"/people/{two.person}/updates").text


def test_cons_22_a_partner_whose_consent_leaves_risk_out_is_not_told(two: Two, client_for: Visit) -> None:
    without = [c for c in CONSENT["categories"] if c != "risk_level"]
    form = {**CONSENT, "categories": without, "organisation": str(GALOP)}
    two.clock.advance(minutes=1)
    two.lead.visitor.submit(f"/people/{two.person}/consent", form)
    two.assess(DASH)
    page = two.lead.visitor.get(f"/people/{two.person}/updates").text
    assert two.galop not in page
    assert "Tell Shelter Team" in page
    two.tell()
    assert "Standard risk" in client_for("galop_worker").get(f"/offers/{two.galop}").text
    assert "High risk" in client_for("shelter_worker").get(f"/offers/{two.shelter}").text


def test_what_changed_since_the_page_was_made_is_not_told(two: Two) -> None:
    two.assess(DASH)
    digest = re.search(r'name="digest" value="(\w+)"', two.lead.visitor.get(f"/people/{two.person}/updates").text)
    assert digest is not None
    two.assess(CALM)
    late = two.lead.visitor.submit(f"/people/{two.person}/updates", {"digest": digest[1]})
    assert late.status_code == 409
    assert "Something has changed since this page was made." in late.text
    assert offer_of(two, two.shelter).risk == "standard"


def test_an_offer_that_ended_is_told_nothing(two: Two, client_for: Visit) -> None:
    act(client_for("galop_worker"), two.galop, "/decline", {"reason": "capacity", "whose_choice": "service"})
    two.assess(DASH)
    assert two.galop not in two.lead.visitor.get(f"/people/{two.person}/updates").text
    assert two.tell() == 303
    assert offer_of(two, two.galop).risk == "standard"


def test_while_contact_is_stopped_the_level_is_told_and_the_plan_is_not(two: Two, client_for: Visit) -> None:
    two.assess(DASH)
    two.stop(client_for("shelter_worker"))
    two.plan()
    page = two.lead.visitor.get(f"/people/{two.person}/updates").text
    assert "Risk level" in page
    assert "Call only" not in page
    assert two.tell() == 303
    worker = client_for("shelter_worker")
    assert "High risk" in worker.get(f"/offers/{two.shelter}").text
    assert worker.submit(f"/offers/{two.shelter}/number").status_code == 409


def test_an_offer_leads_to_what_was_not_told_and_a_stranger_to_nothing(two: Two, client_for: Visit) -> None:
    led = two.lead.visitor.get(f"/offers/{two.shelter}/updates")
    assert (led.status_code, led.headers["location"]) == (303, f"/people/{two.person}/updates")
    assert client_for("shelter_worker").get(f"/offers/{two.shelter}/updates").status_code == 404


def test_clocks_that_are_told_never_fall_due_later(two: Two, client_for: Visit) -> None:
    act(client_for("shelter_worker"), two.shelter, "/accept", {})
    before = offer_of(two, two.shelter).due_at
    two.assess(DASH)
    two.tell()
    risen = offer_of(two, two.shelter).due_at
    two.assess(CALM)
    two.tell()
    fallen = offer_of(two, two.shelter).due_at
    assert before is not None
    assert risen is not None
    assert risen < before
    assert fallen == risen


def finds(visitor: Visitor, two: Two, **typed: str) -> bool:
    answer = visitor.submit("/inbox/search", typed)
    assert answer.status_code == 200
    return f"/offers/{two.shelter}" in answer.text


def test_p8_a_number_that_was_told_anew_finds_the_offer_and_the_old_one_does_not(two: Two, client_for: Visit) -> None:
    worker = client_for("shelter_worker")
    two.plan(way_mobile_call="07700 900789")
    assert finds(worker, two, phone=PHONE)
    assert not finds(worker, two, phone="07700 900789")
    assert two.tell() == 303
    assert finds(worker, two, phone="07700 900789")
    assert not finds(worker, two, phone=PHONE)
    assert finds(worker, two, name=NAME)


def test_p8_a_level_that_was_told_leaves_the_number_where_it_is(two: Two, client_for: Visit) -> None:
    two.assess(DASH)
    assert two.tell() == 303
    assert finds(client_for("shelter_worker"), two, phone=PHONE)


def test_cont_03_while_contact_is_stopped_whoever_is_rung_up_finds_the_offer_and_reads_so(
    two: Two, client_for: Visit
) -> None:
    worker = client_for("shelter_worker")
    two.stop(worker)
    assert finds(worker, two, name=NAME)
    assert finds(worker, two, phone=PHONE)
    page = worker.get(f"/offers/{two.shelter}").text
    assert "Do not contact" in page
    assert PHONE not in page
