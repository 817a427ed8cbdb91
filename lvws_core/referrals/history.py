"""Replay: an offer from its draft and its events, now or at any moment of its past."""

from collections.abc import Iterable
from datetime import datetime

from lvws_core.errors import Conflict, Invalid
from lvws_core.events import Event
from lvws_core.given import require_aware
from lvws_core.reasons import because
from lvws_core.referrals.bounds import OFFER_BOUNDED, OFFER_LENGTHENED, OFFER_NARROWED, bounded, narrowed
from lvws_core.referrals.moves import MOVES, Move
from lvws_core.referrals.moving import OFFER_MOVED, applied
from lvws_core.referrals.notes import OFFER_NOTED, noted
from lvws_core.referrals.offers import Offer, may_open
from lvws_core.referrals.updates import BESIDE, OFFER_REASSESSED, reassessed

_APPLY = {
    OFFER_MOVED: applied,
    OFFER_NOTED: noted,
    OFFER_REASSESSED: reassessed,
    OFFER_BOUNDED: bounded,
    OFFER_LENGTHENED: bounded,
    OFFER_NARROWED: narrowed,
}


def replay(draft: Offer, events: Iterable[Event]) -> Offer:
    """Give the offer that its events, in order, make of the draft: state, clocks and reasons alike.

    What only says how the person may be reached (`BESIDE`) is passed over.

    Raises:
        Invalid: An event is none of an offer; code `not_of_an_offer`.
        Conflict: An event does not follow from the state before it.

    Source: lifecycle 7.
    """
    offer = draft
    for event in events:
        if event.subject_id != draft.id or event.kind not in _APPLY.keys() | BESIDE:
            raise Invalid("events", "not_of_an_offer")
        if event.kind in BESIDE:
            continue
        _require_next(offer, event)
        offer = _APPLY[event.kind](offer, event)
    return offer


def could_open(draft: Offer, events: Iterable[Event], at: datetime) -> bool:
    """Say whether the partner could open at that moment (aware) what was shared, from the events up to it alone.

    What happened later changes nothing about then, and at the present moment it says what
    `may_open` says of the offer.

    Raises:
        Invalid: `at` is naive, or an event is none of an offer.
        Conflict: An event does not follow from the state before it.

    Source: lifecycle 7; assurance I2.
    """
    require_aware("at", at)
    return may_open(replay(draft, [event for event in events if event.at <= at]), at)


def _require_next(offer: Offer, event: Event) -> None:
    follows = event.kind != OFFER_MOVED or MOVES.get((offer.status, Move(event.detail["move"]))) == event.new
    if event.old != offer.status or not follows:
        raise Conflict(because("broken_history", "lifecycle 7", "The event does not follow from the state before it."))
