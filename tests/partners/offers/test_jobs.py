"""The sweep that returns unanswered offers: at the due moment, once, by nobody but the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from lvws_core.actors import THE_CLOCK, Actor
from lvws_core.errors import NotAllowed
from lvws_core.ids import Reference
from lvws_core.referrals import Custody, Detail, Move, Offer, OfferStatus, RequestStatus, Side
from lvws_core.risk.dash import Band
from partners.offers import service, store
from partners.offers.acts import service as acts
from partners.offers.jobs import expire_due
from partners.offers.sweeps import store as sweeps
from portal.database import Database
from tests.builders import CONSORTIUM, NOW
from tests.partners.conftest import DeskOf, Recorded
from tests.partners.offers.scene import QUESTION, Scene, send

WORKER, LEAD_WORKER = CONSORTIUM["shelter_worker"].actor, CONSORTIUM["caseworker"].actor
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
Sweep = Callable[..., tuple[Reference, ...]]


@pytest.fixture
def sweep(database: Database, desk_of: DeskOf) -> Sweep:
    """Sweep at a moment, as the scheduler will."""

    def at(moment: datetime, actor: Actor = THE_CLOCK, **changes: int) -> tuple[Reference, ...]:
        with database.system() as session:
            return expire_due(replace(desk_of(session, actor), now=moment), **changes)

    return at


def _sent(database: Database, desk_of: DeskOf, risk: Band, at: datetime, number: int = 50) -> Reference:
    with database.system() as session:
        return send(desk_of(session, LEAD_WORKER), number, risk=risk, at=at)


def _now(database: Database, reference: Reference) -> Offer:
    with database.system(reading=True) as session:
        return store.get(session, reference).offer


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("risk", "sent_at", "due_at"),
    [
        pytest.param(Band.HIGH, _utc(2026, 11, 27, 18), _utc(2026, 11, 28, 18), id="high-over-a-saturday"),
        pytest.param(Band.HIGH, _utc(2026, 10, 24, 12), _utc(2026, 10, 25, 12), id="high-as-summer-time-ends"),
        pytest.param(Band.MEDIUM, _utc(2026, 11, 27, 12), _utc(2026, 12, 1, 17), id="medium-over-a-weekend"),
        pytest.param(Band.STANDARD, _utc(2026, 12, 24, 10), _utc(2026, 12, 31, 17), id="standard-over-christmas"),
        pytest.param(Band.STANDARD, _utc(2026, 10, 23, 12), _utc(2026, 10, 28, 17), id="standard-as-summer-time-ends"),
        pytest.param(Band.MEDIUM, _utc(2027, 3, 25, 10), _utc(2027, 3, 31, 16), id="medium-as-summer-time-begins"),
    ],
)
def test_clock_d_runs_out_at_its_moment_and_not_before(
    database: Database, desk_of: DeskOf, sweep: Sweep, *, risk: Band, sent_at: datetime, due_at: datetime
) -> None:
    reference = _sent(database, desk_of, risk, sent_at)
    assert reference not in sweep(due_at - SECOND)
    assert reference in sweep(due_at)
    assert (_now(database, reference).status, _now(database, reference).custody) == (OfferStatus.EXPIRED, Custody.LEAD)


def test_a_second_sweep_finds_nothing_and_a_missed_one_is_made_up(
    scene: Scene, sweep: Sweep, recorded: Recorded
) -> None:
    first = sweep(NOW + 30 * DAY)
    assert set(first) == {scene.offers[s] for s in (OfferStatus.SENT, OfferStatus.ACKNOWLEDGED)} | {
        scene.offers[OfferStatus.INFO_NEEDED],
        scene.foreign_offer,
    }
    assert sweep(NOW + 30 * DAY) == ()
    moved = [event for event in recorded if event.detail.get("move") == Move.EXPIRE]
    assert len(moved) == 4
    assert {event.actor_id for event in moved} == {None}


def test_a_sweep_looks_at_so_many_and_the_next_goes_on(scene: Scene, sweep: Sweep) -> None:
    found = [sweep(NOW + 30 * DAY, most=3), sweep(NOW + 30 * DAY, most=3)]
    assert [len(each) for each in found] == [3, 1]
    assert scene.offer in found[0] + found[1]


@pytest.mark.usefixtures("scene")
def test_what_is_overdue_and_cannot_end_yet_keeps_nothing_from_ending(
    database: Database, desk_of: DeskOf, sweep: Sweep
) -> None:
    asked = [_sent(database, desk_of, Band.STANDARD, NOW - 5 * DAY, number) for number in (50, 51)]
    with database.system() as session:
        for reference in asked:
            desk = replace(desk_of(session, WORKER), now=NOW - 5 * DAY)
            version = store.get(session, reference).offer.version
            acts.make(desk, reference, Move.ASK, version, detail=Detail(note=QUESTION), text=QUESTION)
    silent = _sent(database, desk_of, Band.HIGH, NOW, 52)
    assert silent in sweep(NOW + DAY, most=4)  # with three of the scene


@pytest.mark.usefixtures("scene")
def test_a_row_that_says_an_earlier_moment_than_the_rule_is_put_right(
    database: Database, desk_of: DeskOf, sweep: Sweep
) -> None:
    reference = _sent(database, desk_of, Band.HIGH, NOW)
    with database.system() as session:
        sweeps.expire_next(session, _now(database, reference).id, NOW)
    assert sweep(NOW) == ()
    with database.system(reading=True) as session:
        assert reference not in sweeps.to_expire(session, NOW + DAY - SECOND, 9)
        assert reference in sweeps.to_expire(session, NOW + DAY, 9)
    assert reference in sweep(NOW + DAY)


def test_a_question_that_waits_for_the_lead_does_not_lapse_because_the_lead_is_slow(
    database: Database, scene: Scene, sweep: Sweep
) -> None:
    reference = scene.offers[OfferStatus.INFO_NEEDED]
    assert reference not in sweep(NOW + 10 * DAY)
    assert _now(database, reference).status == OfferStatus.INFO_NEEDED
    assert reference in sweep(_utc(2026, 12, 7, 17))


def test_what_was_answered_in_time_stays(database: Database, desk_of: DeskOf, scene: Scene, sweep: Sweep) -> None:
    with database.system() as session:
        desk = desk_of(session, WORKER)
        version = store.get(session, scene.offer).offer.version
        acts.make(desk, scene.offer, Move.ASK, version, detail=Detail(note=QUESTION), text=QUESTION)
    taken = [scene.offers[s] for s in (OfferStatus.ACCEPTED, OfferStatus.WAITLISTED, OfferStatus.ACTIVE)]
    assert not {scene.offer, *taken} & set(sweep(NOW + 2 * DAY))


@pytest.mark.usefixtures("scene")
def test_nobody_but_the_clock_expires(sweep: Sweep) -> None:
    for actor in (WORKER, LEAD_WORKER, CONSORTIUM["lead_manager"].actor):
        with pytest.raises(NotAllowed):
            sweep(NOW + 30 * DAY, actor)


def test_i2_after_it_the_partner_reads_no_field_and_the_lead_sees_a_need_without_a_partner(
    database: Database, desk_of: DeskOf, scene: Scene, sweep: Sweep
) -> None:
    sweep(NOW + 30 * DAY)
    for actor, side in ((WORKER, Side.PARTNER), (LEAD_WORKER, Side.LEAD)):
        with database.transaction(database.open(actor.organisation_id)) as session:
            opened = service.open_offer(replace(desk_of(session, actor), now=NOW + 30 * DAY), scene.offer)
        assert opened.side == side
        assert (opened.snapshot is None) == (side == Side.PARTNER)
        assert opened.need == (RequestStatus.UNPLACED if side == Side.LEAD else None)
