"""Asking again: find who else could help, choose one of them, or send anew what a partner can still take."""

from collections.abc import Mapping, Sequence

import msgspec

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import PersonId, Reference, RequestId, ServiceId
from lvws_core.reasons import because
from lvws_core.referrals.routing import match
from partners.offers import service as offers
from partners.offers.following.model import FollowedOffer
from portal.auth import store as accounts
from portal.people import store as people
from portal.people.consent import store as consents
from portal.referrals import service as referrals
from portal.referrals.again.model import Alternative, alternatives
from portal.referrals.model import need_for
from portal.referrals.requests import store
from portal.referrals.requests.model import KeptRequest
from portal.referrals.service import Composed, Desk

MATCHED_FIELDS = ("birth_date", "borough", "language")
"""The red fields that decide which services could help; none of them is shown for it."""

Followed = Mapping[RequestId, tuple[FollowedOffer, ...]]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is ready to be checked once more before it goes to somebody else."""

    person: Reference
    reference: Reference


def find(desk: Desk, kept: Sequence[KeptRequest], followed: Followed) -> Mapping[RequestId, tuple[Alternative, ...]]:
    """Give for each request who could be asked, in the order in which to ask them; the statements stay as few.

    What is read of each person for it is an event, `person.read`.
    """
    if not kept:
        return {}
    ids = frozenset(each.person_id for each in kept)
    persons = {each.id: each for each in people.of_ids(desk.session, desk.vault, ids)}
    for person_id in sorted(persons):
        desk.note("person.read", person_id, fields=MATCHED_FIELDS)
    given = consents.of_people(desk.session, ids)
    listed = referrals.askable(desk, accounts.lead_organisations(desk.session))
    services = [each.service for each in listed.values()]
    found = {}
    for each in kept:
        person = persons.get(each.person_id)
        if person is None:
            continue
        need = need_for(person.identity, each.request.risk, each.composition, desk.today)
        found[each.request.id] = alternatives(
            match(need, services, desk.today, policy=desk.policy),
            listed,
            followed.get(each.request.id, ()),
            person_id=each.person_id,
            consents=given.get(each.person_id, ()),
            at=desk.now,
            policy=desk.policy,
        )
    return found


def _composed(desk: Desk, reference: Reference) -> Composed:
    kept = store.get(desk.session, reference)
    return referrals.compose(desk, person_of(desk, kept.person_id), reference)


def person_of(desk: Desk, person_id: PersonId) -> Reference:
    """Give the reference of the person of a request.

    Raises:
        Missing: The person is gone.
    """
    found = people.references(desk.session, [person_id]).get(person_id)
    if found is None:
        raise Missing
    return found


def choose(desk: Desk, reference: Reference, version: int, service_id: ServiceId) -> Chosen:
    """Choose whom to ask next, with the minimum for them; what would leave is then checked on the page of sending.

    Raises:
        Missing: No such request for this actor, or no such service.
        Conflict: Nobody else may be asked, or the request was changed since that version.
        NotAllowed: The service cannot take it; every reason.
    """
    composed = _composed(desk, reference)
    referrals.check_version(composed, version)
    draft = referrals.choose_service(desk, composed, service_id)
    return Chosen(person=draft.person_reference, reference=draft.reference)


def send_again(
    desk: Desk, reference: Reference, version: int, earlier: Reference, *, sender: str
) -> Reference | Chosen:
    """Send anew to a partner that can still take an expired offer, and give the reference of the new one.

    It leaves in one press only if it is to the byte what the partner was given before, which somebody
    has seen and sent; where anything of it has changed, or something stands in the way, it is chosen
    and has to be checked on the page of sending.

    Raises:
        Missing: No such request or offer for this actor.
        Conflict: The partner has not said so, nobody else may be asked, or the request was changed
            since that version.
        NotAllowed: The service cannot take it any more; every reason.

    Source: lifecycle 6; CONS-30: what leaves was looked at before.
    """
    composed = _composed(desk, reference)
    referrals.check_version(composed, version)
    filed = offers.read(desk, earlier)
    if filed.offer.request_id != composed.draft.id or filed.offer.still_possible_at is None:
        raise Conflict(because("not_still_possible", "lifecycle 2", "This partner has not said that it can take it."))
    referrals.choose_service(desk, composed, filed.offer.service_id)
    chosen = _composed(desk, reference)
    if chosen.draft.composition.categories != filed.receipt.categories:
        referrals.choose_categories(desk, chosen, filed.receipt.categories)
        chosen = _composed(desk, reference)
    if chosen.obstacles or not filed.receipt.verifies(chosen.fields):
        return Chosen(person=chosen.draft.person_reference, reference=reference)
    return referrals.send(desk, chosen, digest=chosen.digest, sender=sender)
