"""What falls due by itself: referrals that were begun and never sent are deleted."""

from datetime import datetime, timedelta

from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.referrals import is_kept
from lvws_core.times import start_of_day
from portal.referrals.requests import store
from portal.referrals.service import Desk

BATCH = 100
"""How many drafts one transaction looks at."""


def delete_old_drafts(desk: Desk, *, most: int = BATCH) -> tuple[Reference, ...]:
    """Delete every draft that nobody has changed for as long as the policy keeps one; give which.

    The desk is the clock's (`lvws_core.actors.THE_CLOCK`), in a transaction of the system. What is due
    is read from the drafts alone, so a run that was missed is made up by the next, and one that is
    repeated finds nothing. At most `most` are deleted, the longest untouched first; a caller with more
    of them runs it again.

    Source: lifecycle 3; design 5.4, drafts are deleted after 90 days.
    """
    found = store.unsent_before(desk.session, _first_moment_kept(desk), most)
    due = [each for each in found if not is_kept(each.changed_at, desk.today, desk.policy)]
    for each in due:
        store.remove(desk.session, each)
        request = each.request
        desk.record(
            Event(
                kind="request.discarded",
                at=desk.now,
                actor_id=None,
                subject_id=request.id,
                organisation_ids=request.organisation_ids,
                detail={"days": desk.policy.draft_days},
            )
        )
    return tuple(each.reference for each in due)


def _first_moment_kept(desk: Desk) -> datetime:
    """Give the beginning of the first London day of whose drafts none is due yet."""
    day = desk.today - timedelta(days=desk.policy.draft_days)
    return start_of_day(day)
