"""Reading the ledger: what left about a person, and what one partner was given."""

from lvws_core import desk as desks
from lvws_core.ids import PersonId, Reference
from partners.offers.history import store as histories
from partners.offers.updates import store as updates
from portal.audit import store as audit
from portal.people import store as people
from portal.people.consent import store as consents
from portal.reviews.overrides import store as overrides
from portal.sharing.model import READINGS, Sharing, ledger

Desk = desks.Desk[histories.Session]
"""The desk of this slice, with the session of its store."""

MOST_READINGS = 5000
"""How many openings are looked at; of more, the newest."""


def read_ledger(desk: Desk, reference: Reference) -> tuple[Sharing, ...]:
    """Give everything that left about a person, the newest first; event `person.read`.

    Nothing sealed is opened: a ledger holds names of categories, moments and bases, never a value.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person_id = people.finder(desk.session)(reference).id
    desk.note("person.read", person_id, fields=("consents", "sharing"))
    return everything_about(desk, person_id)


def everything_about(desk: Desk, person_id: PersonId) -> tuple[Sharing, ...]:
    """Give everything that left about a person, the newest first; the caller records the read."""
    found = histories.of_person(desk.session, person_id, desk.actor.organisation_id)
    ids = [history.filed.offer.id for history in found]
    opened = audit.about(desk.session, ids, READINGS, MOST_READINGS)
    given, set_aside = consents.of_person(desk.session, person_id), overrides.of_person(desk.session, person_id)
    return ledger(found, given, opened, set_aside, updates.of_offers(desk.session, ids))


def person_of(desk: Desk, offer: Reference) -> Reference:
    """Give the person of an offer that the actor's organisation sent.

    Raises:
        Missing: There is none, or it is another lead's.
    """
    history = histories.of_offer(desk.session, offer, desk.actor.organisation_id)
    return people.reference_of(desk.session, history.filed.person_id)
