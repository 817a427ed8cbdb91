"""What an author sees of what was written without a network, and the numbers for whoever keeps the sites."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from colocations.contacts.entry.pages import EntryPage, entry_page
from colocations.contacts.entry.service import Form
from colocations.contacts.model import Contact
from colocations.contacts.offline.model import Standing, Stored, Why
from colocations.contacts.offline.permits.model import Permit
from lvws_core.times import in_words


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of an author's: what waits, what is logged and not confirmed, permits, how many were given up.

    `device_id` is what the browser that asks is known by, "" where it has no permit.
    """

    waiting: tuple[Stored, ...]
    to_confirm: tuple[Contact, ...]
    wanting_referral: frozenset[UUID]
    permits: tuple[Permit, ...]
    device_id: str
    given_up: int


class WaitingLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that arrived and needs its author."""

    href: str
    written: str
    arrived: str
    why: tuple[str, ...]


class ConfirmLine(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that was added from a device, to be confirmed on its page."""

    href: str
    text: str
    when: str
    wants_referral: bool


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A device that may seal, or might: since when, until when, how it stands."""

    number: int
    name: str
    since: str
    seen: str
    state: str
    may_revoke: bool
    may_wipe: bool
    action: str


class OfflinePage(msgspec.Struct, frozen=True, kw_only=True):
    """What was written without a network."""

    template: ClassVar[str] = "offline/offline.html"
    title: ClassVar[str] = "Written without a network"

    news: str
    waiting: tuple[WaitingLine, ...]
    to_confirm: tuple[ConfirmLine, ...]
    devices: tuple[DeviceLine, ...]
    given_up: str


_NEWS: Mapping[str, str] = {
    "revoked": "Taken back. Nothing new can be written there; what was written there before still arrives.",
    "wipe_asked": (
        "The device is wiped when it next connects: what it holds is taken first, then everything is erased. "
        "Until it connects nothing can be erased there; what it holds is sealed and nobody can read it."
    ),
    "given_up": "Given up and erased. Your coordinator is told the number, never what it said.",
}


def offline_page(found: Found, now: datetime, *, done: str = "") -> OfflinePage:
    """Give the page; `now` is aware."""
    return OfflinePage(
        news=_NEWS.get(done, ""),
        waiting=tuple(_waiting(each, now) for each in found.waiting),
        to_confirm=tuple(_to_confirm(each, found.wanting_referral, now) for each in found.to_confirm),
        devices=_devices(found.permits, found.device_id, now),
        given_up=given_up_words(found.given_up),
    )


def given_up_words(count: int) -> str:
    """Say how many entries were given up within 30 days, "" for none."""
    if not count:
        return ""
    return f"{'One entry was' if count == 1 else f'{count} entries were'} given up in the last 30 days: nobody has it."


def _waiting(stored: Stored, now: datetime) -> WaitingLine:
    return WaitingLine(
        href=f"/contacts/offline/{stored.id}",
        written=_sentence(in_words(stored.sealed_at, now)),
        arrived=in_words(stored.received_at, now),
        why=tuple(each.label for each in stored.why),
    )


def _to_confirm(contact: Contact, wanting: frozenset[UUID], now: datetime) -> ConfirmLine:
    return ConfirmLine(
        href=f"/contacts/{contact.reference}",
        text=", ".join(part for part in (contact.kind.label, contact.department) if part),
        when=_sentence(in_words(contact.at, now)),
        wants_referral=contact.id in wanting and contact.referral is None,
    )


def _devices(permits: Sequence[Permit], here: str, now: datetime) -> tuple[DeviceLine, ...]:
    """Give a line a device, by its newest permit; one that was wiped is left out."""
    newest: dict[str, Permit] = {}
    for permit in permits:
        newest.setdefault(permit.device_id, permit)
    still = [permit for permit in newest.values() if permit.wiped_at is None]
    return tuple(
        _device(number, permit, now, is_here=permit.device_id == here) for number, permit in enumerate(still, 1)
    )


def _device(number: int, permit: Permit, now: datetime, *, is_here: bool) -> DeviceLine:
    standing = permit.standing(now)
    words = {
        Standing.VALID: f"New entries can be written there until {in_words(permit.expires_at, now)}",
        Standing.EXPIRED: f"Ran out {in_words(permit.expires_at, now)}; what was written there still arrives",
        Standing.REVOKED: "Signed out or taken back; what was written there still arrives",
        Standing.WIPED: "To be wiped when it next connects; what it holds is taken first",
    }
    return DeviceLine(
        number=number,
        name=f"Browser {number}, the one you are using" if is_here else f"Browser {number}",
        since=in_words(permit.issued_at, now),
        seen=in_words(permit.seen_at or permit.issued_at, now),
        state=words[standing],
        may_revoke=standing is Standing.VALID,
        may_wipe=standing is not Standing.WIPED,
        action=f"/contacts/offline/permits/{permit.id}",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


class MendPage(EntryPage, frozen=True, kw_only=True):
    """An entry that waits, in the ordinary form: why it waits, and the way to give it up."""

    template: ClassVar[str] = "offline/mend.html"
    title: ClassVar[str] = "Arrived, needs you"

    why: tuple[str, ...]
    faults: tuple[str, ...]
    written: str
    give_up_action: str


_FAULTS: Mapping[str, str] = {
    "minutes:out_of_range": "The length must be 1 to 600 minutes",
    "on:in_future": "It cannot be in the future: look at the day and the time",
    "on:too_long_ago": "It must be within the past year",
    "site:not_placed": "You were not placed at this site on that day: choose another site or another day",
    "department:unknown_department": "The ward is not one of this site’s",
    "person:unknown_reference": "There is no record with this reference that you can open",
    "contact_id:entry_differs": "Something else was logged under the same entry: if it is the same, give this one up",
}


def mend_page(form: Form, stored: Stored, now: datetime) -> MendPage:
    """Give the page of an entry that waits; what the rules said against it is said in words."""
    page = entry_page(form, now)
    fields = {name: getattr(page, name) for name in page.__struct_fields__}
    unknown = "Something in the form is missing or not one of its list: look at each part"
    return MendPage(
        **fields,
        why=tuple(each.label for each in stored.why if each is not Why.AGAINST_THE_RULES),
        faults=tuple(dict.fromkeys(_FAULTS.get(code, unknown) for code in stored.faults)),
        written=in_words(stored.sealed_at, now),
        give_up_action=f"/contacts/offline/{stored.id}/give-up",
    )


class CountPage(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries wait for their authors for more than a day, and how many were given up within 30 days."""

    template: ClassVar[str] = "offline/count.html"
    title: ClassVar[str] = "Entries written without a network"

    waiting: int
    given_up: int


def count_page(*, waiting: int, given_up: int) -> CountPage:
    """Give the page of the numbers; it names nobody."""
    return CountPage(waiting=waiting, given_up=given_up)
