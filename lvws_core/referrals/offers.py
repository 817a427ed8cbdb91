"""Offers: one ask to one partner team, and who has it in hand."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec

from lvws_core.consent.categories import DataCategory
from lvws_core.errors import Invalid
from lvws_core.given import require_aware
from lvws_core.ids import OfferId, OrganisationId, RequestId, ServiceId, UserId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.referrals.moves import ENGAGED, TERMINAL, Direction, OfferStatus, is_live
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Labelled

NEVER_SHOWN = frozenset({OfferStatus.DRAFT, OfferStatus.ERROR})
"""States in which the partner is told nothing of an offer."""

STANDING_STILL = frozenset({OfferStatus.INFO_NEEDED, OfferStatus.PAUSED})
"""States in which a clock of the partner stands still."""

_STATUSES, _BANDS, _DIRECTIONS = frozenset(OfferStatus), frozenset(Band), frozenset(Direction)
_CATEGORIES = frozenset(DataCategory)
_INSTANTS = (
    *("created_at", "sent_at", "acknowledged_at", "asked_at", "decided_at", "accepted_at", "contacted_at"),
    *("updated_at", "reviewed_at", "review_asked_at", "entered_at", "ended_at", "outcome_acknowledged_at"),
    *("stop_confirmed_at", "visible_until", "frozen_at", "still_possible_at", "delivered_at"),
)


class Custody(Labelled):
    """Who has the person's need in hand: the lead until the partner has made contact."""

    LEAD = "lead", "Lead"
    PARTNER = "partner", "Partner"


def custody_in(status: OfferStatus) -> Custody:
    """Give who has custody in a state: the partner after first contact, in every other state the lead.

    Source: lifecycle 1 and 7.
    """
    return Custody.PARTNER if status in ENGAGED else Custody.LEAD


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a clock stands still; `until_at` is None while it lasts. Instants are aware.

    Raises:
        Invalid: An instant is naive, or it ends before it begins.
    """

    from_at: datetime
    until_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse naive instants and a pause that runs backwards."""
        require_aware("from_at", self.from_at)
        require_aware("until_at", self.until_at)
        if self.until_at is not None and self.until_at < self.from_at:
            raise Invalid("until_at", "before_start")


class RiskChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the displayed level that the partner was told of: when (aware), and what stood before.

    Raises:
        Invalid: The instant is naive, or the level does not exist.
    """

    at: datetime
    before: Band

    def __post_init__(self) -> None:
        """Refuse a naive instant and a level that does not exist."""
        require_aware("at", self.at)
        if self.before not in _BANDS:
            raise Invalid("before", "unknown")


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """A category that was shared and that the partner cannot open since that instant (aware).

    Raises:
        Invalid: The instant is naive, or the category does not exist.
    """

    category: DataCategory
    at: datetime

    def __post_init__(self) -> None:
        """Refuse a naive instant and a category that does not exist."""
        require_aware("at", self.at)
        if self.category not in _CATEGORIES:
            raise Invalid("category", "unknown")


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One ask to one partner team, about one request.

    `risk` is the displayed level (RISK-15) at the time of sending, or as the partner was last told;
    `risk_changes`, in order, say what it was before. `version` rises with every
    change but the reading of the offer. Instants are aware UTC: `entered_at` is when the present
    state began, the others when something first happened. `pauses` are in order, at most the last
    one is open. `visible_until` and `frozen_at` say when the partner can no longer open what was
    shared, `closings` what of it closed before that. `still_possible_at` is when the partner said of
    an expired offer that it can still take it. `reason`, `whose_choice` and `outcome` are the codes of the last move,
    `until` is the day, in ISO form, on which a pause or a waiting list is expected to end. Where
    `direction` is inward a partner sent it: `lead_organisation_id` is then that partner, which has
    custody until first contact, and `organisation_id` is the lead that was asked.
    `off_portal` says that the partner has no account: the lead delivers what was shared, and records
    for the partner what it says.

    Raises:
        Invalid: The state, the risk or the direction does not exist, the version is not positive, an instant is
            naive, the partner has custody in a state that gives it to the lead, or the pauses are
            out of order or open in a state that is none.

    Source: lifecycle 1, 2 and 7.
    """

    id: OfferId
    request_id: RequestId
    service_id: ServiceId
    organisation_id: OrganisationId
    lead_organisation_id: OrganisationId
    risk: Band
    created_at: datetime
    status: OfferStatus = OfferStatus.DRAFT
    version: int = 1
    custody: Custody = Custody.LEAD
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    asked_at: datetime | None = None
    decided_at: datetime | None = None
    accepted_at: datetime | None = None
    contacted_at: datetime | None = None
    updated_at: datetime | None = None
    reviewed_at: datetime | None = None
    review_asked_at: datetime | None = None
    entered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome_acknowledged_at: datetime | None = None
    stop_confirmed_at: datetime | None = None
    delivered_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    co_work: bool = False
    off_portal: bool = False
    assigned_to: UserId | None = None
    attempts: int = 0
    reason: str | None = None
    whose_choice: str | None = None
    outcome: str | None = None
    until: str | None = None
    ended_by: UUID | None = None
    visible_until: datetime | None = None
    frozen_at: datetime | None = None
    still_possible_at: datetime | None = None
    policy_version: str = DEFAULT.version
    direction: Direction = Direction.ONWARD
    risk_changes: tuple[RiskChange, ...] = ()
    closings: tuple[Closing, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an offer that cannot be."""
        if self.status not in _STATUSES:
            raise Invalid("status", "unknown")
        if self.risk not in _BANDS:
            raise Invalid("risk", "unknown")
        if self.direction not in _DIRECTIONS:
            raise Invalid("direction", "unknown")
        if self.version < 1:
            raise Invalid("version", "not_positive")
        for name in _INSTANTS:
            require_aware(name, getattr(self, name))
        if self.custody == Custody.PARTNER and custody_in(self.status) != Custody.PARTNER:
            raise Invalid("custody", "lead_in_this_state")
        _require_order(self.pauses)
        if self.open_pause is not None and self.status not in STANDING_STILL:
            raise Invalid("pauses", "open_in_this_state")

    @property
    def organisation_ids(self) -> tuple[UUID, ...]:
        """The organisations that may see it: the lead's, and the partner's when it was told of it."""
        if self.status in NEVER_SHOWN:
            return (self.lead_organisation_id,)
        return (self.lead_organisation_id, self.organisation_id)

    @property
    def open_pause(self) -> Pause | None:
        """The pause that has not ended, if there is one."""
        last = self.pauses[-1] if self.pauses else None
        return last if last is not None and last.until_at is None else None

    def levels_since(self, start: datetime) -> tuple[tuple[datetime, Band], ...]:
        """Give the level at that moment (aware) and each one since, with the moment from which it counts.

        Of a change in that very moment both levels count, so that no clock moves later by it.
        """
        later = [change for change in self.risk_changes if change.at >= start]
        levels = [*(change.before for change in later), self.risk]
        return tuple(zip((start, *(change.at for change in later)), levels, strict=True))

    @property
    def is_live(self) -> bool:
        """Whether it is with a partner and not over."""
        return is_live(self.status)

    @property
    def is_terminal(self) -> bool:
        """Whether nothing can follow."""
        return self.status in TERMINAL


def may_open(offer: Offer, at: datetime) -> bool:
    """Say whether the partner may open at that moment what was shared with it.

    Reads need no consent table: withdrawal freezes the offer, and every ending and the end of the
    consent bound it. The moment of freezing, and `visible_until` itself, are already too late.

    Source: assurance I2; design 5.4.
    """
    frozen = offer.frozen_at is not None and offer.frozen_at <= at
    over = offer.visible_until is not None and offer.visible_until <= at
    return offer.status not in NEVER_SHOWN and not frozen and not over


def can_recall(offer: Offer, at: datetime, policy: Policy = DEFAULT) -> bool:
    """Say whether the lead may still recall it: neither opened nor delivered, and sent at most `recall_minutes` ago."""
    if offer.status != OfferStatus.SENT or offer.sent_at is None or offer.delivered_at is not None:
        return False
    return at - offer.sent_at <= timedelta(minutes=policy.recall_minutes)


def _require_order(pauses: tuple[Pause, ...]) -> None:
    for before, after in pairwise(pauses):
        if before.until_at is None or after.from_at < before.until_at:
            raise Invalid("pauses", "out_of_order")
