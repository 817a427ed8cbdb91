"""The address of the inbox: a view of it, for a poll only if something has changed."""

from datetime import datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from lvws_core.actors import Actor, Permission
from lvws_core.policy import Policy
from lvws_core.ports import FindAlarm, Habits
from partners.directory import store as directory
from partners.directory.pages import room_line
from partners.offers.bulk.pages import done_in_bulk
from partners.offers.filters.forms import FilterForm, parse_filters
from partners.offers.filters.pages import filter_panel
from partners.offers.inbox.pages import InboxPage, inbox_page
from partners.offers.lists import store
from partners.offers.lists.model import View
from partners.offers.visits import store as visits
from partners.offers.visits.model import since_words

_PTAG = "hx-ptag"
"""The header in which a poll says what it already shows."""


@get("/inbox", opt={"permission": Permission.INBOX_READ, "reading": True}, sync_to_thread=True)
def show_inbox(
    *,
    request: HTMXRequest,
    session: NamedDependency[store.Session],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    habits: NamedDependency[Habits],
    find_alarm: NamedDependency[FindAlarm],
    show: FromQuery[str] = View.TODAY.value,
    risk: FromQuery[str] = "",
    need: FromQuery[str] = "",
    holder: FromQuery[str] = "",
    after: FromQuery[str | None] = None,
    done: FromQuery[str] = "",
    many: FromQuery[str] = "",
) -> InboxPage | Redirect | Response[None]:
    """Show a view of the team's inbox; a poll that shows it already is told that nothing has changed."""
    view, filters = parse_filters(FilterForm(show=show, risk=risk, need=need, holder=holder))
    if view == View.WAITING:
        return Redirect("/waiting-list", status_code=303)
    counts = store.counts(session, actor.organisation_id, now)
    if request.headers.get(_PTAG) == counts.tag:
        return Response(None, status_code=304)
    since = now - timedelta(days=policy.visible_after_expiry_days)
    rows = store.inbox(session, actor, view, after, filters=filters, expired_since=since)
    is_empty = not rows.items and not filters.codes
    own = directory.own_capacities(session, actor.organisation_id, now) if is_empty else ()
    # What is new since the last visit stands above what a poll replaces.
    is_poll = _PTAG in request.headers
    begun = None if is_poll else habits.last_visit
    return inbox_page(
        rows,
        counts,
        filter_panel(view, filters, habits.filters),
        view=view,
        filters=filters,
        after=after,
        actor=actor,
        now=now,
        since=since_words(visits.since(session, actor, begun) if begun else None, now),
        news=done_in_bulk(done, many),
        rooms=tuple(room_line(key, name, said, now, policy) for key, name, said in own),
        alarm="" if is_poll else find_alarm(),
    )


HANDLERS = (show_inbox,)
"""Every address of this slice."""
