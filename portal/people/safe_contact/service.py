"""Reading the safe-contact plan for the panel of a page."""

from msgspec.structs import replace

from lvws_core.ids import PersonId, Reference
from lvws_core.times import london_day
from portal.people import store as people
from portal.people.contact_plan import store as plans
from portal.people.risk import store as risks
from portal.people.safe_contact.pages import SafeContactPanel, safe_contact_panel
from portal.people.service import Desk, standing


def panel_of(desk: Desk, reference: Reference) -> SafeContactPanel:
    """Give the panel of a person; whoever calls it records the read of the contact plan.

    With a domestic-abuse assessment the plan is sensitive, whatever was ticked.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: TOP-10.
    """
    key = people.key_of(desk.session, reference)
    plan = plans.latest(desk.session, desk.vault, key)
    if plan is not None and risks.series(desk.session, key.record_id):
        plan = plan.as_sensitive()
    return safe_contact_panel(plan, standing(desk, PersonId(key.record_id)).stopped_since, desk.now)


def read_panel(desk: Desk, reference: Reference) -> SafeContactPanel:
    """Give the panel of a person for a page that could lead to a contact; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    panel = panel_of(desk, reference)
    desk.note("person.read", people.finder(desk.session)(reference).id, fields=("contact_plan",))
    return panel


def plain_panel_of(desk: Desk, reference: Reference) -> SafeContactPanel:
    """Give the panel without its links, for a form whose read is recorded with the plan among its fields.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return replace(panel_of(desk, reference), leads=False)


def read_plain_panel(desk: Desk, reference: Reference) -> SafeContactPanel:
    """Give the panel without its links, for the top of a long form; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return replace(read_panel(desk, reference), leads=False)


def is_new(desk: Desk, reference: Reference) -> bool:
    """Say whether the person was added today, by London days: this may be the first call.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return london_day(people.added_at(desk.session, reference)) == desk.today
