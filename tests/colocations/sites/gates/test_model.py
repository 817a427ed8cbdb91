"""The gates of a site: what each needs, when it is met, and how long it waits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.sites.gates.model import (
    FACTS,
    Gate,
    GateKind,
    Holding,
    Met,
    Side,
    Span,
    against_finishing,
    finish,
    hand,
    kinds_for,
    reopen,
)
from colocations.sites.model import SiteKind
from lvws_core.errors import Conflict, Invalid
from lvws_core.times import england_and_wales
from tests.colocations.builders import BEGUN, TODAY, days, in_an_order, met_gates, open_gates

CALENDAR = england_and_wales()
SEEN = Met(first=TODAY, evidence="Seen")


def codes(gate: Gate, gates: tuple[Gate, ...], met: Met) -> list[str]:
    return [reason.code for reason in against_finishing(gate, gates, met, TODAY)]


def test_domain_6_3_a_hospital_has_fourteen_gates_and_the_police_ask_for_residence_too() -> None:
    assert len(kinds_for(SiteKind.HOSPITAL)) == 14
    assert set(kinds_for(SiteKind.POLICE)) - set(kinds_for(SiteKind.HOSPITAL)) == {GateKind.RESIDENCE}
    assert set(FACTS) == set(GateKind)


def test_what_a_gate_needs_comes_before_it_in_the_list() -> None:
    order = list(GateKind)
    assert all(order.index(needed) < order.index(kind) for kind in GateKind for needed in FACTS[kind].needs)


def test_colo_02_every_reason_is_given_at_once() -> None:
    gate = Gate(kind=GateKind.ACCESS)
    tomorrow = Met(first=TODAY + timedelta(days=1), last=BEGUN, evidence="")
    assert codes(gate, open_gates(), tomorrow) == ["gate_before", "gate_in_future", "gate_backwards"]
    with pytest.raises(Conflict):
        finish(gate, open_gates(), tomorrow, TODAY)


@given(order=in_an_order())
def test_colo_02_in_whatever_order_that_is_allowed_every_gate_can_be_met(order: tuple[GateKind, ...]) -> None:
    gates = {gate.kind: gate for gate in open_gates()}
    for kind in order:
        gates[kind] = finish(gates[kind], gates.values(), SEEN, TODAY)
    assert all(gate.is_met(TODAY) for gate in gates.values())


@given(first=days(), length=st.integers(0, 60))
def test_colo_02_a_gate_is_met_on_the_days_of_its_evidence_and_no_others(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    gate = finish(Gate(kind=GateKind.DBS), (), Met(first=first, last=last, evidence="Seen"), TODAY)
    assert [gate.is_met(first + timedelta(days=n)) for n in (-1, 0, length, length + 1)] == [False, True, True, False]
    assert gate.runs_out(first) == last


def test_colo_02_a_renewal_makes_it_last_longer_and_leaves_no_gap() -> None:
    gate = Gate(kind=GateKind.DBS, spans=(Span(first=BEGUN, last=TODAY),))
    longer = finish(gate, (), replace(SEEN, last=TODAY + timedelta(days=365)), TODAY)
    assert longer.spans == (Span(first=BEGUN, last=TODAY + timedelta(days=365)),)
    assert codes(gate, (), replace(SEEN, last=TODAY)) == ["gate_met"]
    assert codes(Gate(kind=GateKind.DBS, spans=(Span(first=TODAY),)), (), SEEN) == ["gate_met"]
    assert codes(Gate(kind=GateKind.DBS, spans=(Span(first=TODAY),)), (), replace(SEEN, first=BEGUN)) == [
        "gate_before_last"
    ]


@given(day=days())
def test_colo_02_what_is_reopened_was_met_before_that_day_and_is_not_from_it_on(day: date) -> None:
    gate = reopen(Gate(kind=GateKind.ROOM, spans=(Span(first=BEGUN),)), day)
    assert not gate.is_met(day)
    assert not gate.is_met(TODAY)
    assert gate.is_met(day - timedelta(days=1)) == (day > BEGUN)


def test_colo_02_what_is_not_met_cannot_be_reopened() -> None:
    with pytest.raises(Conflict):
        reopen(Gate(kind=GateKind.ROOM), TODAY)


@given(since=days())
def test_the_days_of_waiting_are_working_days_since_whoever_has_it_has_it(since: date) -> None:
    gate = hand(Gate(kind=GateKind.VETTING), Holding(side=Side.HOST, holder="Host HR"), since)
    assert gate.days_waiting(TODAY, CALENDAR) == CALENDAR.working_days_between(since, TODAY)
    same = hand(gate, Holding(side=Side.HOST, holder="Host HR", blocker="A form"), TODAY)
    assert same.held_since == since
    assert hand(gate, Holding(side=Side.OURS, holder="Our HR"), TODAY).days_waiting(TODAY, CALENDAR) == 0


def test_a_gate_that_is_met_waits_for_nobody_and_is_never_overdue() -> None:
    late = Gate(kind=GateKind.DBS, started_on=BEGUN, due_on=BEGUN, spans=(Span(first=TODAY),))
    assert late.is_overdue(TODAY - timedelta(days=1))
    assert not late.is_overdue(TODAY)
    assert late.days_waiting(TODAY, CALENDAR) == 0
    assert not late.is_overdue(BEGUN)


@pytest.mark.parametrize(
    "spans", [(Span(first=TODAY, last=BEGUN),), (Span(first=BEGUN), Span(first=TODAY)), (Span(first=TODAY),) * 2]
)
def test_spans_that_cannot_be_are_not_made(spans: tuple[Span, ...]) -> None:
    with pytest.raises(Invalid):
        Gate(kind=GateKind.DBS, spans=spans)


def test_every_gate_of_a_site_that_is_met_says_what_it_blocks() -> None:
    assert all(gate.blocks.label for gate in met_gates())
