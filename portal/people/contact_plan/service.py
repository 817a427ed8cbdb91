"""Confirming a safe-contact plan."""

from msgspec.structs import replace

from lvws_core.consent.contact import narrower
from lvws_core.ids import Reference
from lvws_core.ports import RecordKey
from portal.people import store as people
from portal.people.contact_plan import store
from portal.people.contact_plan.model import SafeContact, recorded_plan
from portal.people.corrections.model import AS_TOLD, AskedBy, Grounds, Part, Why, differing
from portal.people.corrections.service import record_correction
from portal.people.service import Desk


def keep_told_plan(desk: Desk, reference: Reference, contact: SafeContact) -> None:
    """Store a plan as another agency told it, confirmed when they confirmed it; event `contact_plan.told`."""
    key = people.key_of(desk.session, reference)
    _correct(desk, key, contact, Grounds(why=Why.MORE, asked_by=AskedBy.AGENCY))
    store.add(desk.session, desk.vault, key, contact, plan_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    desk.note("contact_plan.told", key.record_id, safe_channels=len(contact.safe))


def confirm_contact_plan(
    desk: Desk, reference: Reference, contact: SafeContact, grounds: Grounds = AS_TOLD
) -> SafeContact:
    """Store a plan as confirmed with the person now; event `contact_plan.confirmed`, which says what became narrower.

    What another plan said before is kept as a correction, on its `grounds`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    before = _correct(desk, key, contact, grounds)
    confirmed = replace(contact, plan=replace(contact.plan, confirmed_at=desk.now))
    less = narrower(before.plan, confirmed.plan) if before is not None else ()
    store.add(desk.session, desk.vault, key, confirmed, plan_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    desk.note(
        "contact_plan.confirmed", key.record_id, safe_channels=len(confirmed.safe), narrower=[r.code for r in less]
    )
    return confirmed


def _correct(desk: Desk, key: RecordKey, contact: SafeContact, grounds: Grounds) -> SafeContact | None:
    """Keep what the plan in force says otherwise, and give it; the first plan corrects nothing."""
    before = store.latest(desk.session, desk.vault, key)
    if before is not None:
        lines = differing(recorded_plan(before), recorded_plan(contact))
        record_correction(desk, key, Part.CONTACT_PLAN, lines, grounds)
    return before
