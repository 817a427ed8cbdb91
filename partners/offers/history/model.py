"""An offer with every event of its life: what left with it, when it was closed, what the partner said at the end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import SharingPath
from lvws_core.events import Event
from lvws_core.given import require_aware
from lvws_core.ids import ConsentId
from lvws_core.referrals import Move, Note, Offer, WithdrawReason, readable, replay
from lvws_core.referrals.bounds import OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import OFFER_NOTED
from lvws_core.referrals.updates import OFFER_REASSESSED
from partners.offers.model import FiledOffer
from partners.offers.taking_back.model import RetainBasis, SeenAnswer, StopAnswer

OF_AN_OFFER = frozenset({OFFER_MOVED, OFFER_NOTED, OFFER_REASSESSED, OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED})
"""The events that make an offer what it is; what stands beside its life is told elsewhere."""

_READABLE = frozenset({OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED})


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """The word of a partner that it has stopped: when (aware), what became of what it held, on which basis it keeps."""

    at: datetime
    answer: StopAnswer
    basis: RetainBasis | None = None
    seen: tuple[SeenAnswer, ...] = ()


class OfferHistory(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that was sent, with its moves and notes, oldest first.

    The order is that in which they were made, also where several were made in one moment.
    """

    filed: FiledOffer
    events: tuple[Event, ...]

    @property
    def draft(self) -> Offer:
        """The offer before anything happened to it."""
        offer = self.filed.offer
        return Offer(
            id=offer.id,
            request_id=offer.request_id,
            service_id=offer.service_id,
            organisation_id=offer.organisation_id,
            lead_organisation_id=offer.lead_organisation_id,
            risk=offer.risk,
            created_at=offer.created_at,
            co_work=offer.co_work,
            policy_version=offer.policy_version,
        )

    def seen_at(self, at: datetime) -> frozenset[DataCategory]:
        """Give the categories that the partner could open at that moment (aware), by the events up to it.

        Raises:
            Conflict: The events do not follow from one another.

        Source: lifecycle 7; assurance I2.
        """
        require_aware("at", at)
        then = replay(self.draft, [event for event in self.events if event.at <= at])
        return readable(then, self.filed.receipt.categories, at)

    @property
    def path(self) -> SharingPath:
        """On which path it was shared."""
        return SharingPath(self._sending.get("path") or SharingPath.NONE)

    @property
    def consent_id(self) -> ConsentId | None:
        """The consent that it rests on, None where it rests on another basis."""
        told = self._sending.get("consent_id")
        return None if told is None else ConsentId(UUID(told))

    @property
    def consent_on(self) -> date | None:
        """The London day of that consent."""
        told = self._sending.get("consent_on")
        return None if told is None else date.fromisoformat(told)

    @property
    def sent_by(self) -> UUID | None:
        """Who sent it."""
        return next((event.actor_id for event in self.events if event.detail.get("move") == Move.SEND), None)

    @property
    def _sending(self) -> Mapping[str, Any]:
        return next((event.detail for event in self.events if event.detail.get("move") == Move.SEND), {})

    @property
    def withdrawn_for(self) -> WithdrawReason | None:
        """Why it was taken back, None where it was not."""
        told = (e.detail["reason"] for e in self.events if e.detail.get("move") == Move.WITHDRAW)
        return next((WithdrawReason(reason) for reason in told), None)

    @property
    def confirmation(self) -> Confirmation | None:
        """What the partner said when it was asked to stop, None until it has."""
        stops = (event for event in self.events if event.detail.get("note") == Note.STOP_CONFIRMED)
        return next((self._confirmed(event) for event in stops), None)

    def _confirmed(self, event: Event) -> Confirmation:
        told = event.detail
        return Confirmation(
            at=event.at,
            answer=StopAnswer(told["answer"]),
            basis=RetainBasis(told["basis"]) if told.get("basis") else None,
            seen=tuple(SeenAnswer(key) for key in told.get("seen", ())),
        )


def in_order(events: list[Event]) -> tuple[Event, ...]:
    """Give the events of one offer as they were made: by moment, then by version.

    What leaves the version as it was, opening and what closes by a consent, comes after what raised it.
    """
    return tuple(sorted(events, key=lambda e: (e.at, e.detail.get("version", 0), _leaves_version(e))))


def _leaves_version(event: Event) -> bool:
    return event.kind in _READABLE or event.detail.get("move") == Move.ACKNOWLEDGE
