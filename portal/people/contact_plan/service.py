"""Confirming a safe-contact plan."""

from msgspec.structs import replace

from lvws_core.consent.contact import narrower
from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.contact_plan import store
from portal.people.contact_plan.model import SafeContact
from portal.people.service import Desk


def keep_told_plan(desk: Desk, reference: Reference, contact: SafeContact) -> None:
    """Store a plan as another agency told it, confirmed when they confirmed it; event `contact_plan.told`."""
    key = people.key_of(desk.session, reference)
    store.add(desk.session, desk.vault, key, contact, plan_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    desk.note("contact_plan.told", key.record_id, safe_channels=len(contact.safe))


def confirm_contact_plan(desk: Desk, reference: Reference, contact: SafeContact) -> SafeContact:
    """Store a plan as confirmed with the person now; event `contact_plan.confirmed`, which says what became narrower.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    before = store.latest(desk.session, desk.vault, key)
    confirmed = replace(contact, plan=replace(contact.plan, confirmed_at=desk.now))
    less = narrower(before.plan, confirmed.plan) if before is not None else ()
    store.add(desk.session, desk.vault, key, confirmed, plan_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    desk.note(
        "contact_plan.confirmed", key.record_id, safe_channels=len(confirmed.safe), narrower=[r.code for r in less]
    )
    return confirmed
