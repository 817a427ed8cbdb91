"""COLO-03: who is cleared for a site on the day of a shift, and every reason why not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.placements.model import (
    EVERYWHERE,
    NEEDED,
    Clearance,
    ClearanceKind,
    Level,
    Placement,
    against_clearance,
    against_shift,
    at_site,
    cleared_until,
    in_use,
    managed_by,
)
from colocations.sites.gates.model import GateKind
from colocations.sites.model import SiteKind
from colocations.sites.state.model import against_data
from lvws_core.errors import Invalid
from tests.builders import CONSORTIUM
from tests.colocations.builders import BEGUN, TODAY, a_site, days, met_gates

SITE = a_site(opened_on=BEGUN)
WORKER = CONSORTIUM["idva"].id
LATER = TODAY + timedelta(days=400)
PLACED = (Placement(id=UUID(int=1), site_id=SITE.id, worker_id=WORKER, starts_on=BEGUN),)


def a_clearance(kind: ClearanceKind, **changes: Any) -> Clearance:
    values: dict[str, Any] = {
        "id": UUID(int=list(ClearanceKind).index(kind)),
        "worker_id": WORKER,
        "kind": kind,
        "site_id": None if kind in EVERYWHERE else SITE.id,
        "level": Level.INFORMATION if kind is ClearanceKind.NPPV else None,
        "issued_on": BEGUN,
    }
    return Clearance(**{**values, **changes})


def all_held(**changes: Any) -> tuple[Clearance, ...]:
    return tuple(a_clearance(kind, **changes) for kind in ClearanceKind if kind in NEEDED[SiteKind.HOSPITAL])


@st.composite
def some_held(draw: st.DrawFn) -> tuple[Clearance, ...]:
    """Clearances of any kind, for any days, renewed or not, given up or not."""
    found = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(ClearanceKind), max_size=12))):
        issued_on = draw(days())
        expires_on = draw(st.none() | st.dates(issued_on, LATER))
        given_up_on = draw(st.none() | st.dates(BEGUN, LATER))
        changes = {"issued_on": issued_on, "expires_on": expires_on, "given_up_on": given_up_on}
        found.append(a_clearance(kind, id=UUID(int=number), **changes))
    return tuple(found)


def codes(held: tuple[Clearance, ...], day: date = TODAY) -> list[str]:
    return [reason.code for reason in against_clearance(SiteKind.HOSPITAL, held, day)]


@given(held=some_held(), day=st.dates(BEGUN, LATER))
def test_colo_03_on_no_date_does_a_lapsed_clearance_count(held: tuple[Clearance, ...], day: date) -> None:
    if against_shift(SITE, met_gates(), PLACED, held, day):
        return
    for kind in NEEDED[SiteKind.HOSPITAL]:
        assert any(each.counts(day) for each in held if each.kind is kind)
    for each in held:
        lapsed = each.expires_on is not None and each.expires_on < day
        if lapsed and each.is_held(day):
            assert any(other.counts(day) for other in held if other.kind is each.kind)


@given(held=some_held(), day=st.dates(BEGUN, LATER))
def test_colo_03_every_kind_that_is_wanting_is_a_reason_of_its_own(held: tuple[Clearance, ...], day: date) -> None:
    reasons = against_clearance(SiteKind.HOSPITAL, held, day)
    assert len({reason.text for reason in reasons}) == len(reasons)
    missing = {k for k in NEEDED[SiteKind.HOSPITAL] if not any(c.kind is k and c.counts(day) for c in held)}
    assert len(reasons) >= len(missing)
    assert {reason.rule for reason in reasons} <= {"COLO-03"}


@given(held=some_held(), day=st.dates(BEGUN, LATER))
def test_colo_03_cleared_until_is_the_last_day_in_a_row(held: tuple[Clearance, ...], day: date) -> None:
    if codes(held, day):
        with pytest.raises(Invalid):
            cleared_until(SiteKind.HOSPITAL, held, day)
        return
    last = cleared_until(SiteKind.HOSPITAL, held, day)
    if last is None:
        assert not codes(held, LATER + timedelta(days=1))
    else:
        assert not any(codes(held, day + timedelta(days=n)) for n in range((last - day).days + 1))
        assert codes(held, last + timedelta(days=1))


def test_colo_03_what_counts_is_the_day_of_the_shift_and_not_today() -> None:
    held = all_held(expires_on=TODAY)
    assert against_shift(SITE, met_gates(), PLACED, held, TODAY) == ()
    assert len(against_shift(SITE, met_gates(), PLACED, held, TODAY + timedelta(days=1))) == 4


@pytest.mark.parametrize("kind", [ClearanceKind.SMARTCARD, ClearanceKind.HOST_VETTING, ClearanceKind.DBS])
def test_colo_03_whatever_has_lapsed_pauses_needed_or_not_until_it_is_renewed(kind: ClearanceKind) -> None:
    lapsed = a_clearance(kind, id=UUID(int=77), expires_on=TODAY - timedelta(days=1))
    others = tuple(each for each in all_held() if each.kind is not kind)
    assert codes((*others, lapsed)) == ["clearance_lapsed"]
    assert codes((*others, lapsed, a_clearance(kind, id=UUID(int=78), issued_on=TODAY))) == []


def test_colo_03_what_was_given_up_is_not_missed_where_it_is_not_needed() -> None:
    gone = {"given_up_on": TODAY, "expires_on": BEGUN}
    assert codes((*all_held(), a_clearance(ClearanceKind.SMARTCARD, **gone))) == []
    assert codes(all_held(given_up_on=TODAY)) == ["clearance_missing"] * 4


def test_colo_03_it_pauses_that_worker_there_and_nobody_elsewhere() -> None:
    elsewhere = a_site(id=UUID(int=0x99), opened_on=BEGUN)
    lapsed = a_clearance(ClearanceKind.INDUCTION, expires_on=BEGUN)
    theirs = tuple(replace(each, site_id=each.site_id and elsewhere.id) for each in all_held())
    assert "clearance_lapsed" in codes(at_site((lapsed, *theirs), SITE.id))
    assert codes(at_site((lapsed, *theirs), elsewhere.id)) == []


def test_colo_02_nobody_works_where_the_site_is_not_live_or_they_are_not_placed() -> None:
    gates = met_gates(but=(GateKind.ROOM,))
    found = against_shift(SITE, gates, (), all_held(), TODAY)
    assert [reason.code for reason in found] == ["site_not_live", "not_placed"]
    over = (replace(PLACED[0], ends_on=TODAY - timedelta(days=1)),)
    assert [r.code for r in against_shift(SITE, met_gates(), over, all_held(), TODAY)] == ["not_placed"]


def test_colo_01_top_18_who_holds_every_clearance_may_still_move_no_data() -> None:
    gates = met_gates(but=(GateKind.SHARING,))
    assert against_shift(SITE, gates, PLACED, all_held(), TODAY) == ()
    assert [r.rule for r in against_data(gates, TODAY, has_honorary_contract=True)] == ["COLO-01", "TOP-18"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (ClearanceKind.DBS, {"expires_on": BEGUN - timedelta(days=1)}),
        (ClearanceKind.DBS, {"site_id": SITE.id}),
        (ClearanceKind.INDUCTION, {"site_id": None}),
        (ClearanceKind.DBS, {"level": Level.PREMISES}),
        (ClearanceKind.NPPV, {"level": None}),
    ],
)
def test_a_clearance_that_cannot_be_is_not_made(kind: ClearanceKind, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        a_clearance(kind, **changes)


def test_a_placement_that_ends_before_it_starts_is_not_made() -> None:
    with pytest.raises(Invalid):
        replace(PLACED[0], ends_on=BEGUN - timedelta(days=1))


@given(held=some_held())
def test_what_is_shown_is_one_of_each_kind_the_one_that_lasts_longest(held: tuple[Clearance, ...]) -> None:
    shown = in_use(held, TODAY)
    assert len({(each.kind, each.site_id) for each in shown}) == len(shown)
    for each in shown:
        rivals = [c for c in held if c.kind is each.kind and (c.given_up_on is None or c.given_up_on > TODAY)]
        assert (each.expires_on or date.max) == max(c.expires_on or date.max for c in rivals)


def test_a_worker_is_managed_by_the_part_of_the_host_that_their_placement_says_and_else_by_the_sites() -> None:
    site = replace(SITE, line_management="Safeguarding")
    assert managed_by(site, PLACED[0]) == "Safeguarding"
    assert managed_by(site, replace(PLACED[0], line_management="Emergency care")) == "Emergency care"
    assert managed_by(replace(SITE, line_management=""), PLACED[0]) == ""
