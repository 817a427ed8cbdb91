"""Keeping a contact apart from the host, and undoing it: who may when, and why."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from colocations.contacts.model import Contact
from lvws_core.errors import Conflict
from lvws_core.reasons import because
from lvws_core.times import utc
from lvws_core.vocabulary.labelled import Labelled


class Mistake(Labelled):
    """Why a contact does not have to be kept apart after all."""

    SLIP = "slip", "It was pressed or ticked by mistake"
    WRONG_CONTACT = "wrong_contact", "It was another contact"
    MISTAKEN = "mistaken", "They do not work for the host after all"


def apart_since(contact: Contact) -> datetime:
    """Give since when (UTC) a contact is kept apart: since it was said later, else since it reached us."""
    return contact.apart_at or contact.received_at


def undone_until(contact: Contact, hours: int) -> datetime:
    """Give the moment (UTC) until which keeping apart can be undone.

    After that a host may have read counts without the contact; bringing it back would show it by the difference.
    Source: TOP-14, MON-01; the length is a project default.
    """
    return utc(apart_since(contact)) + timedelta(hours=hours)


def kept_apart(contact: Contact, now: datetime) -> Contact:
    """Give the contact as kept apart from the host, which came out after it was logged.

    Raises:
        Conflict: It is kept apart already, or is about nobody.

    Source: TOP-14.
    """
    if not contact.can_be_kept_apart:
        raise Conflict(because("not_to_keep_apart", "I3", "This contact is kept apart already, or is about nobody."))
    return replace(contact, is_apart=True, apart_at=now)


def can_be_undone(contact: Contact, now: datetime, hours: int) -> bool:
    """Say whether keeping apart can be undone still; `now` is aware."""
    return contact.is_apart and now <= undone_until(contact, hours)


def undone(contact: Contact, now: datetime, hours: int) -> Contact:
    """Give the contact as it was before it was kept apart.

    Raises:
        Conflict: It is not kept apart, or has been for too long.

    Source: TOP-14.
    """
    if not can_be_undone(contact, now, hours):
        text = f"It can be undone within {hours} hours. After that the host may have read counts without this contact."
        raise Conflict(because("apart_for_good", "TOP-14", text))
    return replace(contact, is_apart=False, apart_at=None)
