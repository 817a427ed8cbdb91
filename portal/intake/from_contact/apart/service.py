"""Followers of keeping a contact apart: the source of a case that came from it goes with it, and comes back with it."""

from colocations.contacts import store as contacts
from colocations.contacts.model import Contact
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core.events import Event
from portal.intake.from_contact.apart import store
from portal.intake.from_contact.apart.model import UNNAMED, named_again, names_host
from portal.intake.from_contact.service import agency_of
from portal.people.service import Desk


def take_host_off(desk: Desk, event: Event) -> None:
    """Take the hospital off each case that came from a contact which is now kept apart; event `case.source_unnamed`.

    Source: TOP-14.
    """
    contact, site = _where(desk, event)
    if contact.person_id is None or site is None:
        return
    for case in store.of_person(desk.session, contact.person_id):
        if names_host(case.source, case.agency, case.created_at, site.name, contact.at):
            store.put_agency(desk.session, case.id, UNNAMED)
            desk.note("case.source_unnamed", case.id, contact=str(contact.id))


def put_host_back(desk: Desk, event: Event) -> None:
    """Name the hospital again, where keeping apart was a mistake; event `case.source_named`.

    Where another contact with the same person stays apart, nothing is named.
    """
    contact, site = _where(desk, event)
    if contact.person_id is None or site is None:
        return
    if any(each.is_apart for each in contacts.of_person(desk.session, contact.person_id)):
        return
    for case in store.of_person(desk.session, contact.person_id):
        if named_again(case.agency, case.created_at, contact.at):
            store.put_agency(desk.session, case.id, agency_of(contact, site))
            desk.note("case.source_named", case.id, contact=str(contact.id))


def _where(desk: Desk, event: Event) -> tuple[Contact, Site | None]:
    stored = contacts.already(desk.session, event.subject_id)
    assert stored is not None  # noqa: S101 - the event says so in the same transaction
    site_id = stored.contact.site_id
    return stored.contact, sites.named(desk.session, (site_id,)).get(site_id)
