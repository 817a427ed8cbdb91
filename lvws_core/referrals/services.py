"""Needs and services: the two sides that routing brings together."""

from datetime import date, datetime
from functools import lru_cache

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_aware, require_keys
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.risk.dash import Band
from lvws_core.times import start_of_day
from lvws_core.vocabulary import Borough, ByAndFor, CapacityState, CrimeCategory, GenderRule, Language, NeedCategory

NEVER_EXCLUDES = frozenset({"no_recourse_to_public_funds", "disability", "mental_health", "offending_history"})
"""What never keeps a person from a universal service. Source: ROUTE-13."""

_NEEDS, _GENDER_RULES = frozenset(NeedCategory), frozenset(GenderRule)
_STATES = {state: state for state in CapacityState}  # gives the member for its key as well

# A member of a list is found anew each time it is named through its class, which takes longer than the rule
# that asks for it: what is asked for each service is named once.
_UNKNOWN = CapacityState.UNKNOWN


class Need(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a person needs, as far as it matters for the choice of a service.

    `age` is in whole years, None where it is not known. `gender` is what the person says, never a
    guess: a key of `Sex` or of `GenderRule`. `wants_by_and_for` holds the groups whose own services
    the person would like. `circumstances` are keys that a service may exclude (`no_recourse_to_public_funds`,
    `own_offending` …). `known_to` are the services that worked with the person before.

    Raises:
        Invalid: An age outside 0 to 125, or a category of need that does not exist.

    Source: domain 7.1; TOP-15, TOP-16.
    """

    categories: frozenset[NeedCategory]
    age: int | None
    borough: Borough | None
    risk: Band
    crime: CrimeCategory | None = None
    languages: frozenset[Language] = frozenset()
    wants_by_and_for: frozenset[ByAndFor] = frozenset()
    gender: str | None = None
    domestic_abuse: bool = False
    circumstances: frozenset[str] = frozenset()
    known_to: frozenset[ServiceId] = frozenset()

    def __post_init__(self) -> None:
        """Refuse an age that nobody has, and unknown categories."""
        if self.age is not None and not 0 <= self.age <= 125:
            raise Invalid("age", "out_of_range")
        require_keys("categories", self.categories, _NEEDS, "unknown_category")


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """What a service last said about its capacity, and when (aware); None when it never did.

    Raises:
        Invalid: A negative number of places, a state that does not exist, or a naive instant.
    """

    state: CapacityState
    places: int | None = None
    said_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse places below none, states that do not exist and naive instants."""
        if self.places is not None and self.places < 0:
            raise Invalid("places", "negative")
        if self.state not in _STATES:
            raise Invalid("state", "unknown_state")
        require_aware("said_at", self.said_at)

    def state_on(self, on: date, policy: Policy = DEFAULT) -> CapacityState:
        """Give the state that counts on a London day: unknown when it was said too long ago, or never.

        What was said exactly `capacity_stale_days` ago still counts.

        Source: ROUTE-11; lifecycle 6.3, stale capacity warns.
        """
        return self.state_since(fresh_since(on, policy))

    def state_since(self, since: datetime) -> CapacityState:
        """Give the state that counts where nothing does that was said before an instant (aware).

        Source: ROUTE-11.
        """
        if self.said_at is None or self.said_at < since:
            return _UNKNOWN
        return _STATES[self.state]


def fresh_since(on: date, policy: Policy = DEFAULT) -> datetime:
    """Give the instant, in UTC, from which on a word about capacity still counts on a London day.

    Source: ROUTE-11; `Policy.capacity_stale_days`, counted in London days.
    """
    return _days_before(on, policy.capacity_stale_days)


@lru_cache(maxsize=64)  # asked for each need, and a whole list of needs is looked at on one day
def _days_before(on: date, days: int) -> datetime:
    oldest = max(on.toordinal() - days, date.min.toordinal())
    return start_of_day(date.fromordinal(oldest))


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner offers, and to whom. An empty set sets no limit; both ages and both days are inclusive.

    `paused_until` is the last London day on which it takes no referrals, None while it does.

    Raises:
        Invalid: Ages or days out of order, or a category of need or a rule of gender that does not exist.

    Source: domain 7.1.
    """

    id: ServiceId
    organisation_id: OrganisationId
    name: str
    capacity: Capacity
    agreement_live: bool
    valid_from: date
    valid_to: date | None = None
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
    paused_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse ages and days out of order, and keys that do not exist."""
        if self.age_min is not None and self.age_max is not None and self.age_max < self.age_min:
            raise Invalid("age_max", "before_minimum")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise Invalid("valid_to", "before_start")
        if self.gender_rule not in _GENDER_RULES:
            raise Invalid("gender_rule", "unknown_rule")
        require_keys("need_categories", self.need_categories, _NEEDS, "unknown_category")

    def is_paused(self, on: date) -> bool:
        """Say whether it takes no referrals on a London day, because it said so beforehand.

        Source: lifecycle 6.3.
        """
        return self.paused_until is not None and on <= self.paused_until

    @property
    def is_universal(self) -> bool:
        """Whether it is for everybody: no rule of gender, and not by and for a group."""
        return self.gender_rule == GenderRule.ALL and not self.by_and_for
