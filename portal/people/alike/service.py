"""Looking for somebody who may be known already, and recording that two are not the same."""

from lvws_core.ids import PersonId, Reference
from portal.people import store as people
from portal.people.alike import store
from portal.people.model import Identity, Person
from portal.people.service import FOUND_FIELDS, Desk, add_person


def possibly_known(desk: Desk, identity: Identity, *, besides: PersonId | None = None) -> tuple[Person, ...]:
    """Give the people of this organisation who may be the same person; events `person.alike` and `person.read`.

    The same name with the same birth date, or the same phone number; a human decides what follows.
    """
    ids = store.alike(desk.session, desk.vault, identity, besides=besides)
    if not ids:
        return ()
    desk.note("person.alike", desk.actor.id, found=len(ids))
    found = people.of_ids(desk.session, desk.vault, ids)
    for person in found:
        desk.note("person.read", person.id, fields=FOUND_FIELDS)
    return found


def add_as_new(desk: Desk, identity: Identity, others: tuple[Person, ...]) -> Person:
    """Add a person whom a human told apart from everybody who looks alike; event `person.told_apart` as well."""
    person = add_person(desk, identity)
    _tell_apart(desk, person.id, others)
    return person


def alike_to(desk: Desk, reference: Reference) -> tuple[Person, tuple[Person, ...]]:
    """Give a person, and those who may be the same; event `person.read` for each.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person = people.get(desk.session, desk.vault, reference)
    desk.note("person.read", person.id, fields=FOUND_FIELDS)
    return person, possibly_known(desk, person.identity, besides=person.id)


def tell_apart(desk: Desk, reference: Reference, other: Reference) -> None:
    """Record that two people are not the same; event `person.told_apart`.

    Raises:
        Missing: One of them does not exist, or not for this actor.
    """
    person, another = (people.get(desk.session, desk.vault, each) for each in (reference, other))
    _tell_apart(desk, person.id, (another,))


def _tell_apart(desk: Desk, person_id: PersonId, others: tuple[Person, ...]) -> None:
    ids = [other.id for other in others if other.id != person_id]
    owner_id = desk.actor.organisation_id
    store.tell_apart(desk.session, person_id, ids, owner_id=owner_id, by=desk.actor.id, at=desk.now)
    for other_id in ids:
        desk.note("person.told_apart", person_id, other_id=str(other_id))
