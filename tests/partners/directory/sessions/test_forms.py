"""The forms of sessions: what is read, and each fault with its code."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partners.directory.sessions.forms import (
    Came,
    NewMeeting,
    SessionForm,
    parse_came,
    parse_session,
    session_fields,
    values_of,
)
from tests.builders import NOW
from tests.partners.directory.sessions.builders import a_meeting, bookings, somebody

TODAY = NOW.date()


def a_form(**changes: str) -> SessionForm:
    values = {
        "kind": "surgery",
        "title": "Housing advice surgery",
        "on_day": "24",
        "on_month": "11",
        "on_year": "2026",
        "starts": "10:00",
        "ends": "11:30",
        "place": "Stratford Library",
        "places": "8",
    }
    return SessionForm(**{**values, **changes})


def codes(form: SessionForm, **more: Any) -> dict[str, str]:
    found = parse_session(form, TODAY, NOW, **more)
    return {} if isinstance(found, NewMeeting) else {error.field: error.code for error in found}


def test_a_session_is_read_in_london_time() -> None:
    new = parse_session(a_form(on_day="1", on_month="7", on_year="2027"), TODAY, NOW)
    assert isinstance(new, NewMeeting)
    assert new.starts_at == datetime(2027, 7, 1, 9, tzinfo=UTC)


@given(st.integers(1, 500), st.sampled_from(["", "https://meet.example.org/x"]))
def test_what_is_recorded_reads_back_as_the_same_session(places: int, link: str) -> None:
    meeting = a_meeting(places=places, link=link)
    new = parse_session(session_fields(meeting), TODAY, NOW)
    assert isinstance(new, NewMeeting)
    assert replace(meeting, **values_of(new)) == meeting


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"kind": ""}, "kind", "required"),
        ({"kind": "party"}, "kind", "unknown_choice"),
        ({"title": " "}, "title", "required"),
        ({"title": "x" * 81}, "title", "too_long"),
        ({"on_day": "31", "on_month": "2"}, "on", "not_a_date"),
        ({"on_year": "2025"}, "on", "out_of_range"),
        ({"on_year": "2029"}, "on", "out_of_range"),
        ({"starts": ""}, "starts", "required"),
        ({"starts": "25:00"}, "starts", "not_a_time"),
        ({"ends": "noon"}, "ends", "not_a_time"),
        ({"ends": "10:00"}, "ends", "not_after_start"),
        ({"on_day": "23", "starts": "09:00"}, "starts", "in_the_past"),
        (
            {"on_day": "28", "on_month": "3", "on_year": "2027", "starts": "1:30", "ends": "3:00"},
            "starts",
            "skipped_hour",
        ),
        ({"place": " "}, "place", "required"),
        ({"link": "http://example.org"}, "link", "not_a_link"),
        ({"places": "0"}, "places", "out_of_range"),
        ({"places": "501"}, "places", "out_of_range"),
        ({"about": "x" * 501}, "about", "too_long"),
    ],
)
def test_each_fault_has_its_code(changes: dict[str, str], field: str, code: str) -> None:
    assert codes(a_form(**changes)) == {field: code}


def test_every_fault_of_an_empty_form_is_named_at_once() -> None:
    assert set(codes(SessionForm())) == {"kind", "title", "on", "starts", "ends", "place", "places"}


def test_fewer_places_than_are_taken_are_refused() -> None:
    assert codes(a_form(places="2"), before=a_meeting(places=5), booked=3) == {"places": "below_booked"}
    assert codes(a_form(places="3"), before=a_meeting(places=5), booked=3) == {}
    assert codes(a_form(places="2"), before=a_meeting(places=2), booked=9) == {}


def test_only_those_who_had_booked_can_have_come() -> None:
    booked = bookings(1, 2)
    assert parse_came({"came": str(somebody(1)), "others": "4"}, booked) == Came(
        users=frozenset({somebody(1)}), others=4
    )
    wrong = parse_came({"came": [str(somebody(9))], "others": "many"}, booked)
    assert not isinstance(wrong, Came)
    assert {error.field: error.code for error in wrong} == {"came": "unknown_choice", "others": "out_of_range"}
