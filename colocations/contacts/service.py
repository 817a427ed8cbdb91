"""Logging a contact once, linking it to a person, calling back: load, decide, put, record."""

import hashlib
from uuid import UUID

import msgspec

from colocations.contacts import store
from colocations.contacts.choices.model import About, Outcome
from colocations.contacts.model import Contact, Facts, Logged, Words, against_place, against_time
from colocations.placements import store as placements
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core import desk as desks
from lvws_core.errors import Conflict, Missing
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import FindPerson, FoundPerson
from lvws_core.reasons import because

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

Errors = tuple[FieldError, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry names, as it is stored: its site, and its person where it names one."""

    site: Site
    person: FoundPerson | None = None


def check(desk: Desk, logged: Logged, find_person: FindPerson) -> Checked | Errors:
    """Give what an entry names, or everything that stands against it.

    The author was placed at the site on that day, the department is one of the site's, and the reference is
    of somebody whom the author may open: one who is not is answered as one who does not exist.
    """
    site = _site(desk, logged.site)
    placed = placements.of_worker(desk.session, desk.actor.id)
    faults = (
        *against_time(logged.at, desk.now),
        *against_place(site, placed, logged.department, logged.at),
    )
    person = _person(logged, find_person)
    if logged.person is not None and person is None:
        text = "There is no record with this reference that you can open. Check it, or choose “A new person”"
        faults = (*faults, FieldError(field="person", code="unknown_reference", text=text))
    if faults or site is None:
        return faults
    return Checked(site=site, person=person)


def log(
    desk: Desk, contact_id: UUID, logged: Logged, find_person: FindPerson, *, offline: bool = False
) -> Contact | Errors:
    """Log a contact, once; event `site_contact.logged`. Give it, or what stands against it.

    `contact_id` was made with the form. The same entry sent again gives what it gave the first time, and changes
    nothing: it is a replay. `offline` says that it was written without a network.

    Raises:
        Conflict: Another entry was logged under this id.
    """
    digest = digest_of(desk, logged)
    known = store.already(desk.session, contact_id)
    if known is not None:
        if known.contact.author_id == desk.actor.id and known.digest == digest:
            return known.contact
        text = "Something else was logged under the same entry. Open the form anew and log it again."
        raise Conflict(because("entry_differs", "I3", text))
    checked = check(desk, logged, find_person)
    if not isinstance(checked, Checked):
        return checked
    contact = _new(desk, contact_id, logged, checked, offline=offline)
    store.add(desk.session, desk.vault, contact, logged.words, owner_id=desk.actor.organisation_id, digest=digest)
    _note(desk, "site_contact.logged", contact, offline=offline)
    return contact


def digest_of(desk: Desk, logged: Logged) -> bytes:
    """Give the keyed digest of an entry: alike for the same entry, and telling nothing about it."""
    return desk.vault.index("contact.digest", hashlib.sha256(logged.content).hexdigest())


def own(desk: Desk, reference: Reference) -> Contact:
    """Give a contact of the actor's own.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    contact = store.get(desk.session, reference)
    if contact.author_id != desk.actor.id:
        raise Missing
    return contact


def words_of(desk: Desk, contact: Contact) -> Words:
    """Open what was written in a contact, where there is anything; event `site_contact.read`.

    Where it is about a person, it is a read of that person's record too: event `person.read`.
    """
    if not contact.has_words:
        return Words()
    _note(desk, "site_contact.read", contact)
    if contact.person_id is not None:
        desk.note("person.read", contact.person_id, fields=("site_contacts",))
    return store.words(desk.session, desk.vault, (contact,))[contact.id]


def link(desk: Desk, contact: Contact, person: FoundPerson) -> None:
    """Say whom a contact was about; event `site_contact.linked`.

    Raises:
        Conflict: It is linked already, or is about nobody.
    """
    if not contact.can_be_linked:
        raise Conflict(because("not_to_link", "I3", "This contact is linked already, or is about nobody."))
    store.link(desk.session, contact, person.id, desk.now)
    _note(desk, "site_contact.linked", contact, person_id=str(person.id))


def called_back(desk: Desk, contact: Contact) -> None:
    """Say that somebody was called back; event `site_contact.called_back`.

    Raises:
        Conflict: That was said already.
    """
    store.call_back_done(desk.session, contact, desk.now)
    _note(desk, "site_contact.called_back", contact)


def led_to(desk: Desk, contact: Contact, referral: Reference) -> None:
    """Say what was made of a contact; event `site_contact.led_to_referral`. Said twice it stays as it was."""
    if contact.referral is None:
        store.led_to(desk.session, contact, referral)
        _note(desk, "site_contact.led_to_referral", contact)


def confirm(desk: Desk, contact: Contact) -> None:
    """Confirm what was written without a network; event `site_contact.confirmed`.

    Raises:
        Conflict: It is confirmed already.
    """
    store.confirm(desk.session, contact, desk.now)
    _note(desk, "site_contact.confirmed", contact)


def _site(desk: Desk, reference: Reference) -> Site | None:
    try:
        return sites.get(desk.session, reference)
    except Missing:
        return None


def _person(logged: Logged, find_person: FindPerson) -> FoundPerson | None:
    if logged.person is None:
        return None
    try:
        return find_person(logged.person)
    except Missing:
        return None


def _new(desk: Desk, contact_id: UUID, logged: Logged, checked: Checked, *, offline: bool) -> Contact:
    facts = {name: getattr(logged, name) for name in Facts.__struct_fields__}
    if logged.outcome is Outcome.CALL_BACK and logged.call_back_at is None:
        days = desk.policy.call_back_working_days
        facts["call_back_at"] = desk.calendar.due(logged.at, working_days=days, close=desk.policy.close_of_day)
    person = checked.person
    return Contact(
        **facts,
        id=contact_id,
        reference=desk.new_reference(),
        site_id=checked.site.id,
        author_id=desk.actor.id,
        received_at=desk.now,
        offline=offline,
        confirmed_at=None if offline else desk.now,
        person_id=person.id if person is not None else None,
        linked_at=desk.now if logged.about is About.REFERENCE else None,
        has_words=not logged.words.is_empty,
    )


def _note(desk: Desk, kind: str, contact: Contact, **detail: object) -> None:
    codes = {"site_id": str(contact.site_id), "contact": contact.kind.value}
    desk.note(kind, contact.id, **codes, **detail)
