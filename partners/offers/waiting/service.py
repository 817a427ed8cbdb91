"""The waiting list: put an offer on it, and say that it is still needed."""

import msgspec

from lvws_core.actors import Role
from lvws_core.errors import NotAllowed
from lvws_core.ids import Reference
from lvws_core.reasons import Reason, because
from lvws_core.referrals import Direction, Move, Note, OfferStatus
from partners.offers import service as offers
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk
from partners.offers.waiting import store
from partners.offers.waiting.forms import Waitlist
from partners.offers.waiting.model import keeps_a_list

_NO_LIST = because(
    "no_list",
    "ROUTE-04",
    "Your service keeps no waiting list now. Ask your manager to begin one, or accept, or decline.",
)


class NotNext(msgspec.Struct, frozen=True, kw_only=True):
    """What was not the next place any more when the button was pressed; nothing was changed."""

    reference: Reference


def list_refusals(desk: Desk, filed: FiledOffer) -> tuple[Reason, ...]:
    """Give why the actor may not add to the list of this service: a worker adds only where one is kept.

    What was referred in to the lead waits with its intake, which keeps no list of a service.

    Source: issue "Partner coordination", waiting list; lifecycle 4 for the manager, who begins it.
    """
    if filed.offer.direction == Direction.INWARD or desk.actor.has(Role.PARTNER_MANAGER):
        return ()
    state, waiting = store.list_of(desk.session, filed.offer.service_id, desk.today, desk.now, desk.policy)
    return () if keeps_a_list(state, waiting) else (_NO_LIST,)


def put_on_list(desk: Desk, reference: Reference, version: int, place: Waitlist) -> FiledOffer | Overtaken:
    """Accept an offer to the waiting list; custody stays with the lead.

    Why a person at high risk may wait goes to the lead in words, and is marked as an override.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's: at high risk it is the manager's alone, and so is the first of a list.

    Source: ROUTE-04; lifecycle 2.
    """
    if refused := list_refusals(desk, offers.read(desk, reference)):
        raise NotAllowed(*refused)
    why = f"High risk may wait because: {place.detail.override}" if place.detail.override else ""
    text = "\n\n".join(part for part in (why, place.note) if part)
    told = {"band": place.band.value}
    return make(desk, reference, Move.WAITLIST, version, detail=place.detail, text=text, told=told)


def still_needed(desk: Desk, reference: Reference, version: int, note: str) -> FiledOffer | Overtaken:
    """Say that the person still needs the place; the review begins anew.

    Source: lifecycle 5, clock W.
    """
    return mark(desk, reference, Note.STILL_NEEDED, version, text=note)


def ask_still_needed(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Ask the lead whether the person still needs the place; the clock of the review runs on.

    Source: lifecycle 5, clock W.
    """
    return mark(desk, reference, Note.REVIEW_ASKED, version)


def offer_next(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken | NotNext:
    """Give the next place of a service to who is first by the rule: one press accepts.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's to accept.
    """
    filed = offers.read(desk, reference)
    first = store.first_at(desk.session, desk.actor.organisation_id, filed.offer.service_id)
    if filed.offer.status == OfferStatus.WAITLISTED and first != reference:
        return NotNext(reference=reference)
    return make(desk, reference, Move.ACCEPT, version)
