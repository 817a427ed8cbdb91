"""Reaching a person: what comes next, the number at the moment it is asked for, and what was tried."""

from msgspec.structs import replace

from lvws_core.consent.contact import (
    AttemptOutcome,
    StopCause,
    stopped,
)
from lvws_core.ids import Reference
from lvws_core.ports import FindCase
from partners.offers.safety import store as stops
from partners.offers.safety.model import Report
from partners.offers.safety.service import stop_contact
from partners.offers.snapshot.model import reaches
from portal.people import store as people
from portal.people.attempts import store
from portal.people.attempts.forms import Tried
from portal.people.attempts.model import MadeAttempt, Reaching, ToReach, known_plan
from portal.people.contact_plan import store as plans
from portal.people.contact_plan.model import shared_contact
from portal.people.service import Desk


def reaching(desk: Desk, reference: Reference, find_case: FindCase) -> Reaching:
    """Give how far the attempts to reach a person have come, by all services together; event `person.read`.

    How pressing it is, and from when on it counts, comes from the newest open case where there is one.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: domain 5.4, CONT-20 to CONT-22.
    """
    record, key = people.record_of(desk.session, desk.vault, reference), people.key_of(desk.session, reference)
    desk.note("person.read", record.person.id, fields=("contact_plan", "contact_attempts", "language", "access_needs"))
    since = stops.stopped_since(desk.session, record.person.id)
    made, contact = store.of_person(desk.session, record.person.id), record.contact
    told = None if contact is None else contact.plan
    to_reach = ToReach(
        since=record.person.created_at,
        level=None if record.assessment is None else record.assessment.level,
        plan=told if told is None or since is None else stopped(told),
        case=find_case(record.person.id),
        details_changed_at=plans.new_details_at(desk.session, desk.vault, key),
    )
    tries = tuple(each.attempt for each in made)
    if contact is not None:
        known = known_plan(to_reach.plan, tries)
        contact = replace(contact, plan=known)
    return Reaching(
        record=record,
        made=made,
        ahead=to_reach.next(tries, desk.now, desk.calendar, desk.policy),
        priority=to_reach.priority,
        contact=shared_contact(contact) if contact is not None else None,
        stopped_since=since,
    )


def show_number(desk: Desk, reference: Reference, find_case: FindCase) -> Reaching:
    """Give the same with the numbers, each as it may be used at this moment; event `person.number_shown`.

    While contact is stopped there are none to open, and that they were asked for is recorded.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: TOP-10, CONT-01; assurance P10.
    """
    person_id = people.finder(desk.session)(reference).id
    is_stopped = stops.stopped_since(desk.session, person_id) is not None
    desk.note("person.number_refused" if is_stopped else "person.number_shown", person_id, fields=("contact_plan",))
    found = reaching(desk, reference, find_case)
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
