"""Cursors are opaque and read back; anything else is refused, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.paging import decode_cursor, encode_cursor, page_of

KEYS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), max_size=4)


@given(KEYS)
def test_a_cursor_is_read_back(keys: list[str]) -> None:
    assert decode_cursor(encode_cursor(*keys), len(keys)) == tuple(keys)


@pytest.mark.parametrize("cursor", ["zz", "7b7d", "é", encode_cursor("one"), encode_cursor("a\0", "b")])
def test_what_is_no_cursor_with_two_keys_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="cursor: not_a_cursor"):
        decode_cursor(cursor, 2)


def test_the_surplus_row_only_tells_that_there_is_more() -> None:
    assert page_of("abc", size=2, cursor="b").items == ("a", "b")
    assert page_of("abc", size=2, cursor="b").next_cursor == "b"
    assert page_of("ab", size=2, cursor="b").next_cursor is None
