"""What falls due by itself: offers that nobody answered in time return to the lead."""

from lvws_core.ids import Reference
from lvws_core.referrals import Move, expires_at, move
from partners.offers import store
from partners.offers.service import Desk, file

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
    found = store.unanswered(desk.session, desk.now, most)
    return tuple(reference for reference in found if _expire(desk, reference))


def _expire(desk: Desk, reference: Reference) -> bool:
    filed = store.get(desk.session, reference, to_change=True)
    at = expires_at(filed.offer, desk.calendar, desk.policy)
    if at is None or at > desk.now:
        return False
    file(desk, filed, *move(filed.offer, Move.EXPIRE, desk.actor, desk.now, filed.offer.version, policy=desk.policy))
    return True
