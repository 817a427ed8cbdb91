"""Whether a contact is kept apart, in the database."""

from sqlmodel import Session, col

from colocations.contacts.model import Contact
from colocations.contacts.store import change
from colocations.contacts.tables import ContactRow
from lvws_core.times import utc


def put(session: Session, contact: Contact) -> None:
    """Store whether a contact is kept apart; raises `Conflict` where the same is stored already."""
    at = utc(contact.apart_at) if contact.apart_at is not None else None
    differs = col(ContactRow.is_apart).is_(not contact.is_apart)
    change(session, contact, differs, {"is_apart": contact.is_apart, "apart_at": at})
