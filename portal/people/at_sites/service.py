"""Reading what colleagues logged about a person at host sites."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from colocations.contacts import store
from colocations.contacts.model import Contact, Words
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core.ids import PersonId, Reference
from portal.people import store as people
from portal.people.service import Desk


class AtSites(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts that are linked to a person, newest first, with their words and their sites."""

    contacts: tuple[Contact, ...]
    words: Mapping[UUID, Words]
    sites: Mapping[UUID, Site]


def read(desk: Desk, reference: Reference) -> AtSites:
    """Give the contacts of a person, their notes opened; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person = people.finder(desk.session)(reference)
    found = store.of_person(desk.session, person.id)
    desk.note("person.read", person.id, fields=("site_contacts",))
    return AtSites(
        contacts=found,
        words=store.words(desk.session, desk.vault, found),
        sites=sites.named(desk.session, {each.site_id for each in found}),
    )


def count_of(desk: Desk, person_id: PersonId) -> int:
    """Count the contacts that are linked to a person; nothing is opened."""
    return store.count_of_person(desk.session, person_id)
