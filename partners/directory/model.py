"""The directory: what partners offer, from when to when, to whom, with what room and under which agreement."""

from datetime import date

import msgspec

from lvws_core.consent import Agreement
from lvws_core.consent.sharing import RecipientKind
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.referrals import Capacity, Service
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, ByAndFor, CapacityState, CrimeCategory, GenderRule, Language, NeedCategory

NEVER_SAID = Capacity(state=CapacityState.UNKNOWN)
"""The capacity of a service that never said anything about it."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a service takes while a remit is in force; an empty set sets no limit, ages are inclusive.

    `organisation_name` is the name that the organisation goes by in this remit: names change, and
    a remit is the part of the directory that knows from when to when (domain 7.1).

    Raises:
        Invalid: The ages are out of order.

    Source: domain 7.1.
    """

    organisation_name: str = ""
    age_min: int | None = None
    age_max: int | None = None
    boroughs: frozenset[Borough] = frozenset()
    need_categories: frozenset[NeedCategory] = frozenset()
    risk_levels: frozenset[Band] = frozenset()
    crimes: frozenset[CrimeCategory] = frozenset()
    gender_rule: GenderRule = GenderRule.ALL
    by_and_for: frozenset[ByAndFor] = frozenset()
    languages: frozenset[Language] = frozenset()
    exclusions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse ages out of order."""
        if self.age_min is not None and self.age_max is not None and self.age_max < self.age_min:
            raise Invalid("age_max", "before_minimum")


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A service with the remit that is in force on a day, both its days inclusive."""

    id: ServiceId
    organisation_id: OrganisationId
    name: str
    recipient: RecipientKind
    valid_from: date
    valid_to: date | None
    terms: Terms


class ListedService(msgspec.Struct, frozen=True, kw_only=True):
    """A service as the directory lists it on a day: the core's service, and what sharing asks about it.

    `recipient` is its column of the minimum (domain 4.7). `agreement` is the one that is live on
    the day, else the newest, else None.
    """

    service: Service
    organisation_id: OrganisationId
    organisation_name: str
    recipient: RecipientKind
    agreement: Agreement | None


def listed(listing: Listing, capacity: Capacity, agreements: tuple[Agreement, ...], on: date) -> ListedService:
    """Give the service as it is listed on a London day.

    Source: domain 7.1, CONS-50.
    """
    agreement = agreement_on(agreements, listing.organisation_id, on)
    terms = msgspec.structs.asdict(listing.terms)
    organisation_name = terms.pop("organisation_name")
    service = Service(
        id=listing.id,
        organisation_id=listing.organisation_id,
        name=listing.name,
        capacity=capacity,
        agreement_live=agreement is not None and agreement.is_live(on),
        valid_from=listing.valid_from,
        valid_to=listing.valid_to,
        **terms,
    )
    return ListedService(
        service=service,
        organisation_id=listing.organisation_id,
        organisation_name=organisation_name,
        recipient=listing.recipient,
        agreement=agreement,
    )


def agreement_on(agreements: tuple[Agreement, ...], organisation_id: OrganisationId, on: date) -> Agreement | None:
    """Give the organisation's agreement that counts on a London day: a live one first, then the newest.

    Source: domain 4.9.
    """
    theirs = [a for a in agreements if a.organisation_id == organisation_id]
    return max(theirs, key=lambda a: (a.is_live(on), a.starts_on, a.id), default=None)
