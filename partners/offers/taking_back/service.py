"""Taking back: what the lead takes back, and the partner's word that it has stopped."""

from datetime import datetime

from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.referrals import LIVE, TERMINAL, Detail, Move, Note, WithdrawReason, bound, can_bound
from partners.offers import store
from partners.offers.acts.service import Overtaken, make, mark
from partners.offers.model import FiledOffer, due_of
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


def bound_all(
    desk: Desk, person_id: PersonId, organisation_id: OrganisationId, until: datetime
) -> tuple[Reference, ...]:
    """Let an organisation read what was shared with it of a person until then (aware) and no longer; give which.

    This is for what a consent that is gone or became shorter had opened, offers that are over included.

    Source: TOP-07, CONS-20; assurance I1 and I2.
    """
    found = store.offers_with(desk.session, person_id, organisation_id, LIVE | TERMINAL)
    return tuple(reference for reference in found if _bound(desk, reference, until))


def _bound(desk: Desk, reference: Reference, until: datetime) -> bool:
    filed = store.get(desk.session, reference, to_change=True)
    if not can_bound(filed.offer, until):
        return False
    after, event = bound(filed.offer, until, desk.actor, desk.now)
    due = due_of(after, filed.reference, desk.calendar, desk.policy)
    store.put(desk.session, filed.offer, after, due, desk.now)
    desk.record(event)
    return True


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
