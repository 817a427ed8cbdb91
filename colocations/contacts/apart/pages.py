"""The second question before a contact is kept apart, and the form that undoes it."""

from datetime import datetime
from typing import ClassVar

import msgspec

from colocations.contacts.apart.model import Mistake, undone_until
from colocations.contacts.model import Contact
from lvws_core.forms import FieldError
from lvws_core.times import in_words


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that may be chosen."""

    value: str
    text: str


class ApartPage(msgspec.Struct, frozen=True, kw_only=True):
    """The question whether a contact is kept apart; `until` says how long it can be undone."""

    template: ClassVar[str] = "contacts/apart.html"
    title: ClassVar[str] = "Do they work for the host?"

    caption: str
    back: str
    action: str
    until: str


class UndoPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that undoes it, with the reason."""

    template: ClassVar[str] = "contacts/apart_undo.html"
    title: ClassVar[str] = "Kept apart by mistake"

    caption: str
    back: str
    action: str
    until: str
    reasons: tuple[Reason, ...]
    errors: tuple[FieldError, ...] = ()


def apart_page(contact: Contact, hours: int) -> ApartPage:
    """Give the question."""
    path = f"/contacts/{contact.reference}"
    return ApartPage(
        caption=f"Contact {contact.reference}",
        back=path,
        action=f"{path}/keep-apart",
        until=f"You can undo it within {hours} hours, with a reason. After that it stays.",
    )


def undo_page(contact: Contact, now: datetime, hours: int, errors: tuple[FieldError, ...] = ()) -> UndoPage:
    """Give the form; `now` is aware."""
    path = f"/contacts/{contact.reference}"
    return UndoPage(
        caption=f"Contact {contact.reference}",
        back=path,
        action=f"{path}/keep-apart/undo",
        until=f"It can be undone until {in_words(undone_until(contact, hours), now)}.",
        reasons=tuple(Reason(value=each.value, text=each.label) for each in Mistake),
        errors=errors,
    )
