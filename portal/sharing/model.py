"""The sharing ledger: each disclosure with its consent, who opened it, and how it ended."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.events import Event
from lvws_core.ids import OrganisationId
from lvws_core.referrals import Offer, Side, closed_since
from partners.offers.history.model import OfferHistory
from partners.offers.model import opens
from partners.offers.updates.model import SharedUpdate
from portal.people.consent.model import RecordedConsent
from portal.reviews.overrides.model import KeptOverride

READ, NUMBER_SHOWN = "offer.read", "offer.number_shown"
READINGS = frozenset({READ, NUMBER_SHOWN})
"""The events of the audit that say that a partner saw something."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """That a partner opened something: when (aware), who, and which categories; `number` where a number was shown."""

    offer_id: UUID
    at: datetime
    user_id: UUID | None
    categories: frozenset[DataCategory]
    number: bool = False


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure: the offer with its life, the consent behind it, and every time the partner opened it.

    `consent` is None where it rests on another basis; `readings` are oldest first; `overrides` are
    the guards that were set aside for it; `updates` is what was told after sending, oldest first.
    """

    history: OfferHistory
    consent: RecordedConsent | None
    readings: tuple[Reading, ...]
    overrides: tuple[KeptOverride, ...] = ()
    updates: tuple[SharedUpdate, ...] = ()

    @property
    def offer(self) -> Offer:
        """The offer as it is now."""
        return self.history.filed.offer

    @property
    def organisation_id(self) -> OrganisationId:
        """To whom it left."""
        return self.offer.organisation_id

    @property
    def categories(self) -> tuple[DataCategory, ...]:
        """What left, in the order of the categories."""
        return tuple(c for c in DataCategory if c in self.history.filed.receipt.categories)

    def is_open(self, at: datetime) -> bool:
        """Say whether the partner can open it at that moment (aware), which is not before the present."""
        return opens(self.offer, at)

    def closed_at(self, now: datetime) -> datetime | None:
        """Give since when the partner can no longer open it, None while it can."""
        if self.is_open(now):
            return None
        ends = [end for end in (self.offer.frozen_at, self.offer.visible_until) if end is not None and end <= now]
        return min(ends, default=self.offer.ended_at)

    def category_closed_at(self, category: DataCategory, now: datetime) -> datetime | None:
        """Give since when the partner can no longer open a category, None while it can; what closed first counts."""
        ends = (self.closed_at(now), closed_since(self.offer).get(category))
        return min((end for end in ends if end is not None), default=None)

    def read_first(self, category: DataCategory, since: datetime | None = None) -> datetime | None:
        """Give when the partner first opened a category, or first since a moment (aware); None where it never did."""
        later = (each for each in self.readings if since is None or each.at >= since)
        return next((reading.at for reading in later if category in reading.categories), None)

    def told_last(self, category: DataCategory, at: datetime) -> datetime | None:
        """Give when a category was told anew last by a moment (aware), None where it stood as it was sent."""
        told = (each.receipt.at for each in self.updates if category in each.receipt.categories)
        return max((moment for moment in told if moment <= at), default=None)

    def read_last(self, category: DataCategory) -> datetime | None:
        """Give when the partner last opened a category, None where it never did."""
        return next((reading.at for reading in reversed(self.readings) if category in reading.categories), None)


def reading_of(event: Event) -> Reading | None:
    """Give what an entry of the audit says that a partner saw, None where it was the lead or nothing was seen."""
    if event.kind == NUMBER_SHOWN:
        shown = frozenset({DataCategory.SAFE_CONTACT})
        return Reading(offer_id=event.subject_id, at=event.at, user_id=event.actor_id, categories=shown, number=True)
    categories = frozenset(DataCategory(key) for key in event.detail.get("categories", ()))
    if event.detail.get("side") != Side.PARTNER or not categories:
        return None
    return Reading(offer_id=event.subject_id, at=event.at, user_id=event.actor_id, categories=categories)


def ledger(
    histories: Iterable[OfferHistory],
    consents: Iterable[RecordedConsent],
    events: Iterable[Event],
    overrides: Collection[KeptOverride] = (),
    updates: Collection[SharedUpdate] = (),
) -> tuple[Sharing, ...]:
    """Give each disclosure with the consent that it rests on, what was told since and what of it was opened.

    In the order of the offers.

    Source: CONS-10, TOP-08.
    """
    given: Mapping[UUID, RecordedConsent] = {each.consent.id: each for each in consents}
    readings = [reading for event in events if (reading := reading_of(event)) is not None]
    return tuple(
        Sharing(
            history=history,
            consent=given.get(history.consent_id) if history.consent_id is not None else None,
            readings=tuple(each for each in readings if each.offer_id == history.filed.offer.id),
            overrides=tuple(each for each in overrides if each.offer_id == history.filed.offer.id),
            updates=tuple(each for each in updates if each.offer_id == history.filed.offer.id),
        )
        for history in histories
    )
