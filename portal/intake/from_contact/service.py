"""Where somebody came from: the contact that a worker logged at a site, and what is made of it."""

import msgspec

from colocations.contacts import service as contacts
from colocations.contacts import store
from colocations.contacts.model import Contact, Outcome
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core.errors import Missing
from lvws_core.ids import PersonId, Reference, parse_reference
from lvws_core.ports import FoundPerson
from lvws_core.times import london_day
from lvws_core.vocabulary import ReferralSource
from portal.intake.entry.forms import EntryForm
from portal.people.service import Desk


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A contact of the actor's own, its site, and its note where that was opened."""

    contact: Contact
    site: Site | None
    note: str = ""

    @property
    def refers(self) -> bool:
        """Whether somebody is referred on: they agreed to it, or the advice led to it."""
        return self.contact.outcome in {Outcome.AGREED_REFERRAL, Outcome.LED_TO_REFERRAL}


def origin_of(desk: Desk, reference: str, *, opens_note: bool = False) -> Origin | None:
    """Give the contact that an address names, None where it names none; opening its note is an event.

    Raises:
        Invalid: It is no reference.
        Missing: There is none, or it is somebody else's.
    """
    if not reference:
        return None
    contact = contacts.own(desk, parse_reference(reference))
    note = contacts.words_of(desk, contact).note if opens_note else ""
    return _with_site(desk, contact, note)


def origin_for(desk: Desk, reference: str, person_id: PersonId, *, opens_note: bool = False) -> Origin | None:
    """Do as `origin_of`, of a contact that is linked to this person.

    Raises:
        Invalid: As `origin_of`.
        Missing: As `origin_of`, or it is about somebody else.
    """
    found = origin_of(desk, reference, opens_note=opens_note)
    if found is not None and found.contact.person_id != person_id:
        raise Missing
    return found


def origin_of_request(desk: Desk, reference: Reference, person_id: PersonId) -> Origin | None:
    """Give the contact that led to a request of a person, None where it came another way; nothing is opened."""
    contact = next((each for each in store.of_person(desk.session, person_id) if each.referral == reference), None)
    return None if contact is None else _with_site(desk, contact)


def entry_of(origin: Origin, form: EntryForm) -> EntryForm:
    """Give the form of an intake as the contact fills it; of the host's own staff it names no host (TOP-14).

    Source: domain 6.4.
    """
    contact, site = origin.contact, origin.site
    day = london_day(contact.at)
    said = msgspec.structs.replace(form, contact=contact.reference, received_on=f"{day.day}/{day.month}/{day.year}")
    if contact.is_apart or site is None:
        return said
    return msgspec.structs.replace(said, source=ReferralSource.OTHER_AGENCY.value, agency=agency_of(contact, site))


def agency_of(contact: Contact, site: Site) -> str:
    """Give which agency sent somebody: the host's site, and the ward where one is known."""
    return ", ".join(part for part in (site.name, contact.department) if part)


def link(desk: Desk, origin: Origin, person_id: PersonId, person: Reference) -> None:
    """Say whom the contact was about, unless it is said already; event `site_contact.linked`."""
    if origin.contact.can_be_linked:
        contacts.link(desk, origin.contact, FoundPerson(id=person_id, reference=person))


def led_to(desk: Desk, origin: Origin, request: Reference) -> None:
    """Say to which request the contact led; event `site_contact.led_to_referral`."""
    contacts.led_to(desk, origin.contact, request)


def _with_site(desk: Desk, contact: Contact, note: str = "") -> Origin:
    site = None if contact.is_apart else sites.named(desk.session, (contact.site_id,)).get(contact.site_id)
    return Origin(contact=contact, site=site, note=note)
