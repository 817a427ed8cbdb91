"""Sealing and opening: what opens is what was sealed, for this id, this key and this permit, and nothing else."""

from base64 import b64encode
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.contacts.offline.keys.model import Envelope, key_name, unseal
from colocations.contacts.offline.model import Content, Written
from lvws_core.errors import Invalid
from tests.colocations.contacts.offline.builders import ENTRY, NOTE, PERMIT, a_content, an_envelope, pair

CONTENTS = st.builds(
    Content,
    sealed_at=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    written=st.sampled_from(Written),
    typed=st.dictionaries(st.text(max_size=20), st.text(max_size=60) | st.lists(st.text(max_size=9)), max_size=9),
)


@given(CONTENTS)
@settings(max_examples=20)
def test_what_opens_is_what_was_sealed(content: Content) -> None:
    assert unseal(an_envelope(content), pair()[0], PERMIT) == content


def test_the_envelope_does_not_show_what_it_holds() -> None:
    envelope = an_envelope()
    assert NOTE.encode() not in repr(envelope).encode()
    assert b64encode(NOTE.encode()).decode()[:8] not in envelope.ct


@pytest.mark.parametrize("part", ["wk", "iv", "ct", "id", "kid"])
def test_an_altered_part_does_not_open(part: str) -> None:
    envelope = an_envelope()
    text = getattr(envelope, part)
    altered = replace(envelope, **{part: ("A" if text[0] != "A" else "B") + text[1:]})
    with pytest.raises(Invalid):
        unseal(altered, pair()[0], PERMIT)


def test_another_permit_or_another_key_does_not_open_it() -> None:
    for private_pem, permit in ((pair()[0], UUID(int=1)), (pair(1)[0], PERMIT)):
        with pytest.raises(Invalid):
            unseal(an_envelope(), private_pem, permit)


@pytest.mark.parametrize("part", ["wk", "iv", "ct"])
@pytest.mark.parametrize("text", ["", "not base64!", "AAAA"])
def test_rubbish_does_not_open_and_breaks_nothing(part: str, text: str) -> None:
    with pytest.raises(Invalid):
        unseal(replace(an_envelope(), **{part: text}), pair()[0], PERMIT)


def test_a_moment_without_a_zone_or_too_many_fields_is_no_entry() -> None:
    naive = a_content(at=datetime(2026, 11, 23, 10))  # noqa: DTZ001
    many = a_content(**{f"field{number}": "x" for number in range(130)})
    for content in (naive, many):
        with pytest.raises(Invalid):
            unseal(an_envelope(content), pair()[0], PERMIT)


def test_the_id_has_one_spelling() -> None:
    assert an_envelope().uuid == ENTRY
    for text in ("", "x", str(ENTRY).upper(), ENTRY.hex, f"{{{ENTRY}}}", f"{ENTRY}\n"):
        with pytest.raises(Invalid):
            _ = Envelope(id=text).uuid


def test_the_name_of_a_key_follows_from_the_key() -> None:
    assert key_name(pair()[1]) == an_envelope().kid != key_name(pair(1)[1])
