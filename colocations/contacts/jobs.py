"""What falls due by itself: forms of contacts that were left half written are deleted."""

from uuid import UUID

from colocations.contacts.drafts import store
from colocations.contacts.entry.service import KEPT
from colocations.contacts.service import Desk

BATCH = 500
"""How many drafts one transaction deletes."""


def delete_old_forms(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Delete every form that was left half written longer ago than it is kept; give whose.

    The desk is the clock's, in a transaction of the system. Nothing of it is recorded: nobody was told, and
    it was no contact.
    """
    return store.drop_old(desk.session, desk.now - KEPT, most)
