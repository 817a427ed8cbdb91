"""What is done with people: each use case loads, decides, stores and records."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.ids import OrganisationId, PersonId, Reference
from partners.offers.safety import store as safety
from partners.offers.updates import store as updates
from portal.auth import store as accounts
from portal.people import store
from portal.people.corrections.model import AS_TOLD, Grounds, Part, differing
from portal.people.corrections.service import record_correction
from portal.people.identity.model import recorded_identity
from portal.people.model import Identity, Person, PersonRecord, Sought, Standing, Teller, Waiting, changed_fields
from portal.reviews.access import service as reviews
from portal.reviews.access.model import LineKind, share_surname

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

MOST_WAITING = 25
"""How many people a page names of those about whom the lead has to decide."""

FOUND_FIELDS = ("name", "birth_date", "borough")
"""The red fields that a result of a search shows."""

RECORD_FIELDS = ("identity", "contact_plan", "consents", "risk_assessment", "needs_assessment")
"""The red fields of a record that was read."""


def add_person(desk: Desk, identity: Identity, told_by: Mapping[str, Teller] = {}) -> Person:
    """Add a person to the actor's organisation; event `person.added`.

    `told_by` says which fields another agency told, and when.

    Raises:
        IntegrityError: The fresh reference is taken, one chance in hundreds of millions; try again.
    """
    person = Person(
        id=PersonId(desk.new_id()),
        reference=desk.new_reference(),
        version=1,
        created_at=desk.now,
        identity=identity,
        told_by=told_by,
    )
    store.add(desk.session, desk.vault, person, owner_id=desk.actor.organisation_id, by=desk.actor.id)
    desk.note("person.added", person.id, told=sorted(told_by))
    return person


def find_people(desk: Desk, sought: Sought) -> tuple[Person, ...]:
    """Give the people who match exactly, newest first; events `person.sought`, and `person.read` for each."""
    found = store.find(desk.session, desk.vault, sought)
    desk.note("person.sought", desk.actor.id, by=sought.ways, found=len(found))
    if sought.name:
        _list_own_name(desk, sought.name)
    for person in found:
        desk.note("person.read", person.id, fields=FOUND_FIELDS)
    return found


def _list_own_name(desk: Desk, name: str) -> None:
    """List, once a London day, that somebody was looked for who has the actor's own surname (assurance P6)."""
    own, _, _ = accounts.described(desk.session, [desk.actor.id]).get(desk.actor.id, ("", None, ""))
    if share_surname(own, name):
        slot = f"{LineKind.OWN_NAME.value}:{desk.actor.id}:{desk.today.isoformat()}"
        reviews.list_line(desk, reviews.new_line(desk, LineKind.OWN_NAME, slot=slot))


def read_record(desk: Desk, reference: Reference, *, also: Sequence[str] = ()) -> PersonRecord:
    """Give everything in force about a person; event `person.read`, for the fields that are read `also` as well.

    Raises:
        Missing: There is none, or not for this actor.
    """
    found = store.record_of(desk.session, desk.vault, reference)
    desk.note("person.read", found.person.id, fields=(*RECORD_FIELDS, *also))
    return replace(found, standing=standing(desk, found.person.id))


def waiting(session: store.Session, organisation_id: OrganisationId) -> tuple[Waiting, ...]:
    """Give the people about whom the lead has to decide: contact is stopped, or partners do not know what changed.

    Those with whom contact is stopped come first, the latest report before the others.
    """
    stopped = safety.stopped_people(session, organisation_id, MOST_WAITING)
    awaited = updates.awaited_people(session, organisation_id, MOST_WAITING)
    people = (*stopped, *(person_id for person_id in awaited if person_id not in stopped))
    references = store.references_of(session, people)
    return tuple(
        Waiting(reference=references[person_id], stopped_since=stopped.get(person_id))
        for person_id in people
        if person_id in references
    )


def standing(desk: Desk, person_id: PersonId) -> Standing:
    """Give how the live offers of a person stand; nothing that was shared is opened."""
    since = safety.stopped_since(desk.session, person_id)
    return Standing(stopped_since=since, untold=updates.is_awaited(desk.session, person_id))


def read_identity(desk: Desk, reference: Reference) -> Person:
    """Give a person with the identity alone, for a page with the safe-contact plan on top; event `person.read`.

    Raises:
        Missing: There is none, or not for this actor.
    """
    person = store.get(desk.session, desk.vault, reference)
    desk.note("person.read", person.id, fields=("identity", "contact_plan"))
    return person


def change_identity(
    desk: Desk, reference: Reference, identity: Identity, *, expected_version: int, grounds: Grounds = AS_TOLD
) -> Person:
    """Store a changed identity and give the person as it is now; event `person.identity_changed`.

    What stood before is kept as a correction, on its `grounds`.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: Somebody else changed it since `expected_version`.
    """
    old = store.get(desk.session, desk.vault, reference)
    fields = changed_fields(old.identity, identity)
    still = {name: teller for name, teller in old.told_by.items() if name not in fields}
    changed = replace(old, identity=identity, version=expected_version + 1, told_by=still)
    store.put(desk.session, desk.vault, changed, expected_version=expected_version)
    desk.note("person.identity_changed", old.id, version=changed.version, fields=fields)
    differ = differing(recorded_identity(old.identity), recorded_identity(identity))
    record_correction(desk, store.key_of(desk.session, reference), Part.IDENTITY, differ, grounds)
    return changed
