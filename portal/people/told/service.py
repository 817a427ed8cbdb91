"""Recording what a person was told, and what is still to tell."""

from lvws_core.ids import PersonId, Reference
from portal.people import store as people
from portal.people.service import Desk
from portal.people.told import store
from portal.people.told.forms import Pressed
from portal.people.told.model import Said, Standing, standings


def record_told(desk: Desk, reference: Reference, pressed: Pressed) -> None:
    """Store that a person was told of a topic, and the answer; event `person.told_about`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: CODE-34, TAKE-03.
    """
    person_id = people.finder(desk.session)(reference).id
    said = Said(topic=pressed.topic, answer=pressed.answer, told_on=pressed.told_on, by=desk.actor.id)
    owner = desk.actor.organisation_id
    store.add(desk.session, said, row_id=desk.new_id(), person_id=person_id, owner_id=owner, at=desk.now)
    desk.note("person.told_about", person_id, topic=said.topic.value, answer=said.answer.value)


def standing_of(desk: Desk, reference: Reference) -> tuple[Standing, ...]:
    """Give where each topic stands for a person; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person_id = people.finder(desk.session)(reference).id
    desk.note("person.read", person_id, fields=("told_about",))
    return standing_of_id(desk, reference, person_id)


def standing_of_id(desk: Desk, reference: Reference, person_id: PersonId) -> tuple[Standing, ...]:
    """Give the same to who has recorded the read already."""
    added_at = people.added_at(desk.session, reference)
    return standings(store.newest(desk.session, person_id), added_at, desk.calendar, desk.policy)
