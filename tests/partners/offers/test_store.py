"""Offers in both databases: the round trip, the conditional update, and who may look."""

import msgspec
import pytest
from msgspec.structs import replace
from sqlmodel import select

from lvws_core.errors import Conflict, Missing
from lvws_core.policy import Policy
from lvws_core.referrals import Move, OfferStatus
from lvws_core.times import england_and_wales
from partners.offers import service, store
from partners.offers.model import due_of
from partners.offers.snapshot.model import snapshot_bytes
from partners.offers.tables import MessageRow, OfferEventRow, OfferRow
from portal.database import Database
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, SHELTER
from tests.partners.conftest import DeskFor
from tests.partners.offers.scene import NAME, PHONE, QUESTION, STEPS, WORD, Scene, fields_of

ROWS = (OfferRow, OfferEventRow, MessageRow)


@pytest.mark.parametrize("status", STEPS)
def test_what_is_put_comes_back(database: Database, scene: Scene, status: OfferStatus) -> None:
    with database.system() as session:
        before = store.get(session, scene.offers[status])
        after = replace(before.offer, version=before.offer.version + 1, attempts=3, co_work=True)
        store.put(session, before.offer, after, due_of(after, before.reference, england_and_wales(), Policy()), NOW)
        assert store.get(session, before.reference) == replace(before, offer=after)


def test_i4_a_stale_version_is_a_conflict_and_changes_nothing(database: Database, scene: Scene) -> None:
    with database.system() as session:
        filed = store.get(session, scene.offer)
        stale = replace(filed.offer, version=filed.offer.version - 1)
        due = due_of(filed.offer, filed.reference, england_and_wales(), Policy())
        with pytest.raises(Conflict):
            store.put(session, stale, replace(filed.offer, attempts=9), due, NOW)
        assert store.get(session, scene.offer) == filed


def test_i7_another_organisation_finds_nothing(database: Database, scene: Scene) -> None:
    with database.transaction(database.open(GALOP, reading=True)) as session:
        for reference in scene.offers.values():
            with pytest.raises(Missing):
                store.get(session, reference)
        own = store.get(session, scene.foreign_offer)
        seen = [session.exec(select(row.owner_organisation_id).distinct()).all() for row in ROWS]
    assert all(set(owners) <= {own.offer.lead_organisation_id} for owners in seen)


def test_a_partner_never_sees_an_error_nor_its_timeline(database: Database, scene: Scene) -> None:
    reference = scene.offers[OfferStatus.ERROR]
    with database.transaction(database.open(LEAD, reading=True)) as session:
        offer_id = store.get(session, reference).offer.id
        assert session.exec(select(OfferEventRow.id).where(OfferEventRow.offer_id == offer_id)).all()
    with database.transaction(database.open(SHELTER, reading=True)) as session:
        with pytest.raises(Missing):
            store.get(session, reference)
        assert not session.exec(select(OfferEventRow.id).where(OfferEventRow.offer_id == offer_id)).all()


def test_cons_30_what_is_sealed_is_byte_for_byte_what_was_previewed(
    database: Database, scene: Scene, desk_for: DeskFor
) -> None:
    with database.transaction(database.open(SHELTER)) as session:
        filed = store.get(session, scene.offer)
        content = desk_for(session, "shelter_worker").vault.open(filed.key, service.SNAPSHOT, filed.sealed_snapshot)
    assert content.encode() == snapshot_bytes(fields_of())
    assert filed.receipt.verifies(msgspec.json.decode(content))
    assert filed.receipt.categories == frozenset(fields_of())


@pytest.mark.usefixtures("scene")
def test_i8_nothing_red_stands_in_clear(database: Database) -> None:
    with database.system(reading=True) as session:
        stored = [repr(row.model_dump()) for kind in ROWS for row in session.exec(select(kind))]
    assert stored
    for red in (NAME, PHONE, WORD, QUESTION):
        assert not any(red in text for text in stored)


def test_the_needs_of_live_offers_are_found_for_the_guard_against_duplicates(database: Database, scene: Scene) -> None:
    with database.transaction(database.open(LEAD, reading=True)) as session:
        live, ended = (store.get(session, scene.offers[s]) for s in (OfferStatus.SENT, OfferStatus.DECLINED))
        assert service.live_offer_exists(session, live.person_id, live.needs)
        assert not service.live_offer_exists(session, live.person_id, frozenset())
        assert not service.live_offer_exists(session, ended.person_id, ended.needs)


def test_the_timeline_is_oldest_first_with_its_messages_opened(
    database: Database, scene: Scene, desk_for: DeskFor
) -> None:
    with database.transaction(database.open(SHELTER)) as session:
        desk = desk_for(session, "shelter_worker")
        entries = store.timeline(session, desk.vault, store.get(session, scene.offers[OfferStatus.INFO_NEEDED]))
    assert [entry.move for entry in entries] == [Move.SEND, Move.ACKNOWLEDGE, Move.ASK]
    assert [entry.message and entry.message.text for entry in entries] == [None, None, QUESTION]
    assert entries[2].actor_id == CONSORTIUM["shelter_worker"].id
