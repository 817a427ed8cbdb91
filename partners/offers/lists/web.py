"""The addresses of the lists: `/inbox` and `/sent`."""

from datetime import datetime, timedelta

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Actor, Permission
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import direction_from
from partners.directory import store as directory
from partners.directory.pages import room_line
from partners.offers.lists import store
from partners.offers.lists.model import View
from partners.offers.lists.pages import InboxPage, SentPage, inbox_page, sent_page


@get("/inbox", opt={"permission": Permission.INBOX_READ, "reading": True}, sync_to_thread=True)
def show_inbox(
    *,
    session: NamedDependency[store.Session],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    show: FromQuery[str] = View.NEEDS_ANSWER.value,
    after: FromQuery[str | None] = None,
) -> InboxPage:
    """Show a view of the team's inbox, with the team's own capacity."""
    view = _view(show)
    since = now - timedelta(days=policy.visible_after_expiry_days)
    rows = store.inbox(session, actor.organisation_id, view, after, expired_since=since)
    counts = store.counts(session, actor.organisation_id, now)
    own = directory.own_capacities(session, actor.organisation_id, now)
    rooms = tuple(room_line(key, name, said, now, policy) for key, name, said in own)
    return inbox_page(rows, counts, view=view, after=after, actor=actor, now=now, rooms=rooms)


@get("/sent", opt={"permission": Permission.SENT_READ, "reading": True}, sync_to_thread=True)
def show_sent(
    session: NamedDependency[store.Session],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    names: NamedDependency[Names],
    after: FromQuery[str | None] = None,
) -> SentPage:
    """Show what the lead has sent, or a partner has referred in, and what waits on whom."""
    rows, way = store.sent(session, actor.organisation_id, after), direction_from(actor)
    return sent_page(rows, after=after, names=names, now=now, direction=way)


def _view(key: str) -> View:
    try:
        return View(key)
    except ValueError as error:
        raise Invalid("show", "unknown_view") from error


HANDLERS = (show_inbox, show_sent)
