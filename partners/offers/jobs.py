"""What falls due by itself: reminders, word to those who stand above, and offers that return to the lead."""

from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.referrals import Move, Offer, expires_at, move
from lvws_core.referrals.nudges import Nudge, Step, due_nudges, to_tell
from partners.offers import store
from partners.offers.service import Desk, file
from partners.offers.sweeps import store as sweeps

REMINDED, ESCALATED = "offer.reminded", "offer.escalated"
"""The kinds of the events that a nudge is."""

BATCH = 100
"""How many offers one transaction looks at."""


def expire_due(desk: Desk, *, most: int = BATCH) -> tuple[Reference, ...]:
    """Return to the lead every offer whose time to answer has run out by the desk's moment; give which.

    The desk is the clock's (`lvws_core.actors.THE_CLOCK`), in a transaction of the system. What is due
    is read from the offers alone, so a sweep that was missed is made up by the next, and one that is
    repeated finds nothing. At most `most` overdue offers are looked at, the longest overdue first; a
    caller with more of them sweeps again.

    Raises:
        NotAllowed: The desk is not the clock's.

    Source: lifecycle 2 and 5, clock D.
    """
    found = sweeps.to_expire(desk.session, desk.now, most)
    return tuple(reference for reference in found if _expire(desk, reference))


def _expire(desk: Desk, reference: Reference) -> bool:
    filed = store.get(desk.session, reference, to_change=True)
    at = expires_at(filed.offer, desk.calendar, desk.policy)
    if at is None or at > desk.now:  # its row says an earlier moment than the rule, as one of an older release may
        sweeps.expire_next(desk.session, filed.offer.id, at)
        return False
    file(desk, filed, *move(filed.offer, Move.EXPIRE, desk.actor, desk.now, filed.offer.version, policy=desk.policy))
    return True


def nudge_due(desk: Desk, *, most: int = BATCH) -> tuple[Reference, ...]:
    """Remind and tell, once each, of every clock that has something to say by the desk's moment; give of which offers.

    Each is an event, `offer.reminded` or `offer.escalated`, whose detail names the clock, when it was
    or is due, and whom it concerns. Where a clock reminded and escalated while nobody swept, the
    escalation alone is told. Nothing of the offer changes, its version neither. At most
    `most` offers are looked at; a caller with more of them sweeps again.

    Source: lifecycle 5; assurance P16.
    """
    found = sweeps.to_nudge(desk.session, desk.now, most)
    return tuple(reference for reference in found if _nudge(desk, reference))


def _nudge(desk: Desk, reference: Reference) -> bool:
    offer = store.get(desk.session, reference, to_change=True).offer
    due, following = due_nudges(offer, desk.now, desk.calendar, desk.policy)
    already = sweeps.said(desk.session, offer.id)
    fresh = [nudge for nudge in due if nudge.key not in already]
    sweeps.say(desk.session, offer.id, (nudge.key for nudge in fresh), desk.now)
    sweeps.nudge_next(desk.session, offer.id, following)
    for nudge in to_tell(fresh):
        _tell(desk, offer, nudge)
    return bool(fresh)


def _tell(desk: Desk, offer: Offer, nudge: Nudge) -> None:
    event = Event(
        kind=REMINDED if nudge.step == Step.REMIND else ESCALATED,
        at=desk.now,
        actor_id=None,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        detail={
            "clock": nudge.clock.value,
            "due_at": nudge.due_at.isoformat(),
            "side": nudge.side and nudge.side.value,
            "roles": [role.value for role in nudge.roles],
        },
    )
    desk.record(event)
