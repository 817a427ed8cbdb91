"""Reading what was corrected, with who holds what stood before."""

import msgspec

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.corrections import store
from portal.rights.corrections.model import Known, known
from portal.rights.requests.service import Desk
from portal.sharing.service import everything_about


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What was corrected, newest first."""

    person: Reference
    known: tuple[Known, ...]


def read_corrections(desk: Desk, person: Reference) -> History:
    """Give what was corrected in a record, with former values; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: domain section 9.5; TOP-08.
    """
    key = people.key_of(desk.session, person)
    person_id = people.finder(desk.session)(person).id
    desk.note("person.read", person_id, fields=("corrections", "sharing"))
    made = store.of_person(desk.session, desk.vault, key)
    left = everything_about(desk, person_id) if any(each.replaced for each in made) else ()
    return History(person=person, known=known(made, left, desk.now))
