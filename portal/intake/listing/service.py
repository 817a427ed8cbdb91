"""The lists of intake: what waits for an answer, and the cases by where they stand."""

from collections.abc import Mapping

from lvws_core.actors import reads_own_intakes_only
from lvws_core.ids import Reference
from lvws_core.paging import Page
from partners.offers.incoming import store as incoming
from partners.offers.incoming.model import IncomingRow, Standing
from portal.intake.listing import store
from portal.intake.listing.model import View
from portal.intake.model import CaseLine
from portal.people.service import Desk


def views_of(desk: Desk) -> tuple[View, ...]:
    """Give the views that the actor has; who reads only own intakes finds those under Intake."""
    return (View.INCOMING, View.TAKEN) if reads_own_intakes_only(desk.actor) else tuple(View)


def list_incoming(desk: Desk, cursor: str | None) -> Page[IncomingRow]:
    """Give a page of what came in and is not answered."""
    return incoming.incoming(desk.session, desk.actor.organisation_id, cursor)


def list_cases(desk: Desk, view: View, cursor: str | None) -> tuple[Page[CaseLine], Mapping[Reference, Standing]]:
    """Give a page of cases, and how the offers stand by which they came.

    Raises:
        Invalid: The cursor is none of this list.
    """
    found = _found(desk, view, cursor)
    return found, incoming.standings(desk.session, [line.reference for line in found.items])


def _found(desk: Desk, view: View, cursor: str | None) -> Page[CaseLine]:
    ours = desk.actor.organisation_id
    match view:
        case View.UNALLOCATED:
            return store.unallocated(desk.session, ours, cursor)
        case View.MINE:
            return store.of_worker(desk.session, ours, desk.actor.id, cursor)
        case View.OPEN:
            return store.open_ones(desk.session, ours, cursor)
        case View.CLOSED:
            return store.closed(desk.session, ours, cursor)
        case _:
            return store.every(desk.session, ours, cursor)
