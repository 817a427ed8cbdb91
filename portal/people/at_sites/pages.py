"""The page of what colleagues at host sites logged about a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from colocations.contacts.linking.pages import facts_of
from colocations.contacts.model import Contact, Words
from lvws_core.ids import Reference, UserId
from lvws_core.times import in_words
from portal.people.at_sites.service import AtSites
from portal.people.safe_contact.pages import SafeContactPanel

_SHOWN = (
    "Where",
    "Length",
    "For",
    "What came of it",
    "Safe to contact again",
    "Call back",
    "Leaves hospital on",
    "Note",
)


class SiteContact(msgspec.Struct, frozen=True, kw_only=True):
    """One contact: when and how, by whom, and what was logged."""

    heading: str
    by: str
    lines: tuple[tuple[str, str], ...]


class AtSitesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts of a person at host sites, newest first."""

    template: ClassVar[str] = "people/at_sites.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    contacts: tuple[SiteContact, ...]
    log_href: str


def at_sites_page(
    reference: Reference,
    found: AtSites,
    safe: SafeContactPanel,
    colleagues: Mapping[UserId, str],
    now: datetime,
    *,
    may_log: bool,
) -> AtSitesPage:
    """Give the page; `colleagues` are the names of the authors, `now` is aware, `may_log` who works at a site."""
    return AtSitesPage(
        title=f"Contacts of person {reference} at sites",
        reference=reference,
        safe=safe,
        contacts=tuple(_contact(each, found, colleagues, now) for each in found.contacts),
        log_href=f"/contacts/new?person={reference}" if may_log else "",
    )


def _contact(contact: Contact, found: AtSites, colleagues: Mapping[UserId, str], now: datetime) -> SiteContact:
    words = found.words.get(contact.id, Words())
    facts = dict(facts_of(contact, words, found.sites.get(contact.site_id), now))
    how = contact.manner.label if contact.manner is not None else contact.kind.label
    return SiteContact(
        heading=f"{how}, {in_words(contact.at, now)}",
        by=colleagues.get(contact.author_id, "a closed account"),
        lines=tuple((label, facts[label]) for label in _SHOWN if facts[label]),
    )
