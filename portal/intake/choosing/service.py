"""A worker's own people, to choose from whom a contact was about.

They stand on a page of their own and not on the form: the form is opened at a bedside and by people who only
log a ward round, and names there would be read (and recorded as read) each time for nobody. The form itself
shows the reference alone, before and after the choice. What was typed is kept meanwhile as a draft.
"""

from colocations.contacts.linking import store as contacts
from portal.intake.choosing import store
from portal.intake.choosing.model import LATELY, MOST, Own, offered
from portal.people import store as people
from portal.people.service import FOUND_FIELDS, Desk
from portal.people.team import store as teams


def own_people(desk: Desk) -> tuple[Own, ...]:
    """Give the actor's own people, the one met last first; event `person.read` for each, and no more are opened.

    Own are those with whom the actor had a contact at a site lately, whose open case the actor has, and on whose
    case team the actor is. Who was erased, and whoever the actor must not know of, is left out by the gate.
    """
    met = contacts.met_by(desk.session, desk.actor.id, since=desk.now - LATELY, most=MOST)
    cases = store.allocated(desk.session, desk.actor.id, MOST)
    ties = offered(met, cases, teams.people_of(desk.session, desk.actor.id, MOST))
    found = {each.id: each for each in people.of_ids(desk.session, desk.vault, ties)}
    for person_id in found:
        desk.note("person.read", person_id, fields=FOUND_FIELDS)
    return tuple(Own(person=found[id_], tie=tie) for id_, tie in ties.items() if id_ in found)
