"""Builders of sites and gates: fixed ids and days."""

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from colocations.sites.gates.model import FACTS, Gate, GateKind, Span, kinds_for
from colocations.sites.model import Site, SiteKind
from lvws_core.ids import Reference
from lvws_core.vocabulary import Borough
from tests.builders import LEAD

TODAY = date(2026, 11, 23)
"""The Monday of `tests.builders.NOW`."""

BEGUN = date(2026, 9, 1)


def a_site(**changes: Any) -> Site:
    """Build a hospital."""
    values: dict[str, Any] = {
        "id": UUID(int=0x51),
        "reference": Reference("4444-44"),
        "organisation_id": LEAD,
        "name": "Alder Hospital",
        "kind": SiteKind.HOSPITAL,
        "borough": Borough.HACKNEY,
        "ods_code": "RQXM1",
        "added_on": BEGUN,
    }
    return Site(**{**values, **changes})


def open_gates(kind: SiteKind = SiteKind.HOSPITAL) -> tuple[Gate, ...]:
    """Build the gates that a site begins with."""
    return tuple(Gate(kind=each) for each in kinds_for(kind))


def met_gates(first: date = BEGUN, *, but: tuple[GateKind, ...] = ()) -> tuple[Gate, ...]:
    """Build the gates of a hospital, each met from a day on, but some."""
    span = (Span(first=first),)
    return tuple(Gate(kind=g.kind, started_on=first, spans=() if g.kind in but else span) for g in open_gates())


def days(first: date = BEGUN, last: date = TODAY) -> st.SearchStrategy[date]:
    """Days of the life of a site."""
    return st.dates(first, last)


@st.composite
def in_an_order(draw: st.DrawFn) -> tuple[GateKind, ...]:
    """Orders in which the gates of a hospital can be met: what is needed first comes first."""
    left, order = set(kinds_for(SiteKind.HOSPITAL)), []
    while left:
        able = sorted(kind for kind in left if not FACTS[kind].needs & left)
        order.append(draw(st.sampled_from(able)))
        left.remove(order[-1])
    return tuple(order)
