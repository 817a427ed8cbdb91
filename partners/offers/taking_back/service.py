"""Taking back: what the lead takes back, and the partner's word that it has stopped."""

from datetime import datetime

from msgspec.structs import replace

from lvws_core.consent import DataCategory
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.referrals import (
    LIVE,
    TERMINAL,
    Detail,
    Move,
    Note,
    Offer,
    WithdrawReason,
    bound,
    can_bound,
    can_lengthen,
    lengthen,
    narrow,
    readable,
)
from partners.offers import store
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer, due_of, rests_on_consent
from partners.offers.search.model import found_by
from partners.offers.service import Desk, still_shared
from partners.offers.taking_back.forms import Stop
from partners.offers.taking_back.model import Agreed
from partners.offers.updates import store as updates

_FINDS = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT})
"""What an offer is found by: its name and its numbers."""


def recall(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Take back what was just sent, while nobody has opened it.

    Source: assurance T37.
    """
    return make(desk, reference, Move.WITHDRAW, version, detail=Detail(reason=WithdrawReason.RECALLED))


def withdraw(desk: Desk, reference: Reference, version: int, detail: Detail, note: str) -> FiledOffer | Overtaken:
    """Take back an offer: from this instant the partner can open nothing of what was shared.

    Source: lifecycle 2; assurance I2.
    """
    return make(desk, reference, Move.WITHDRAW, version, detail=detail, text=note)


def bound_all(
    desk: Desk, person_id: PersonId, organisation_id: OrganisationId, until: datetime
) -> tuple[Reference, ...]:
    """Let an organisation read what was shared with it of a person until then (aware) and no longer; give which.

    This is for what a consent that is gone had opened, offers that are over included.

    Source: TOP-07, CONS-20; assurance I1 and I2.
    """
    found = _held(desk, person_id, organisation_id)
    return tuple(filed.reference for filed in found if _bound(desk, filed, until) is not filed)


def keep_to(desk: Desk, person_id: PersonId, organisation_id: OrganisationId, agreed: Agreed) -> tuple[Reference, ...]:
    """Keep what rests on an earlier yes to what the person agrees to now; give the offers that changed by it.

    What is no longer agreed closes in this transaction, and an earlier end cuts the time. A later end
    lengthens what is live and open; what has closed never opens again, it is sent anew. What left on
    another basis than consent stays as it is: the person's yes was not what opened it.

    Source: TOP-07, CONS-20; domain 4.6; lifecycle 7; assurance I1 and I2.
    """
    held = [filed for filed in _held(desk, person_id, organisation_id) if rests_on_consent(filed)]
    return tuple(filed.reference for filed in held if _kept_to(desk, filed, agreed) is not filed)


def _held(desk: Desk, person_id: PersonId, organisation_id: OrganisationId) -> tuple[FiledOffer, ...]:
    found = store.offers_with(desk.session, person_id, organisation_id, LIVE | TERMINAL)
    return tuple(store.get(desk.session, reference, to_change=True) for reference in found)


def _kept_to(desk: Desk, filed: FiledOffer, agreed: Agreed) -> FiledOffer:
    kept = _bound(desk, _narrowed(desk, filed, agreed.categories), agreed.until)
    if not can_lengthen(kept.offer, agreed.until, desk.now):
        return kept
    return _put(desk, kept, lengthen(kept.offer, agreed.until, desk.actor, desk.now))


def _bound(desk: Desk, filed: FiledOffer, until: datetime) -> FiledOffer:
    if not can_bound(filed.offer, until):
        return filed
    return _put(desk, filed, bound(filed.offer, until, desk.actor, desk.now))


def _narrowed(desk: Desk, filed: FiledOffer, agreed: frozenset[DataCategory]) -> FiledOffer:
    """Close what can be read and is not agreed; nobody finds the offer by it any more, and nothing waits to be told."""
    closing = readable(filed.offer, filed.receipt.categories, desk.now) - agreed
    if not closing:
        return filed
    kept = _put(desk, filed, narrow(filed.offer, closing, desk.actor, desk.now))
    updates.put_awaiting(desk.session, kept.offer.id, kept.awaiting - closing)
    if closing & _FINDS:
        now_found = found_by(desk.vault, kept.offer.organisation_id, still_shared(desk, kept))
        store.put_found_by(desk.session, kept.offer.id, now_found)
    return kept


def _put(desk: Desk, filed: FiledOffer, changed: tuple[Offer, Event]) -> FiledOffer:
    """Put what changed about who may read what, with its line in the timeline and its event."""
    after, event = changed
    due = due_of(after, filed.reference, desk.calendar, desk.policy)
    store.put(desk.session, filed.offer, after, due, desk.now)
    store.add_entry(desk.session, after, event, entry_id=desk.new_id())
    desk.record(event)
    return replace(filed, offer=after)


def mark_error(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Say that an offer should never have been: the partner no longer finds it at all.

    Source: lifecycle 2.
    """
    return make(desk, reference, Move.MARK_ERROR, version)


def confirm_stop(desk: Desk, reference: Reference, version: int, stop: Stop) -> FiledOffer | Overtaken:
    """Say as the partner that it has stopped, and what became of what was shared.

    Source: lifecycle 5, clock C.
    """
    return mark(desk, reference, Note.STOP_CONFIRMED, version, text=stop.note, told=stop.told)
