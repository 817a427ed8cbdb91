"""The rules of booking, as properties: places, waiting, closing and clashes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from partners.directory.sessions.model import (
    Booking,
    Meeting,
    Standing,
    against_booking,
    against_giving_up,
    against_recording,
    clashes,
    fewest_places,
    is_safe_link,
    places_left,
    seated,
    standing_of,
    waiting,
)
from tests.builders import NOW
from tests.partners.directory.sessions.builders import IN_TWO_DAYS, a_meeting, bookings, somebody

MEETINGS = st.builds(a_meeting, places=st.integers(1, 12))
BOOKED = st.lists(st.integers(1, 30), unique=True, max_size=20).map(lambda numbers: bookings(*numbers))


@given(MEETINGS, BOOKED)
def test_nobody_has_a_place_and_waits_and_no_more_have_places_than_there_are(
    meeting: Meeting, booked: tuple[Booking, ...]
) -> None:
    having, queue = seated(meeting, booked), waiting(meeting, booked)
    assert {*having} | {*queue} == {*booked}
    assert not {*having} & {*queue}
    assert len(having) == min(meeting.places, len(booked))
    assert places_left(meeting, len(booked)) == meeting.places - len(having)
    assert not queue or max(b.number for b in having) < min(b.number for b in queue)


@given(MEETINGS, BOOKED, st.data())
def test_a_place_that_is_given_up_goes_to_whoever_waited_first_and_nobody_else_moves_back(
    meeting: Meeting, booked: tuple[Booking, ...], data: st.DataObject
) -> None:
    if not booked:
        return
    gone = data.draw(st.sampled_from(booked))
    left = tuple(booking for booking in booked if booking is not gone)
    before, after = set(seated(meeting, booked)), set(seated(meeting, left))
    assert before - {gone} <= after
    gained = after - before
    assert gained == (set(waiting(meeting, booked)[:1]) if gone in before else set())


@given(MEETINGS, BOOKED)
def test_i4_a_booking_is_refused_exactly_when_it_would_take_a_place_that_is_not_there(
    meeting: Meeting, booked: tuple[Booking, ...]
) -> None:
    codes = {r.code for r in against_booking(meeting, booked, somebody(99), NOW, may_wait=False)}
    assert codes == (set() if len(booked) < meeting.places else {"session_full"})
    assert against_booking(meeting, booked, somebody(99), NOW, may_wait=True) == ()


@given(MEETINGS, BOOKED, st.booleans())
def test_nobody_books_twice(meeting: Meeting, booked: tuple[Booking, ...], may_wait: bool) -> None:
    for booking in booked:
        codes = {r.code for r in against_booking(meeting, booked, booking.user_id, NOW, may_wait=may_wait)}
        assert codes == {"booked_already"}
        assert against_giving_up(meeting, booked, booking.user_id, NOW) == ()
    assert {r.code for r in against_giving_up(meeting, booked, somebody(99), NOW)} == {"not_booked"}


@given(BOOKED)
def test_from_its_first_moment_a_session_is_closed_and_then_it_is_recorded(booked: tuple[Booking, ...]) -> None:
    meeting = a_meeting()
    last = IN_TWO_DAYS - timedelta(microseconds=1)
    assert against_booking(meeting, booked, somebody(99), last, may_wait=True) == ()
    assert {r.code for r in against_recording(meeting, last)} == {"not_begun"}
    closed = against_booking(meeting, booked, somebody(99), IN_TWO_DAYS, may_wait=True)
    assert {r.code for r in closed} == {"session_begun"}
    assert against_recording(meeting, IN_TWO_DAYS) == ()


def test_what_was_called_off_is_closed_in_every_way_and_says_why() -> None:
    meeting = a_meeting(called_off_at=NOW)
    late = IN_TWO_DAYS
    codes = {r.code for r in against_booking(meeting, bookings(1), somebody(1), late, may_wait=True)}
    assert codes == {"called_off", "session_begun", "booked_already"}
    assert {r.code for r in against_recording(meeting, late)} == {"called_off"}


def test_the_order_of_bookings_says_who_waits() -> None:
    meeting, booked = a_meeting(places=1), bookings(7, 3)
    assert standing_of(meeting, booked, somebody(3)) is Standing.PLACE
    assert standing_of(meeting, booked, somebody(7)) is Standing.WAITING
    assert standing_of(meeting, booked, somebody(1)) is Standing.NONE


@given(st.integers(0, 30), MEETINGS)
def test_places_are_not_taken_away_from_those_who_have_them(booked: int, meeting: Meeting) -> None:
    fewest = fewest_places(meeting, booked)
    assert 1 <= fewest <= meeting.places
    assert min(booked, fewest) == min(booked, meeting.places)


@given(st.integers(-180, 180), st.integers(1, 180), st.integers(1, 180))
def test_two_sessions_clash_when_nobody_could_be_at_both(shift: int, first: int, second: int) -> None:
    one = a_meeting(1, ends_at=IN_TWO_DAYS + timedelta(minutes=first))
    starts_at = IN_TWO_DAYS + timedelta(minutes=shift)
    other = a_meeting(2, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=second))
    assert bool(clashes(one, [other])) == (-second < shift < first)
    assert bool(clashes(one, [other])) == bool(clashes(other, [one]))


def test_a_session_clashes_neither_with_itself_nor_with_what_was_called_off() -> None:
    one = a_meeting(1)
    assert clashes(one, [one, a_meeting(2, called_off_at=NOW)]) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": IN_TWO_DAYS}, "ends"),
        ({"place": "", "link": ""}, "place"),
        ({"places": 0}, "places"),
        ({"places": 501}, "places"),
    ],
)
def test_a_session_that_cannot_be_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_meeting(**changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("link", "is_safe"),
    [
        ("https://meet.example.org/a?b=c", True),
        ("http://meet.example.org", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://localhost", False),
        ("https://a:b@example.org", False),
        ("https://exam ple.org", False),
        ("https://example.org/<script>", False),
        ("https://[oops", False),
        ("//example.org", False),
    ],
)
def test_only_a_plain_https_address_is_a_link(link: str, is_safe: bool) -> None:
    assert is_safe_link(link) is is_safe


@given(st.text())
def test_no_text_breaks_the_look_at_a_link(text: str) -> None:
    assert is_safe_link(text) in {True, False}
