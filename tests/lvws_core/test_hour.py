"""A time of day, as people type it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.forms import Faults


def read(text: str) -> tuple[time | None, list[str]]:
    faults = Faults()
    return faults.hour("at", text, text="Enter a time"), [fault.code for fault in faults.found]


@given(st.times())
def test_a_time_reads_back_as_it_is_written(at: time) -> None:
    assert read(f" {at:%H:%M} ") == (time(at.hour, at.minute), [])


@pytest.mark.parametrize("text", ["24:00", "10:60", "10", "10:5", "100:00", ":30", "noon", "１０:00", "-1:00", "1:000"])
def test_what_is_no_time_is_named_by_its_code(text: str) -> None:
    assert read(text) == (None, ["not_a_time"])


def test_nothing_typed_is_asked_for() -> None:
    assert read("  ") == (None, ["required"])


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    at, codes = read(text)
    assert (at is None) == bool(codes)
