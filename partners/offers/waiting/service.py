"""The waiting list: put an offer on it, and say that it is still needed."""

from lvws_core.ids import Reference
from lvws_core.referrals import Move, Note
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk
from partners.offers.waiting.forms import Waitlist


def put_on_list(desk: Desk, reference: Reference, version: int, place: Waitlist) -> FiledOffer | Overtaken:
    """Accept an offer to the waiting list; custody stays with the lead.

    Why a person at high risk may wait goes to the lead in words, and is marked as an override.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: It is not the actor's: at high risk it is the manager's alone.

    Source: ROUTE-04; lifecycle 2.
    """
    why = f"High risk may wait because: {place.detail.override}" if place.detail.override else ""
    text = "\n\n".join(part for part in (why, place.note) if part)
    told = {"band": place.band.value}
    return make(desk, reference, Move.WAITLIST, version, detail=place.detail, text=text, told=told)


def still_needed(desk: Desk, reference: Reference, version: int, note: str) -> FiledOffer | Overtaken:
    """Say that the person still needs the place; the review begins anew.

    Source: lifecycle 5, clock W.
    """
    return mark(desk, reference, Note.STILL_NEEDED, version, text=note)
