"""Sessions and bookings in both databases: round trips, pages, and the race for the last place."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import Reference
from lvws_core.paging import PAGE_SIZE
from partners.directory.sessions import service, store
from partners.directory.sessions.model import Meeting, Standing, standing_of
from portal.database import Database
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, SHELTER
from tests.partners.conftest import DeskFor
from tests.partners.directory.sessions.builders import IN_TWO_DAYS, a_meeting
from tests.partners.statements import counted

STAFF = (
    "caseworker",
    "colleague",
    "idva",
    "intake",
    "shelter_worker",
    "shelter_manager",
    "galop_worker",
    "galop_manager",
)


def hold(database: Database, *meetings: Meeting) -> None:
    with database.transaction(database.open(SHELTER)) as session:
        for meeting in meetings:
            store.add(session, meeting)


def book(
    database: Database, desk_for: DeskFor, key: str, meeting: Meeting, *, may_wait: bool = False
) -> tuple[str, ...]:
    with database.transaction(database.open(CONSORTIUM[key].organisation_id)) as session:
        reasons = service.book(desk_for(session, key), meeting.reference, may_wait=may_wait, clash_known=True)
    return tuple(reason.code for reason in reasons)


@pytest.mark.parametrize("changes", [{}, {"link": ""}, {"called_off_at": NOW}, {"others": 0, "recorded_at": NOW}])
def test_a_session_comes_back_as_it_was_stored(database: Database, changes: dict[str, object]) -> None:
    meeting = a_meeting(**changes)
    hold(database, meeting)
    with database.transaction(database.open(GALOP, reading=True)) as session:
        assert store.get(session, meeting.reference) == meeting
        with pytest.raises(Missing):
            store.get(session, Reference("3333-33"))


@pytest.mark.parametrize("round_", range(3))
def test_i4_of_many_who_book_the_last_place_at_once_exactly_one_has_it_and_the_others_are_told(
    database: Database, desk_for: DeskFor, round_: int
) -> None:
    meeting = a_meeting(10 + round_, places=2)
    hold(database, meeting)
    assert book(database, desk_for, "sponsor", meeting) == ()
    together = Barrier(len(STAFF))

    def try_it(key: str) -> tuple[str, ...]:
        together.wait()
        return book(database, desk_for, key, meeting)

    with ThreadPoolExecutor(len(STAFF)) as pool:
        found = Counter(pool.map(try_it, STAFF))
    assert found == {(): 1, ("session_full",): len(STAFF) - 1}
    with database.transaction(database.open(LEAD, reading=True)) as session:
        assert len(store.bookings(session, meeting.id)) == 2


def test_those_who_may_wait_all_get_a_number_of_their_own(database: Database, desk_for: DeskFor) -> None:
    meeting = a_meeting(places=1)
    hold(database, meeting)
    with ThreadPoolExecutor(len(STAFF)) as pool:
        assert set(pool.map(lambda key: book(database, desk_for, key, meeting, may_wait=True), STAFF)) == {()}
    with database.transaction(database.open(LEAD, reading=True)) as session:
        assert [b.number for b in store.bookings(session, meeting.id)] == list(range(1, len(STAFF) + 1))


def test_whoever_gives_up_and_books_again_stands_behind_the_others(database: Database, desk_for: DeskFor) -> None:
    meeting = a_meeting(places=1)
    hold(database, meeting)
    for key in ("shelter_worker", "galop_worker"):
        book(database, desk_for, key, meeting, may_wait=True)
    with database.transaction(database.open(SHELTER)) as session:
        service.give_up(desk_for(session, "shelter_worker"), meeting.reference)
    book(database, desk_for, "shelter_worker", meeting, may_wait=True)
    with database.transaction(database.open(LEAD, reading=True)) as session:
        booked = store.bookings(session, meeting.id)
    standings = [standing_of(meeting, booked, CONSORTIUM[key].id) for key in ("galop_worker", "shelter_worker")]
    assert standings == [Standing.PLACE, Standing.WAITING]


def test_the_list_goes_on_where_its_page_ended_and_past_ones_come_last_first(database: Database) -> None:
    many = [
        a_meeting(n, starts_at=IN_TWO_DAYS + timedelta(hours=n // 2), ends_at=IN_TWO_DAYS + timedelta(hours=n // 2 + 1))
        for n in range(10, 10 + PAGE_SIZE + 5)
    ]
    hold(database, *many)
    with database.transaction(database.open(LEAD, reading=True)) as session:
        first = store.coming(session, NOW, None)
        second = store.coming(session, NOW, first.next_cursor)
        later = NOW + timedelta(days=30)
        over = store.past(session, later, None)
        rest = store.past(session, later, over.next_cursor)
        with pytest.raises(Invalid):
            store.coming(session, NOW, "00")
    found = [m.id for m in (*first.items, *second.items)]
    assert found == [m.id for m in sorted(many, key=lambda m: (m.starts_at, m.id))]
    assert [m.id for m in (*over.items, *rest.items)] == found[::-1]
    assert second.next_cursor is rest.next_cursor is None


def test_the_list_knows_how_many_booked_and_where_one_stands_in_one_statement(
    database: Database, desk_for: DeskFor
) -> None:
    one, other, empty = a_meeting(1), a_meeting(2), a_meeting(3)
    hold(database, one, other, empty)
    for key in ("galop_worker", "shelter_worker", "caseworker"):
        book(database, desk_for, key, one, may_wait=True)
    book(database, desk_for, "galop_worker", other)
    ids = frozenset({one.id, other.id, empty.id})
    with database.transaction(database.open(SHELTER, reading=True)) as session, counted(database) as statements:
        found = store.seats(session, ids, CONSORTIUM["shelter_worker"].id)
    assert found == {one.id: store.Seats(booked=3, own_place=2), other.id: store.Seats(booked=1)}
    assert len(statements) == 1


def test_nobody_changes_a_session_of_another_organisation_or_one_that_changed_meanwhile(database: Database) -> None:
    meeting = a_meeting()
    hold(database, meeting)
    with database.transaction(database.open(GALOP)) as session, pytest.raises(Conflict):
        store.put(session, meeting, a_meeting(title="Taken over", version=2))
    with database.transaction(database.open(SHELTER)) as session:
        store.put(session, meeting, a_meeting(title="Changed", version=2))
        with pytest.raises(Conflict):
            store.put(session, meeting, a_meeting(title="Too late", version=2))
