"""Keeping a contact apart from the host, and undoing it: load, decide, put, record."""

from typing import Final

from colocations.contacts.apart import model, store
from colocations.contacts.model import Contact
from colocations.contacts.service import Desk

KEPT_APART: Final = "site_contact.kept_apart"
"""The event after which whoever was taken in from the contact has no hospital as source any more."""

NOT_APART: Final = "site_contact.apart_undone"
"""The event after which they have it again."""


def keep_apart(desk: Desk, contact: Contact) -> None:
    """Say that the person works for the host, which came out later; event `site_contact.kept_apart`.

    From then on the contact is in no count, list or export that the host could see.

    Raises:
        Conflict: It is kept apart already, or is about nobody.

    Source: TOP-14.
    """
    store.put(desk.session, model.kept_apart(contact, desk.now))
    _note(desk, KEPT_APART, contact)


def undo(desk: Desk, contact: Contact, why: model.Mistake) -> None:
    """Say that it was a mistake; event `site_contact.apart_undone`, with the reason and since when it was.

    Raises:
        Conflict: It is not kept apart, or has been for too long.

    Source: TOP-14.
    """
    store.put(desk.session, model.undone(contact, desk.now, desk.policy.apart_undo_hours))
    _note(desk, NOT_APART, contact, why=why.value, since=model.apart_since(contact).isoformat())


def _note(desk: Desk, kind: str, contact: Contact, **detail: str) -> None:
    desk.note(kind, contact.id, site_id=str(contact.site_id), contact=contact.kind.value, **detail)
