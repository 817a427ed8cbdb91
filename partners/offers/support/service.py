"""Support under way: each act is one move or note with its words."""

from lvws_core.ids import Reference, UserId
from lvws_core.referrals import Detail, Move, Note
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk


def update(desk: Desk, reference: Reference, version: int, words: str) -> FiledOffer | Overtaken:
    """Tell the lead how it goes; the clock of the next update begins anew.

    Source: lifecycle 5, clock U.
    """
    return mark(desk, reference, Note.UPDATE, version, text=words)


def pause(desk: Desk, reference: Reference, version: int, detail: Detail, note: str) -> FiledOffer | Overtaken:
    """Pause support with a coded reason and, where it is known, the day on which it should go on."""
    return make(desk, reference, Move.PAUSE, version, detail=detail, text=note)


def resume(desk: Desk, reference: Reference, version: int) -> FiledOffer | Overtaken:
    """Go on with support; the clocks run on."""
    return make(desk, reference, Move.RESUME, version)


def hand_back(desk: Desk, reference: Reference, version: int, detail: Detail, note: str) -> FiledOffer | Overtaken:
    """Give back to the lead what was accepted, with a coded reason and whose choice it was.

    Source: lifecycle 2; ROUTE-10.
    """
    return make(desk, reference, Move.HAND_BACK, version, detail=detail, text=note)


def assign(desk: Desk, reference: Reference, version: int, worker_id: UserId) -> FiledOffer | Overtaken:
    """Say whose it is in the team; to somebody else only the manager assigns.

    Raises:
        NotAllowed: It is to somebody else, and the actor is no manager.

    Source: lifecycle 4.
    """
    return mark(desk, reference, Note.ASSIGNED, version, worker_id=worker_id)
