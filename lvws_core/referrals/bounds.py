"""Bounds: an offer may be read for a shorter time than was settled when it was sent, never for a longer one."""

from datetime import datetime

from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.events import Event, OfferBounded
from lvws_core.given import require_aware
from lvws_core.reasons import because
from lvws_core.referrals.moves import OfferStatus, Side
from lvws_core.referrals.moving import acts_for
from lvws_core.referrals.offers import NEVER_SHOWN, Offer
from lvws_core.times import utc

OFFER_BOUNDED = "offer.bounded"

_NOT_YOURS = because("not_your_bound", "lifecycle 4", "How long a partner may read is the lead's to say.")
_CLOSED = because("already_closed", "assurance I2", "By then the partner can read nothing of it anyway.")


def can_bound(offer: Offer, until: datetime) -> bool:
    """Say whether the partner could still read at that moment (aware) what was shared with it."""
    bound = offer.visible_until
    shut = offer.frozen_at is not None or offer.status in NEVER_SHOWN
    return not shut and (bound is None or utc(until) < bound)


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
    if not acts_for(offer, by, Side.LEAD):
        raise NotAllowed(_NOT_YOURS)
    if not can_bound(offer, until):
        raise Conflict(_CLOSED)
    status = OfferStatus(offer.status).value
    event = OfferBounded(
        at=now,
        actor_id=by.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        old=status,
        new=status,
        detail={"visible_until": utc(until).isoformat()},
    )
    return bounded(offer, event), event


def bounded(offer: Offer, event: Event) -> Offer:
    """Give the offer after an event of `bound`: the one place where a bound changes an offer."""
    return replace(offer, visible_until=datetime.fromisoformat(event.detail["visible_until"]))
