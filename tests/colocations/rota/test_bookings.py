"""Rooms and desks: never fuller than they are, never outside their hours, confidential only where nobody else hears."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.rota.bookings.model import LASTING, SHORTEST, Booking, Purpose, against, free_now, now_period
from colocations.rota.rooms.forms import parse_room
from colocations.rota.rooms.model import Room, RoomKind, is_open
from colocations.rota.series.model import as_shown, free, weekly
from colocations.rota.waiting.model import HELD_FOR, Wait, place_of, to_tell
from colocations.sites.forms import Typed
from colocations.sites.hours.model import Weekly, Window, period_on
from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from tests.builders import NOW
from tests.colocations.builders import TODAY
from tests.colocations.rota.builders import ANNA, BELA, ROOMS, SITE

HALF_HOURS = st.integers(0, 47)


def at(half_hour: int) -> time:
    return time(half_hour // 2, 30 * (half_hour % 2))


@st.composite
def some_bookings(draw: st.DrawFn, room: Room) -> list[Booking]:
    """Bookings that people ask for, one after the other, of one week."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        first, last = sorted(draw(st.tuples(HALF_HOURS, HALF_HOURS).filter(lambda pair: pair[0] != pair[1])))
        day = TODAY + timedelta(days=draw(st.integers(0, 6)))
        found.append(
            a_booking(
                room,
                day,
                at(first),
                at(last),
                number,
                purpose=draw(st.sampled_from(Purpose)),
                people=draw(st.integers(1, 4)),
            )
        )
    return found


def a_booking(
    room: Room, day: date = TODAY, first: time = time(9), last: time = time(10), number: int = 1, **changes: Any
) -> Booking:
    values: dict[str, Any] = {"worker_id": ANNA, "purpose": Purpose.MEETING, "people": 1}
    made = {"id": UUID(int=number), "site_id": SITE.id, "room_id": room.id, "period": period_on(day, first, last)}
    return Booking(**{**made, **values, **changes})


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
@given(data=st.data())
def test_colo_04_no_room_is_ever_fuller_than_it_is_nor_used_outside_its_hours(room: Room, data: st.DataObject) -> None:
    kept: list[Booking] = []
    for each in data.draw(some_bookings(room)):
        if not against(room, SITE, kept, each, is_away=False):
            kept.append(each)
    for each in kept:
        assert is_open(room, SITE, each.period)
        assert each.purpose is not Purpose.CONFIDENTIAL or room.kind is RoomKind.PRIVATE
        there = [other for other in kept if other.period.starts_at <= each.period.starts_at < other.period.ends_at]
        assert sum(other.people for other in there) <= room.capacity
        assert len(there) == 1 or not room.is_private


def codes(room: Room, asked: Booking, *taken: Booking, is_away: bool = False) -> list[str]:
    return [reason.code for reason in against(room, SITE, taken, asked, is_away=is_away)]


def test_a_confidential_conversation_is_put_in_a_private_room_only() -> None:
    private, _, desks = ROOMS
    assert codes(private, a_booking(private, purpose=Purpose.CONFIDENTIAL)) == []
    assert codes(desks, a_booking(desks, purpose=Purpose.CONFIDENTIAL)) == ["not_private"]


def test_every_thing_against_a_booking_is_told_at_once() -> None:
    private = replace(ROOMS[0], out_from=TODAY, out_until=TODAY)
    taken = a_booking(private, first=time(17), last=time(18), number=2)
    asked = a_booking(private, first=time(17), last=time(19))
    assert codes(private, asked, taken, is_away=True) == ["out_of_use", "outside_hours", "taken", "away"]
    assert codes(ROOMS[0], a_booking(ROOMS[0], people=4)) == ["too_many_people"]
    saturday = a_booking(ROOMS[0], TODAY + timedelta(days=5))
    assert codes(ROOMS[0], saturday) == ["outside_hours"]


@given(minute=st.integers(0, 24 * 60 - 1), data=st.data())
def test_what_is_offered_now_can_be_booked_now(minute: int, data: st.DataObject) -> None:
    now = datetime.combine(TODAY, time(), UTC) + timedelta(minutes=minute)
    taken = [each for room in ROOMS for each in data.draw(some_bookings(room))]
    found = free_now(SITE, ROOMS, taken, now)
    assert all(one.until >= other.until for one, other in pairwise(found))
    for each in found:
        period = now_period(each, now)
        assert SHORTEST <= period.ends_at - period.starts_at <= LASTING
        asked = Booking(
            id=UUID(int=0xFF),
            site_id=SITE.id,
            room_id=each.room.id,
            worker_id=BELA,
            period=period,
            purpose=Purpose.CONFIDENTIAL,
            people=2,
        )
        assert against(each.room, SITE, taken, asked, is_away=False) == ()


@pytest.mark.parametrize(("first", "weeks"), [(date(2027, 3, 22), 3), (date(2027, 10, 18), 3)])
def test_a_series_keeps_the_wall_clock_and_marks_bank_holidays_across_both_changes(first: date, weeks: int) -> None:
    slots = weekly(first, (time(9), time(10)), weeks, lambda _: ())
    assert [each.day for each in slots] == [first + timedelta(weeks=n) for n in range(weeks)]
    assert len({each.starts_at.hour for each in free(slots)}) == 2
    assert [each.day for each in slots if each.is_holiday] == [d for d in (date(2027, 3, 29),) if d > first]
    assert len(free(slots, holidays=False)) == weeks - sum(each.is_holiday for each in slots)


def test_a_date_on_which_the_clocks_skip_the_time_is_a_conflict_and_nothing_else_is_lost() -> None:
    slots = weekly(date(2027, 3, 21), (time(1, 15), time(1, 45)), 2, lambda _: ())
    assert [each.is_free for each in slots] == [True, False]
    assert as_shown(slots) == "2027-03-21"
    for weeks, times in ((0, (time(9), time(10))), (27, (time(9), time(10))), (1, (time(10), time(9)))):
        with pytest.raises(Invalid):
            weekly(TODAY, times, weeks, lambda _: ())


@given(st.lists(st.booleans(), min_size=1, max_size=26))
def test_a_series_books_every_free_date_and_no_other(is_taken: list[bool]) -> None:
    days = {TODAY + timedelta(weeks=n) for n, taken in enumerate(is_taken) if taken}

    def refused(period: Any) -> tuple[Reason, ...]:
        return (because("taken", "COLO-04", "It is taken."),) if period.day in days else ()

    slots = weekly(TODAY, (time(9), time(10)), len(is_taken), refused)
    assert {each.day for each in free(slots)} == {each.day for each in slots} - days
    assert all(each.reasons for each in slots if each.day in days)


def a_wait(number: int, told: int | None = None) -> Wait:
    told_at = NOW - timedelta(minutes=told) if told is not None else None
    return Wait(
        id=UUID(int=number),
        site_id=SITE.id,
        worker_id=UserId(UUID(int=number)),
        day=TODAY,
        asked_at=NOW + timedelta(seconds=number),
        told_at=told_at,
    )


@given(st.lists(st.none() | st.integers(0, 30), max_size=8), st.integers(0, 4))
def test_the_first_who_waits_is_the_first_who_is_told_and_no_room_is_promised_twice(
    told: list[int | None], rooms: int
) -> None:
    waits = [a_wait(number, each) for number, each in enumerate(told)]
    found = to_tell(waits, rooms, NOW)
    holding = sum(each is not None and timedelta(minutes=each) < HELD_FOR for each in told)
    untold = [each for each in waits if each.told_at is None]
    assert list(found) == untold[: max(0, rooms - holding)]
    assert [place_of(waits, each.worker_id) for each in waits] == list(range(1, len(waits) + 1))
    assert place_of(waits, BELA) is None


@pytest.mark.parametrize("title", ["IDVA room", "Domestic Abuse Support", "Safeguarding", "Counselling 2"])
def test_a_title_on_the_door_that_tells_is_refused(title: str) -> None:
    typed = Typed(values={"name": "Room 3", "kind": "private", "capacity": "2", "door_title": title})
    read = parse_room(typed)
    assert isinstance(read, tuple)
    assert [fault.code for fault in read] == ["not_neutral"]


def test_a_room_without_hours_of_its_own_has_those_of_its_site() -> None:
    early = Weekly(windows=(Window(day=0, opens=time(6), closes=time(8)),))
    own = replace(ROOMS[0], hours=early)
    assert is_open(own, SITE, period_on(TODAY, time(7), time(8)))
    assert not is_open(own, SITE, period_on(TODAY, time(9), time(10)))
    assert is_open(ROOMS[0], replace(SITE, opening=Weekly()), period_on(TODAY, time(2), time(3)))
