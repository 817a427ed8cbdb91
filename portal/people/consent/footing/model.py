"""The footing of an answer, and a yes that could not be taken for the person's own."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.consent import Purpose
from lvws_core.consent.capacity import ConsentAbility, ConsentFacts, GivenBy, Pressure, can_consent
from lvws_core.given import require_aware
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import Reason
from lvws_core.vocabulary import Labelled

GROWN = 18
"""The age from which nothing but capacity is in question."""


class AgeBand(Labelled):
    """How old somebody is whose date of birth is not known, as far as consent asks. Source: domain 4.8."""

    GROWN_UP = "18_over", "18 or over"
    SIXTEEN = "16_17", "16 or 17"
    UNDER_16 = "under_16", "Under 16"

    @property
    def age(self) -> int:
        """An age in whole years that stands for the band."""
        return {"18_over": GROWN, "16_17": 16, "under_16": 15}[self.value]


class Capacity(Labelled):
    """What is said of capacity, where it is in doubt. Source: CONS-40, CONS-41."""

    PRESUMED = "presumed", "There is no doubt: the person can decide this"
    HAS = "assessed", "There was a doubt: with help, the person can decide this now"
    LACKS = "lacks", "The person cannot decide this now, even with help"


class Footing(msgspec.Struct, frozen=True, kw_only=True):
    """How an answer came to be the person's: who said it, signs of pressure, capacity and the reasoning for it.

    Source: domain 4.6 (`given_freely_check`, `capacity_basis`) and 4.8; CONS-40 to CONS-45.
    """

    facts: ConsentFacts = ConsentFacts(age=GROWN)
    pressure: frozenset[Pressure] = frozenset()
    reasoning: str = ""

    def ability(self, *, informed: bool = True) -> ConsentAbility:
        """Say whether a yes counts as the person's own, with the reasons of the core."""
        return can_consent(replace(self.facts, free=not self.pressure, informed=informed))

    @property
    def is_ordinary(self) -> bool:
        """Whether there is nothing to keep: a grown person, presumed able, who answered freely."""
        return self == Footing(facts=ConsentFacts(age=self.facts.age)) and self.facts.age >= GROWN

    @property
    def is_persons_own(self) -> bool:
        """Whether the person answered, and was not pressed; such a no is not asked about again soon (CONS-21)."""
        return self.facts.given_by == GivenBy.PERSON and not self.pressure


class NotTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A yes that did not count: whom it was about, when it was said (aware UTC), to whom, and why it did not.

    Raises:
        Invalid: The instant is naive.

    Source: CONS-10 (what is refused is recorded too), CONS-40 to CONS-45.
    """

    id: UUID
    organisation_id: OrganisationId
    purpose: Purpose
    asked_at: datetime
    asked_by: UserId
    footing: Footing
    informed: bool = True

    def __post_init__(self) -> None:
        """Refuse a naive instant."""
        require_aware("asked_at", self.asked_at)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it did not count."""
        return self.footing.ability(informed=self.informed).reasons
