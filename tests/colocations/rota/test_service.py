"""The rota in both databases: what can be put on it, what leave and lapses do, cover, and races for a place."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from colocations.placements import store as placements
from colocations.placements.model import ClearanceKind
from colocations.rota import service, store
from colocations.rota.bookings import service as bookings
from colocations.rota.bookings import store as booking_store
from colocations.rota.bookings.forms import Asked as AskedRoom
from colocations.rota.bookings.model import Purpose
from colocations.rota.cover import service as cover
from colocations.rota.cover.model import Answer
from colocations.rota.feed import service as feeds
from colocations.rota.jobs import tell_of_fallen_shifts
from colocations.rota.leave import service as leave
from colocations.rota.leave.model import Leave
from colocations.rota.model import Shift, Standing, standing_of
from colocations.rota.series.model import free
from colocations.rota.shifts import service as shifts
from colocations.rota.shifts.forms import Asked
from colocations.rota.waiting import service as waiting
from colocations.rota.waiting import store as wait_store
from lvws_core.actors import THE_CLOCK, Role
from lvws_core.errors import Conflict, Missing
from lvws_core.events import Event
from lvws_core.ids import UserId
from portal.database import Database
from tests.builders import CONSORTIUM, LEAD, Clock
from tests.colocations.builders import TODAY
from tests.colocations.rota.builders import ANNA, BELA, ELSEWHERE, SITE
from tests.colocations.rota.conftest import DeskOf, Recorded, room_called
from tests.partners.statements import counted

KEEPER = CONSORTIUM["coordinator"].id
TOMORROW = TODAY + timedelta(days=1)
CASEWORKERS = tuple(CONSORTIUM[key].id for key in ("caseworker", "colleague", "intake", "analyst"))


def asked(worker_id: UserId = ANNA, day: date = TOMORROW, **changes: Any) -> Asked:
    values: dict[str, Any] = {"site": SITE, "department": "", "times": (time(9), time(17))}
    return Asked(**{**values, "worker_id": worker_id, "day": day, **changes})


def put(database: Database, desk_of: DeskOf, *wanted: Asked) -> list[tuple[str, ...]]:
    found = []
    for each in wanted:
        with database.transaction(database.open(LEAD)) as session:
            desk = desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR)
            slots = shifts.against_each(desk, each)
            shifts.add(desk, each, free(slots))
            found.append(tuple(reason.code for slot in slots for reason in slot.reasons))
    return found


def on_rota(database: Database, first: date = TODAY, days: int = 14) -> tuple[Shift, ...]:
    with database.transaction(database.open(LEAD, reading=True)) as session:
        return store.between(session, first, first + timedelta(days=days))


def test_colo_03_nobody_is_put_on_a_shift_twice_at_once_or_outside_the_clearances(
    live: Database, desk_of: DeskOf
) -> None:
    assert put(live, desk_of, asked(), asked(), asked(BELA, site=ELSEWHERE)) == [(), ("on_shift",), ()]
    assert [each.worker_id for each in on_rota(live)] in ([ANNA, BELA], [BELA, ANNA])
    stranger = asked(CASEWORKERS[0])
    (codes,) = put(live, desk_of, stranger)
    assert codes == ("not_placed", *["clearance_missing"] * 4)
    assert len(on_rota(live)) == 2


def test_of_two_who_put_the_same_worker_at_two_sites_at_once_one_is_told(live: Database, desk_of: DeskOf) -> None:
    together = Barrier(2)

    def try_it(wanted: Asked) -> tuple[str, ...]:
        together.wait()
        return put(live, desk_of, wanted)[0]

    with ThreadPoolExecutor(2) as pool:
        found = Counter(pool.map(try_it, (asked(), asked(site=ELSEWHERE))))
    assert found == {(): 1, ("on_shift",): 1}
    assert len(on_rota(live)) == 1


def test_colo_03_a_lapse_makes_shifts_fall_by_itself_and_is_told_once(
    live: Database, desk_of: DeskOf, recorded: Recorded
) -> None:
    put(live, desk_of, asked(), asked(BELA))
    with live.transaction(live.open(LEAD)) as session:
        held = placements.clearances(session, (ANNA,))[ANNA]
        placements.give_up(session, next(each for each in held if each.kind is ClearanceKind.DBS), TODAY)
        found = service.roster(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), TODAY, TOMORROW)
    standing = {each.worker_id: standing_of(found.facts, each)[0] for each in found.shifts}
    assert standing == {ANNA: Standing.CANNOT_STAND, BELA: Standing.STANDS}
    for count in (1, 0):
        recorded.clear()
        with live.system() as session:
            assert len(tell_of_fallen_shifts(desk_of(session, THE_CLOCK.id, Role.CLOCK))) == count
        assert [event.detail["worker_id"] for event in recorded] == [str(ANNA)] * count
    assert put(live, desk_of, asked(day=TOMORROW + timedelta(days=1))) == [("clearance_missing",)]


def test_leave_frees_the_desk_names_the_site_and_cover_is_asked_only_of_who_could(
    live: Database, desk_of: DeskOf, recorded: Recorded
) -> None:
    put(live, desk_of, asked())
    desk_room, wanted = (
        room_called("Hot desks"),
        AskedRoom(purpose=Purpose.DESK, people=1, day=TOMORROW, times=(time(9), time(17))),
    )
    with live.transaction(live.open(LEAD)) as session:
        anna = desk_of(session, ANNA, Role.IDVA)
        bookings.book(anna, desk_room, wanted, free(bookings.against_each(anna, SITE, desk_room, wanted)))
        keeper = desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR)
        leave.record(keeper, Leave(worker_id=ANNA, first=TOMORROW, last=TOMORROW))
        leave.follow_leave(keeper, recorded[-1])
        assert booking_store.between(session, TODAY, TOMORROW) == ()
    assert [(e.kind, e.detail["wards"]) for e in recorded if e.kind == leave.LEFT_OPEN] == [(leave.LEFT_OPEN, 2)]
    (shift,) = on_rota(live)
    with live.transaction(live.open(LEAD)) as session:
        keeper = desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR)
        found = cover.sought(keeper, *shifts.open_shift(keeper, shift.id), (ANNA, BELA, CASEWORKERS[0]))
        assert (found.standing, found.wards) == (Standing.AWAY, ("A&E", "Maternity"))
        assert [(each.worker_id, bool(each.reasons)) for each in found.candidates] == [
            (BELA, False),
            (CASEWORKERS[0], True),
        ]
        with pytest.raises(Conflict):
            cover.ask(keeper, found, CASEWORKERS[0])
        with pytest.raises(Missing):
            cover.ask(keeper, found, ANNA)
        cover.ask(keeper, found, BELA)
    ask_id = recorded[-1].subject_id
    with live.transaction(live.open(LEAD)) as session:
        with pytest.raises(Missing):
            cover.answer(desk_of(session, ANNA, Role.IDVA), ask_id, Answer.AGREED)
        cover.answer(desk_of(session, BELA, Role.IDVA), ask_id, Answer.AGREED)
        with pytest.raises(Conflict, match="answered_already"):
            cover.answer(desk_of(session, BELA, Role.IDVA), ask_id, Answer.DECLINED)
        found_day = service.roster(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), TOMORROW, TOMORROW)
        assert found_day.coverage(SITE)[0].is_covered
    assert [each.covers_id for each in on_rota(live) if each.worker_id == BELA] == [shift.id]


def test_who_agrees_to_cover_after_something_else_came_is_told_and_stays_off(
    live: Database, desk_of: DeskOf, recorded: Recorded
) -> None:
    put(live, desk_of, asked())
    (shift,) = on_rota(live)
    with live.transaction(live.open(LEAD)) as session:
        keeper = desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR)
        leave.record(keeper, Leave(worker_id=ANNA, first=TOMORROW, last=TOMORROW))
        cover.ask(keeper, cover.sought(keeper, *shifts.open_shift(keeper, shift.id), (BELA,)), BELA)
    ask_id = recorded[-1].subject_id
    put(live, desk_of, asked(BELA, site=ELSEWHERE, times=(time(16), time(18))))
    with pytest.raises(Conflict, match="on_shift"), live.transaction(live.open(LEAD)) as session:
        cover.answer(desk_of(session, BELA, Role.IDVA), ask_id, Answer.AGREED)
    assert [each.worker_id for each in on_rota(live) if each.site_id == SITE.id] == [ANNA]


def test_of_those_who_want_the_last_desk_at_once_one_gets_it_and_the_others_are_told(
    live: Database, desk_of: DeskOf
) -> None:
    room = room_called("Hot desks")
    wanted = AskedRoom(purpose=Purpose.DESK, people=1, day=TOMORROW, times=(time(9), time(12)))

    def take(worker_id: UserId) -> tuple[str, ...]:
        with live.transaction(live.open(LEAD)) as session:
            desk = desk_of(session, worker_id, Role.IDVA)
            slots = bookings.against_each(desk, SITE, room, wanted)
            bookings.book(desk, room, wanted, free(slots))
            return tuple(reason.code for reason in slots[0].reasons)

    assert take(ANNA) == ()
    together = Barrier(len(CASEWORKERS))

    def try_it(worker_id: UserId) -> tuple[str, ...]:
        together.wait()
        return take(worker_id)

    with ThreadPoolExecutor(len(CASEWORKERS)) as pool:
        found = Counter(pool.map(try_it, CASEWORKERS))
    assert found == {(): 1, ("taken",): len(CASEWORKERS) - 1}
    with live.transaction(live.open(LEAD, reading=True)) as session:
        assert len(booking_store.between(session, TOMORROW, TOMORROW)) == 2


def test_a_confidential_space_goes_to_one_each_and_who_waits_is_told_in_turn(
    live: Database, desk_of: DeskOf, recorded: Recorded, clock: Clock
) -> None:
    def now(worker_id: UserId) -> UUID | None:
        with live.transaction(live.open(LEAD)) as session:
            found = bookings.book_now(desk_of(session, worker_id, Role.IDVA), SITE)
            return found.room_id if found is not None else None

    with ThreadPoolExecutor(len(CASEWORKERS)) as pool:
        given = list(pool.map(now, CASEWORKERS))
    private = {room_called(name).id for name in ("Room 1", "Room 2")}
    assert {room for room in given if room is not None} == private
    assert given.count(None) == len(CASEWORKERS) - 2
    with live.transaction(live.open(LEAD)) as session:
        for worker_id in (ANNA, BELA):
            waiting.wait(desk_of(session, worker_id, Role.IDVA), SITE)
            clock.advance(minutes=1)
        waiting.wait(desk_of(session, ANNA, Role.IDVA), SITE)
        assert waiting.tell_waiting(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), SITE) == ()
        first = booking_store.between(session, TODAY, TODAY)[0]
        booking_store.release(session, first.id, first.released or bookings.Released.GIVEN_BACK, clock())
        told = waiting.tell_waiting(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), SITE)
        assert [each.worker_id for each in told] == [ANNA]
        assert waiting.tell_waiting(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), SITE) == ()
        clock.advance(minutes=11)
        told = waiting.tell_waiting(desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR), SITE)
        assert [each.worker_id for each in told] == [BELA]
        assert bookings.book_now(desk_of(session, BELA, Role.IDVA), SITE) is not None
        assert [each.worker_id for each in wait_store.on(session, TODAY, (SITE.id,))] == [ANNA]
    assert [event.kind for event in recorded].count(waiting.ROOM_FREE) == 2


def test_the_rota_of_every_site_takes_six_statements_and_so_does_the_board(live: Database, desk_of: DeskOf) -> None:
    put(live, desk_of, asked(), asked(BELA, site=ELSEWHERE))
    with live.transaction(live.open(LEAD, reading=True)) as session:
        desk = desk_of(session, KEEPER, Role.COLOCATION_COORDINATOR)
        with counted(live) as sent:
            found = service.roster(desk, TODAY, TODAY + timedelta(days=13))
    assert [len(found.coverage(site)) for site in found.sites] == [14, 14]
    assert len(sent) <= 6


def test_a_feed_is_found_by_its_token_alone_and_only_while_it_is_on(
    live: Database, desk_of: DeskOf, clock: Clock
) -> None:
    put(live, desk_of, asked(department="Maternity"))
    with live.transaction(live.open(LEAD)) as session:
        anna = desk_of(session, ANNA, Role.IDVA)
        feeds.make(anna, "first-token")
        feeds.make(anna, "second-token")
    with live.system(reading=True) as session:
        content = feeds.give(session, "second-token", clock()).decode()
        for gone in ("first-token", "", "second-token "):
            with pytest.raises(Missing):
                feeds.give(session, gone, clock())
    assert content.count("SUMMARY:Shift\r\n") == content.count("CLASS:PRIVATE\r\n") == 1
    canaries = (SITE.name, SITE.reference, "Maternity", str(SITE.id), str(ANNA), "Idva", "Lead Team", "portal", "LVWS")
    assert not any(canary.lower() in content.lower() for canary in canaries)
    with live.transaction(live.open(LEAD)) as session:
        closed = Event(kind="user.disabled", at=clock(), actor_id=KEEPER, subject_id=ANNA, organisation_ids=(LEAD,))
        feeds.stop_feed_of(desk_of(session, KEEPER, Role.LEAD_MANAGER), closed)
        feeds.stop(desk_of(session, ANNA, Role.IDVA))
    with live.system(reading=True) as session, pytest.raises(Missing):
        feeds.give(session, "second-token", clock())
