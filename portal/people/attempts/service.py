"""Reaching a person: what comes next, the number at the moment it is asked for, and what was tried."""

from msgspec.structs import replace

from lvws_core.consent.contact import (
    AttemptOutcome,
    StopCause,
    next_attempt,
    stopped,
)
from lvws_core.ids import Reference
from partners.offers.safety import store as stops
from partners.offers.safety.model import Report
from partners.offers.safety.service import stop_contact
from partners.offers.snapshot.model import reaches
from portal.people import store as people
from portal.people.attempts import store
from portal.people.attempts.forms import Tried
from portal.people.attempts.model import MadeAttempt, Reaching, known_plan, priority_of
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.model import shared_contact
from portal.people.service import Desk


def reaching(desk: Desk, reference: Reference) -> Reaching:
    """Give how far the attempts to reach a person have come, by all services together; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: domain 5.4, CONT-20 to CONT-22.
    """
    record, key = people.record_of(desk.session, desk.vault, reference), people.key_of(desk.session, reference)
    desk.note("person.read", record.person.id, fields=("contact_plan", "contact_attempts"))
    since = stops.stopped_since(desk.session, record.person.id)
    made, contact = store.of_person(desk.session, record.person.id), record.contact
    plan = known_plan(None if contact is None else contact.plan, (each.attempt for each in made))
    if contact is not None:
        plan = stopped(plan) if since is not None else plan
        contact = replace(contact, plan=plan)
    priority = priority_of(record)
    ahead = next_attempt(
        plan,
        priority,
        (each.attempt for each in made),
        record.person.created_at,
        desk.now,
        desk.calendar,
        desk.policy,
        details_changed_at=plans.new_details_at(desk.session, desk.vault, key),
    )
    return Reaching(
        record=record,
        made=made,
        ahead=ahead,
        priority=priority,
        contact=shared_contact(contact) if contact is not None else None,
        stopped_since=since,
    )


def show_number(desk: Desk, reference: Reference) -> Reaching:
    """Give the same with the numbers, each as it may be used at this moment; event `person.number_shown`.

    While contact is stopped there are none to open, and that they were asked for is recorded.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: TOP-10, CONT-01; assurance P10.
    """
    person_id = people.finder(desk.session)(reference).id
    is_stopped = stops.stopped_since(desk.session, person_id) is not None
    desk.note("person.number_refused" if is_stopped else "person.number_shown", person_id, fields=("contact_plan",))
    found = reaching(desk, reference)
    if is_stopped or found.contact is None:
        return found
    return replace(found, reaches=reaches(found.contact, desk.now, desk.policy))


def record_attempt(desk: Desk, reference: Reference, tried: Tried) -> None:
    """Store an attempt; event `person.contact_tried`. Where somebody else answered, all contact stops at once.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: CONT-03, CONT-20, TOP-11.
    """
    key = people.key_of(desk.session, reference)
    person_id = people.finder(desk.session)(reference).id
    if tried.attempt.outcome is AttemptOutcome.UNEXPECTED_ANSWERER:
        # First: the stop holds whatever else happens in this transaction, or nothing of it does.
        stop_contact(desk, person_id, desk.actor.organisation_id, Report(cause=StopCause.UNEXPECTED_ANSWERER))
    made = MadeAttempt(attempt=tried.attempt, organisation_id=desk.actor.organisation_id, minutes=tried.minutes)
    store.add(desk.session, key, made, attempt_id=desk.new_id(), by=desk.actor.id, at=desk.now)
    desk.note("person.contact_tried", person_id, channel=made.attempt.channel.value, outcome=made.attempt.outcome.value)
