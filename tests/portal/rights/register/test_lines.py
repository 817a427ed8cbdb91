"""How what was opened is read out: in the words of the lists, without ids, and the other party apart."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from lvws_core.vocabulary import Borough
from portal.people.model import Identity
from portal.rights.register.model import Line, humanised, lines_of, only, without
from portal.rights.register.sources.model import plan_of
from tests.portal.people.builders import a_contact


def told(value: object) -> dict[str, str]:
    return {line.label: line.text for line in lines_of(value)}


def test_an_identity_is_read_out_in_words_and_what_is_not_known_says_nothing() -> None:
    identity = Identity(name="Wren", birth_date=date(1990, 5, 1), borough=Borough.HACKNEY)
    found = told(identity)
    assert found["Birth date"] == "1 May 1990"
    assert found["Borough"] == "Hackney"
    assert "Phone" not in found


def test_a_plan_is_read_out_with_the_words_of_both_sides() -> None:
    text = msgspec.json.encode(a_contact(service_word="the library")).decode()
    assert told(plan_of(text))["Agreed word"] == "marigold; we say “the library”"


def test_ids_and_digests_are_nobodys_business_and_instants_are_in_london_time() -> None:
    found = told({"id": UUID(int=1), "digest": b"x", "at": datetime(2026, 7, 1, 16, 0, tzinfo=UTC), "safe": False})
    assert found == {"At": "1 July 2026, 17:00", "Safe": "No"}


def test_sentences_stay_sentences_and_lists_have_commas() -> None:
    assert told({"plan": ("Calls are safe.", "No texts.")}) == {"Plan": "Calls are safe. No texts."}
    assert told({"needs": frozenset({"b", "a"})}) == {"Needs": "a, b"}


def test_top_17_what_is_about_the_other_party_stands_apart() -> None:
    value = {"level": "High", "harmer": {"their_name": "Somebody", "their_age": 40}}
    assert list(without(value, ("harmer",))) == [Line(label="Level", text="High")]
    assert [line.text for line in only(value, ("harmer",))] == ["Somebody", "40"]


def test_a_key_becomes_words() -> None:
    assert humanised("no_contact_requested") == "No contact requested"
