"""Several offers at once, in one transaction: what goes is done, and what does not is said row by row."""

from collections.abc import Callable

import msgspec

from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import Reason, because
from lvws_core.referrals import Move, Note, Offer, annotate, move
from partners.offers import store
from partners.offers.bulk.forms import Ticked
from partners.offers.service import Desk, file

_GONE = because("not_found", "TOP-06", "It is not in your team’s inbox any more.")

Change = Callable[[Offer, int], tuple[Offer, Event]]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one row: done when nothing speaks against it, else every reason."""

    reference: Reference
    reasons: tuple[Reason, ...] = ()


def assign_all(desk: Desk, rows: tuple[Ticked, ...], worker_id: UserId) -> tuple[Outcome, ...]:
    """Assign each row to somebody of the team; to somebody else only the manager assigns.

    Nothing that was shared is opened, so no read is recorded.

    Source: lifecycle 4; assurance P15.
    """
    return _each(
        desk,
        rows,
        lambda offer, version: annotate(offer, Note.ASSIGNED, desk.actor, desk.now, version, worker_id=worker_id),
    )


def acknowledge_all(desk: Desk, rows: tuple[Ticked, ...]) -> tuple[Outcome, ...]:
    """Mark each row as opened, so that the lead knows that somebody has seen it; nothing is read.

    Source: lifecycle 2, clock A.
    """
    return _each(
        desk,
        rows,
        lambda offer, version: move(offer, Move.ACKNOWLEDGE, desk.actor, desk.now, version, policy=desk.policy),
    )


def _each(desk: Desk, rows: tuple[Ticked, ...], change: Change) -> tuple[Outcome, ...]:
    return tuple(Outcome(reference=row.reference, reasons=_one(desk, row, change)) for row in rows)


def _one(desk: Desk, row: Ticked, change: Change) -> tuple[Reason, ...]:
    """Change one row, or give why not; nothing is written before the change is known to be allowed."""
    try:
        filed = store.get(desk.session, row.reference, to_change=True)
        after, event = change(filed.offer, row.version)
    except Missing:
        return (_GONE,)
    except (Conflict, NotAllowed) as refused:
        return refused.reasons
    file(desk, filed, after, event)
    return ()
