"""The directory: what partners offer, from when to when, to whom, with what room and under which agreement."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from lvws_core.consent import Agreement
from lvws_core.consent.contact import Window
from lvws_core.consent.sharing import RecipientKind
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.hours import next_open
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.reasons import because
from lvws_core.referrals import Capacity, Service
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import (
    Borough,
    ByAndFor,
    CapacityState,
    ConflictKind,
    CrimeCategory,
    GenderRule,
    Language,
    NeedCategory,
    PauseReason,
)

NEVER_SAID = Capacity(state=CapacityState.UNKNOWN)
"""The capacity of a service that never said anything about it."""


_BEGUN = because("remit_begun", "domain 7.1", "It holds already. Say what you take from a later day on instead.")


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a service takes while a remit is in force; an empty set sets no limit, ages are inclusive.

    `organisation_name` is the name that the organisation goes by in this remit: names change, and
    a remit is the part of the directory that knows from when to when (domain 7.1). `conflict_checks`
    is what the service wants checked before it is asked (ROUTE-08).

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
    conflict_checks: frozenset[ConflictKind] = frozenset()

    def __post_init__(self) -> None:
        """Refuse ages out of order."""
        if self.age_min is not None and self.age_max is not None and self.age_max < self.age_min:
            raise Invalid("age_max", "before_minimum")


class Remit(msgspec.Struct, frozen=True, kw_only=True):
    """What a service takes, from day to day, both inclusive; without a last day it goes on."""

    id: UUID
    valid_from: date
    valid_to: date | None
    terms: Terms

    def reaches(self, day: date) -> bool:
        """Say whether it is in force on a day or later."""
        return self.valid_to is None or self.valid_to >= day


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """When a service is open, in London time; no `windows` means that it has not said.

    `closed` are days on which it stays shut beyond that; bank holidays count unless it says otherwise.
    """

    windows: tuple[Window, ...] = ()
    open_on_holidays: bool = False
    closed: frozenset[date] = frozenset()

    def next(self, now: datetime, holidays: Collection[date]) -> datetime | None:
        """Give the first moment from `now` on at which it is open, in UTC; None when that is not known."""
        shut = self.closed if self.open_on_holidays else self.closed.union(holidays)
        return next_open(self.windows, shut, now)


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """London days, both inclusive, on which a service takes no referrals, and why.

    Raises:
        Invalid: It ends before it starts.
    """

    starts_on: date
    ends_on: date
    reason: PauseReason

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.ends_on < self.starts_on:
            raise Invalid("ends_on", "before_start")


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A service with the remit, the hours and the pause that are in force on a day, both its days inclusive."""

    id: ServiceId
    key: str = ""
    organisation_id: OrganisationId
    name: str
    recipient: RecipientKind
    valid_from: date
    valid_to: date | None
    terms: Terms
    opening: Opening = Opening()
    pause: Pause | None = None
    off_portal: bool = False


class ListedService(msgspec.Struct, frozen=True, kw_only=True):
    """A service as the directory lists it on a day: the core's service, and what sharing asks about it.

    `recipient` is its column of the minimum (domain 4.7). `agreement` is the one that is live on
    the day, else the newest, else None. `pause` is the one in force on the day. `off_portal` says
    that it has no account: whoever refers delivers the pack by a secure way.
    """

    key: str
    service: Service
    organisation_id: OrganisationId
    organisation_name: str
    recipient: RecipientKind
    agreement: Agreement | None
    opening: Opening = Opening()
    pause: Pause | None = None
    conflict_checks: frozenset[ConflictKind] = frozenset()
    off_portal: bool = False

    def takes_referrals(self, state: CapacityState) -> bool:
        """Say whether it takes referrals, given its capacity of the day; what is not known is no yes."""
        has_room = state in {CapacityState.OPEN, CapacityState.LIMITED}
        return has_room and self.pause is None and self.service.agreement_live

    def conflicts(self, *, domestic_abuse: bool) -> frozenset[ConflictKind]:
        """Give the conflicts that are known from the need alone; the others have to be asked about.

        Source: ROUTE-08, restorative justice while domestic abuse is a live risk.
        """
        known = {ConflictKind.RESTORATIVE_WHILE_ABUSE_LIVE} if domestic_abuse else frozenset()
        return self.conflict_checks & known


def listed(listing: Listing, capacity: Capacity, agreements: tuple[Agreement, ...], on: date) -> ListedService:
    """Give the service as it is listed on a London day.

    Source: domain 7.1, CONS-50.
    """
    agreement = agreement_on(agreements, listing.organisation_id, on)
    terms = msgspec.structs.asdict(listing.terms)
    organisation_name, conflict_checks = terms.pop("organisation_name"), terms.pop("conflict_checks")
    service = Service(
        id=listing.id,
        organisation_id=listing.organisation_id,
        name=listing.name,
        capacity=capacity,
        agreement_live=agreement is not None and agreement.is_live(on),
        valid_from=listing.valid_from,
        valid_to=listing.valid_to,
        paused_until=listing.pause.ends_on if listing.pause is not None else None,
        **terms,
    )
    return ListedService(
        key=listing.key,
        service=service,
        organisation_id=listing.organisation_id,
        organisation_name=organisation_name,
        recipient=listing.recipient,
        agreement=agreement,
        opening=listing.opening,
        pause=listing.pause,
        conflict_checks=conflict_checks,
        off_portal=listing.off_portal,
    )


def overlapping(history: Collection[Remit], begins_on: date) -> Remit | None:
    """Give the remit that a new one from this day would overlap; None when it may begin.

    The one in force ends the day before and does not count; one that begins on that day or later does.

    Source: domain 7.1, effective-dated.
    """
    return min((r for r in history if r.valid_from >= begins_on), key=lambda r: r.valid_from, default=None)


def undoing(history: Collection[Remit], remit_id: UUID, today: date) -> tuple[Remit, Remit | None]:
    """Give a planned remit that is dropped, and the one before it, which then goes on as long as it would have.

    Raises:
        Missing: The service has no such remit.
        Conflict: It has begun.

    Source: domain 7.1, effective-dated.
    """
    dropped = next((remit for remit in history if remit.id == remit_id), None)
    if dropped is None:
        raise Missing
    if dropped.valid_from <= today:
        raise Conflict(_BEGUN)
    eve = dropped.valid_from - timedelta(days=1)
    return dropped, next((remit for remit in history if remit.valid_to == eve), None)


def agreement_on(agreements: tuple[Agreement, ...], organisation_id: OrganisationId, on: date) -> Agreement | None:
    """Give the organisation's agreement that counts on a London day: a live one first, then the newest.

    Source: domain 4.9.
    """
    theirs = [a for a in agreements if a.organisation_id == organisation_id]
    return max(theirs, key=lambda a: (a.is_live(on), a.starts_on, a.id), default=None)
