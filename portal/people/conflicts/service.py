"""Registering conflicts, and the one question that sending and its override ask about them."""

from uuid import UUID

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from partners.offers import store as offers
from portal.people import store as people
from portal.people.conflicts import store
from portal.people.conflicts.model import Conflict
from portal.people.service import Desk


def is_conflicted(desk: Desk, person_id: PersonId, organisation_id: OrganisationId) -> bool:
    """Say whether an organisation may not be asked about a person.

    It was asked about the other party, or somebody who works there is connected. Whoever asks learns the
    yes or the no, and nothing else.

    Source: ROUTE-08; lifecycle 6.6.
    """
    found = store.of_person(desk.session, person_id)
    others = [other for each in found if (other := each.other_than(person_id)) is not None]
    staff = frozenset(each.staff_id for each in found if each.staff_id is not None)
    works_there = organisation_id in store.organisations_of(desk.session, staff)
    return works_there or offers.was_ever_asked(desk.session, others, organisation_id)


def before_registering(desk: Desk, reference: Reference) -> PersonId:
    """Give the person about whom something is registered; nothing about them is opened.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return people.finder(desk.session)(reference).id


def register(
    desk: Desk, person_id: PersonId, *, other_id: PersonId | None = None, staff_id: UserId | None = None
) -> None:
    """Register who must not come near a person's case: the other party, or a member of staff.

    What stands already is not registered twice. Event `conflict.registered`.

    Raises:
        Invalid: Neither is named, both are, or it is one and the same person.
    """
    conflict = Conflict(
        id=desk.new_id(),
        person_id=person_id,
        other_person_id=other_id,
        staff_id=staff_id,
        registered_by=desk.actor.id,
        registered_at=desk.now,
    )
    standing = store.of_person(desk.session, person_id)
    if any((each.other_than(person_id), each.staff_id) == (other_id, staff_id) for each in standing):
        return
    store.add(desk.session, conflict, desk.actor.organisation_id)
    desk.note("conflict.registered", person_id, about="staff" if other_id is None else "other_party")


def registered(desk: Desk, person_id: PersonId) -> tuple[Conflict, ...]:
    """Give what is registered about a person, for a manager; event `conflict.read`."""
    found = store.of_person(desk.session, person_id)
    desk.note("conflict.read", person_id, entries=len(found))
    return found


def end(desk: Desk, person_id: PersonId, conflict_id: UUID) -> None:
    """End an entry; event `conflict.ended`.

    Raises:
        Missing: No such entry stands.
    """
    if not store.end(desk.session, conflict_id, person_id, by=desk.actor.id, at=desk.now):
        raise Missing
    desk.note("conflict.ended", person_id, conflict_id=str(conflict_id))
