"""Taking back: what the lead takes back, and the partner's word that it has stopped."""

from lvws_core.ids import Reference
from lvws_core.referrals import Detail, Move, Note, WithdrawReason
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk
from partners.offers.taking_back.forms import Stop


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
