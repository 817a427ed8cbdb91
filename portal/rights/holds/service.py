"""Setting and lifting a legal hold."""

from datetime import timedelta
from uuid import UUID

from lvws_core.ids import PersonId, Reference
from portal.people import store as people
from portal.rights.holds import store
from portal.rights.holds.model import Held, Hold
from portal.rights.requests.service import Desk


def hold(desk: Desk, person: Reference, held: Held) -> Hold:
    """Suspend the deletion of a record; event `rights.held`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: RET-01.
    """
    person_id = people.finder(desk.session)(person).id
    made = Hold(
        id=desk.new_id(),
        person_id=PersonId(person_id),
        reason=held.reason,
        since=held.since,
        review_on=desk.today + timedelta(days=desk.policy.hold_review_days),
        held_by=desk.actor.id,
        held_at=desk.now,
    )
    store.add(desk.session, made, desk.actor.organisation_id)
    desk.note("rights.held", person_id, hold=str(made.id), reason=made.reason.value)
    return made


def lift(desk: Desk, person: Reference, hold_id: UUID) -> None:
    """Lift a hold; event `rights.hold_lifted`.

    Raises:
        Missing: There is no such person, or no such hold that stands.
    """
    person_id = people.finder(desk.session)(person).id
    store.lift(desk.session, hold_id, person_id, by=desk.actor.id, at=desk.now)
    desk.note("rights.hold_lifted", person_id, hold=str(hold_id))
