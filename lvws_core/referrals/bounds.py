"""Bounds: how long and how much a partner may read after sending, as the person's last word says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.consent.categories import DataCategory
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event, OfferBounded, OfferLengthened, OfferNarrowed
from lvws_core.given import require_aware
from lvws_core.reasons import because
from lvws_core.referrals.moves import OfferStatus, Side
from lvws_core.referrals.moving import acts_for
from lvws_core.referrals.offers import NEVER_SHOWN, Closing, Offer, may_open
from lvws_core.times import utc

OFFER_BOUNDED = "offer.bounded"
OFFER_LENGTHENED = "offer.lengthened"
OFFER_NARROWED = "offer.narrowed"

_NOT_YOURS = because("not_your_bound", "lifecycle 4", "How long and how much a partner may read is the lead's to say.")
_CLOSED = because("already_closed", "assurance I2", "By then the partner can read nothing of it anyway.")
_STAYS_CLOSED = because(
    "stays_closed",
    "assurance I2",
    "It is over, is closed, or lasts that long already; to share it again, send it anew.",
)


def closed_since(offer: Offer) -> Mapping[DataCategory, datetime]:
    """Give what of an offer is closed for its partner while the rest may be open, and since when (aware UTC)."""
    return {closing.category: closing.at for closing in offer.closings}


def readable(offer: Offer, shared: frozenset[DataCategory], at: datetime) -> frozenset[DataCategory]:
    """Give what of `shared` the partner may open at that moment (aware); a closing counts from its own moment on.

    Source: TOP-07; assurance I2.
    """
    if not may_open(offer, at):
        return frozenset()
    return shared - {closing.category for closing in offer.closings if closing.at <= at}


def can_bound(offer: Offer, until: datetime) -> bool:
    """Say whether the partner could still read at that moment (aware) what was shared with it."""
    bound = offer.visible_until
    return not _is_shut(offer) and (bound is None or utc(until) < bound)


def can_lengthen(offer: Offer, until: datetime, now: datetime) -> bool:
    """Say whether a later end (aware) can count at this moment: the offer is live and can be opened still.

    Source: assurance I2: what has closed never opens again by itself.
    """
    bound = offer.visible_until
    return offer.is_live and may_open(offer, now) and bound is not None and utc(until) > bound


def bound(offer: Offer, until: datetime, by: Actor, now: datetime) -> tuple[Offer, Event]:
    """Give the offer that its partner may read until that moment (aware) and no longer, and the event that says so.

    State and version stay: nothing changes in what anybody may do, only in what the partner may read.

    Raises:
        NotAllowed: It is not the lead of this offer who says it.
        Conflict: It is closed by then already.
        Invalid: An instant is naive.

    Source: TOP-07, CONS-20; assurance I1 and I2.
    """
    require_aware("until", until)
    _require_lead(offer, by)
    if not can_bound(offer, until):
        raise Conflict(_CLOSED)
    event = OfferBounded(**_told(offer, by, now, visible_until=utc(until).isoformat()))
    return bounded(offer, event), event


def lengthen(offer: Offer, until: datetime, by: Actor, now: datetime) -> tuple[Offer, Event]:
    """Give the offer that its partner may read until that later moment (aware), and the event that says so.

    Only a new yes of the person, for the same purpose, makes it so: a clock never does. It lengthens
    what the partner is working on and can open; what is over or has closed is sent anew.

    Raises:
        NotAllowed: It is not the lead of this offer who says it.
        Conflict: It is over, is closed already, has no end or a later one.
        Invalid: An instant is naive.

    Source: domain 4.6, review and renewal; lifecycle 6.1 and 7; assurance I1 and I2.
    """
    require_aware("until", until)
    require_aware("now", now)
    _require_lead(offer, by)
    if not can_lengthen(offer, until, now):
        raise Conflict(_STAYS_CLOSED)
    event = OfferLengthened(**_told(offer, by, now, visible_until=utc(until).isoformat()))
    return bounded(offer, event), event


def narrow(offer: Offer, categories: frozenset[DataCategory], by: Actor, now: datetime) -> tuple[Offer, Event]:
    """Give the offer of which its partner can open these categories no longer, and the event that says so.

    They never open again on this offer: a later yes to them is for what is sent after it.

    Raises:
        NotAllowed: It is not the lead of this offer who says it.
        Conflict: All of it is closed already.
        Invalid: `now` is naive.

    Source: TOP-07, CONS-20; domain 4.6, partial withdrawal; assurance I2.
    """
    require_aware("now", now)
    _require_lead(offer, by)
    closing = categories - closed_since(offer).keys()
    if _is_shut(offer) or not closing:
        raise Conflict(_CLOSED)
    event = OfferNarrowed(**_told(offer, by, now, closed=sorted(category.value for category in closing)))
    return narrowed(offer, event), event


def bounded(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `bound` or `lengthen`: the one place where a bound changes an offer."""
    return replace(offer, visible_until=datetime.fromisoformat(event.detail["visible_until"]))


def narrowed(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `narrow`: the one place where something shared closes by itself."""
    closings = (Closing(category=DataCategory(key), at=utc(event.at)) for key in event.detail["closed"])
    return replace(offer, closings=(*offer.closings, *closings))


def _is_shut(offer: Offer) -> bool:
    return offer.frozen_at is not None or offer.status in NEVER_SHOWN


def _require_lead(offer: Offer, by: Actor) -> None:
    if not acts_for(offer, by, Side.LEAD):
        raise NotAllowed(_NOT_YOURS)


def _told(offer: Offer, by: Actor, now: datetime, **detail: Any) -> dict[str, Any]:
    status = OfferStatus(offer.status).value
    return {
        "at": now,
        "actor_id": by.id,
        "subject_id": offer.id,
        "organisation_ids": (offer.lead_organisation_id, offer.organisation_id),
        "old": status,
        "new": status,
        "detail": {**detail, "version": offer.version},
    }
