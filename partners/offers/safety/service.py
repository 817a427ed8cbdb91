"""Stopping contact: whoever notices, on every live offer of the person, in the same transaction."""

from uuid import UUID

from lvws_core.consent.contact import StopCause
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.reasons import because
from partners.offers.model import FiledOffer
from partners.offers.safety import store
from partners.offers.safety.model import CONTACT_STOPPED, Report, Stop
from partners.offers.service import Desk, read

_OVER = because("wrong_state", "lifecycle 2", "This offer is over. Tell the lead by telephone.")


def before_report(desk: Desk, reference: Reference) -> FiledOffer:
    """Give an offer for the form of a report.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is over.
    """
    filed = read(desk, reference)
    if not filed.offer.is_live:
        raise Conflict(_OVER)
    return filed


def report(desk: Desk, reference: Reference, cause: StopCause, words: str = "") -> FiledOffer:
    """Report from an offer that contact is not safe; from now on nobody sees a number of this person.

    Raises:
        Missing: There is none for this actor's organisation.
        Conflict: It is over.

    Source: CONT-01, CONT-03, TOP-11.
    """
    filed = before_report(desk, reference)
    told = Report(cause=cause, words=words, offer_id=filed.offer.id)
    stop_contact(desk, filed.person_id, filed.offer.lead_organisation_id, told)
    return filed


def stop_contact(desk: Desk, person_id: PersonId, lead_id: OrganisationId, told: Report) -> None:
    """Stop contact with a person: the report goes to the lead, the stop to every live offer, in one transaction.

    No offer is told of another: each gets its own line and its own event, without who reported.
    Repeating it adds a report and stops nothing twice.

    Source: CONT-01, CONT-03, TOP-11.
    """
    event = Event(
        kind="contact.stopped",
        at=desk.now,
        actor_id=desk.actor.id,
        subject_id=person_id,
        organisation_ids=(lead_id,),
        detail={"cause": told.cause.value, "organisation_id": str(desk.actor.organisation_id)},
    )
    store.add(desk.session, desk.vault, told, stop_id=desk.new_id(), lead_id=lead_id, event=event)
    desk.record(event)
    for reached in store.close(desk.session, person_id, desk.now):
        line = _of_offer(desk, reached.id, reached.owner_id, reached.partner_id)
        store.add_line(desk.session, reached, line, entry_id=desk.new_id())
        desk.record(line)


def _of_offer(desk: Desk, offer_id: UUID, *organisation_ids: UUID) -> Event:
    return Event(
        kind=CONTACT_STOPPED, at=desk.now, actor_id=None, subject_id=offer_id, organisation_ids=organisation_ids
    )


def stops_of(desk: Desk, person_id: PersonId) -> tuple[Stop, ...]:
    """Give the reports about a person that stand, newest first, for the lead; event `contact.stops_read`."""
    found = store.standing(desk.session, desk.vault, person_id)
    if found:
        desk.note("contact.stops_read", person_id, stops=len(found))
    return found


def lift(desk: Desk, person_id: PersonId, stops: tuple[Stop, ...], reason: str) -> int:
    """Lift these reports about a person, for the lead, with its reason; event `contact.opened`.

    One that came meanwhile goes on standing. Each offer stays closed until its partner has been told
    the plan that counts now.

    Source: CONT-01, TOP-11.
    """
    lifted = store.lift(desk.session, desk.vault, stops, by=desk.actor.id, at=desk.now, reason=reason)
    desk.note("contact.opened", person_id, stops=lifted)
    return lifted
