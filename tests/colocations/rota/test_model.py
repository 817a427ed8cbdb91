"""COLO-03: no shift stands on a lapsed date, and what nobody covers is shown, whatever happens afterwards."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.placements.model import ClearanceKind, against_shift
from colocations.rota.leave.model import Leave
from colocations.rota.model import Shift, Standing, against, coverage, standing_of, standing_shifts, wards_left
from colocations.sites.gates.model import GateKind
from colocations.sites.hours.model import days_from, period_on, period_words
from tests.builders import NOW
from tests.colocations.builders import BEGUN, TODAY, met_gates
from tests.colocations.rota.builders import ANNA, BELA, ELSEWHERE, SITE, a_shift, clearances_of, some_facts

HOURS = st.integers(0, 23)


@st.composite
def some_shifts(draw: st.DrawFn) -> list[Shift]:
    """Shifts of either worker at either site in one week."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        first, last = sorted(draw(st.tuples(HOURS, HOURS).filter(lambda pair: pair[0] != pair[1])))
        day = TODAY + timedelta(days=draw(st.integers(0, 6)))
        changes: dict[str, Any] = {
            "id": UUID(int=number),
            "worker_id": draw(st.sampled_from((ANNA, BELA))),
            "site_id": draw(st.sampled_from((SITE.id, ELSEWHERE.id))),
        }
        found.append(a_shift(day, time(first), time(last), **changes))
    return found


@given(shifts=some_shifts())
def test_colo_04_on_each_day_every_expected_hour_is_covered_or_said_to_be_missing(shifts: list[Shift]) -> None:
    found = coverage(SITE, shifts, days_from(TODAY, 7))
    assert [each.day for each in found] == list(days_from(TODAY, 7))
    for each in found:
        if each.expected is None:
            assert each.is_covered
            continue
        here = [s.period for s in shifts if s.site_id == SITE.id and s.day == each.day]
        for hour in range(9, 17):
            part = period_on(each.day, time(hour), time(hour, 59))
            has = any(p.starts_at <= part.starts_at < p.ends_at for p in here)
            missing = any(gap.starts_at <= part.starts_at < gap.ends_at for gap in each.uncovered)
            assert has != missing


def test_a_site_without_a_plan_not_open_yet_or_ended_has_no_gap() -> None:
    for site in (
        replace(SITE, expected=type(SITE.expected)()),
        replace(SITE, opened_on=None),
        replace(SITE, ended_on=TODAY),
    ):
        assert all(each.is_covered for each in coverage(site, (), days_from(TODAY, 7)))
    assert [each.is_covered for each in coverage(SITE, (), days_from(TODAY, 7))] == [False] * 5 + [True] * 2


def test_nobody_is_missing_on_a_bank_holiday() -> None:
    (christmas,) = coverage(SITE, (), (date(2026, 12, 25),))
    assert (christmas.is_holiday, christmas.is_covered) == (True, True)


@given(first=st.dates(BEGUN, TODAY), length=st.integers(0, 60), on=st.dates(BEGUN, TODAY + timedelta(days=90)))
def test_colo_03_a_shift_falls_on_exactly_the_days_after_the_clearance_ran_out(
    first: date, length: int, on: date
) -> None:
    last = first + timedelta(days=length)
    held = tuple(
        replace(each, issued_on=first, expires_on=last) if each.kind is ClearanceKind.INDUCTION else each
        for each in clearances_of(ANNA)
    )
    facts = some_facts(clearances={ANNA: held, BELA: clearances_of(BELA)})
    standing, reasons = standing_of(facts, a_shift(on))
    assert (standing is Standing.STANDS) == (first <= on <= last)
    assert (not reasons) == (standing is Standing.STANDS)


def test_whoever_is_away_does_not_come_and_an_open_gate_stops_everybody() -> None:
    away = some_facts(Leave(worker_id=ANNA, first=TODAY, last=TODAY))
    assert standing_of(away, a_shift())[0] is Standing.AWAY
    assert standing_of(away, a_shift(TODAY + timedelta(days=1)))[0] is Standing.STANDS
    closed = some_facts(gates={SITE.id: met_gates(but=(GateKind.ROOM,)), ELSEWHERE.id: met_gates()})
    assert [reason.code for reason in standing_of(closed, a_shift())[1]] == ["site_not_live"]
    assert standing_shifts(closed, [a_shift(), a_shift(site_id=ELSEWHERE.id)]) == (a_shift(site_id=ELSEWHERE.id),)
    off = a_shift(cancelled_at=NOW)
    assert standing_of(some_facts(), off)[0] is Standing.CALLED_OFF


def test_every_reason_against_a_shift_is_told_at_once() -> None:
    facts = some_facts(Leave(worker_id=ANNA, first=TODAY, last=TODAY), clearances={})
    other = a_shift(id=UUID(int=2), site_id=ELSEWHERE.id)
    codes = [reason.code for reason in against(facts, a_shift(), [other, a_shift(), a_shift(worker_id=BELA)])]
    assert codes == ["clearance_missing"] * 4 + ["away", "on_shift"]
    assert against(some_facts(), a_shift(), [a_shift(id=UUID(int=3), cancelled_at=NOW)]) == ()


def test_a_shift_that_begins_when_the_other_ends_is_no_clash() -> None:
    morning, afternoon = a_shift(last=time(13)), a_shift(first=time(13), id=UUID(int=2))
    assert against(some_facts(), morning, [afternoon]) == ()
    late = a_shift(first=time(12, 59), id=UUID(int=2))
    assert [reason.code for reason in against(some_facts(), morning, [late])] == ["on_shift"]


def test_the_wards_that_a_lost_shift_leaves_are_named() -> None:
    whole, maternity = a_shift(), a_shift(department="Maternity", worker_id=BELA, id=UUID(int=2))
    assert wards_left(SITE, [whole], []) == ("A&E", "Maternity")
    assert wards_left(SITE, [whole], [maternity]) == ("A&E",)
    assert wards_left(SITE, [maternity], [whole]) == ()
    half = replace(maternity, period=period_on(TODAY, time(9), time(12)))
    assert wards_left(SITE, [whole], [half]) == ("A&E", "Maternity")


@given(shifts=some_shifts(), lapses_on=st.dates(BEGUN, TODAY + timedelta(days=9)))
def test_colo_03_what_stands_is_what_nothing_is_against(shifts: list[Shift], lapses_on: date) -> None:
    facts = some_facts(
        clearances={ANNA: clearances_of(ANNA, given_up_on=lapses_on), BELA: clearances_of(BELA)},
    )
    for each in standing_shifts(facts, shifts):
        own = [p for p in facts.placements if p.worker_id == each.worker_id]
        site = facts.sites[each.site_id]
        assert against_shift(site, facts.gates[site.id], own, facts.clearances[each.worker_id], each.day) == ()
        assert period_words(each.period)
