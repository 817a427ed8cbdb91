"""What falls due by itself: whose record has been kept long enough is put before information governance."""

from datetime import timedelta

from lvws_core.ids import OrganisationId, PersonId
from lvws_core.retention import may_erase
from portal.auth import store as accounts
from portal.rights.erasure import store as erasure
from portal.rights.requests.service import Desk
from portal.rights.retention import store
from portal.rights.retention.model import Due, Span

BATCH = 200
"""How many people one transaction looks at."""


def list_due(desk: Desk, *, most: int = BATCH) -> tuple[PersonId, ...]:
    """Look at the next people of today's part, and list those whose time is up; give whom it looked at.

    The desk is the clock's, in a transaction of the system. Nothing is deleted: what suspends it, and who
    decides, stands on the list. Whoever was used again since is taken off it. How far it has come is kept, so
    that a run which was missed or broken off goes on, and one that is repeated on the same day finds nothing.
    Event `retention.listed` with the count of those who are new.

    Source: RET-01, RET-03; domain section 9.4.
    """
    for owner_id in sorted(accounts.lead_organisations(desk.session)):
        span = store.left_today(desk.session, owner_id, desk.today)
        looked_at = () if span is None else _look(desk, owner_id, span, most)
        if looked_at:
            return looked_at
    return ()


def _look(desk: Desk, owner_id: OrganisationId, span: Span, most: int) -> tuple[PersonId, ...]:
    since = desk.now - timedelta(days=min(desk.policy.keep_declined_days, _SHORTEST_MONTH))
    found = store.people(desk.session, owner_id, span, added_before=since, most=most)
    if found:
        due = [
            Due(person_id=kept.person_id, due_on=decided.due_on, ending=kept.keeping.ending)
            for kept in erasure.kept_of(desk.session, found)
            if (decided := may_erase(kept.keeping, desk.today, desk.policy)).due_on <= desk.today
        ]
        new = store.relist(desk.session, owner_id, found, due, desk.today)
        if new:
            desk.note("retention.listed", owner_id, owner_id, listed=new)
    last = found[-1] if found else span.after
    store.went(desk.session, owner_id, desk.today, last, is_done=len(found) < most)
    return found


_SHORTEST_MONTH = 28  # days: the other periods are at least a month
