"""The use cases of an offer: what each does, what it records, and what it refuses."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from msgspec.structs import replace

from lvws_core.consent.contact import Channel
from lvws_core.errors import Missing, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.referrals import Custody, Detail, Move, Note, OfferStatus, Side, allowed_moves
from lvws_core.vocabulary import WhoseChoice
from partners.offers import service, store
from partners.offers.acts import service as acts
from partners.offers.acts.service import FirstContact
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, Overtaken
from portal.database import Database
from tests.builders import CONSORTIUM, NOW, Clock
from tests.partners.conftest import DeskFor, Recorded
from tests.partners.offers.scene import PHONE, WORD, Scene

WORKER, MANAGER, LEAD_WORKER, STRANGER = "shelter_worker", "shelter_manager", "caseworker", "galop_worker"


AtDesk = Callable[[str], AbstractContextManager[Desk]]


@pytest.fixture
def at_desk(database: Database, desk_for: DeskFor) -> AtDesk:
    """Give a desk in a transaction of a colleague's organisation."""

    @contextmanager
    def opened(key: str) -> Iterator[Desk]:
        with database.transaction(database.open(CONSORTIUM[key].organisation_id)) as session:
            yield desk_for(session, key)

    return opened


def _version(desk: Desk, reference: Reference) -> int:
    return store.get(desk.session, reference).offer.version


def test_i6_the_first_opening_acknowledges_without_a_new_version_and_later_ones_are_only_read(
    at_desk: AtDesk, scene: Scene, recorded: Recorded
) -> None:
    with at_desk(WORKER) as desk:
        before = _version(desk, scene.offer)
        first = service.open_offer(desk, scene.offer)
        service.open_offer(desk, scene.offer)
    assert first.filed.offer.status == OfferStatus.ACKNOWLEDGED
    assert first.filed.offer.version == before
    assert first.filed.offer.acknowledged_at == NOW
    assert [event.kind for event in recorded] == ["offer.moved", "offer.read", "offer.read"]


def test_i6_nothing_is_opened_when_the_read_cannot_be_recorded(at_desk: AtDesk, scene: Scene) -> None:
    class FullError(Exception):
        pass

    def refuse(_event: Event) -> None:
        raise FullError

    with pytest.raises(FullError), at_desk(WORKER) as desk:
        service.open_offer(replace(desk, record=refuse), scene.offer)
    with at_desk(WORKER) as desk:
        assert store.get(desk.session, scene.offer).offer.status == OfferStatus.SENT


def test_opening_as_the_lead_acknowledges_nothing(at_desk: AtDesk, scene: Scene, recorded: Recorded) -> None:
    with at_desk(LEAD_WORKER) as desk:
        opened = service.open_offer(desk, scene.offer)
    assert (opened.side, opened.filed.offer.status) == (Side.LEAD, OfferStatus.SENT)
    assert [(e.kind, e.detail["side"]) for e in recorded] == [("offer.read", "lead")]


def test_i7_to_a_stranger_an_offer_is_missing(at_desk: AtDesk, scene: Scene) -> None:
    for act in (service.open_offer, service.show_number, lambda d, r: acts.accept(d, r, 2)):
        with pytest.raises(Missing), at_desk(STRANGER) as desk:
            act(desk, scene.offer)


def test_i2_after_withdrawal_only_the_partners_own_words_are_left(at_desk: AtDesk, scene: Scene) -> None:
    reference = scene.offers[OfferStatus.WITHDRAWN]
    with at_desk(WORKER) as desk:
        opened = service.open_offer(desk, reference)
    assert opened.snapshot is None
    assert all(e.message is None for e in opened.entries if e.side == Side.LEAD)
    with pytest.raises(NotAllowed), at_desk(WORKER) as desk:
        service.show_number(desk, reference)


def test_i2_what_was_declined_is_not_opened_again(at_desk: AtDesk, scene: Scene) -> None:
    with at_desk(WORKER) as desk:
        assert service.open_offer(desk, scene.offers[OfferStatus.DECLINED]).snapshot is None


def test_top_10_showing_the_number_is_recorded_before_anything_is_opened(
    at_desk: AtDesk, scene: Scene, recorded: Recorded
) -> None:
    with at_desk(WORKER) as desk:
        opened = service.show_number(desk, scene.offer)
    assert recorded[0].kind == "offer.number_shown"
    assert PHONE not in repr(recorded)
    assert WORD not in repr(recorded)
    (reach,) = opened.reaches or ()
    assert (reach.text, reach.allowed) == (PHONE, True)


def test_only_the_partner_asks_for_the_number(at_desk: AtDesk, scene: Scene) -> None:
    with pytest.raises(NotAllowed), at_desk(LEAD_WORKER) as desk:
        service.show_number(desk, scene.offer)


def test_who_accepts_has_taken_it_on(at_desk: AtDesk, scene: Scene, recorded: Recorded) -> None:
    with at_desk(WORKER) as desk:
        accepted = acts.accept(desk, scene.offer, _version(desk, scene.offer))
    assert isinstance(accepted, FiledOffer)
    assert (accepted.offer.status, accepted.offer.assigned_to) == (OfferStatus.ACCEPTED, CONSORTIUM[WORKER].id)
    assert [e.detail.get("move") or e.detail["note"] for e in recorded] == [Move.ACCEPT, Note.ASSIGNED]


def test_who_comes_late_is_told_who_was_quicker(at_desk: AtDesk, scene: Scene) -> None:
    with at_desk(WORKER) as desk:
        version = _version(desk, scene.offer)
        acts.accept(desk, scene.offer, version)
    with at_desk(MANAGER) as desk:
        late = acts.accept(desk, scene.offer, version)
    assert isinstance(late, Overtaken)
    assert late.by is not None
    assert (late.by.move, late.by.actor_id) == (Move.ACCEPT, CONSORTIUM[WORKER].id)
    assert late.opened.filed.offer.assigned_to == CONSORTIUM[WORKER].id


def test_i4_of_two_who_accept_at_once_one_wins_and_the_other_is_told(
    database: Database, desk_for: DeskFor, scene: Scene
) -> None:
    with database.system(reading=True) as session:
        version = store.get(session, scene.offer).offer.version
    ready = Barrier(2)

    def press(key: str) -> FiledOffer | Overtaken:
        ready.wait()
        with database.transaction(database.open(CONSORTIUM[key].organisation_id)) as session:
            return acts.accept(desk_for(session, key), scene.offer, version)

    with ThreadPoolExecutor(2) as pool:
        won, late = sorted(pool.map(press, (WORKER, MANAGER)), key=lambda o: isinstance(o, Overtaken))
    assert isinstance(won, FiledOffer)
    assert isinstance(late, Overtaken)
    assert late.by is not None
    assert late.by.actor_id == won.offer.assigned_to


def test_a_question_stops_the_clock_and_the_answer_starts_it_again(at_desk: AtDesk, scene: Scene, clock: Clock) -> None:
    with at_desk(WORKER) as desk:
        asked = acts.ask(desk, scene.offer, _version(desk, scene.offer), "Is a ground floor needed?")
    assert isinstance(asked, FiledOffer)
    assert asked.offer.status == OfferStatus.INFO_NEEDED
    clock.advance(hours=3)
    with at_desk(LEAD_WORKER) as desk:
        acts.answer(desk, scene.offer, asked.offer.version, "Yes.")
    with at_desk(WORKER) as desk:
        opened = service.open_offer(desk, scene.offer)
    assert opened.filed.offer.status == OfferStatus.ACKNOWLEDGED
    assert [e.message.text for e in opened.entries if e.message] == ["Is a ground floor needed?", "Yes."]
    assert opened.filed.offer.pauses[0].until_at == NOW + timedelta(hours=3)


def test_a_decline_carries_code_choice_and_words(at_desk: AtDesk, scene: Scene, recorded: Recorded) -> None:
    detail = Detail(reason="capacity", whose_choice=WhoseChoice.SERVICE)
    with at_desk(WORKER) as desk:
        declined = acts.decline(desk, scene.offer, _version(desk, scene.offer), detail, "Full until January.")
    assert isinstance(declined, FiledOffer)
    assert declined.offer.status == OfferStatus.DECLINED
    assert (recorded[-1].detail["reason"], recorded[-1].detail["whose_choice"]) == ("capacity", "service")
    assert "January" not in repr(recorded)


def test_first_contact_moves_custody_to_the_partner(at_desk: AtDesk, scene: Scene, recorded: Recorded) -> None:
    reference = scene.offers[OfferStatus.ACCEPTED]
    contact = FirstContact(at=NOW - timedelta(minutes=5), channel=Channel.MOBILE_CALL, note="They want to meet.")
    with at_desk(WORKER) as desk:
        outcome = acts.record_first_contact(desk, reference, _version(desk, reference), contact)
    assert isinstance(outcome, FiledOffer)
    assert (outcome.offer.custody, outcome.offer.status) == (Custody.PARTNER, OfferStatus.ACTIVE)
    assert recorded[-1].detail["channel"] == "mobile_call"
    assert "meet" not in repr(recorded)


def test_i2_with_the_consent_every_live_offer_to_that_partner_goes_and_no_other(at_desk: AtDesk, scene: Scene) -> None:
    with at_desk(LEAD_WORKER) as desk:
        live = store.get(desk.session, scene.offers[OfferStatus.ACTIVE])
        assert service.withdraw_all(desk, live.person_id, CONSORTIUM[STRANGER].organisation_id) == ()
        assert service.withdraw_all(desk, live.person_id, live.offer.organisation_id) == (live.reference,)
        gone = store.get(desk.session, live.reference).offer
    assert (gone.status, gone.reason, gone.frozen_at) == (OfferStatus.WITHDRAWN, "consent_withdrawn", NOW)
    with at_desk(WORKER) as desk:
        assert service.open_offer(desk, live.reference).snapshot is None


@pytest.mark.parametrize("key", [WORKER, MANAGER, LEAD_WORKER])
def test_an_opened_offer_offers_what_the_core_allows(at_desk: AtDesk, scene: Scene, key: str) -> None:
    for status, reference in scene.offers.items():
        if status == OfferStatus.ERROR:
            continue
        with at_desk(key) as desk:
            opened = service.open_offer(desk, reference)
        assert opened.moves == allowed_moves(opened.filed.offer, CONSORTIUM[key].actor)
