"""What every use case of the sites begins with: the site, and whether the actor may see it."""

from collections.abc import Sequence

import msgspec

from colocations.sites import store
from colocations.sites.gates import store as gates
from colocations.sites.gates.model import Gate, kinds_for
from colocations.sites.model import Site
from lvws_core import desk as desks
from lvws_core.actors import Permission, may
from lvws_core.ids import Reference
from lvws_core.paging import Page

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A site with its gates, in order."""

    site: Site
    gates: tuple[Gate, ...]


def only_own(desk: Desk) -> store.Own | None:
    """Give whose sites an actor is kept to: their own, unless they keep the register; None for every site."""
    if may(desk.actor, Permission.SITE_WRITE).allowed:
        return None
    return store.Own(worker_id=desk.actor.id, today=desk.today)


def open_site(desk: Desk, reference: Reference) -> Opened:
    """Give a site that the actor may see.

    Raises:
        Missing: There is none, or not for this actor.
    """
    return with_gates(desk, (store.get(desk.session, reference, only_own(desk)),))[0]


def listed(desk: Desk, after: str | None) -> Page[Opened]:
    """Give a page of the sites that the actor may see, by name.

    Raises:
        Invalid: `after` is no cursor of this list.
    """
    found = store.page(desk.session, after, only_own(desk))
    return Page(items=with_gates(desk, found.items), next_cursor=found.next_cursor)


def with_gates(desk: Desk, sites: Sequence[Site]) -> tuple[Opened, ...]:
    """Give sites with their gates, in one statement."""
    by_site = gates.of_sites(desk.session, (site.id for site in sites))
    return tuple(Opened(site=site, gates=needed(site, by_site[site.id])) for site in sites)


def needed(site: Site, held: Sequence[Gate]) -> tuple[Gate, ...]:
    """Give the gates that a site of its kind needs, as they stand in the list."""
    kinds = kinds_for(site.kind)
    return tuple(gate for gate in held if gate.kind in kinds)
