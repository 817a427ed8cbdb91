"""Taking on what came in: exactly what was shared, handed to who makes the lead's own record of it."""

import msgspec

from lvws_core.errors import NotAllowed
from lvws_core.ids import OfferId, UserId
from lvws_core.reasons import because
from lvws_core.referrals import Direction, Note, annotate
from partners.offers import store as offers
from partners.offers.incoming import store
from partners.offers.model import FiledOffer, opens
from partners.offers.service import Desk, file, still_shared
from partners.offers.snapshot.model import Snapshot


class TakenOn(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that came in and was accepted, with what was shared by it."""

    filed: FiledOffer
    snapshot: Snapshot


def taken_on(desk: Desk, offer_id: OfferId) -> TakenOn | None:
    """Give what was shared by an offer that a partner sent in, None for one that goes onward.

    That it was opened is the event `offer.read`, like any other reading of it.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: What was shared can no longer be opened.
    """
    filed = offers.get(desk.session, store.reference_of(desk.session, offer_id))
    offer = filed.offer
    if offer.direction == Direction.ONWARD:
        return None
    if not opens(offer, desk.now):
        raise NotAllowed(because("sharing_closed", "assurance I2", "What was shared can no longer be opened here."))
    snapshot = still_shared(desk, filed)
    sides = (offer.lead_organisation_id, offer.organisation_id)
    desk.note("offer.read", offer.id, *sides, side="partner", categories=sorted(snapshot))
    return TakenOn(filed=filed, snapshot=snapshot)


def follow_case(desk: Desk, offer_id: OfferId, worker_id: UserId) -> None:
    """Assign an offer that came in to whoever has its case now, as far as it is still answered for.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: Another than the actor is assigned by a manager alone.
    """
    filed = offers.get(desk.session, store.reference_of(desk.session, offer_id), to_change=True)
    offer = filed.offer
    if offer.is_live and offer.assigned_to != worker_id:
        after, event = annotate(offer, Note.ASSIGNED, desk.actor, desk.now, offer.version, worker_id=worker_id)
        file(desk, filed, after, event)
