"""Ids of the kind that an importer has, and references that nobody misreads."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.ids import REFERENCE_ALPHABET, id_like, new_reference, parse_reference

ID = UUID(int=7)


def test_an_id_is_read_as_the_kind_of_the_other() -> None:
    assert id_like(ID, str(ID)) == ID
    assert id_like("offer-1", str(ID)) == str(ID)
    assert id_like(ID, "worker-7") == "worker-7"


@given(st.binary(min_size=8, max_size=12))
def test_a_reference_has_no_letter_that_is_misread_and_is_read_back(entropy: bytes) -> None:
    reference = new_reference(entropy)
    assert set(reference) <= {*REFERENCE_ALPHABET, "-"}
    assert parse_reference(f" {reference.lower().replace('-', '')} ") == reference


def test_a_reference_wants_eight_random_bytes() -> None:
    with pytest.raises(Invalid, match="entropy: too_short"):
        new_reference(bytes(7))
