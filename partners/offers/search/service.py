"""Searching: an event each time, with the way and the number found, never with what was typed."""

from partners.offers.lists.model import InboxRow
from partners.offers.search import store
from partners.offers.search.model import Sought
from partners.offers.service import Desk


def search(desk: Desk, sought: Sought) -> tuple[InboxRow, ...]:
    """Give the offers of the actor's team that match exactly; event `offer.sought`.

    Nothing that was shared is opened: a match shows a reference, not a name.

    Source: assurance P8, P10.
    """
    found = store.find(desk.session, desk.vault, desk.actor.organisation_id, sought, desk.now)
    desk.note("offer.sought", desk.actor.id, by=sought.way, found=len(found))
    return found
