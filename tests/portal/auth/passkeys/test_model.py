"""Passkeys as values: what is no answer is none, whatever it is, and a count that has not grown is a copy's."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.auth.passkeys.model import is_counter_back, read_making, read_use, site_of
from tests.authenticator import ORIGIN, Device, spelled

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("id", "rawId", "type", "response")
INNER = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")


@given(st.text() | JSON.map(json.dumps))
def test_what_is_no_answer_is_read_as_none_and_never_raises(text: str) -> None:
    assert read_use(text) is None
    assert read_making(text) is None


@given(st.sampled_from((*FIELDS, *INNER)), JSON)
def test_an_answer_with_one_field_spoilt_never_raises(name: str, value: Any) -> None:
    told = json.loads(Device(user_handle=b"someone").use({"challenge": spelled(b"x" * 32)}))
    (told if name in FIELDS else told["response"])[name] = value
    read_use(json.dumps(told))
    read_making(json.dumps(told))


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_p4_a_count_must_grow_unless_the_device_does_not_count(stored: int, said: int) -> None:
    assert is_counter_back(stored, said) == (said <= stored and (stored, said) != (0, 0))


def test_without_an_address_there_is_no_place_where_passkeys_hold() -> None:
    assert site_of("", "Alder") is None
    found = site_of(ORIGIN, "Alder")
    assert found is not None
    assert (found.origin, found.host, found.name) == (ORIGIN, "portal.example", "Alder")
