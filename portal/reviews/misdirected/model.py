"""A review of an offer that went to the wrong recipient."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.breach import Deadline, deadlines
from lvws_core.consent import DataCategory
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.referrals import Side
from lvws_core.vocabulary import Labelled

READ, NUMBER_SHOWN = "offer.read", "offer.number_shown"
SEEN_KINDS = frozenset({READ, NUMBER_SHOWN})
"""The events of the audit that say that a partner saw something."""


class Regulator(Labelled):
    """Whether the regulator is told. Source: domain 4.9; UK GDPR Article 33(1)."""

    NOTIFY = "notify", "Yes: the regulator is notified"
    NO_RISK = "no_risk", "No: a risk to the person is unlikely"


class PersonTold(Labelled):
    """Whether the person is told. Source: UK GDPR Article 34."""

    TOLD = "told", "Yes, the person has been told"
    WILL_BE = "will_be", "Not yet: as soon as it is safe"
    NOT_TOLD = "not_told", "No"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody saw something: when (aware), who, and which fields by name; `number` where a number was shown."""

    at: datetime
    user_id: UUID | None
    categories: tuple[DataCategory, ...]
    number: bool = False


class KeptReview(msgspec.Struct, frozen=True, kw_only=True):
    """A review as it is kept; `stopped_at` is when the partner said what became of it, None until it has."""

    id: UUID
    offer_id: UUID
    reference: Reference
    organisation_id: OrganisationId
    categories: frozenset[DataCategory]
    known_at: datetime
    reported_by: UserId
    decided_at: datetime | None = None
    decided_by: UserId | None = None
    regulator: Regulator | None = None
    person_told: PersonTold | None = None
    stopped_at: datetime | None = None
    version: int = 1

    def clocks(self, policy: Policy) -> tuple[Deadline, Deadline]:
        """Give the partner's and the regulator's clock."""
        return deadlines(self.known_at, partner_said_at=self.stopped_at, decided_at=self.decided_at, policy=policy)


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What information governance decides: the codes, and why, which is sealed."""

    regulator: Regulator
    person_told: PersonTold
    why: str
    told_why: str = ""


def seen_by(events: Iterable[Event]) -> tuple[Seen, ...]:
    """Give who of the partner saw which fields, from the audit, in its order; what the lead read is left out."""
    return tuple(seen for event in events if (seen := _seen(event)) is not None)


def _seen(event: Event) -> Seen | None:
    if event.kind == NUMBER_SHOWN:
        shown = (DataCategory.SAFE_CONTACT,)
        return Seen(at=event.at, user_id=event.actor_id, categories=shown, number=True)
    keys = set(event.detail.get("categories", ()))
    if event.detail.get("side") != Side.PARTNER or not keys:
        return None
    return Seen(at=event.at, user_id=event.actor_id, categories=tuple(c for c in DataCategory if c in keys))
