"""COLO-02: the state of a site follows from its gates, on every day and whatever was done in which order."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.sites.gates.model import (
    FACTS,
    STOPPING,
    Blocks,
    Gate,
    GateKind,
    Holding,
    Met,
    Side,
    Span,
    finish,
    hand,
)
from colocations.sites.state.model import (
    Standing,
    State,
    against_data,
    against_opening,
    history,
    next_gate,
    standing_of,
    state_on,
    unmet,
)
from lvws_core.times import england_and_wales
from tests.colocations.builders import BEGUN, TODAY, a_site, days, in_an_order, met_gates, open_gates

CALENDAR = england_and_wales()
LATER = TODAY + timedelta(days=400)


@st.composite
def gates_of_any_kind(draw: st.DrawFn) -> tuple[Gate, ...]:
    """Gates as they may stand: begun or not, met for some days, forever or never."""
    return tuple(draw(_a_gate(kind)) for kind in (gate.kind for gate in open_gates()))


@st.composite
def _a_gate(draw: st.DrawFn, kind: GateKind) -> Gate:
    first = draw(days())
    last = draw(st.none() | st.dates(first, LATER))
    spans = draw(st.sampled_from([(), (Span(first=first, last=last),)]))
    return Gate(kind=kind, started_on=draw(st.none() | days()), spans=spans)


DAYS = st.none() | days()


@given(gates=gates_of_any_kind(), opened_on=DAYS, day=st.dates(BEGUN, LATER), data=st.data())
def test_colo_02_the_state_always_follows_from_the_gates(
    gates: tuple[Gate, ...], opened_on: date | None, day: date, data: st.DataObject
) -> None:
    ends = st.none() if opened_on is None else st.none() | st.dates(opened_on + timedelta(days=1), LATER)
    site = a_site(opened_on=opened_on, ended_on=data.draw(ends))
    shuffled = data.draw(st.permutations(gates))
    state = state_on(site, gates, day)
    assert state is state_on(site, shuffled, day)
    is_open = opened_on is not None and opened_on <= day
    stopped = any(gate.blocks in STOPPING and not gate.is_met(day) for gate in gates)
    assert (state is State.ENDED) == (site.ended_on is not None and site.ended_on <= day)
    assert (state is State.LIVE) == (is_open and not stopped and state is not State.ENDED)
    assert (state is State.PAUSED) == (is_open and stopped and state is not State.ENDED)
    if state is State.READY:
        assert unmet(gates, day) == ()


@given(order=in_an_order(), dates=st.lists(days(), min_size=14, max_size=14).map(sorted))
def test_colo_02_whatever_the_order_a_site_goes_from_proposed_to_ready_and_never_back(
    order: tuple[GateKind, ...], dates: list[date]
) -> None:
    gates, site = {gate.kind: gate for gate in open_gates()}, a_site(added_on=BEGUN - timedelta(days=1))
    for kind, day in zip(order, dates, strict=True):
        gates[kind] = finish(gates[kind], gates.values(), Met(first=day, evidence="Seen"), TODAY)
    found = [each.state for each in history(site, tuple(gates.values()), TODAY)]
    assert found == sorted(set(found), key=list(State).index)
    assert (found[0], found[-1]) == (State.PROPOSED, State.READY)


@given(gates=gates_of_any_kind(), opened_on=DAYS)
def test_colo_02_the_days_in_each_state_leave_no_day_out_and_count_none_twice(
    gates: tuple[Gate, ...], opened_on: date | None
) -> None:
    site = a_site(opened_on=opened_on)
    found = history(site, gates, TODAY)
    assert (found[0].first, found[-1].last) == (BEGUN, TODAY)
    for before, after in itertools.pairwise(found):
        assert before.last + timedelta(days=1) == after.first
        assert before.state is not after.state
    for each in found:
        assert state_on(site, gates, each.first) is state_on(site, gates, each.last) is each.state


def test_colo_02_a_site_is_agreeing_until_all_that_is_agreed_is_and_vetting_until_all_is_met() -> None:
    site = a_site()
    agreed = tuple(kind for kind in FACTS if FACTS[kind].agreeing)
    rest = tuple(gate.kind for gate in open_gates() if gate.kind not in agreed)
    assert state_on(site, open_gates(), TODAY) is State.PROPOSED
    assert state_on(site, met_gates(but=(GateKind.SHARING,)), TODAY) is State.AGREEING
    assert state_on(site, met_gates(but=rest), TODAY) is State.VETTING
    assert state_on(site, met_gates(but=(GateKind.PACK,)), TODAY) is State.VETTING
    assert state_on(site, met_gates(), TODAY) is State.READY


@pytest.mark.parametrize("kind", [gate.kind for gate in open_gates()])
def test_colo_02_an_open_site_pauses_for_what_stops_the_work_and_for_nothing_else(kind: GateKind) -> None:
    state = state_on(a_site(opened_on=BEGUN), met_gates(but=(kind,)), TODAY)
    stops = FACTS[kind].blocks in {Blocks.START, Blocks.ON_SITE, Blocks.CLIENT_WORK}
    assert state is (State.PAUSED if stops else State.LIVE)


def test_colo_02_it_cannot_open_while_a_gate_is_open_and_every_one_is_named() -> None:
    missing = (GateKind.ROOM, GateKind.PACK)
    assert len(against_opening(met_gates(but=missing), TODAY)) == 2
    assert against_opening(met_gates(), TODAY) == ()
    assert len(against_opening(met_gates(), BEGUN - timedelta(days=1))) == 14


@given(gates=gates_of_any_kind(), day=st.dates(BEGUN, LATER))
def test_colo_01_top_18_an_honorary_contract_changes_nothing_about_data(gates: tuple[Gate, ...], day: date) -> None:
    without, having = (against_data(gates, day, has_honorary_contract=has) for has in (False, True))
    live = next(gate for gate in gates if gate.kind is GateKind.SHARING).is_met(day)
    assert (without == ()) == (having == ()) == live
    assert [reason.rule for reason in having] == ([] if live else ["COLO-01", "TOP-18"])


def test_colo_01_every_other_gate_together_gives_no_right_to_move_data() -> None:
    assert against_data(met_gates(but=(GateKind.SHARING,)), TODAY)[0].code == "no_sharing_agreement"


def test_the_next_gate_is_the_one_that_is_overdue_and_has_waited_longest() -> None:
    gates = {gate.kind: gate for gate in open_gates()}
    assert next_gate(tuple(gates.values()), TODAY, CALENDAR) == gates[GateKind.SPONSOR]
    for kind, since in ((GateKind.DBS, TODAY - timedelta(days=40)), (GateKind.ROOM, TODAY - timedelta(days=60))):
        holding = Holding(side=Side.HOST, holder="Host", due_on=since + timedelta(days=10))
        gates[kind] = hand(gates[kind], holding, since)
    found = next_gate(tuple(gates.values()), TODAY, CALENDAR)
    assert found is not None
    assert found.kind is GateKind.ROOM
    assert next_gate(met_gates(), TODAY, CALENDAR) is None


def test_a_gate_whose_first_is_missing_cannot_be_met_yet() -> None:
    gates = open_gates()
    standings = {gate.kind: standing_of(gate, gates, TODAY) for gate in gates}
    assert standings[GateKind.PACK] is Standing.NOT_YET
    assert standings[GateKind.SPONSOR] is Standing.OPEN
    held = replace(gates[0], started_on=BEGUN, blocker="A form")
    assert standing_of(held, gates, TODAY) is Standing.BLOCKED
    assert standing_of(replace(held, due_on=BEGUN), gates, TODAY) is Standing.OVERDUE
