"""The sweep that reminds and tells: each once, at its moment, however often it looks (P16)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import Reference
from lvws_core.referrals import Note, OfferStatus, annotate
from partners.offers import service, store
from partners.offers.jobs import ESCALATED, REMINDED, nudge_due
from partners.offers.sweeps.store import sending_of
from portal.database import Database
from tests.builders import CONSORTIUM, NOW
from tests.partners.conftest import DeskOf, Recorded
from tests.partners.offers.scene import SENT_AT, Scene, send

HOUR = timedelta(hours=1)
Sweep = Callable[..., tuple[Reference, ...]]
LEAD_WORKER = CONSORTIUM["caseworker"].actor


@pytest.fixture
def sweep(database: Database, desk_of: DeskOf) -> Sweep:
    """Sweep at a moment, as the scheduler will."""

    def at(moment: datetime, **changes: int) -> tuple[Reference, ...]:
        with database.system() as session:
            return nudge_due(replace(desk_of(session, THE_CLOCK), now=moment), **changes)

    return at


def said(recorded: Recorded) -> list[tuple[str, str, timedelta]]:
    return [(event.kind, event.detail["clock"], event.at - SENT_AT) for event in recorded]


@pytest.fixture
def one(database: Database, desk_of: DeskOf, scene: Scene, recorded: Recorded) -> Reference:
    """A sent offer at high risk, beside those of the scene."""
    assert scene
    with database.system() as session:
        reference = send(desk_of(session, LEAD_WORKER), 60)
    recorded.clear()
    return reference


def of(reference: Reference, database: Database, recorded: Recorded) -> list[tuple[str, str, timedelta]]:
    with database.system(reading=True) as session:
        offer = store.get(session, reference).offer
    return said([event for event in recorded if event.subject_id == offer.id])


def test_p16_each_nudge_comes_once_however_often_the_sweep_looks(
    database: Database, one: Reference, sweep: Sweep, recorded: Recorded
) -> None:
    for quarter in range(4 * 24):
        sweep(SENT_AT + quarter * HOUR / 4)
    assert of(one, database, recorded) == [
        (REMINDED, "acknowledge", 2 * HOUR),
        (ESCALATED, "acknowledge", 4 * HOUR),
        (REMINDED, "decide", 12 * HOUR),
        (REMINDED, "decide", timedelta(hours=19.25)),
    ]


def test_p16_a_sweep_that_was_missed_is_made_up_by_the_next_which_tells_the_last_word_of_each_clock(
    database: Database, one: Reference, sweep: Sweep, recorded: Recorded
) -> None:
    assert one in sweep(SENT_AT + 20 * HOUR)
    assert [entry[:2] for entry in of(one, database, recorded)] == [(ESCALATED, "acknowledge"), (REMINDED, "decide")]
    recorded.clear()
    assert one not in sweep(SENT_AT + 20 * HOUR)
    assert of(one, database, recorded) == []


def test_nothing_is_said_before_its_moment(one: Reference, sweep: Sweep) -> None:
    assert one not in sweep(SENT_AT + 2 * HOUR - timedelta(seconds=1))
    assert one in sweep(SENT_AT + 2 * HOUR)


def test_a_sweep_looks_at_so_many_and_the_next_goes_on(scene: Scene, sweep: Sweep) -> None:
    first, second = sweep(NOW + 60 * 24 * HOUR, most=2), sweep(NOW + 60 * 24 * HOUR, most=2)
    assert len({*first, *second}) == 4
    assert scene.offers[OfferStatus.DECLINED] not in {*first, *second}


def test_the_offer_itself_stays_as_it_is(database: Database, one: Reference, sweep: Sweep) -> None:
    with database.system(reading=True) as session:
        before = store.get(session, one).offer
    sweep(SENT_AT + 20 * HOUR)
    with database.system(reading=True) as session:
        assert store.get(session, one).offer == before


def test_who_wrote_about_a_sent_offer_is_not_taken_for_who_sent_it(
    database: Database, desk_of: DeskOf, one: Reference
) -> None:
    worker = CONSORTIUM["shelter_worker"].actor
    with database.system() as session:
        desk = desk_of(session, worker)
        filed = store.get(session, one)
        noted, event = annotate(filed.offer, Note.MESSAGE, worker, desk.now, filed.offer.version)
        for _ in range(3):
            filed = service.file(desk, filed, noted, event, "A word about it.")
    with database.system(reading=True) as session:
        assert event.new == OfferStatus.SENT
        assert sending_of(session, filed.offer.id) == (one, LEAD_WORKER.id)
