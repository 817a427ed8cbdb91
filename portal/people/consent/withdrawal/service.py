"""Withdrawing a consent, and what the partners said to it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from lvws_core.consent import Consent, Purpose, withdraw
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.reasons import because
from lvws_core.referrals import OfferStatus
from partners.offers.history import store as histories
from partners.offers.history.model import OfferHistory
from portal.people import store as people
from portal.people.consent import store
from portal.people.consent.model import PartnerOrganisation, RecordedConsent
from portal.people.consent.service import codes_of
from portal.people.service import Desk

_NOTHING = because(
    "nothing_to_withdraw", "CONS-20", "There is no yes here that could be withdrawn: it has ended already."
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A yes that can be withdrawn, with what closes when it is."""

    organisation: PartnerOrganisation
    recorded: RecordedConsent
    live: tuple[OfferHistory, ...]

    @property
    def consent(self) -> Consent:
        """The consent itself."""
        return self.recorded.consent


def standing(desk: Desk, reference: Reference, organisation: str, purpose: str) -> Standing:
    """Give the yes that stands for an organisation and a purpose, and the offers that rest on it; event `person.read`.

    Raises:
        Missing: There is no such person or organisation for this actor.
        Invalid: The organisation or the purpose does not exist.
        Conflict: Nothing stands.
    """
    person_id = find(desk, reference)
    whom, why = _organisation(organisation), _purpose(purpose)
    named = next((o for o in store.partner_organisations(desk.session) if o.id == whom), None)
    if named is None:
        raise Missing
    desk.note("person.read", person_id, fields=("consents", "contact_plan", "sharing"))
    found = (
        each
        for each in store.of_person(desk.session, person_id)
        if (each.consent.organisation_id, each.consent.purpose) == (whom, why)
        and each.consent.is_live(desk.now, desk.policy)
    )
    recorded = next(found, None)
    if recorded is None:
        raise Conflict(_NOTHING)
    closes = why is Purpose.SUPPORT_REFERRAL
    return Standing(organisation=named, recorded=recorded, live=_live(desk, person_id, whom) if closes else ())


def withdraw_consent(desk: Desk, stands: Standing) -> None:
    """Withdraw a consent; event `consent.withdrawn`, which closes every live offer that rests on it at once.

    Raises:
        Conflict: Somebody else changed it meanwhile.

    Source: TOP-07, CONS-20; as easy as giving.
    """
    recorded = stands.recorded
    store.put_status(desk.session, withdraw(recorded.consent, desk.now), expected_version=recorded.version)
    desk.note("consent.withdrawn", recorded.consent.person_id, **codes_of(recorded.consent))


def find(desk: Desk, reference: Reference) -> PersonId:
    """Give the id of a person.

    Raises:
        Missing: There is none, or not for this actor.
    """
    return people.finder(desk.session)(reference).id


def taken_back(desk: Desk, person_id: PersonId) -> tuple[OfferHistory, ...]:
    """Give the offers about a person that were withdrawn, the newest first, for what their partners said."""
    found = histories.of_person(desk.session, person_id, desk.actor.organisation_id)
    return tuple(history for history in found if history.filed.offer.status == OfferStatus.WITHDRAWN)


def _live(desk: Desk, person_id: PersonId, organisation_id: OrganisationId) -> tuple[OfferHistory, ...]:
    found: Sequence[OfferHistory] = histories.of_person(desk.session, person_id, desk.actor.organisation_id)
    offers = (history for history in found if history.filed.offer.organisation_id == organisation_id)
    return tuple(history for history in offers if history.filed.offer.is_live)


def _organisation(text: str) -> OrganisationId:
    try:
        return OrganisationId(UUID(text))
    except ValueError as error:
        raise Invalid("organisation", "not_an_id") from error


def _purpose(text: str) -> Purpose:
    try:
        return Purpose(text)
    except ValueError as error:
        raise Invalid("purpose", "unknown") from error
