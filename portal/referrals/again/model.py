"""Who else could be asked for a need: the alternatives, ranked, and which of them the person has agreed to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from lvws_core.consent import Consent, Purpose
from lvws_core.consent.minimum import default_minimum
from lvws_core.consent.sharing import ShareRequest, decide_sharing
from lvws_core.ids import PersonId, ServiceId
from lvws_core.policy import Policy
from lvws_core.referrals import OfferStatus
from lvws_core.referrals.routing import Match
from partners.directory.model import ListedService
from partners.offers.following.model import FollowedOffer


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """A service that could take a need.

    `consented` says that the person's consent covers it now; `asked` is the newest offer that it was
    sent for this need, None where it was sent none.
    """

    listed: ListedService
    consented: bool
    asked: FollowedOffer | None = None

    @property
    def still_possible_at(self) -> datetime | None:
        """When the service said of an expired offer that it can still take it (aware UTC)."""
        offer = self.asked.offer if self.asked is not None else None
        return offer.still_possible_at if offer is not None and offer.status == OfferStatus.EXPIRED else None


def alternatives(
    matches: Iterable[Match],
    listed: Mapping[ServiceId, ListedService],
    earlier: Sequence[FollowedOffer],
    *,
    person_id: PersonId,
    consents: Sequence[Consent],
    at: datetime,
    policy: Policy,
) -> tuple[Alternative, ...]:
    """Give the services that could take a need at an aware moment, in the order in which to ask them.

    `matches` are best first, `earlier` the offers for this need, newest first. First comes who said
    that it can still take it, then those whom the person has agreed to, who was not asked before who
    was; then those for whom the person has to be asked first. One that has a live offer of this need
    is left out, and so is one that cannot take it.

    Source: screens 8; CONS-22, the alternatives stay inside the consent already given.
    """
    asked: dict[ServiceId, FollowedOffer] = {}
    for each in earlier:
        asked.setdefault(each.offer.service_id, each)
    able = [found.service.id for found in matches if found.eligible]
    free = [id_ for id_ in able if id_ not in asked or not asked[id_].offer.is_live]
    found = [
        Alternative(
            listed=listed[id_],
            consented=_consented(listed[id_], person_id, consents, at, policy),
            asked=asked.get(id_),
        )
        for id_ in free
    ]
    return tuple(sorted(found, key=_place))


def _place(each: Alternative) -> tuple[bool, bool, bool]:
    return each.still_possible_at is None or not each.consented, not each.consented, each.asked is not None


def _consented(
    listed: ListedService, person_id: PersonId, consents: Sequence[Consent], at: datetime, policy: Policy
) -> bool:
    """Say whether consent and agreement let something of the minimum leave for a service now."""
    request = ShareRequest(
        person_id=person_id,
        organisation_id=listed.organisation_id,
        purpose=Purpose.SUPPORT_REFERRAL,
        categories=default_minimum(listed.recipient),
        at=at,
        recipient=listed.recipient,
    )
    agreements = (listed.agreement,) if listed.agreement is not None else ()
    return decide_sharing(request, consents=consents, agreements=agreements, policy=policy).allowed
