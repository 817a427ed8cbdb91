"""Words between organisations: what is the person's own stays, what is others' goes, and nothing else changes."""

from hypothesis import given
from hypothesis import strategies as st

from portal.rights.register.masking.model import LEFT_OUT, Known, known_from, masked
from portal.rights.register.model import Item, Line
from tests.builders import NOW

KNOWN = Known(ways=frozenset({"07700900123", "wren@example.org"}), others=frozenset({"Somebody Example", "ex-partner"}))


def item(text: str, key: str = "message:1") -> Item:
    return Item(key=key, source="Words", at=NOW, by=None, lines=(Line(label="", text=text),))


def told(text: str) -> str:
    return masked(item(text), KNOWN).lines[0].text


def test_the_person_s_own_ways_are_what_they_told_of_themselves() -> None:
    mine = (item("Calls on +44 7700 900123.", "contact_plan:1"), item("Wren@Example.org", "person:1"))
    assert known_from((*mine, item("Or 07700 900999")), {"Somebody Example"}).ways == KNOWN.ways


def test_numbers_and_addresses_of_others_go_and_the_person_s_own_stay() -> None:
    assert told("Ring 07700 900123 or her sister on 07700 900555.") == (
        f"Ring 07700 900123 or her sister on {LEFT_OUT}."
    )
    assert told("wren@example.org, not sister@example.org") == f"wren@example.org, not {LEFT_OUT}"
    assert told("On 22 November 2026, offer 7QK2-M9, 15 of 24") == "On 22 November 2026, offer 7QK2-M9, 15 of 24"


def test_top_17_whoever_may_cause_harm_is_not_named_whole_or_in_part() -> None:
    assert told("SOMEBODY EXAMPLE came, said Somebody; the ex-partner too.") == (
        f"{LEFT_OUT} came, said {LEFT_OUT}; the {LEFT_OUT} too."
    )
    assert masked(item("Somebody came with Example"), KNOWN).masked == 2


@given(st.text(alphabet="abc xyz.,", max_size=60))
def test_words_with_nothing_of_others_in_them_stay_as_they_are(text: str) -> None:
    assert (told(text), masked(item(text), KNOWN).masked) == (text, 0)
