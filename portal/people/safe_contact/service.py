"""Reading the safe-contact plan for the panel of a page."""

from lvws_core.ids import PersonId, Reference
from lvws_core.times import london_day
from portal.people import store as people
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.model import SafeContact
from portal.people.risk import store as risks
from portal.people.safe_contact.pages import SafeContactPanel, safe_contact_panel
from portal.people.service import Desk, standing


def read_plan(desk: Desk, reference: Reference) -> SafeContact | None:
    """Give the plan in force, sensitive where there is a domestic-abuse assessment; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: TOP-10.
    """
    key = people.key_of(desk.session, reference)
    found = plans.latest(desk.session, desk.vault, key)
    desk.note("person.read", key.record_id, fields=("contact_plan",))
    if found is None or not risks.series(desk.session, key.record_id):
        return found
    return found.as_sensitive()


def read_panel(desk: Desk, reference: Reference) -> SafeContactPanel:
    """Give the panel of a person for a page that could lead to a contact; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    plan, person_id = read_plan(desk, reference), people.finder(desk.session)(reference).id
    return safe_contact_panel(plan, standing(desk, PersonId(person_id)).stopped_since, desk.now)


def is_new(desk: Desk, reference: Reference) -> bool:
    """Say whether the person was added today, by London days: this may be the first call.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return london_day(people.added_at(desk.session, reference)) == desk.today
