"""A row of the paper log: read as its form would be, or refused with its column and how to mend it."""

import io
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colocations.contacts.choices.model import OUTCOMES, PURPOSES
from colocations.contacts.model import ContactKind, Logged, StaffRole
from colocations.paper.export.model import HEADINGS, months_before, parse_month
from colocations.paper.model import LAYOUT, Tally, row_id, tally_of
from colocations.paper.rows.forms import read_row
from lvws_core.ids import Reference, UserId
from lvws_core.spreadsheets import Fault, Line
from tests.builders import NOW
from tests.colocations.builders import TODAY
from tests.colocations.paper.files import ROW, TRAINING, a_file

SITE = Reference("4444-44")
AUTHOR = UserId(UUID(int=3))


def read(**changes: str) -> Logged | tuple[Fault, ...]:
    values = {key: value for key, value in {**ROW, **changes}.items() if value}
    return read_row(Line(row=7, values=values), SITE, NOW)


def refused(**changes: str) -> list[tuple[int, str, str]]:
    found = read(**changes)
    assert not isinstance(found, Logged)
    assert all(fault.text for fault in found)
    return [(fault.row, fault.column, fault.code) for fault in found]


def test_words_of_the_form_and_keys_mean_the_same_and_no_time_is_noon() -> None:
    one, other = (
        read(),
        read(kind="client", manner="bedside", purpose="support", outcome="Supported, nothing more for now"),
    )
    assert isinstance(one, Logged)
    assert one == other
    assert (one.site, one.minutes, one.words.note) == (SITE, 15, "Asked for a quiet room £5")
    noon = read(time="")
    assert isinstance(noon, Logged)
    assert noon.at.isoformat() == "2026-10-22T11:00:00+00:00"


def test_a_training_has_its_headcount_by_role() -> None:
    found = read_row(Line(row=2, values=TRAINING), SITE, NOW)
    assert isinstance(found, Logged)
    assert found.audience == {StaffRole.NURSE: 4, StaffRole.DOCTOR: 2}


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("day", "31/02/2026", "not_a_date"),
        ("day", "2030-01-01", "in_future"),
        ("day", "2020-01-01", "too_long_ago"),
        ("time", "half past two", "not_a_time"),
        ("kind", "visit", "unknown_choice"),
        ("minutes", "900", "out_of_range"),
        ("purpose", "materials", "not_of_this_kind"),
        ("outcome", "", "required"),
        ("safe", "perhaps", "unknown_choice"),
        ("note", "=HYPERLINK(1)", "formula"),
        ("note", "x" * 501, "too_long"),
        ("apart", "maybe", "unknown_choice"),
        ("disclosed_on", "soon", "not_a_date"),
    ],
)
def test_each_bad_cell_is_told_by_row_and_column_with_the_way_to_mend_it(column: str, typed: str, code: str) -> None:
    assert (7, column, code) in refused(**{column: typed})


@pytest.mark.parametrize("typed", ["nurses", "nurse four", "nurse 4; nurse 2", "4", ";"])
def test_a_headcount_that_is_none_is_refused(typed: str) -> None:
    found = read_row(Line(row=2, values={**TRAINING, "trained": typed}), SITE, NOW)
    assert isinstance(found, tuple)
    assert [(fault.column, fault.code) for fault in found] == [("trained", "not_heads")]


def test_every_fault_of_a_row_is_told_at_once_and_none_repeats_what_was_written() -> None:
    found = read(day="Rowan", minutes="Rowan", safe="Rowan", note="=Rowan")
    assert isinstance(found, tuple)
    assert [fault.column for fault in found] == ["day", "minutes", "safe", "note"]
    assert not any("Rowan" in fault.text for fault in found)


KINDS = st.sampled_from(sorted(ContactKind))


@given(KINDS, st.data())
def test_whatever_the_form_offers_a_row_can_say(kind: ContactKind, data: st.DataObject) -> None:
    purpose = data.draw(st.sampled_from(PURPOSES[kind]))
    outcome = data.draw(st.sampled_from(OUTCOMES[kind]))
    minutes = data.draw(st.integers(1, 600))
    said = {"kind": kind.label, "purpose": purpose.label, "outcome": outcome.label, "minutes": str(minutes)}
    found = read(**said)
    assert isinstance(found, Logged)
    assert (found.kind, found.purpose, found.outcome, found.minutes) == (kind, purpose, outcome, minutes)


@given(st.text(max_size=30), st.integers(0, 9))
def test_the_same_row_has_the_same_id_whenever_it_is_read_and_a_second_one_another(note: str, earlier: int) -> None:
    logged = read()
    assert isinstance(logged, Logged)
    again = read_row(Line(row=99, values={**ROW, "kind": "client"}), SITE, NOW.replace(year=2027, month=1))
    assert isinstance(again, Logged)
    assert row_id(AUTHOR, logged, earlier) == row_id(AUTHOR, again, earlier)
    assert row_id(AUTHOR, logged, earlier) != row_id(AUTHOR, logged, earlier + 1)
    assert row_id(AUTHOR, logged, earlier) != row_id(UserId(UUID(int=4)), logged, earlier)
    other = read(note=note) if note.strip() != ROW["note"] else None
    if isinstance(other, Logged) and other.words != logged.words:
        assert row_id(AUTHOR, other, earlier) != row_id(AUTHOR, logged, earlier)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_template_can_be_brought_in_as_it_is(separator: str) -> None:
    text = LAYOUT.template() if separator == "," else a_file(separator=separator)
    (line,) = LAYOUT.read_lines(io.StringIO(text, newline=""))
    assert isinstance(line, Line)
    assert isinstance(read_row(line, SITE, NOW), Logged)


@pytest.mark.parametrize("text", ["", "1-2", "a-b-c", "1-2-3-4", "12345-0-0", "1--2"])
def test_what_is_no_count_says_nothing(text: str) -> None:
    assert tally_of(text) is None
    assert tally_of("12-3-1") == Tally(new=12, there=3, refused=1)


def test_a_year_of_months_is_offered_and_no_other() -> None:
    keys = [month.key for month in months_before(TODAY)]
    assert (keys[0], keys[-1], len(keys)) == ("2026-11", "2025-11", 13)
    assert [parse_month(key, TODAY) is not None for key in (*keys, "2026-12", "2025-10", "", "2026-1")] == [
        True
    ] * 13 + [False] * 4


def test_no_heading_of_the_file_is_about_a_person() -> None:
    words = " ".join(HEADINGS).lower()
    assert not any(word in words for word in ("note", "name", "reference", "person", "author", "safe"))
