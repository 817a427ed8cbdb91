"""Typed codes and places: what one field can hold, and what it never can."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent.contact import Channel, Window
from lvws_core.errors import Invalid
from lvws_core.vocabulary import Borough, NeedCategory
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.model import (
    FACTS,
    call_channel,
    facts_in,
    is_outside_london,
    letters_of,
    needs_in,
    numbers_of,
    place_of,
)
from portal.people.contact_plan.hours.model import hours_in, hours_words
from tests.portal.intake.entries import ENTRY, POLICE

TODAY = date(2026, 11, 23)
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@given(st.frozensets(st.sampled_from(sorted(FACTS))))
def test_letters_are_read_in_any_order_and_given_back_in_theirs(letters: frozenset[str]) -> None:
    given_back = letters_of(*facts_in(", ".join(letters).lower()))
    assert set(given_back) == letters
    assert given_back == "".join(letter for letter in FACTS if letter in letters)


@given(st.frozensets(st.sampled_from(NeedCategory)))
def test_needs_come_back_as_they_were_typed(needs: frozenset[NeedCategory]) -> None:
    assert needs_in(numbers_of(needs)) == needs


@pytest.mark.parametrize(("read", "typed"), [(facts_in, "RZ"), (needs_in, "19"), (needs_in, "x")])
def test_a_code_that_does_not_exist_is_refused_and_never_ignored(read: object, typed: str) -> None:
    with pytest.raises(Invalid, match="unknown_choice"):
        read(typed)  # type: ignore[operator]


@given(st.frozensets(st.integers(0, 6), min_size=1), st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]))
def test_hours_come_back_as_they_were_shown(days: frozenset[int], pair: tuple[time, time]) -> None:
    window = Window(days=days, opens=min(pair), closes=max(pair))
    assert hours_in(hours_words(window)) == window


@pytest.mark.parametrize(
    ("typed", "days", "opens", "closes"),
    [
        ("Mon-Fri 10-14", range(5), time(10), time(14)),
        ("weekdays 9:30 to 12", range(5), time(9, 30), time(12)),
        ("10.00-14.30", range(7), time(10), time(14, 30)),
        ("tue, thu 9-12", (1, 3), time(9), time(12)),
        ("weekends 10-11", (5, 6), time(10), time(11)),
    ],
)
def test_hours_are_typed_as_people_write_them(typed: str, days: range, opens: time, closes: time) -> None:
    assert hours_in(typed) == Window(days=frozenset(days), opens=opens, closes=closes)


@pytest.mark.parametrize("typed", ["late", "14-10", "10", "Mon-Fri", "25-26", "noday 10-12", "fri-mon 10-12", "10-10"])
def test_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        hours_in(typed)


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("2 High Street, M1 1AE", True),
        ("G1 1AA", True),
        ("1 Nowhere Lane E8 1AA", False),
        ("EC1A 1BB", False),
        ("Croydon, CR0 1AA", False),
        ("no postcode", False),
        ("", False),
    ],
)
def test_a_postcode_says_outside_london_only_where_it_is_sure(address: str, *, outside: bool) -> None:
    assert is_outside_london(address) is outside


def test_where_somebody_lives_is_chosen_or_follows_from_a_postcode_outside_london() -> None:
    assert place_of(None, "M1 1AE") is Borough.OUTSIDE_LONDON
    assert place_of(Borough.UNKNOWN, "M1 1AE") is Borough.UNKNOWN
    assert place_of(Borough.CROYDON, "CR0 1AA") is Borough.CROYDON
    with pytest.raises(Invalid, match="borough: required"):
        place_of(None, "E8 1AA")
    with pytest.raises(Invalid, match="address: outside_london"):
        place_of(Borough.HACKNEY, "M1 1AE")


@pytest.mark.parametrize(
    ("phone", "channel"),
    [
        ("07700 900123", Channel.MOBILE_CALL),
        ("+44 7700 900123", Channel.MOBILE_CALL),
        ("020 7946 0123", Channel.LANDLINE),
        ("+44 20 7946 0123", Channel.LANDLINE),
        ("+33 1 99 00 11 22", Channel.MOBILE_CALL),
    ],
)
def test_a_number_is_called_by_its_own_kind(phone: str, channel: Channel) -> None:
    assert call_channel(phone) is channel


@pytest.mark.parametrize("typed", ["23/11/2026", "23 11 2026", "23.11.2026", "23112026", "23-11-2026"])
def test_a_day_is_read_whatever_stands_between_its_parts(typed: str) -> None:
    registration, faults = EntryForm(**{**ENTRY, "received_on": typed}).parse(TODAY)
    assert faults == ()
    assert registration is not None
    assert registration.received_on == TODAY


@pytest.mark.parametrize("typed", ["", "23/11", "soon", "1 2 3 4", "31/2/2026"])
def test_what_is_no_day_is_refused_at_its_field(typed: str) -> None:
    _, faults = EntryForm(**{**POLICE, "received_on": typed}).parse(TODAY)
    assert [fault.field for fault in faults] == ["received_on"]


@given(st.fixed_dictionaries({name: st.text(max_size=12) for name in EntryForm.__struct_fields__}))
def test_nothing_that_can_be_typed_breaks_the_form(typed: dict[str, str]) -> None:
    registration, faults = EntryForm(**typed).parse(TODAY)
    assert (registration is None) == bool(faults)


def test_an_age_stands_in_for_a_date_of_birth_and_silence_on_contact_stays_unknown() -> None:
    silent = dict.fromkeys(("call", "texts", "voicemail", "hours", "if_other_answers", "code_word"), "")
    registration, faults = EntryForm(**{**POLICE, **silent, "birth_date": "36"}).parse(TODAY)
    assert faults == ()
    assert registration is not None
    assert (registration.identity.birth_date, registration.age_at_referral) == (None, 36)
    assert registration.contact is None
