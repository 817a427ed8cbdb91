"""A recipient without an account, from the compose page to the acknowledged outcome, recorded by the lead."""

import re
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import Reference
from lvws_core.referrals import OfferStatus
from partners.offers import store
from partners.offers.jobs import expire_due
from partners.offers.tables import OfferEventRow
from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, Clock
from tests.kit import Visitor
from tests.scene import (
    CALM,
    NAME,
    PHONE,
    WHO,
    Lead,
    heard,
    hidden,
    ready_for_away,
    record,
    set_away,
    set_services,
)


@pytest.fixture
def lead(app: Litestar, clock: Clock) -> Lead:
    with app.state.database.system() as session:
        set_services(session)
        set_away(session)
    return Lead(Visitor(app).sign_in("caseworker", clock))


@pytest.fixture
def offer(lead: Lead) -> Reference:
    ready = ready_for_away(lead)
    assert "has no account here – you deliver the pack yourself" in lead.visitor.get(f"{ready.path}?open=send").text
    return lead.send(ready)


def status(app: Litestar, offer: Reference) -> OfferStatus:
    with app.state.database.system(reading=True) as session:
        return store.get(session, offer).offer.status


def test_the_loop_closes_with_a_partner_that_has_no_account(
    lead: Lead, offer: Reference, app: Litestar, clock: Clock
) -> None:
    page = lead.visitor.get(f"/offers/{offer}?done=sent").text
    assert "To be delivered by you" in page
    assert "who have no account here" in page
    assert "Never by ordinary post" in lead.visitor.get(f"/offers/{offer}/deliver").text
    assert "Delivered, not confirmed" in record(lead, offer, "deliver", {"route": "by_hand"})
    assert "has the pack" in record(lead, offer, "recorded/received", heard(clock()))
    assert "you are responsible" in record(lead, offer, "recorded/accepted", heard(clock())).replace("\n", " ")
    page = record(lead, offer, "recorded/first-contact", heard(clock(), channel="mobile_call"))
    assert "is responsible now" in page
    record(lead, offer, "recorded/update", heard(clock(), note="Met twice."))
    record(lead, offer, "recorded/finished", heard(clock()))
    scores = {"first_shelter_accommodation": "4", "last_shelter_accommodation": "1"}
    page = record(lead, offer, "recorded/outcome", heard(clock(), outcome="needs_met", note="She is safe.", **scores))
    assert "Needs: 1 improved." in page
    assert "4 at the start, 1 now." in page
    assert "She is safe." in page
    assert status(app, offer) == OfferStatus.COMPLETED
    version = hidden(lead.visitor.get(f"/offers/{offer}").text, "version")
    assert lead.visitor.submit(f"/offers/{offer}/acknowledge", version=version).status_code == 303


def test_the_timeline_says_for_whom_it_was_recorded_and_who_confirmed_it_how_and_when(
    lead: Lead, offer: Reference, app: Litestar, clock: Clock
) -> None:
    record(lead, offer, "deliver", {"route": "secure_email"})
    page = record(lead, offer, "recorded/received", heard(clock()))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert re.search(rf"Received by you for .* Confirmed by {WHO}, telephone, today \d\d:\d\d\.", words)
    assert "Secure e-mail (CJSM, or encrypted to this recipient)." in words
    with app.state.database.system(reading=True) as session:
        rows = list(session.exec(select(OfferEventRow.detail)).all()) + list(session.exec(select(Entry.body)).all())
        assert not any(b"Reed" in row for row in rows)
        sealed = session.exec(select(OfferEventRow.sealed_confirmer)).all()
        assert sum(each is not None for each in sealed) == 1
        assert not any(b"Reed" in (each or b"") for each in sealed)


def test_a_colleague_reads_who_recorded_it(lead: Lead, offer: Reference, app: Litestar, clock: Clock) -> None:
    record(lead, offer, "recorded/accepted", heard(clock()))
    page = Visitor(app).sign_in("lead_manager", clock).get(f"/offers/{offer}").text
    assert f"by {CONSORTIUM['caseworker'].name} for Croydon IDVA" in page


def test_t19_the_lead_prints_the_number_only_for_a_recipient_that_cannot_see_it_here(
    lead: Lead, offer: Reference
) -> None:
    assert PHONE not in lead.visitor.get(f"/offers/{offer}/pack").text
    page = lead.visitor.submit(f"/offers/{offer}/pack").text
    assert PHONE in page
    assert NAME in page


def test_silence_expires_it_as_any_other_and_the_need_is_the_leads_again(
    lead: Lead, offer: Reference, app: Litestar, clock: Clock, desk_of: Any
) -> None:
    record(lead, offer, "deliver", {"route": "by_hand"})
    clock.now += timedelta(days=20)
    with app.state.database.system() as session:
        expire_due(desk_of(session, THE_CLOCK))
    assert status(app, offer) == OfferStatus.EXPIRED


def test_each_refusal_has_its_own_words_and_nothing_typed_is_lost(lead: Lead, offer: Reference, clock: Clock) -> None:
    version = hidden(lead.visitor.get(f"/offers/{offer}/recorded/declined").text, "version")
    answer = lead.visitor.submit(f"/offers/{offer}/recorded/declined", {"note": "Full until May."}, version=version)
    assert answer.status_code == 422
    for words in ("Full until May.", "Choose their reason", "Enter who confirmed it", "Choose how they confirmed it"):
        assert words in answer.text
    stale = lead.visitor.submit(f"/offers/{offer}/recorded/accepted", heard(clock()), version="0")
    assert stale.status_code == 409
    assert WHO in stale.text


def test_an_offer_to_a_partner_with_an_account_has_no_such_pages(lead: Lead) -> None:
    on_portal = lead.offer(dash=CALM)
    for path in ("deliver", "recorded/accepted", "recorded/nonsense"):
        assert lead.visitor.get(f"/offers/{on_portal}/{path}").status_code == 404
        assert lead.visitor.submit(f"/offers/{on_portal}/{path}", version="2").status_code == 404


def test_after_a_withdrawal_the_stop_is_recorded_too(lead: Lead, offer: Reference, clock: Clock) -> None:
    record(lead, offer, "deliver", {"route": "by_hand"})
    record(lead, offer, "withdraw", {"reason": "by_person"})
    page = lead.visitor.get(f"/offers/{offer}").text
    assert "Record that they have stopped" in page
    page = record(lead, offer, "recorded/stopped", heard(clock(), answer="returned"))
    assert "Nothing more is to be done" in page
    assert lead.visitor.submit(f"/offers/{offer}/pack").status_code == 403
