"""What every use case of the rota begins with: the sites that the actor may see, and everything that decides."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from colocations.placements import store as placements
from colocations.placements.model import Placement
from colocations.rota import store
from colocations.rota.leave import store as leaves
from colocations.rota.model import DayCover, Facts, Shift, Standing, coverage, standing_of, standing_shifts
from colocations.sites import store as sites
from colocations.sites.gates import store as gates
from colocations.sites.hours.model import days_from
from colocations.sites.model import Site
from colocations.sites.service import needed, only_own
from lvws_core import desk as desks
from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import Reason

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


FURTHEST_DAYS: Final = 366
"""How far from today the rota is read and planned, in days."""


def day_in(text: str, today: date) -> date:
    """Read the day of an address; whoever changes it by hand to what is none is given today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs((day - today).days) <= FURTHEST_DAYS else today


AHEAD: Final = timedelta(days=13)
"""How far ahead of today the rota tells what is missing: the fortnight, today included."""


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """Some days of the rota: the sites that the reader may see, every shift there, and what decides about each."""

    first: date
    last: date
    sites: tuple[Site, ...]
    shifts: tuple[Shift, ...]
    facts: Facts

    @property
    def days(self) -> tuple[date, ...]:
        """The London days, in order."""
        return days_from(self.first, (self.last - self.first).days + 1)

    def at(self, site: Site) -> tuple[Shift, ...]:
        """Give the shifts at a site, the first first."""
        return tuple(each for each in self.shifts if each.site_id == site.id)

    def fallen(self, site: Site) -> tuple[tuple[Shift, tuple[Reason, ...]], ...]:
        """Give the shifts at a site that cannot stand, each with every reason; leave is none of them."""
        found = ((each, *standing_of(self.facts, each)) for each in self.at(site))
        return tuple((each, reasons) for each, standing, reasons in found if standing is Standing.CANNOT_STAND)

    def coverage(self, site: Site) -> tuple[DayCover, ...]:
        """Give how a site is covered on each of the days."""
        return coverage(site, standing_shifts(self.facts, self.at(site)), self.days)


def keeps_rota(desk: Desk) -> bool:
    """Say whether the actor makes the rota of every site, or only reads that of the own ones."""
    return may(desk.actor, Permission.SITE_WRITE).allowed


def roster(desk: Desk, first: date, last: date) -> Roster:
    """Give the rota from one London day to another for the sites that the actor may see.

    However many sites there are it takes six statements.
    """
    seen = sites.running(desk.session, first, only_own(desk))
    shifts = store.between(desk.session, first, last, site_ids=[site.id for site in seen])
    return Roster(first=first, last=last, sites=seen, shifts=shifts, facts=facts_of(desk.session, seen, first, last))


def only(found: Roster, reference: Reference) -> Roster:
    """Give the same days for one site.

    Raises:
        Missing: The site is not there, or not for this actor.
    """
    site = next((each for each in found.sites if each.reference == reference), None)
    if site is None:
        raise Missing
    return msgspec.structs.replace(found, sites=(site,), shifts=found.at(site))


def facts_of(
    session: store.Session, seen: Sequence[Site], first: date, last: date, placed: Sequence[Placement] | None = None
) -> Facts:
    """Give what decides about shifts at some sites between two days, in four statements."""
    placed = store.placed_between(session, first, last) if placed is None else placed
    worker_ids = {each.worker_id for each in placed}
    held = gates.of_sites(session, [site.id for site in seen])
    return Facts(
        sites={site.id: site for site in seen},
        gates={site.id: needed(site, held[site.id]) for site in seen},
        placements=placed,
        clearances=placements.clearances(session, sorted(worker_ids)),
        leaves=leaves.between(session, first, last),
    )


def workers_of(facts: Facts, site: Site, days: Iterable[date]) -> frozenset[UserId]:
    """Give who is placed at a site on one of the days."""
    wanted = tuple(days)
    return frozenset(
        each.worker_id
        for each in facts.placements
        if each.site_id == site.id and any(each.covers(day) for day in wanted)
    )
