"""Counting a site's month, and what the board shows beside each site."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.board.numbers import store
from colocations.board.numbers.model import FOLLOWING, Numbers, Recent, by_site, numbers
from colocations.paper.export.model import Month, months_before, parse_month
from colocations.placements.model import at_site, cleared_until
from colocations.rota.model import DayCover, Facts, Shift, against_clearances
from colocations.rota.service import roster, workers_of
from colocations.sites.model import Site
from colocations.sites.service import Desk, open_site
from lvws_core.errors import Missing
from lvws_core.ids import Reference
from lvws_core.reasons import Reason

AHEAD: Final = 14
"""How many days of cover the board shows, today the first."""

SOON: Final = timedelta(days=60)
"""From how long ahead an end of a clearance stands on the board. Source: COLO-03."""


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """Who is cleared at a site today: how many of those placed there, and which ends come within sixty days."""

    placed: int = 0
    cleared: int = 0
    ends: tuple[date, ...] = ()


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the board shows beside a site."""

    staffing: Staffing = Staffing()
    cover: tuple[DayCover, ...] = ()
    fallen: tuple[tuple[Shift, tuple[Reason, ...]], ...] = ()
    recent: Recent = Recent()


def beside(desk: Desk, sites: Iterable[Site]) -> Mapping[UUID, Beside]:
    """Give what stands beside each of these sites; seven statements, however many they are."""
    ids = [site.id for site in sites]
    found = roster(desk, desk.today, desk.today + timedelta(days=AHEAD - 1))
    recent = store.recent(desk.session, ids, desk.today)
    seen = {site.id: site for site in found.sites}
    return {
        site_id: Beside(
            staffing=_staffing(found.facts, seen[site_id], desk.today) if site_id in seen else Staffing(),
            cover=found.coverage(seen[site_id]) if site_id in seen else (),
            fallen=found.fallen(seen[site_id]) if site_id in seen else (),
            recent=recent.get(site_id, Recent()),
        )
        for site_id in ids
    }


def month_numbers(desk: Desk, reference: Reference, month: Month) -> tuple[Site, Numbers]:
    """Give a month of a site in numbers, in one statement besides the site's own.

    Raises:
        Missing: There is no such site, or not for this actor.
    """
    site = open_site(desk, reference).site
    last = month.after - timedelta(days=1)
    found = store.entries(desk.session, (site.id,), month.first, last + FOLLOWING)
    return site, numbers([entry for _, entry in found], month.first, last, site.departments)


def month_of_sites(desk: Desk, sites: Iterable[Site], month: Month) -> Mapping[UUID, Numbers]:
    """Give a month of each of these sites in numbers, in one statement; one at which nothing was logged is left out.

    It counts by the rule of the site's own page (`month_numbers`), so that the two never differ.
    """
    wards = {site.id: site.departments for site in sites}
    last = month.after - timedelta(days=1)
    found = by_site(store.entries(desk.session, tuple(wards), month.first, last + FOLLOWING))
    counted = {id_: numbers(entries, month.first, last, wards[id_]) for id_, entries in found.items()}
    return {id_: each for id_, each in counted.items() if each.minutes}


def asked_month(asked: str, today: date) -> Month:
    """Give the month that an address asks for, the one of today where it asks for none.

    Raises:
        Missing: It is no month that is offered.
    """
    found = parse_month(asked, today) if asked else months_before(today)[0]
    if found is None:
        raise Missing
    return found


def _staffing(facts: Facts, site: Site, today: date) -> Staffing:
    placed = workers_of(facts, site, (today,))
    cleared = [worker for worker in placed if not against_clearances(facts, worker, site.id, today)]
    ends = (cleared_until(site.kind, at_site(facts.clearances.get(each, ()), site.id), today) for each in cleared)
    soon = sorted(end for end in ends if end is not None and end <= today + SOON)
    return Staffing(placed=len(placed), cleared=len(cleared), ends=tuple(soon))
