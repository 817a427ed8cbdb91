"""Making a feed, stopping it, and giving it to whoever knows its address."""

from datetime import datetime

from colocations.rota import store as shifts
from colocations.rota.feed import store
from colocations.rota.feed.model import AHEAD, BACK, feed, token_hash
from colocations.rota.model import standing_shifts
from colocations.rota.service import Desk, facts_of
from colocations.sites import store as sites
from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import UserId
from lvws_core.times import london_day


def make(desk: Desk, token: str) -> None:
    """Make the feed of the actor under a new token; an earlier address stops working. Event `calendar_feed.made`."""
    store.put(desk.session, desk.actor.id, desk.actor.organisation_id, token_hash(token), desk.now)
    desk.note("calendar_feed.made", desk.actor.id)


def stop(desk: Desk) -> None:
    """Stop the feed of the actor; stopping none changes nothing. Event `calendar_feed.stopped`."""
    if store.remove(desk.session, desk.actor.id):
        desk.note("calendar_feed.stopped", desk.actor.id)


def stop_feed_of(desk: Desk, event: Event) -> None:
    """Stop the feed of an account that was closed; follows `user.disabled` in its transaction."""
    store.remove(desk.session, UserId(event.subject_id))


def give(session: store.Session, token: str, now: datetime) -> bytes:
    """Give the calendar of whoever has this token: the own shifts that stand, and nothing else. Nothing is written.

    Raises:
        Missing: Nobody has it, or not any more; the two look the same, and like any address that is none.
    """
    worker_id = store.whose(session, token_hash(token))
    if worker_id is None:
        raise Missing
    first, last = london_day(now - BACK), london_day(now + AHEAD)
    own = shifts.between(session, first, last, worker_id=worker_id)
    there = sites.named(session, sorted({each.site_id for each in own}))
    facts = facts_of(session, tuple(there.values()), first, last)
    return feed(standing_shifts(facts, own), now)
