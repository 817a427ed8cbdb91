"""The snapshot: one set of bytes, and when a number may be seen."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, Safety
from lvws_core.errors import Invalid
from partners.offers.snapshot.model import (
    SharedLine,
    SharedLines,
    SharedWay,
    contact_in,
    reaches,
    read_snapshot,
    snapshot_bytes,
)
from tests.builders import NOW
from tests.partners.offers.scene import PHONE, a_contact, a_plan, fields_of

LINES = st.lists(st.fixed_dictionaries({"label": st.text(), "text": st.text()}), max_size=3)
CATEGORIES = st.sampled_from([c for c in DataCategory if c != DataCategory.SAFE_CONTACT])
FIELDS = st.dictionaries(CATEGORIES, LINES.map(lambda lines: {"lines": lines}), max_size=4)


@given(FIELDS)
def test_reading_gives_back_what_was_shared_and_writing_again_the_same_bytes(
    fields: dict[DataCategory, Any],
) -> None:
    content = snapshot_bytes(fields)
    read = read_snapshot(content)
    assert set(read) == set(fields)
    assert snapshot_bytes(msgspec.to_builtins(dict(read))) == content


@given(FIELDS)
def test_the_order_of_the_fields_does_not_matter(fields: dict[DataCategory, Any]) -> None:
    assert snapshot_bytes(dict(reversed(list(fields.items())))) == snapshot_bytes(fields)


def test_safe_contact_is_read_with_its_plan_and_its_ways() -> None:
    read = read_snapshot(snapshot_bytes(fields_of()))
    assert contact_in(read) == a_contact()
    assert read[DataCategory.NEED_TYPES] == SharedLines(
        lines=(SharedLine(label="Needs", text="Shelter and accommodation"),)
    )


@pytest.mark.parametrize("content", [b"", b"[]", b'{"names":{}}', b'{"identity":1}', b'{"safe_contact":{"ways":[]}}'])
def test_what_is_no_snapshot_is_invalid(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_snapshot(content)


def test_what_cannot_be_encoded_is_invalid() -> None:
    with pytest.raises(Invalid, match="not_encodable"):
        snapshot_bytes({DataCategory.IDENTITY: object()})


def test_without_sentences_the_plan_speaks_for_itself() -> None:
    assert a_contact().words[0] == "Call only Mon–Fri 10:00–14:00."
    assert a_contact(sentences=("Ring twice.",)).words == ("Ring twice.",)


def test_cont_01_inside_the_hours_a_number_is_shown_and_may_be_used() -> None:
    (reach,) = reaches(a_contact(), NOW)
    assert (reach.text, reach.allowed, reach.next_at) == (PHONE, True, None)


def test_cont_01_outside_the_hours_a_number_is_shown_with_the_next_hour() -> None:
    (reach,) = reaches(a_contact(), NOW + timedelta(hours=5))
    assert (reach.text, reach.allowed) == (PHONE, False)
    assert reach.next_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"no_contact_requested": True},
        {"breach_open": True},
        {"confirmed_at": None},
        {"confirmed_at": NOW - timedelta(days=31)},
        {"channels": {Channel.MOBILE_CALL: Safety.NO}},
        {"channels": {}},
    ],
)
def test_top_10_what_stands_against_a_channel_hides_its_number(changes: dict[str, Any]) -> None:
    (reach,) = reaches(a_contact(plan=a_plan(**changes)), NOW)
    assert (reach.text, reach.allowed) == ("", False)
    assert reach.reasons


def test_top_10_a_number_of_no_channel_is_never_shown() -> None:
    (reach,) = reaches(a_contact(ways=(SharedWay(label="Phone", text=PHONE),)), NOW)
    assert (reach.text, reach.allowed) == ("", False)
