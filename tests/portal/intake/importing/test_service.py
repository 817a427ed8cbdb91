"""Importing: checked first, taken in on confirmation, safe to repeat, nobody merged."""

from collections.abc import Mapping

import msgspec

from lvws_core.events import Event
from lvws_core.ids import CaseId, Reference
from portal.intake.allocation.model import AllocationReason
from portal.intake.allocation.store import of_case
from portal.intake.importing.lines.model import read_lines
from portal.intake.importing.model import Fault, Line, Tally
from portal.intake.importing.service import Seen, begin, bring_in, in_batches, sort_lines
from portal.intake.many.service import fresh_references
from portal.intake.model import Particulars
from portal.intake.service import take_in
from portal.people.service import Desk
from tests.builders import CONSORTIUM
from tests.portal.intake.builders import from_police
from tests.portal.intake.conftest import DeskOf
from tests.portal.intake.importing.files import FAULTS, a_file, a_line, seeded


def imported(desk: Desk, text: str) -> tuple[Tally, tuple[Fault, ...]]:
    """Import a whole file without its page, and give its counts and faults."""
    run, seen = begin(desk), Seen()
    found = [sort_lines(desk, batch, seen, {}) for batch in in_batches(read_lines(text.splitlines(keepends=True)))]
    for each in found:
        bring_in(desk, run, each.new)
    return sum((each.tally for each in found), Tally()), tuple(fault for each in found for fault in each.faults)


def places(faults: tuple[Fault, ...]) -> Mapping[int, tuple[str, str]]:
    return {each.row: (each.column, each.code) for each in faults}


def test_importing_a_file_again_changes_nothing(desk_of: DeskOf, recorded: list[Event]) -> None:
    assert imported(desk_of("intake"), a_file(20))[0] == Tally(new=20)
    before = [each for each in recorded if each.kind == "case.begun"]
    assert imported(desk_of("intake"), a_file(20))[0] == Tally(there=20)
    assert [each for each in recorded if each.kind == "case.begun"] == before


def test_seeded_faults_are_reported_at_exactly_their_rows_and_columns_and_the_rest_is_taken_in(desk_of: DeskOf) -> None:
    wrong = seeded(100, 30)
    tally, faults = imported(desk_of("intake"), a_file(100, wrong))
    assert places(faults) == {row: (column, FAULTS[column][1]) for row, (column, _) in wrong.items()}
    assert (len(faults), tally) == (30, Tally(new=70, refused=30, faults=30))


def test_a_line_that_tells_something_else_now_is_reported_and_changes_nothing(desk_of: DeskOf) -> None:
    imported(desk_of("intake"), a_file(3))
    tally, faults = imported(desk_of("intake"), a_file(3, {3: ("phone", "07700 999999")}))
    assert places(faults) == {3: ("case_ref", "changed")}
    assert tally == Tally(there=2, refused=1, faults=1)


def test_two_people_with_one_reference_are_told_apart_by_row(desk_of: DeskOf) -> None:
    tally, faults = imported(desk_of("intake"), a_file(4, {5: ("case_ref", "CR-0000001")}))
    assert places(faults) == {5: ("case_ref", "reference_twice")}
    assert "Row 3" in faults[0].text
    assert tally.new == 3


def test_a_reference_that_somebody_typed_in_is_not_taken_in_twice(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    take_in(desk, from_police(particulars=Particulars(source_reference="CR 0000001")))
    assert places(imported(desk, a_file(2))[1]) == {3: ("case_ref", "entered_already")}


def test_alloc_02_a_line_that_names_a_worker_begins_the_history_of_its_case(
    desk_of: DeskOf, recorded: list[Event]
) -> None:
    desk, worker = desk_of("intake"), CONSORTIUM["caseworker"].id
    told = {key: value for key, value in a_line(1).items() if value}
    line = Line(row=2, values={**told, "allocated_to": "w"})
    bring_in(desk, begin(desk), sort_lines(desk, [line], Seen(), {"w": worker}).new)
    begun = next(each for each in recorded if each.kind == "case.begun")
    (first,) = of_case(desk_of("lead_manager").session, CaseId(begun.subject_id))
    assert (first.from_worker, first.to_worker, first.by, first.at) == (None, worker, desk.actor.id, desk.now)
    assert first.reason is AllocationReason.IMPORTED
    assert [each.detail["worker_id"] for each in recorded if each.kind == "case.allocated"] == [str(worker)]


def test_among_many_no_reference_is_drawn_twice(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    drawn = iter([Reference("2222-22"), Reference("2222-22"), Reference("3333-33"), Reference("4444-44")])
    taken = {Reference("3333-33")}
    again = msgspec.structs.replace(desk, new_reference=lambda: next(drawn))
    given = fresh_references(again, lambda _, references: taken & set(references), 2)
    assert given == (Reference("2222-22"), Reference("4444-44"))
